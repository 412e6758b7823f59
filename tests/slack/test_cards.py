"""Cards of meetings whose time has come: what they say, and what they offer."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.card import ZoomStep, describe
from bot.domain.mail_step import MailStep
from bot.domain.meeting import MeetingStatus, ZoomMove
from bot.domain.outbox import EntryState, OutboxKind
from bot.slack.cards import meeting_card, receipts
from tests.builders import NOW, a_patient, a_professional, a_scheduled_meeting, an_entry
from tests.slack.examples import a_card
from tests.slack.stage import LINKS

MEETING = a_scheduled_meeting()
START, END = MEETING.starts_at, MEETING.ends_at
WHEN = "Thu, Nov 19, 2026, 3:00 to 3:50 PM, Madrid time"
MINUTE = timedelta(minutes=1)
MOVE = ZoomMove(starts_at=START + timedelta(hours=1), duration=30 * MINUTE)


def card(status, zoom=ZoomStep.OVER, drawn_at=START, **changes):
    meeting = replace(MEETING, status=MeetingStatus(status), **changes)
    return a_card(meeting=meeting, zoom=zoom, leads=(), drawn_at=drawn_at)


def shown(drawn):
    """The one line, and the labels of the buttons."""
    message = meeting_card(drawn, LINKS)
    buttons = [each["text"]["text"] for block in message.blocks for each in block.get("elements", [])]
    return message.text, buttons


@pytest.mark.parametrize(
    ("drawn", "line", "buttons"),
    [
        (
            card("scheduled", ZoomStep.READY, START - 16 * MINUTE),
            f"Meeting scheduled for {WHEN}.",
            ["Details", "Cancel meeting"],
        ),
        (
            card("scheduled", ZoomStep.READY, START - 15 * MINUTE),
            f"Meeting scheduled for {WHEN}.",
            ["Start meeting", "Details", "Cancel meeting"],
        ),
        (
            card("scheduled", ZoomStep.READY),
            f"Meeting scheduled for {WHEN}.",
            ["Start meeting", "Details", "End meeting", "Cancel meeting"],
        ),
        (
            card("cancelled_on_zoom", ZoomStep.REMOVED, START - 60 * MINUTE),
            f"This meeting was removed in Zoom. Your patient has not been told. {WHEN}.",
            ["Details", "Put back in Zoom", "Cancel meeting"],
        ),
        (
            card("scheduled", ZoomStep.READY, START - 60 * MINUTE, zoom_move=MOVE),
            f"Meeting scheduled for {WHEN}.",
            ["Accept and tell patient", "Put back in Zoom", "Details", "Cancel meeting"],
        ),
        (
            card("started", ZoomStep.READY, started_at=START + 2 * MINUTE),
            "Meeting in progress since 3:02 PM.",
            ["Rejoin meeting", "Details", "End meeting", "Cancel meeting"],
        ),
        (
            card("started", ZoomStep.READY, drawn_at=END + timedelta(hours=3), started_at=START),
            "Meeting in progress since 3:00 PM.",
            ["Rejoin meeting", "Details", "End meeting", "Cancel meeting"],
        ),
        (card("ended", ended_at=END), f"Meeting ended. {WHEN}.", ["Details", "Delete meeting"]),
        (card("missed"), f"No one opened the meeting on {WHEN}.", ["Details", "Delete meeting"]),
        (
            card("missed", ZoomStep.NOT_TOLD),
            f"No one opened the meeting on {WHEN}, as far as we know.",
            ["Details", "Delete meeting"],
        ),
        (
            card("cancelled", ZoomStep.REMOVED, cancelled_at=NOW),
            f"Meeting canceled. It was {WHEN}.",
            ["Details", "Delete meeting"],
        ),
    ],
)
def test_a_card_tells_how_it_stands_and_offers_what_makes_sense(drawn, line, buttons):
    assert shown(drawn) == (line, buttons)


@pytest.mark.parametrize(
    ("zoom", "words"),
    [
        (ZoomStep.ENDING, ["Zoom: closing the call"]),
        (ZoomStep.CALL_ENDED, ["Zoom: the call is closed"]),
        (ZoomStep.NOT_ENDED, ["Zoom: the call could not be closed; if it is open, please end it in Zoom"]),
        (ZoomStep.OVER, []),
    ],
)
def test_the_receipt_of_an_ended_meeting_is_honest_about_its_call(zoom, words):
    assert receipts(card("ended", zoom)) == [*words, "Email to patient: sent at 10:00 AM"]


def test_the_receipt_of_a_missed_meeting_says_where_zoom_could_not_tell():
    assert receipts(card("missed", ZoomStep.NOT_TOLD))[0] == "Zoom: could not tell whether it was held"


@pytest.mark.parametrize(
    ("zoom", "words"),
    [
        (ZoomStep.REMOVING, []),
        (ZoomStep.REMOVED, []),
        (ZoomStep.NOT_REMOVED, ["Zoom: could not be removed yet; we keep trying"]),
        (ZoomStep.LEFT_BEHIND, ["Zoom: could not be removed; please delete it in Zoom"]),
    ],
)
def test_a_deleted_meeting_says_no_more_than_that_unless_zoom_still_has_it(zoom, words):
    tombstone = replace(MEETING, status=MeetingStatus.ENDED).deleted(NOW)
    message = meeting_card(a_card(meeting=tombstone, zoom=zoom, mail=MailStep.SENT), LINKS)
    assert [block["text"]["text"] for block in message.blocks] == ["This meeting was deleted.", *words]


def test_the_link_of_a_drawn_card_dies_with_the_window_and_later_for_what_runs_over():
    links = [
        LINKS.read_start(meeting_card(drawn, LINKS).blocks[-1]["elements"][0]["url"].partition("with=")[2])
        for drawn in (card("scheduled", ZoomStep.READY), card("started", ZoomStep.READY))
    ]
    assert [link.until for link in links] == [END + timedelta(hours=1), END + timedelta(hours=25)]


def test_a_move_in_zoom_is_said_beside_the_time_that_holds():
    moved = receipts(card("scheduled", ZoomStep.READY, zoom_move=MOVE))
    assert moved[0] == (
        "Zoom: moved to Thu, Nov 19, 2026, 4:00 to 4:30 PM, Madrid time; your patient has not been told"
    )


@pytest.mark.parametrize(
    ("state", "step", "words"),
    [
        (None, ZoomStep.REMOVED, "Zoom: removed"),
        (EntryState.WAITING, ZoomStep.WORKING, "Zoom: working on it"),
        (EntryState.DEAD, ZoomStep.REMOVED, "Zoom: removed"),
    ],
)
def test_what_is_being_put_back_is_worked_on(state, step, words):
    removed = replace(MEETING, status=MeetingStatus.CANCELLED_ON_ZOOM)
    entries = [an_entry(kind=OutboxKind.ZOOM_RESTORE, state=state)] if state else []
    described = describe(removed, a_professional(), a_patient(), entries, (), NOW)
    assert (described.zoom, receipts(described)[0]) == (step, words)
