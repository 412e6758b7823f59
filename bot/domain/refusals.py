"""Refusals: every expected "no", worded for the person who hears it.

A refusal changes nothing and is never logged as an error. `reply` is plain text without names of patients. A subclass
exists where an edge answers differently: with a button, beside a field, or with one more question.
"""

from dataclasses import dataclass
from enum import StrEnum


class Refusal(Exception):
    """A "no" with one reply."""

    def __init__(self, reply: str) -> None:
        super().__init__(reply)
        self.reply = reply


class NotAProfessional(Refusal):
    """A guest, a bot, a deactivated person or somebody from another workspace asks for something."""

    def __init__(self) -> None:
        super().__init__(
            "Consulta lets professionals meet their patients on Zoom. "
            "Your Slack account is not set up as a professional here."
        )


class NotAnAdmin(Refusal):
    """Somebody who does not administer the Slack workspace asks for what only its admins do."""

    def __init__(self) -> None:
        super().__init__("Only admins of this Slack workspace can do this. Ask one of them, or contact support.")


class NotForAssistants(Refusal):
    """An assistant asks for what only the professional does."""

    def __init__(self) -> None:
        super().__init__("Only the professional can do this. An assistant schedules, lists, and cancels meetings.")


class NoLongerAssistant(Refusal):
    """What was clicked belongs to a professional for whom this person does not schedule, or no longer."""

    def __init__(self) -> None:
        super().__init__("You don't schedule meetings for this professional any more. Nothing changed.")


class NotConnected(Refusal):
    """There is no usable Zoom connection; the way on is *Authenticate to Zoom*."""

    def __init__(self) -> None:
        super().__init__("Zoom is not connected, so nothing can be scheduled.")


class NotManageable(NotConnected):
    """The same, for a meeting that there is: its card outlasts the connection."""

    def __init__(self) -> None:
        super().__init__()
        self.reply = "Zoom is not connected. Nothing changed. Connect again to manage your meetings."


class NotConnectedForThem(Refusal):
    """An assistant hears that the professional has no usable Zoom connection, which only they can make."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Zoom is not connected for {name}. Only they can connect it. Nothing changed.")


class NoPatients(Refusal):
    """No patient chose this professional; the way on is *Patients*."""

    def __init__(self) -> None:
        super().__init__("No patient has chosen you yet.")


class NoPatientsForThem(Refusal):
    """An assistant hears that nobody chose the professional: only they can invite patients."""

    def __init__(self, name: str) -> None:
        super().__init__(f"No patient has chosen {name} yet. Only they can invite patients. Nothing changed.")


class PatientWithdrew(Refusal):
    """The patient has not chosen this professional, or no longer."""

    def __init__(self) -> None:
        super().__init__("This patient is no longer on your list. Nothing was scheduled.")


class StillSending(Refusal):
    """A mail about the meeting is on its way: what it says must not be erased before it has left."""

    def __init__(self) -> None:
        super().__init__("The email to your patient is still being sent. Try again in a minute. Nothing changed.")


class NotInYourList(Refusal):
    """The meeting is another's, or there is none: both sound the same. `meeting_id` is what was asked for."""

    def __init__(self, meeting_id: str = "") -> None:
        super().__init__("This meeting is not in your list.")
        self.meeting_id = meeting_id


class MadeElsewhere(Refusal):
    """The meeting is in a Zoom account that is no longer the connected one."""

    def __init__(self) -> None:
        super().__init__("This meeting is in another Zoom account. Connect that account, or start the meeting in Zoom.")


class AlreadyAnswered(Refusal):
    """The invitation is no longer open: the patient answered, it was withdrawn, or its time is over."""

    def __init__(self) -> None:
        super().__init__("This invitation is no longer open. Nothing changed.")


class AlreadyOver(Refusal):
    """The meeting has left the status in which the act was possible: what was clicked shows an old state."""

    def __init__(self, reply: str, meeting_id: str) -> None:
        super().__init__(reply)
        self.meeting_id = meeting_id


class Field(StrEnum):
    """Fields of forms beside which a refusal can stand; the values are the block ids of SURFACES.md."""

    TOPIC = "topic"
    DESCRIPTION = "description"
    DATE = "date"
    HOUR = "hour"
    ZONE = "zone"
    DURATION = "duration"
    PATIENT = "patient"
    REASON = "reason"
    UPCOMING = "upcoming"
    FOLD = "fold"
    OVERLAP = "overlap"
    NAME = "name"
    MAIL = "mail"
    LANGUAGE = "language"
    LEADS = "reminders"
    NUDGE = "nudge"
    WORDING = "wording"
    NAMES = "names"
    SIGNATURE = "signature"
    PHONE = "phone"
    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"
    WHO = "who_serves"
    GROUP = "user_group"
    ON_LEAVING = "on_leaving"
    DISCONNECTS = "disconnects"


class FieldRefusal(Refusal):
    """What was typed in a form cannot be accepted; each reply stands beside its field."""

    def __init__(self, replies: dict[Field, str]) -> None:
        super().__init__(" ".join(replies.values()))
        self.replies = replies


@dataclass(frozen=True, kw_only=True)
class FoldChoice:
    """One of the two instants of a doubled hour; `offset_minutes` from UTC tells them apart."""

    offset_minutes: int
    words: str


class DoubledHour(Refusal):
    """The clocks go back over this hour: the person must say which of the two is meant."""

    def __init__(self, hour: str, choices: tuple[FoldChoice, FoldChoice]) -> None:
        super().__init__("Clocks go back that night.")
        self.hour = hour
        self.choices = choices
