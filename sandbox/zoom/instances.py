"""The times a meeting was open: each opening is an instance with a uuid of its own (contract sections 2.5 and 4.5)."""

from dataclasses import dataclass, replace
from datetime import datetime

from sandbox.zoom.meetings import new_uuid


@dataclass(frozen=True, kw_only=True)
class Instance:
    meeting_id: int
    uuid: str
    started_at: datetime
    ended_at: datetime | None = None


class Instances:
    """All instances, oldest first."""

    def __init__(self) -> None:
        self._all: list[Instance] = []

    def running(self, meeting_id: int) -> Instance | None:
        return next((each for each in self._of(meeting_id) if each.ended_at is None), None)

    def last_held(self, meeting_id: int) -> Instance | None:
        """The newest instance that has ended."""
        return next((each for each in reversed(self._of(meeting_id)) if each.ended_at is not None), None)

    def by_uuid(self, uuid: str) -> Instance | None:
        return next((each for each in self._all if each.uuid == uuid), None)

    def open(self, meeting_id: int, now: datetime) -> Instance:
        instance = Instance(meeting_id=meeting_id, uuid=new_uuid(), started_at=now)
        self._all.append(instance)
        return instance

    def close(self, instance: Instance, now: datetime) -> Instance:
        ended = replace(instance, ended_at=now)
        self._all[self._all.index(instance)] = ended
        return ended

    def _of(self, meeting_id: int) -> list[Instance]:
        return [each for each in self._all if each.meeting_id == meeting_id]
