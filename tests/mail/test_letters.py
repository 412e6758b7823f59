from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.links import LeaveLink, Links
from bot.domain.notification import Notification, Reason
from bot.mail.letters import Letters
from tests.builders import a_meeting, a_notification, a_patient, a_scheduled_meeting
from tests.mail.reading import html_of, part, received, text_of

LINKS = Links(public_url="https://consulta.example", key=b"k" * 32)
LEAVE = LINKS.leave(LeaveLink(patient_id="patient-noah", professional_id="professional-ana"))
ERASE = LINKS.erase("patient-noah")
FOOT = f"""
This is no longer my professional: {LEAVE}
Erase my data: {ERASE}
"""
INVITATION = """\
Hello Noah,

Ana Ruiz has scheduled an online meeting with you.

When: Thursday, November 19, 2026 at 9:00 AM (New York time), 50 minutes.
Where: online, with Zoom. You need no account.

Join the meeting:
https://zoom.example/j/92674392836?pwd=abc

You will get a reminder 24 hours and 1 hour before.

Can't come? Contact Ana Ruiz.

Didn't expect this? Please ignore it or write to https://consulta.example/support.

Sent by Consulta for Ana Ruiz. Privacy: https://consulta.example/privacy.
{foot}"""
CANCELLATION = """\
Hello Noah,

Ana Ruiz has canceled your online meeting on Thursday, November 19, 2026 at 9:00 AM (New York time).

Reason from Ana Ruiz: “I am ill.
Sorry, Noah.”

You don't need to do anything. Please don't use the old link. The attached file removes it from most calendars.

Sent by Consulta for Ana Ruiz. Privacy: https://consulta.example/privacy.
{foot}"""
REMINDER = """\
Hello Noah,

This is a reminder of your online meeting with Ana Ruiz.

When: Thursday, November 19, 2026 at 9:00 AM (New York time), 50 minutes.

Join the meeting:
https://zoom.example/j/92674392836?pwd=abc

Please open it a few minutes early. You will wait until Ana Ruiz lets you in.

Sent by Consulta for Ana Ruiz. Privacy: https://consulta.example/privacy.
{foot}"""


def a_cancellation(reason: str = "I am ill.\nSorry, Noah.") -> Notification:
    meeting = a_scheduled_meeting().cancelled(reason, a_meeting().created_at)
    return a_notification(reason=Reason.CANCELLATION, meeting=meeting, key="mail.cancellation:meeting-one:2")


NOTIFICATIONS = {
    Reason.INVITATION: a_notification(),
    Reason.CANCELLATION: a_cancellation(),
    Reason.CHANGE: a_notification(reason=Reason.CHANGE, was=datetime(2026, 11, 18, 14, 0, tzinfo=UTC)),
    Reason.REMINDER: a_notification(reason=Reason.REMINDER),
}


@pytest.mark.parametrize(
    ("reason", "text"),
    [(Reason.INVITATION, INVITATION), (Reason.CANCELLATION, CANCELLATION), (Reason.REMINDER, REMINDER)],
)
def test_a_letter_says_all_on_the_patients_clock(letters: Letters, reason: Reason, text: str) -> None:
    assert text_of(received(letters.compose(NOTIFICATIONS[reason]))) == text.format(foot=FOOT)


def test_a_change_says_the_new_time_and_the_old_one(letters: Letters) -> None:
    text = text_of(received(letters.compose(NOTIFICATIONS[Reason.CHANGE])))
    assert "New time: Thursday, November 19, 2026 at 9:00 AM (New York time), 50 minutes.\n" in text
    assert "Old time: Wednesday, November 18, 2026 at 9:00 AM (New York time).\n\nThe link is the same." in text


@pytest.mark.parametrize(
    ("reason", "subject"),
    [
        (Reason.INVITATION, "Your online meeting on Thursday, November 19 at 9:00 AM (New York time)"),
        (Reason.CANCELLATION, "Canceled: your online meeting on Thursday, November 19 at 9:00 AM (New York time)"),
        (Reason.CHANGE, "New time for your online meeting: Thursday, November 19 at 9:00 AM (New York time)"),
        (Reason.REMINDER, "Reminder: your online meeting on Thursday, November 19 at 9:00 AM (New York time)"),
    ],
)
def test_the_subject_names_nobody(letters: Letters, reason: Reason, subject: str) -> None:
    assert received(letters.compose(NOTIFICATIONS[reason]))["Subject"] == subject


def test_the_headers_are_those_of_one_message_by_a_machine(letters: Letters) -> None:
    letter = received(letters.compose(a_notification()))

    del letter["Subject"]
    del letter["Content-Type"]
    assert {name: str(value) for name, value in letter.items()} == {
        "From": "Consulta <meetings@clinic.example>",
        "To": "Noah Clarke <noah@patients.example>",
        "Date": "Mon, 16 Nov 2026 09:00:00 +0000",
        "Message-ID": "<00cbc3c3d8a727b3b4b1d852b6d5745a4dd39a69@clinic.example>",
        "Auto-Submitted": "auto-generated",
        "MIME-Version": "1.0",
    }


def test_only_the_key_decides_the_message_id(letters: Letters) -> None:
    first = a_notification()
    again = replace(first, composed_at=first.composed_at + timedelta(hours=1), leads=())
    other = replace(first, key="mail.invitation:meeting-one:2")

    ids = [received(letters.compose(each))["Message-ID"] for each in (first, again, other)]

    assert (ids[0] == ids[1], ids[0] == ids[2]) == (True, False)


@pytest.mark.parametrize("reason", [Reason.INVITATION, Reason.CANCELLATION])
def test_a_letter_that_changes_the_calendar_has_it_twice(letters: Letters, reason: Reason) -> None:
    letter = received(letters.compose(NOTIFICATIONS[reason]))

    assert [each.get_content_type() for each in letter.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]


def test_a_reminder_leaves_the_calendar_alone(letters: Letters) -> None:
    letter = received(letters.compose(NOTIFICATIONS[Reason.REMINDER]))

    assert [each.get_content_type() for each in letter.walk()] == ["multipart/alternative", "text/plain", "text/html"]


@pytest.mark.parametrize(("reason", "method"), [(Reason.INVITATION, "REQUEST"), (Reason.CANCELLATION, "CANCEL")])
def test_the_calendar_part_names_its_method_outside_and_inside(letters: Letters, reason: Reason, method: str) -> None:
    calendar = part(received(letters.compose(NOTIFICATIONS[reason])), "text/calendar")

    outside = {name: value.lower() for name, value in calendar["Content-Type"].params.items()}
    assert outside == {"charset": "utf-8", "method": method.lower()}
    assert f"METHOD:{method}" in calendar.get_content().splitlines()


def test_the_attached_file_is_the_calendar_part(letters: Letters) -> None:
    letter = received(letters.compose(a_notification()))
    file = part(letter, "application/ics")

    calendar = part(letter, "text/calendar").get_content()
    assert file.get_filename() == "invite.ics"
    assert file.get_content().decode().splitlines() == calendar.splitlines()


def test_the_topic_is_shown_when_it_is_shared(letters: Letters) -> None:
    shared = a_scheduled_meeting(shares_topic=True, topic="Blood test", description="Bring:\n- your notes")
    text = text_of(received(letters.compose(a_notification(meeting=shared))))

    assert "pwd=abc\n\nTopic: Blood test\n\nDescription:\nBring:\n- your notes\n\nYou will get" in text


@pytest.mark.parametrize("reason", list(Reason))
def test_a_topic_that_is_not_shared_is_nowhere(letters: Letters, reason: Reason) -> None:
    kept = a_scheduled_meeting(topic="Zzq-topic", description="Zzq-description")
    letter = received(letters.compose(a_notification(reason=reason, meeting=kept)))

    contents = [str(each.get_content()) for each in letter.walk() if not each.is_multipart()]
    assert not [content for content in contents if "Zzq" in content]


@pytest.mark.parametrize(
    ("leads", "words"),
    [((timedelta(hours=1),), "You will get a reminder 1 hour before."), ((), None)],
)
def test_only_reminders_still_to_come_are_promised(
    letters: Letters, leads: tuple[timedelta, ...], words: str | None
) -> None:
    text = text_of(received(letters.compose(a_notification(leads=leads))))

    promises = [line for line in text.splitlines() if "reminder" in line]
    assert promises == ([words] if words else [])


def test_without_a_zone_of_the_patient_the_meetings_own_is_named(letters: Letters) -> None:
    letter = letters.compose(a_notification(patient=a_patient(zone=None)))

    assert "When: Thursday, November 19, 2026 at 3:00 PM (Madrid time), 50 minutes." in text_of(received(letter))


@pytest.mark.parametrize("reason", list(Reason))
def test_html_and_text_say_the_same(letters: Letters, reason: Reason) -> None:
    letter = received(letters.compose(NOTIFICATIONS[reason]))
    page = html_of(letter)

    words = " ".join(text_of(letter).split())
    for url in ("https://consulta.example/support", "https://zoom.example/j/92674392836?pwd=abc"):
        words = words.replace(f": {url}", "").replace(url, "support")
    for url, end in (("https://consulta.example/privacy", ""), (LEAVE, "."), (ERASE, ".")):
        words = words.replace(f": {url}", end)
    assert page.words.endswith(words)


def test_the_page_has_one_heading_and_says_its_language(letters: Letters) -> None:
    letter = received(letters.compose(a_notification()))
    page = html_of(letter)

    assert (page.tags.count("h1"), "table" in page.tags, "img" in page.tags) == (1, False, False)
    assert '<html lang="en">' in part(letter, "text/html").get_content()


def test_the_page_links_to_the_meeting_support_and_privacy(letters: Letters) -> None:
    assert html_of(received(letters.compose(a_notification()))).links == [
        "https://zoom.example/j/92674392836?pwd=abc",
        "https://consulta.example/support",
        "https://consulta.example/privacy",
        LEAVE,
        ERASE,
    ]


def test_what_the_patient_called_off_themselves_has_nobodys_reason(letters: Letters) -> None:
    letter = received(letters.compose(a_cancellation("")))

    assert "with Ana Ruiz on Thursday, November 19, 2026 at 9:00 AM (New York time) is canceled, as you asked." in (
        html_of(letter).words
    )
    assert ("Reason" in text_of(letter), "as you asked." in text_of(letter)) == (False, True)
