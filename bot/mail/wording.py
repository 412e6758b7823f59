"""What a letter says, ready for the templates."""

import unicodedata
from dataclasses import dataclass, field

from bot.domain.links import Links
from bot.domain.notification import Notification, Reason
from bot.domain.time_words import duration_words, listed_words, long_day_words

_SUBJECTS = {
    Reason.INVITATION: "Your online meeting on {day}",
    Reason.CANCELLATION: "Canceled: your online meeting on {day}",
    Reason.CHANGE: "New time for your online meeting: {day}",
    Reason.REMINDER: "Reminder: your online meeting on {day}",
}
# Unicode's bidirectional controls: they can make a name read as something else.
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True, kw_only=True)
class Wording:
    """The words of one letter. What the professional typed is as they typed it; `topic` and `description` are empty
    unless they are shared. `day` is on the patient's clock, its zone named; so is `old_day`, "" unless it was moved.
    """

    subject: str
    first_name: str = field(repr=False)
    professional: str = field(repr=False)
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


def word(notification: Notification, links: Links) -> Wording:
    """Put a notification into words. The subject is neutral: it is read over shoulders and by servers on the way."""
    meeting, patient = notification.meeting, notification.patient
    zone = patient.zone or meeting.zone
    short_day = long_day_words(meeting.starts_at, zone, with_year=False)
    return Wording(
        subject=_SUBJECTS[notification.reason].format(day=short_day),
        first_name=one_line(patient.name).partition(" ")[0],
        professional=one_line(notification.professional_name),
        day=long_day_words(meeting.starts_at, zone),
        old_day=long_day_words(notification.was, zone) if notification.was else "",
        duration=duration_words(meeting.duration),
        reminders=listed_words([duration_words(lead) for lead in notification.leads]),
        topic=meeting.topic if meeting.shares_topic else "",
        description=meeting.description if meeting.shares_topic else "",
        reason=meeting.reason,
        join_url=meeting.join_url,
        support_url=links.support,
        privacy_url=links.privacy,
    )


def one_line(name: str) -> str:
    """Make a name fit for headers and calendars: one line, without what nobody sees or some programs read as code.

    A backslash is an escape to some calendars where the standard has none, and "=?" begins an encoded word.
    """
    visible = "".join(letter for letter in name if letter.isspace() or _is_visible(letter))
    return " ".join(visible.split()).replace("=?", "= ?")


def _is_visible(letter: str) -> bool:
    return letter not in _BIDI and letter != "\\" and unicodedata.category(letter) not in {"Cc", "Cs"}
