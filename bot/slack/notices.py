"""New messages to a professional: what needs an act of theirs, and which patients come and go."""

from collections.abc import Mapping

from bot.domain.acts import Act
from bot.domain.links import Links
from bot.domain.meeting import Meeting
from bot.domain.notices import Notice, NoticeKind
from bot.domain.own_meeting import OwnMeeting
from bot.domain.people import Professional
from bot.domain.time_words import clock_words
from bot.slack.answers import Message, message
from bot.slack.blocks import Block, any_actions, escaped
from bot.slack.buttons import (
    act_button,
    authenticate_button,
    disconnect_button,
    message_button,
    new_meeting_button,
    patients_button,
    send_again_button,
    start_link_button,
)
from bot.slack.cards import moved_when, removed_words
from bot.slack.words import message_name, when_for

# Initials end in a full stop and never in a full name: desktops show a message to whoever stands by.
_SENTENCES = {
    NoticeKind.CONNECTED: "Zoom is connected. You can schedule meetings now.",
    NoticeKind.APPOINTED: "You can schedule meetings for {whom} now. Choose in Home for whom you act.",
    NoticeKind.ASKING_REFUSED: "An email that invites a patient was not accepted. Patients shows which.",
    NoticeKind.CHOSEN: "{patient} chose you as their professional. You can schedule meetings with them now.",
    NoticeKind.ERASED: "{patient} had their data erased and left your list. Their upcoming meetings are canceled.",
    NoticeKind.LEFT: "{patient} no longer has you as their professional.",
    NoticeKind.LEFT_KEPT: "{patient} no longer has you as their professional. Their upcoming meetings stay.",
    NoticeKind.LEFT_CANCELLED: "{patient} no longer has you as their professional. Their meetings are canceled.",
}

_UNREVOKED_WORDS: Mapping[NoticeKind, str] = {
    NoticeKind.UNREVOKED: "Zoom is disconnected.",
    NoticeKind.FORMER_UNREVOKED: "Your former Zoom account is disconnected.",
}
_REMOVE_IT = "Please remove Consulta from your apps in Zoom."

_ABOUT_REMOVED = (Act.PUT_BACK, Act.CANCEL)
_ANSWERS: Mapping[NoticeKind, tuple[Act, ...]] = {
    NoticeKind.REMOVED_IN_ZOOM: _ABOUT_REMOVED,
    NoticeKind.REMOVED_AND_NEAR: _ABOUT_REMOVED,
    NoticeKind.NOT_PUT_BACK: _ABOUT_REMOVED,
    NoticeKind.MOVED_IN_ZOOM: (Act.ACCEPT_MOVE, Act.PUT_BACK),
}


def notice_message(notice: Notice, links: Links) -> Message:
    return message(escaped(_fact(notice)), *any_actions(*_buttons(notice, links)))


def waiting_message(own: OwnMeeting, links: Links) -> Message:
    """Say that the patient waits; it is started by a link within the window, and asked for before."""
    start = [start_link_button(own, links)] if own.is_start_window else []
    start = start or ([act_button(Act.START, own)] if Act.START in own.acts else [])
    return message("Your patient is in the waiting room.", *any_actions(*start))


def _buttons(notice: Notice, links: Links) -> list[Block]:
    ways_on = {
        NoticeKind.CONNECTED: [new_meeting_button(), disconnect_button()],
        NoticeKind.RECONNECT: [authenticate_button(links, notice.professional.actor)],
        NoticeKind.APPOINTED: [new_meeting_button()],
        NoticeKind.CHOSEN: [new_meeting_button()],
        NoticeKind.ASKING_REFUSED: [patients_button()],
    }
    if notice.kind in ways_on:
        return ways_on[notice.kind]
    meeting = notice.meeting
    if meeting is None:
        return []
    if notice.kind is NoticeKind.MAIL_REFUSED:
        return [send_again_button(meeting)]
    return [message_button(act, meeting) for act in _ANSWERS.get(notice.kind, (Act.DETAILS,))]


def _fact(notice: Notice) -> str:
    if notice.kind in _SENTENCES:
        whom = notice.for_whom.name if notice.for_whom else "a colleague"
        return _SENTENCES[notice.kind].format(patient=_name(notice), whom=whom)
    if notice.kind in _UNREVOKED_WORDS:
        return f"{_UNREVOKED_WORDS[notice.kind]} Authorization deleted here; Zoom did not confirm. {_REMOVE_IT}"
    if notice.kind is NoticeKind.RECONNECT:
        return _reconnect_words(notice.professional, notice.meeting)
    if notice.kind is NoticeKind.MAIL_REFUSED:
        about = f" about {when_for(notice.professional, notice.meeting)}" if notice.meeting else ""
        return f"The email{about} was not accepted. Your patient may not know. Please call."
    return _meeting_words(notice)


def _meeting_words(notice: Notice) -> str:
    professional, meeting = notice.professional, notice.meeting
    if meeting is None:
        return "Something about a meeting of yours changed in Zoom."
    when, clock = when_for(professional, meeting), clock_words(meeting.starts_at, professional.zone)
    words = {
        NoticeKind.REMOVED_IN_ZOOM: removed_words(when),
        NoticeKind.REMOVED_AND_NEAR: (
            f"Your meeting at {clock} is removed in Zoom, and your patient does not know. {when}."
        ),
        NoticeKind.NOT_PUT_BACK: f"The meeting could not be put back in Zoom. Your patient has not been told. {when}.",
        NoticeKind.MOVED_IN_ZOOM: (
            f"This meeting was moved in Zoom to {moved_when(professional, meeting)}. Your patient has not been told. "
            f"It was {when}."
        ),
        NoticeKind.CANCELLED_IS_OPEN: (
            f"A canceled meeting is open in Zoom. Your patient was told not to come. It was {when}."
        ),
        NoticeKind.CLOCKS_CHANGED: (
            f"The rules of a time zone changed. Your meeting keeps its hour on the clock: {when}. Zoom, the reminders "
            "and your patient's calendar follow."
        ),
    }
    return words[notice.kind]


def _name(notice: Notice) -> str:
    return message_name(notice.professional, notice.patient) if notice.patient else "A patient"


def _reconnect_words(professional: Professional, meeting: Meeting | None) -> str:
    if meeting is None:
        return "Zoom needs you to connect again."
    by = clock_words(meeting.starts_at, professional.zone)
    when = when_for(professional, meeting)
    return f"Zoom needs you to connect again by {by}, or the meeting on {when} can't start."
