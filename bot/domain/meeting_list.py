"""The professional's list of meetings: which are shown, in what order, from where on."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.local_time import require_all_utc
from bot.domain.meeting import UPCOMING, Meeting, MeetingStatus
from bot.domain.own_meeting import OwnMeeting

PAGE_LENGTH = 10
LONGEST_SEARCH = 200
# A filter that was set and forgotten hides nothing the next day.
VIEW_LIFETIME = timedelta(hours=8)


class StatusGroup(StrEnum):
    """What the status filter offers."""

    UPCOMING = "upcoming"
    ENDED = "ended"
    CANCELLED = "cancelled"
    MISSED = "missed"
    FAILED = "failed"
    ALL = "all"

    @classmethod
    def read(cls, text: str) -> "StatusGroup":
        """Read what a select says; what it could not have offered is the upcoming."""
        return next((group for group in cls if group.value == text), cls.UPCOMING)


# An empty set: whatever the status.
STATUSES: Mapping[StatusGroup, frozenset[MeetingStatus]] = {
    StatusGroup.UPCOMING: UPCOMING,
    StatusGroup.ENDED: frozenset({MeetingStatus.ENDED}),
    StatusGroup.CANCELLED: frozenset({MeetingStatus.CANCELLED}),
    StatusGroup.MISSED: frozenset({MeetingStatus.MISSED}),
    StatusGroup.FAILED: frozenset({MeetingStatus.FAILED}),
    StatusGroup.ALL: frozenset(),
}


@dataclass(frozen=True, kw_only=True)
class Cursor:
    """A meeting in the list, and on which side of it to read on."""

    starts_at: datetime
    meeting_id: str
    is_backwards: bool = False

    def __post_init__(self) -> None:
        require_all_utc(self.starts_at)

    @classmethod
    def after(cls, meeting: Meeting) -> "Cursor":
        return cls(starts_at=meeting.starts_at, meeting_id=meeting.id)

    @classmethod
    def before(cls, meeting: Meeting) -> "Cursor":
        return cls(starts_at=meeting.starts_at, meeting_id=meeting.id, is_backwards=True)


@dataclass(frozen=True, kw_only=True)
class Span:
    """Meetings that start from `since` on and before `until`, None being open; `words` are how that was asked for."""

    since: datetime | None = None
    until: datetime | None = None
    words: str = ""

    def __post_init__(self) -> None:
        require_all_utc(self.since, self.until)

    def has(self, instant: datetime) -> bool:
        return (self.since is None or self.since <= instant) and (self.until is None or instant < self.until)


@dataclass(frozen=True, kw_only=True)
class ListFilter:
    """`search` holds the words typed, all of which must be found; "", "" and None filter nothing."""

    group: StatusGroup = StatusGroup.UPCOMING
    patient_id: str = ""
    search: str = field(default="", repr=False)
    span: Span | None = None

    @property
    def is_set(self) -> bool:
        return self != ListFilter()

    @property
    def is_newest_first(self) -> bool:
        return self.group is not StatusGroup.UPCOMING

    @property
    def statuses(self) -> frozenset[MeetingStatus]:
        return STATUSES[self.group]


@dataclass(frozen=True, kw_only=True)
class Found:
    """What a search brought to the page. A picture drawn anew shows these as they stand, and does not search again."""

    meeting_ids: tuple[str, ...] = ()
    has_previous: bool = False
    has_next: bool = False
    is_cut: bool = False


@dataclass(frozen=True, kw_only=True)
class ListView:
    """How a list is set, and what was `found` when it was searched. `generation` grows when its fields must forget what
    stands in them: Slack keeps what was typed as long as a field keeps its id.
    """

    filter: ListFilter = ListFilter()
    cursor: Cursor | None = None
    generation: int = 0
    found: Found | None = None

    def filtered(self, wanted: ListFilter) -> "ListView":
        """Filter otherwise, from the first page on."""
        return replace(self, filter=wanted, cursor=None, found=None)

    def cleared(self) -> "ListView":
        return ListView(generation=self.generation + 1)

    def turned_to(self, cursor: Cursor | None) -> "ListView":
        return replace(self, cursor=cursor, found=None)


@dataclass(frozen=True, kw_only=True)
class MeetingPage:
    """Meetings that follow each other in the list, and whether more lie before and behind.

    `is_cut` is set when a search ended before it had looked at all that there is.
    """

    meetings: tuple[OwnMeeting, ...] = ()
    has_previous: bool = False
    has_next: bool = False
    is_cut: bool = False

    @property
    def found(self) -> Found:
        return Found(
            meeting_ids=tuple(own.meeting.id for own in self.meetings),
            has_previous=self.has_previous,
            has_next=self.has_next,
            is_cut=self.is_cut,
        )
