import re
from dataclasses import replace
from typing import Any

import httpx
import pytest

from bot.domain.links import LeaveLink, Links
from bot.domain.meeting import MeetingStatus
from bot.domain.people import Standing
from tests.builders import NOW, a_patient, a_professional, a_scheduled_meeting, a_trust
from tests.web.reading import text_of

MEETING = a_scheduled_meeting()
NOAH = LeaveLink(patient_id="patient-noah", professional_id="professional-ana")
WHEN = "Thursday, November 19, 2026 at 9:00 AM (New York time)"


@pytest.fixture
async def noahs(web: Any) -> Any:
    """Noah, who chose Ana."""
    async with web.store.writing() as work:
        await work.people.save_patient(a_patient())
        await work.people.save_trust(a_trust())
    return web


@pytest.fixture
async def scheduled(noahs: Any) -> Any:
    """Noah, who meets Ana on Thursday."""
    async with noahs.store.writing() as work:
        await work.meetings.add(MEETING)
    return noahs


def leave(links: Links, **more: str) -> dict[str, str]:
    return {"with": links.leave(NOAH).partition("with=")[2], **more}


def erase(links: Links) -> dict[str, str]:
    return {"with": links.erase(NOAH.patient_id).partition("with=")[2]}


async def test_leaving_says_what_it_means_and_what_lies_ahead(scheduled: Any, browser: httpx.AsyncClient) -> None:
    page = await browser.get(scheduled.links.leave(NOAH))

    said = text_of(page)
    assert "If you leave Ana Ruiz, they can no longer schedule meetings with you." in said
    assert f"{WHEN} What happens to them? They take place as planned Cancel them" in said
    assert re.findall(r'type="radio"[^>]*checked', page.text) == []


async def test_without_meetings_ahead_nothing_is_asked(noahs: Any, browser: httpx.AsyncClient) -> None:
    page = await browser.get(noahs.links.leave(NOAH))

    assert ('type="radio"' in page.text, "Leave Ana Ruiz" in text_of(page)) == (False, True)


@pytest.mark.parametrize("path", ["leave", "erase"])
@pytest.mark.parametrize("verb", ["GET", "HEAD"])
@pytest.mark.parametrize("purpose", [{}, {"Purpose": "prefetch"}, {"Sec-Purpose": "prefetch;prerender"}])
async def test_who_only_looks_changes_nothing(
    scheduled: Any, browser: httpx.AsyncClient, path: str, verb: str, purpose: dict[str, str]
) -> None:
    url = scheduled.links.leave(NOAH) if path == "leave" else scheduled.links.erase(NOAH.patient_id)
    before = scheduled.store.state

    answer = await browser.request(verb, url, headers=purpose)

    assert (answer.status_code, scheduled.store.state is before) == (200, True)


@pytest.mark.parametrize(
    ("fate", "told", "status"),
    [
        ("keep", "Taking place as planned:", MeetingStatus.SCHEDULED),
        ("cancel", "Canceled, and you get an email about each:", MeetingStatus.CANCELLED),
    ],
)
async def test_who_leaves_reads_what_became_of_their_meetings(
    scheduled: Any, browser: httpx.AsyncClient, fate: str, told: str, status: MeetingStatus
) -> None:
    page = await browser.post("/leave", data=leave(scheduled.links, upcoming=fate))

    assert f"Ana Ruiz is no longer your professional, and has been told. {told} {WHEN}" in text_of(page)
    assert (scheduled.store.state.trusts, scheduled.store.state.meetings[MEETING.id].status) == ({}, status)


@pytest.mark.parametrize("upcoming", ["", "burn"])
async def test_who_does_not_say_what_happens_to_their_meetings_is_asked_again(
    scheduled: Any, browser: httpx.AsyncClient, upcoming: str
) -> None:
    page = await browser.post("/leave", data=leave(scheduled.links, upcoming=upcoming))

    assert (page.status_code, len(scheduled.store.state.trusts)) == (400, 1)
    assert '<a href="#upcoming">Say what happens to your meetings.</a>' in page.text


async def test_who_has_left_reads_so(noahs: Any, browser: httpx.AsyncClient) -> None:
    await browser.post("/leave", data=leave(noahs.links))

    pages = [await browser.get(noahs.links.leave(NOAH)), await browser.post("/leave", data=leave(noahs.links))]

    assert ["Ana Ruiz is not your professional. Nothing changed." in text_of(page) for page in pages] == [True, True]


async def test_erasing_says_what_goes_and_what_stays(scheduled: Any, browser: httpx.AsyncClient) -> None:
    page = await browser.get(scheduled.links.erase(NOAH.patient_id))

    said = text_of(page)
    assert "This erases your name, email address, time zone, and language" in said
    assert "You leave Ana Ruiz, who can no longer schedule meetings with you and are told." in said
    assert f"These meetings are canceled first {WHEN}" in said


async def test_who_never_opened_the_app_has_no_name_to_be_left_by(noahs: Any, browser: httpx.AsyncClient) -> None:
    async with noahs.store.writing() as work:
        unseen = a_professional(id="professional-new", slack_user_id="U0NEW000001", name="", standing=Standing.UNSEEN)
        await work.people.save_professional(unseen)
        await work.people.save_trust(a_trust(professional_id=unseen.id))

    said = text_of(await browser.get(noahs.links.erase(NOAH.patient_id)))

    assert "You leave Ana Ruiz, who can no longer schedule meetings with you and are told." in said


async def test_who_has_their_data_erased_is_offered_to_nobody_and_reads_when_it_is_gone(
    scheduled: Any, browser: httpx.AsyncClient
) -> None:
    page = await browser.post("/erase", data=erase(scheduled.links))

    assert "Your data is being erased It is gone as soon as the last email to you has left" in text_of(page)
    assert scheduled.store.state.trusts == {}
    assert scheduled.store.state.meetings[MEETING.id].status is MeetingStatus.CANCELLED
    assert f"patient.erase:{NOAH.patient_id}" in scheduled.store.state.outbox


async def test_afterwards_the_link_says_that_nothing_is_stored(noahs: Any, browser: httpx.AsyncClient) -> None:
    async with noahs.store.writing() as work:
        await work.people.erase_patient(NOAH.patient_id, NOW)

    assert text_of(await browser.get(noahs.links.erase(NOAH.patient_id))) == (
        "Your data is erased Nothing that says who you are is stored any more."
    )


@pytest.mark.parametrize("path", ["/leave", "/erase"])
async def test_a_link_that_is_not_ours_leads_nowhere(scheduled: Any, browser: httpx.AsyncClient, path: str) -> None:
    other = replace(scheduled.links, key=b"x" * 32)
    forged = [leave(other)["with"], erase(other)["with"], "patient-noah", "", "é.é.é"]
    # A link for one thing is none for the other.
    forged.append(erase(scheduled.links)["with"] if path == "/leave" else leave(scheduled.links)["with"])
    before = scheduled.store.state

    seen = [await browser.get(path, params={"with": text}) for text in forged]
    sent = [await browser.post(path, data={"with": text, "upcoming": "cancel"}) for text in forged]

    assert {page.status_code for page in (*seen, *sent)} == {404}
    assert scheduled.store.state is before


@pytest.mark.parametrize("path", ["/leave", "/erase"])
@pytest.mark.parametrize("site", ["cross-site", "same-site"])
async def test_what_another_site_sends_is_shown_first(
    scheduled: Any, browser: httpx.AsyncClient, path: str, site: str
) -> None:
    data = leave(scheduled.links, upcoming="cancel") if path == "/leave" else erase(scheduled.links)
    before = scheduled.store.state

    answer = await browser.post(path, data=data, headers={"Sec-Fetch-Site": site})

    assert (answer.status_code, scheduled.store.state is before) == (303, True)
    assert answer.headers["location"].startswith(f"{path}?with=")


async def test_who_leaves_reads_their_own_language(scheduled: Any, browser: httpx.AsyncClient) -> None:
    async with scheduled.store.writing() as work:
        await work.people.save_patient(a_patient(language="es"))

    asked, refused = (
        await browser.get(scheduled.links.leave(NOAH)),
        await browser.post("/leave", data=leave(scheduled.links)),
    )

    assert "Ya no es mi profesional" in text_of(asked)
    assert "jueves 19 de noviembre de 2026" in text_of(asked)
    assert "Diga qué pasa con sus citas." in text_of(refused)
