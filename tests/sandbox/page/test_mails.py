"""A mail on the page: its parts, its calendar entry, and its HTML that may do nothing."""

from datetime import UTC, datetime

import httpx
import pytest

from sandbox.mail.entries import CalendarEntry, calendar_entry
from tests.slack_world import Slack

NOW = datetime(2026, 11, 16, 9, tzinfo=UTC)
CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Test//EN
METHOD:CANCEL
BEGIN:VEVENT
UID:1@test
DTSTAMP:20261116T090000Z
DTSTART:20261119T140000Z
DTEND:20261119T145000Z
SUMMARY:Online meeting
ORGANIZER;CN=Ana Ruiz:mailto:meetings@clinic.example
SEQUENCE:2
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")
ENTRY = CalendarEntry(
    method="CANCEL",
    title="Online meeting",
    starts_at=datetime(2026, 11, 19, 14, tzinfo=UTC),
    ends_at=datetime(2026, 11, 19, 14, 50, tzinfo=UTC),
    organizer="Ana Ruiz (meetings@clinic.example)",
    location="",
    sequence=2,
)
MAIL = (
    "From: a@b.example\r\nSubject: Hello\r\nMIME-Version: 1.0\r\n"
    "Content-Type: multipart/alternative; boundary=x\r\n\r\n"
    "--x\r\nContent-Type: text/plain\r\n\r\nSee https://zoom.example/j/1\r\n"
    "--x\r\nContent-Type: text/html\r\n\r\n<script>alert(1)</script><a href='https://zoom.example/j/1'>Join</a>\r\n"
    f"--x\r\nContent-Type: text/calendar; method=CANCEL\r\n\r\n{CALENDAR}\r\n--x--\r\n"
).encode()


@pytest.fixture(autouse=True)
def mailbox(slack: Slack) -> None:
    slack.world.mail.receive(MAIL, sender="a@b.example", recipient="noah@patients.example", received_at=NOW)


async def test_a_mail_is_read_in_all_its_parts(browser: httpx.AsyncClient):
    mail = (await browser.get("/page/mail/0")).json()

    entry = mail["entry"]
    assert (mail["subject"], mail["has_html"], mail["text"]) == ("Hello", True, "See https://zoom.example/j/1")
    assert (entry["method"], entry["title"], entry["starts_at"]) == (
        "CANCEL",
        "Online meeting",
        "2026-11-19T14:00:00+00:00",
    )
    assert ["Subject", "Hello"] in mail["headers"]


async def test_its_html_may_do_nothing_but_open_a_link_in_a_tab_of_its_own(browser: httpx.AsyncClient):
    answer = await browser.get("/page/mail/0/html")

    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; ")
    assert ("script-src" in policy, "sandbox allow-popups" in policy, "allow-scripts" in policy) == (False, True, False)
    assert answer.text.endswith('<base target="_blank">')


@pytest.mark.parametrize("path", ["/page/mail/1", "/page/mail/1/html"])
async def test_a_mail_that_is_not_there_is_not_found(browser: httpx.AsyncClient, path: str):
    assert (await browser.get(path)).status_code == 404


def test_the_calendar_part_becomes_an_entry():
    assert calendar_entry(CALENDAR) == ENTRY


def test_an_entry_of_whole_days_begins_at_midnight():
    days = CALENDAR.replace("DTSTART:20261119T140000Z", "DTSTART;VALUE=DATE:20261119")
    entry = calendar_entry(days.replace("DTEND:20261119T145000Z", "DTEND;VALUE=DATE:20261120"))
    assert entry is not None
    assert (entry.starts_at, entry.ends_at) == (datetime(2026, 11, 19, tzinfo=UTC), datetime(2026, 11, 20, tzinfo=UTC))


@pytest.mark.parametrize("text", ["", "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nEND:VCALENDAR\r\n"])
def test_without_an_event_there_is_no_entry(text: str):
    assert calendar_entry(text) is None
