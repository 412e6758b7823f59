"""What was read in people's words: values, which never hold an hour that was not said."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class Problem(StrEnum):
    """Why no hour was read, for the hint; the day is given beside it where that much is sure."""

    NOTHING = "nothing"
    """No time is said at all: every word is left over."""
    NO_HOUR = "no_hour"
    """A day is said, or part of one ("tomorrow morning"), and no hour."""
    WHICH_HALF = "which_half"
    """ "At 3" may be the night or the afternoon."""
    VAGUE = "vague"
    """Something about a time, not the time itself: "after 3pm", "next month", "every Friday"."""
    CONFLICT = "conflict"
    """Two times, or a weekday and a date that is another weekday."""
    WHICH_ORDER = "which_order"
    """Day or month first: the words are of a language that has the other order than the professional's."""
    IMPOSSIBLE = "impossible"
    """There is no such date or hour: February 30, 25:00."""
    OTHER_ZONE = "other_zone"
    """A time zone is named that is not known, or that several share."""
    TOO_LONG = "too_long"
    """The text is longer than anybody says a time; none of it was read."""


@dataclass(frozen=True, kw_only=True)
class Elsewhere:
    """The same moment on the clock of the zone that was named: "3pm New York time", for somebody who is in Madrid."""

    wall: datetime
    zone: ZoneInfo


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A time read from words, on the clock of the zone it was read for.

    There is an `hour` or a `problem`, never both; an hour has its `day`. Both are as said: they may be past, and the
    clocks may skip or double that hour; the caller knows what to do then. `elsewhere` is the hour as it was said where
    another zone was named by a name that forms know, too ("UTC+2" has none). `understood` is the part of the text, from
    the first word of the time to the last, `left_over` all the other words, in order.
    """

    day: date | None = None
    hour: time | None = None
    duration: timedelta | None = None
    elsewhere: Elsewhere | None = None
    left_over: str = ""
    understood: str = ""
    problem: Problem | None = None

    def __post_init__(self) -> None:
        if (self.hour is None) == (self.problem is None):
            raise ValueError("an hour is read, or there is a problem")
        if self.hour is not None and self.day is None:
            raise ValueError("an hour needs its day")

    @property
    def wall(self) -> datetime | None:
        """The naive wall time, None without an hour."""
        return datetime.combine(self.day, self.hour) if self.day and self.hour is not None else None


@dataclass(frozen=True, kw_only=True)
class Period:
    """The local dates from `first` to before `until`; None is open at that end."""

    first: date | None = None
    until: date | None = None


@dataclass(frozen=True, kw_only=True)
class PeriodReading:
    """Days to look for: a period, the hour if one is said with a single day, and the other words.

    Without a `period` nothing was read, and all the words are left over.
    """

    period: Period | None = None
    hour: time | None = None
    left_over: str = ""
    understood: str = ""
