"""The one card a meeting has in the professional's direct messages; a message, so initials at most."""

from collections.abc import Mapping
from datetime import timedelta

from bot.domain.card import MeetingCard, ZoomStep
from bot.domain.failures import FAULT, TOO_LATE
from bot.domain.links import Links
from bot.domain.mail_step import MailStep
from bot.domain.meeting import Meeting, MeetingStatus
from bot.domain.people import Professional
from bot.domain.time_words import clock_words, duration_words, listed_words, when_words, zone_words
from bot.domain.zoom_codes import ZoomCode
from bot.slack.answers import Message, message
from bot.slack.blocks import Block, any_actions, context, escaped, section
from bot.slack.buttons import act_buttons
from bot.slack.words import message_name, patient_clock, short_name, when_for

_ZOOM_WORDS = {
    ZoomStep.WORKING: "working on it",
    ZoomStep.READY: "ready",
    ZoomStep.REMOVING: "working on it",
    ZoomStep.REMOVED: "removed",
    ZoomStep.NOT_REMOVED: "could not be removed yet; we keep trying",
    ZoomStep.ENDING: "closing the call",
    ZoomStep.CALL_ENDED: "the call is closed",
    ZoomStep.NOT_ENDED: "the call could not be closed; if it is open, please end it in Zoom",
    ZoomStep.ELSEWHERE: "in another Zoom account; connect that one, or manage the meeting in Zoom",
    ZoomStep.LEFT_BEHIND: "could not be removed; please delete it in Zoom",
    ZoomStep.NOT_TOLD: "could not tell whether it was held",
}
_MAIL_WORDS = {
    MailStep.BEING_SENT: "being sent",
    MailStep.NOT_ACCEPTED: "not accepted; please call",
    MailStep.NOT_SENT: "not sent",
}
# Why Zoom made no meeting, by the code that was kept; any other code is a refusal of Zoom's.
_CAUSES: Mapping[str, str] = {
    ZoomCode.UNKNOWN: "Zoom did not answer in time.",
    ZoomCode.RATE: "Zoom did not answer in time.",
    ZoomCode.DAILY_LIMIT: "Zoom allows 100 changes a day.",
    ZoomCode.NOT_CONNECTED: "Zoom is not connected.",
    ZoomCode.INVALID_GRANT: "Zoom is not connected.",
    TOO_LATE: "It could not be set up in time.",
    FAULT: "Something went wrong on our side.",
}


def meeting_card(card: MeetingCard, links: Links) -> Message:
    """The card as a message; its first block repeats the text that phones show."""
    if card.meeting.deleted_at is not None:
        return _deleted_card(card)
    name, clock = message_name(card.professional, card.patient), patient_clock(card.meeting, card.patient)
    about = section(fields=[f"Patient: {name}", f"Patient's clock: {clock}"])
    acts = any_actions(*act_buttons(card.own, links))
    return message(card_line(card), about, section("\n".join(receipts(card))), *_scheduler(card), *acts)


def _scheduler(card: MeetingCard) -> list[Block]:
    """Say who scheduled it, where the professional did not."""
    return [context(f"Scheduled by {short_name(card.assistant)}.")] if card.assistant else []


def _deleted_card(card: MeetingCard) -> Message:
    """Say no more than that, unless something of it is still in Zoom."""
    is_left = card.zoom in {ZoomStep.NOT_REMOVED, ZoomStep.ELSEWHERE, ZoomStep.LEFT_BEHIND}
    left = [section(f"Zoom: {_ZOOM_WORDS[card.zoom]}")] if is_left else []
    return message("This meeting was deleted.", *left)


def card_line(card: MeetingCard) -> str:
    """Tell the whole fact in one line of mrkdwn."""
    when = when_for(card.professional, card.meeting)
    lines = {
        MeetingStatus.PENDING: f"Scheduling a meeting for {when}. {_wait_words(card)}",
        MeetingStatus.FAILED: f"Meeting not scheduled for {when}. {_cause(card)} No email was sent.",
        MeetingStatus.STARTED: f"Meeting in progress since {_since(card)}.",
        MeetingStatus.ENDED: f"Meeting ended. {when}.",
        MeetingStatus.MISSED: _missed_line(card, when),
        MeetingStatus.CANCELLED: f"Meeting canceled. It was {when}.",
        MeetingStatus.CANCELLED_ON_ZOOM: removed_words(when),
    }
    return escaped(lines.get(card.meeting.status, f"Meeting scheduled for {when}."))


def removed_words(when: str) -> str:
    return f"This meeting was removed in Zoom. Your patient has not been told. {when}."


def moved_when(professional: Professional, meeting: Meeting) -> str:
    """Say to which time it was moved in Zoom; "" where it was not."""
    move = meeting.zoom_move
    return when_words(move.starts_at, move.duration, professional.zone, meeting.zone) if move else ""


def _missed_line(card: MeetingCard, when: str) -> str:
    """Claim only what is known: where Zoom could not be asked, the meeting may have been held all the same."""
    line = f"No one opened the meeting on {when}"
    return f"{line}, as far as we know." if card.zoom is ZoomStep.NOT_TOLD else f"{line}."


def _since(card: MeetingCard) -> str:
    return clock_words(card.meeting.started_at or card.meeting.starts_at, card.professional.zone)


def receipts(card: MeetingCard) -> list[str]:
    """Say a line for each step: Zoom, email, reminders."""
    zoom = _ZOOM_WORDS.get(card.zoom)
    reminders = _reminder_words(card)
    moved = moved_when(card.professional, card.meeting)
    if moved:
        zoom = f"moved to {moved}; your patient has not been told"
    return [
        *([f"Zoom: {zoom}"] if zoom else []),
        f"Email to patient: {_mail_words(card)}",
        *([f"Reminders: {reminders}"] if reminders else []),
    ]


def _wait_words(card: MeetingCard) -> str:
    if card.held_up == ZoomCode.DAILY_LIMIT and card.tries_at is not None:
        zone = card.professional.zone
        after = f"{clock_words(card.tries_at, zone)}, {zone_words(zone)}"
        return f"Zoom allows 100 changes a day. This one goes through after {after}."
    if card.held_up == ZoomCode.BEING_REMOVED:
        return "What the first try may have left in Zoom is cleared first. No email was sent yet."
    if card.held_up == ZoomCode.NOT_CONNECTED:
        return "Zoom is not connected. Your meeting is saved; connect again and it goes on. No email was sent yet."
    if card.held_up:
        return "Zoom is not answering. Your meeting is saved; we keep trying. No email was sent yet."
    return "Zoom is slow; we keep trying."


def _cause(card: MeetingCard) -> str:
    return _CAUSES.get(card.meeting.failure, "Zoom did not accept this meeting.")


def _mail_words(card: MeetingCard) -> str:
    if card.mail is MailStep.SENT:
        at = f" at {clock_words(card.mailed_at, card.professional.zone)}" if card.mailed_at else ""
        return f"sent{at}"
    return _MAIL_WORDS[card.mail]


def _reminder_words(card: MeetingCard) -> str:
    if card.meeting.status is MeetingStatus.CANCELLED:
        return "stopped"
    planned, missed = _leads_words(card.leads), _leads_words(card.missed_leads)
    verb = "are" if len(card.missed_leads) > 1 else "is"
    past = f" ({missed} {verb} already past)" if missed else ""
    return f"{planned} before{past}" if planned else f"none{past}" if past else ""


def _leads_words(leads: tuple[timedelta, ...]) -> str:
    return listed_words([duration_words(lead) for lead in leads])
