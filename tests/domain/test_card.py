from datetime import timedelta

import pytest

from bot.domain import intents
from bot.domain.card import MeetingCard, ZoomStep, describe
from bot.domain.mail_step import MailStep
from bot.domain.meeting import DELETABLE, MeetingStatus
from bot.domain.outbox import EntryState
from bot.domain.reminders import DEFAULT_LEADS
from tests.builders import NOW, a_meeting, a_patient, a_professional, a_scheduled_meeting, an_entry

DAY, HOUR = DEFAULT_LEADS


def card_of(meeting, entries) -> MeetingCard:
    return describe(meeting, a_professional(), a_patient(), entries, DEFAULT_LEADS, NOW)


def ended(entry, state, code=""):
    plain = {name: getattr(entry, name) for name in ("key", "kind", "version", "ids", "due_at")}
    return an_entry(**plain, state=state, settled_at=NOW, last_error_code=code)


def test_a_meeting_that_zoom_has_not_made_yet_says_what_it_waits_for():
    card = card_of(a_meeting(), [an_entry(last_error_code="daily_limit")])
    assert (card.zoom, card.mail, card.held_up, card.tries_at) == (
        ZoomStep.WORKING,
        MailStep.NOT_SENT,
        "daily_limit",
        NOW,
    )


@pytest.mark.parametrize(
    ("state", "step", "mailed_at"),
    [
        (EntryState.WAITING, MailStep.BEING_SENT, None),
        (EntryState.DONE, MailStep.SENT, NOW),
        (EntryState.DEAD, MailStep.NOT_ACCEPTED, None),
        (EntryState.SUPERSEDED, MailStep.NOT_SENT, None),
    ],
)
def test_the_mails_receipt_follows_its_entry(state, step, mailed_at):
    meeting = a_scheduled_meeting()
    card = card_of(meeting, [ended(intents.invitation(meeting, NOW), state)])
    assert (card.zoom, card.mail, card.mailed_at) == (ZoomStep.READY, step, mailed_at)


def test_reminders_to_come_and_those_past_are_told_apart():
    meeting = a_scheduled_meeting(starts_at=NOW + timedelta(hours=5))
    card = card_of(meeting, intents.reminders(meeting, DEFAULT_LEADS, NOW))
    assert (card.leads, card.missed_leads) == ((HOUR,), (DAY,))


@pytest.mark.parametrize(
    ("state", "code", "step"),
    [
        (EntryState.WAITING, "", ZoomStep.REMOVING),
        (EntryState.WAITING, "unknown", ZoomStep.NOT_REMOVED),
        (EntryState.DEAD, "unknown", ZoomStep.LEFT_BEHIND),
        (EntryState.DEAD, "", ZoomStep.LEFT_BEHIND),
        (EntryState.DONE, "", ZoomStep.REMOVED),
    ],
)
def test_a_cancelled_meeting_tells_whether_zooms_side_is_gone(state, code, step):
    meeting = a_scheduled_meeting().cancelled("Ill", NOW)
    card = card_of(meeting, [ended(intents.removal(meeting, 92674392836, NOW), state, code)])
    assert (card.zoom, card.leads, card.missed_leads) == (step, (), ())


def test_a_meeting_cancelled_before_zoom_made_it_has_nothing_to_remove():
    assert card_of(a_meeting().cancelled("Ill", NOW), []).zoom is ZoomStep.NEVER_MADE


@pytest.mark.parametrize(
    ("state", "step"),
    [
        (EntryState.WAITING, ZoomStep.ENDING),
        (EntryState.DONE, ZoomStep.CALL_ENDED),
        (EntryState.DEAD, ZoomStep.NOT_ENDED),
    ],
)
def test_a_meeting_marked_as_over_tells_whether_its_call_is_closed(state, step):
    meeting = a_scheduled_meeting(status=MeetingStatus.ENDED)
    assert card_of(meeting, [ended(intents.call_end(meeting, 92674392836, NOW), state)]).zoom is step


def test_a_meeting_that_ended_by_itself_leaves_nothing_to_do():
    assert card_of(a_scheduled_meeting(status=MeetingStatus.ENDED), []).zoom is ZoomStep.OVER


@pytest.mark.parametrize(
    ("state", "step"),
    [
        (EntryState.DONE, ZoomStep.OVER),
        (EntryState.WAITING, ZoomStep.NOT_TOLD),
        (EntryState.DEAD, ZoomStep.NOT_TOLD),
    ],
)
def test_a_missed_meeting_tells_whether_zoom_was_asked(state, step):
    meeting = a_scheduled_meeting(status=MeetingStatus.MISSED)
    assert card_of(meeting, [ended(intents.outcome(meeting, NOW), state)]).zoom is step


def test_a_missed_meeting_that_nobody_asks_about_claims_nothing():
    assert card_of(a_scheduled_meeting(status=MeetingStatus.MISSED), []).zoom is ZoomStep.NOT_TOLD


@pytest.mark.parametrize("status", sorted(DELETABLE))
@pytest.mark.parametrize(
    ("state", "step"), [(EntryState.DONE, ZoomStep.REMOVED), (EntryState.DEAD, ZoomStep.LEFT_BEHIND)]
)
def test_a_deleted_meeting_tells_what_is_left_at_zoom_whatever_it_was(status, state, step):
    meeting = a_scheduled_meeting(status=status)
    card = card_of(meeting.deleted(NOW), [ended(intents.removal(meeting, 92674392836, NOW), state)])
    assert card.zoom is step


def test_a_refused_meeting_says_so():
    assert card_of(a_meeting(status=MeetingStatus.FAILED), []).zoom is ZoomStep.REFUSED
