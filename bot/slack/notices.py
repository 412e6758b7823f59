"""New messages to a professional: what needs an act of theirs, and which patients come and go."""

from collections.abc import Mapping

from bot.domain.links import Links
from bot.domain.meeting import Meeting
from bot.domain.notices import Notice, NoticeKind
from bot.domain.people import Professional
from bot.domain.time_words import clock_words
from bot.slack.answers import Message, message
from bot.slack.blocks import actions, escaped
from bot.slack.buttons import (
    authenticate_button,
    disconnect_button,
    new_meeting_button,
    patients_button,
    send_again_button,
)
from bot.slack.words import message_name, when_for

# Initials end in a full stop and never in a full name: desktops show a message to whoever stands by.
_CHOICES = {
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


def notice_message(notice: Notice, links: Links) -> Message:
    acts = {
        NoticeKind.CONNECTED: [actions(new_meeting_button(), disconnect_button())],
        NoticeKind.UNREVOKED: [],
        NoticeKind.FORMER_UNREVOKED: [],
        NoticeKind.RECONNECT: [actions(authenticate_button(links, notice.professional.actor))],
        NoticeKind.MAIL_REFUSED: [actions(send_again_button(notice.meeting))] if notice.meeting else [],
        NoticeKind.ASKING_REFUSED: [actions(patients_button())],
        NoticeKind.CHOSEN: [actions(new_meeting_button())],
        NoticeKind.APPOINTED: [actions(new_meeting_button())],
    }
    return message(escaped(_fact(notice)), *acts.get(notice.kind, []))


def _fact(notice: Notice) -> str:
    if notice.kind is NoticeKind.CONNECTED:
        return "Zoom is connected. You can schedule meetings now."
    if notice.kind in _CHOICES:
        return _CHOICES[notice.kind].format(patient=_name(notice))
    if notice.kind in _UNREVOKED_WORDS:
        return f"{_UNREVOKED_WORDS[notice.kind]} Authorization deleted here; Zoom did not confirm. {_REMOVE_IT}"
    if notice.kind is NoticeKind.RECONNECT:
        return _reconnect_words(notice.professional, notice.meeting)
    if notice.kind is NoticeKind.APPOINTED:
        whom = notice.for_whom.name if notice.for_whom else "a colleague"
        return f"You can schedule meetings for {whom} now. Choose in Home for whom you act."
    about = f" about {when_for(notice.professional, notice.meeting)}" if notice.meeting else ""
    return f"The email{about} was not accepted. Your patient may not know. Please call."


def _name(notice: Notice) -> str:
    return message_name(notice.professional, notice.patient) if notice.patient else "A patient"


def _reconnect_words(professional: Professional, meeting: Meeting | None) -> str:
    if meeting is None:
        return "Zoom needs you to connect again."
    by = clock_words(meeting.starts_at, professional.zone)
    when = when_for(professional, meeting)
    return f"Zoom needs you to connect again by {by}, or the meeting on {when} can't start."
