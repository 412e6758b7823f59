"""What Zoom says of a meeting's course, asked or by itself."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.meeting_facts import FactKind, FactSource, MeetingFact

_ID = re.compile(r"[!-~]{1,64}")


def read_id(text: object) -> str:
    """Read the id of an instance (Base64, with its slashes) or a user; "" when it is none that could be stored."""
    return text if isinstance(text, str) and _ID.fullmatch(text) else ""


@dataclass(frozen=True, kw_only=True)
class ZoomInstance:
    """One time that a meeting was open."""

    zoom_uuid: str
    started_at: datetime
    ended_at: datetime


@dataclass(frozen=True, kw_only=True)
class ZoomOutcome:
    """What Zoom says became of a meeting: it is open now (`running_uuid`), was held, or neither.

    `is_known` is False where that could not be learned: the account's plan does not let us ask, or nobody answered.
    """

    running_uuid: str = ""
    held: ZoomInstance | None = None
    is_known: bool = True

    def facts_about(self, meeting_id: str, now: datetime) -> list[MeetingFact]:
        """Write it as facts; what is open now was opened by now at the latest."""
        times: list[tuple[FactKind, str, datetime]] = []
        if self.running_uuid:
            times.append((FactKind.STARTED, self.running_uuid, now))
        if self.held is not None:
            times.append((FactKind.STARTED, self.held.zoom_uuid, self.held.started_at))
            times.append((FactKind.ENDED, self.held.zoom_uuid, self.held.ended_at))
        return [
            MeetingFact(meeting_id=meeting_id, source=FactSource.ZOOM, kind=kind, zoom_uuid=uuid, at=at)
            for kind, uuid, at in times
        ]


@dataclass(frozen=True, kw_only=True)
class ZoomSight:
    """How a meeting stands at Zoom now; `running_uuid` is "" when it is not open."""

    join_url: str = field(repr=False)
    starts_at: datetime
    duration: timedelta
    running_uuid: str = ""


@dataclass(frozen=True, kw_only=True)
class ListedMeeting:
    """A meeting in Zoom's list of a host's that has a reference of ours."""

    zoom_meeting_id: int
    nonce: str


@dataclass(frozen=True, kw_only=True)
class ZoomChange:
    """Something about a meeting was changed at Zoom."""

    zoom_meeting_id: int


@dataclass(frozen=True, kw_only=True)
class ZoomDeauthorization:
    """A Zoom user has removed our app from their account."""

    zoom_user_id: str = field(repr=False)
    zoom_account_id: str = field(repr=False)
    at: datetime


@dataclass(frozen=True, kw_only=True)
class ZoomEvent:
    """What Zoom reports by itself of one meeting, and whose it is."""

    kind: FactKind
    zoom_meeting_id: int
    zoom_uuid: str
    zoom_user_id: str = field(repr=False)
    at: datetime

    def about(self, meeting_id: str) -> MeetingFact:
        return MeetingFact(
            meeting_id=meeting_id, source=FactSource.ZOOM, kind=self.kind, zoom_uuid=self.zoom_uuid, at=self.at
        )
