"""What a letter says, ready for the templates."""

import unicodedata
from dataclasses import dataclass, field

from bot.domain.admission import LEAVING_REASON
from bot.domain.links import LeaveLink, Links
from bot.domain.meeting import Meeting
from bot.domain.notification import Notification, Reason
from bot.locales.times import say_day, say_length, say_list
from bot.locales.words import Words, words_in

# Unicode's bidirectional controls: they can make a name read as something else.
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True, kw_only=True)
class Wording:
    """The words of one letter, in the patient's language. What the professional typed is as they typed it; `topic` and
    `description` are empty unless they are shared. `day` is on the patient's clock, its zone named; so is `old_day`,
    "" unless it was moved.
    """

    words: Words
    subject: str
    first_name: str = field(repr=False)
    professional: str = field(repr=False)
    signature: str = field(repr=False)
    phone: str = field(repr=False)
    day: str
    old_day: str
    duration: str
    reminders: str
    topic: str = field(repr=False)
    description: str = field(repr=False)
    reason: str = field(repr=False)
    join_url: str = field(repr=False)
    support_url: str
    privacy_url: str
    leave_url: str = field(repr=False)
    erase_url: str = field(repr=False)


def word(notification: Notification, links: Links) -> Wording:
    """Put a notification into words."""
    meeting, patient = notification.meeting, notification.patient
    zone, words = patient.zone or meeting.zone, words_in(patient.language)
    return Wording(
        words=words,
        subject=_subject(notification, words),
        first_name=one_line(patient.name).partition(" ")[0],
        professional=one_line(notification.professional_name),
        signature=one_line(notification.signature),
        phone=one_line(notification.phone),
        day=say_day(words, meeting.starts_at, zone),
        old_day=say_day(words, notification.was, zone) if notification.was else "",
        duration=say_length(words, meeting.duration),
        reminders=say_list(words, [say_length(words, lead) for lead in notification.leads]),
        topic=meeting.topic if meeting.shares_topic else "",
        description=meeting.description if meeting.shares_topic else "",
        reason=_reason(meeting, words),
        join_url=meeting.join_url,
        support_url=links.support,
        privacy_url=links.privacy,
        leave_url=links.leave(LeaveLink(patient_id=patient.id, professional_id=meeting.professional_id)),
        erase_url=links.erase(patient.id),
    )


def with_topic(told: str, notification: Notification, words: Words) -> str:
    """Add the topic to what is told, where the professional shares it and wants it read at first sight.

    Else it stays neutral: a subject is read over shoulders, and by servers on the way.
    """
    topic = _told_topic(notification.meeting) if notification.names_topic else ""
    return words.say("{told}: {topic}", told=told, topic=topic) if topic else told


def one_line(name: str) -> str:
    """Make a name fit for headers and calendars: one line, without what nobody sees or some programs read as code.

    A backslash is an escape to some calendars where the standard has none, and "=?" begins an encoded word.
    """
    visible = "".join(letter for letter in name if letter.isspace() or _is_visible(letter))
    return " ".join(visible.split()).replace("=?", "= ?")


def _subject(notification: Notification, words: Words) -> str:
    meeting = notification.meeting
    zone = notification.patient.zone or meeting.zone
    day = say_day(words, meeting.starts_at, zone, with_year=False)
    told = {
        Reason.INVITATION: words.say("Your online meeting on {day}", day=day),
        Reason.CANCELLATION: words.say("Canceled: your online meeting on {day}", day=day),
        Reason.CHANGE: words.say("New time for your online meeting: {day}", day=day),
        Reason.REMINDER: words.say("Reminder: your online meeting on {day}", day=day),
    }
    return with_topic(told[notification.reason], notification, words)


def _reason(meeting: Meeting, words: Words) -> str:
    """Give what was typed as it was typed, and the one reason that is ours in the patient's language."""
    if meeting.reason == LEAVING_REASON:
        return words.say("Your professional no longer holds online meetings here. Please contact the clinic.")
    return meeting.reason


def _told_topic(meeting: Meeting) -> str:
    return one_line(meeting.topic) if meeting.shares_topic else ""


def _is_visible(letter: str) -> bool:
    return letter not in _BIDI and letter != "\\" and unicodedata.category(letter) not in {"Cc", "Cs"}
