"""What must have become of each meeting: the rules of a meeting's life, written down a second time, and simply."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
STANDING = {"pending", "scheduled", "started"}
OVER = {"ended", "missed", "cancelled", "failed"}


@dataclass(kw_only=True)
class Expected:
    """One meeting. `known` holds, by instance, when it was closed as far as Consulta has heard; None while open."""

    id: str
    starts: datetime
    ends: datetime
    status: str = "pending"
    deadline: datetime
    number: int | None = None
    is_marked: bool = False
    is_deleted: bool = False
    is_to_be_asked: bool = False  # half an hour after the end
    is_asked_now: bool = False  # until Zoom answers
    known: dict[str, datetime | None] = field(default_factory=dict)
    openings: dict[str, datetime] = field(default_factory=dict)

    @property
    def opened(self) -> datetime | None:
        """When what is open was opened, as far as Consulta has heard."""
        return min((at for uuid, at in self.openings.items() if self.known[uuid] is None), default=None)

    @property
    def has_course(self) -> bool:
        return self.status in {"scheduled", "started", "ended", "missed"} and not self.is_deleted

    def evaluate(self, now: datetime) -> None:
        """Derive the status of what is known."""
        if not self.has_course:
            return
        tests = {uuid for uuid, at in self.known.items() if at and at < self.starts - 5 * MINUTE}
        real = {uuid: at for uuid, at in self.known.items() if uuid not in tests}
        if self.is_marked:
            self.status = "ended"
        elif real:
            self.status = "started" if None in real.values() else "ended"
        else:
            self.status = "missed" if now >= self.ends + 30 * MINUTE else "scheduled"


@dataclass(kw_only=True)
class Model:
    """`connection` is "connected", "broken", "disconnecting" or "disconnected"."""

    meetings: list[Expected] = field(default_factory=list)
    connection: str = "connected"

    @property
    def manages(self) -> bool:
        return self.connection == "connected"

    @property
    def may_cancel(self) -> bool:
        return self.connection in {"connected", "broken"}

    @property
    def has_grant(self) -> bool:
        return self.connection in {"connected", "disconnecting"}

    def allowed(self, meeting: Expected, now: datetime) -> set[str]:
        """Name the acts that a row's menu and the services allow."""
        if meeting.is_deleted:
            return set()
        status = meeting.status
        possible = {
            "details": True,
            "start_meeting": status == "started" or (status == "scheduled" and now < meeting.ends + 60 * MINUTE),
            "end_meeting": (status == "started" and now >= meeting.starts - 5 * MINUTE)
            or (status == "scheduled" and now >= meeting.starts),
            "cancel_meeting": status == "started" or (status in {"pending", "scheduled"} and now < meeting.ends),
            "delete_meeting": status in OVER,
            "try_again": status == "failed" and now < meeting.starts,
        }
        return {act for act, is_possible in possible.items() if is_possible}

    def may(self, act: str, meeting: Expected, now: datetime) -> bool:
        """Tell whether the act succeeds now, the connection being as it is."""
        if act not in self.allowed(meeting, now):
            return False
        return self.may_cancel if act in {"cancel_meeting", "delete_meeting"} else self.manages

    def upcoming(self) -> list[Expected]:
        standing = [each for each in self.meetings if each.status in STANDING and not each.is_deleted]
        return sorted(standing, key=lambda each: (each.starts, each.id))

    def newest_first(self) -> list[Expected]:
        kept = [each for each in self.meetings if not each.is_deleted]
        return sorted(kept, key=lambda each: (each.starts, each.id), reverse=True)


def last_try(starts: datetime, now: datetime) -> datetime:
    """Until when Zoom is asked to make it."""
    return max(starts - 15 * MINUTE, min(starts, now + 10 * MINUTE))


def is_given_up(meeting: Expected, now: datetime) -> bool:
    """Tell whether no other try fits in before the last one."""
    return now + SECOND > meeting.deadline
