"""Ending the tie to a Zoom account: what becomes of the meetings that lie ahead, and how far the end has come."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.meeting import Meeting, MeetingStatus
from bot.domain.own_meeting import OwnMeeting

# What was cancelled is cleared at Zoom before the grant goes; then it goes in any case.
LONGEST_PARTING = timedelta(minutes=10)
# What is left of that for giving the grant back, where Zoom would not clear the rest.
LAST_MINUTE = timedelta(minutes=1)
# So many can be cancelled in the one transaction that Slack's three seconds have room for.
MOST_CANCELLED = 300
MOST_NAMED = 5


class Fate(StrEnum):
    """What the professional wants to become of the meetings that lie ahead."""

    KEEP = "keep"
    CANCEL = "cancel"


class PartingStep(StrEnum):
    CLEARING = "clearing"  # what was cancelled goes at Zoom first
    ASKING = "asking"  # Zoom is asked to take the grant back
    NOT_ANSWERED = "not_answered"  # and has not answered yet
    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"  # the grant is deleted here; whether Zoom took it back is not known
    ENDED = "ended"  # there was nothing to give back


@dataclass(frozen=True, kw_only=True)
class Leave:
    """What a professional leaves behind at Zoom: the first of the meetings that lie ahead, and how many there are.

    Beyond `MOST_CANCELLED` they are not counted.
    """

    first: tuple[OwnMeeting, ...] = ()
    count: int = 0


def lying_ahead(upcoming: Iterable[Meeting], now: datetime) -> list[Meeting]:
    """Leave out what is being held at this moment, reported or not: nobody is thrown out of a call by a setting."""
    return [each for each in upcoming if each.status is not MeetingStatus.STARTED and each.starts_at > now]
