"""What keeps our record and Zoom's in step, in memory."""

from dataclasses import replace
from datetime import date, datetime

from bot.domain.meeting import UPCOMING, Meeting
from bot.domain.zoom_connection import ConnectionState
from tests.fakes.state import FakeState, StoredConnection


class FakeUpkeep:
    def __init__(self, state: FakeState) -> None:
        self._state = state

    async def list_coming(
        self,
        starts_after: datetime,
        starts_before: datetime,
        limit: int,
        beyond: Meeting | None = None,
        *,
        professional_id: str | None = None,
    ) -> list[Meeting]:
        edge = (beyond.starts_at, beyond.id) if beyond else (starts_after, "")
        found = [
            replace(each, card=self._state.places[each.id])
            for each in self._state.meetings.values()
            if each.status in UPCOMING
            and starts_after < each.starts_at < starts_before
            and professional_id in {None, each.professional_id}
        ]
        ordered = sorted(found, key=lambda each: (each.starts_at, each.id))
        return [each for each in ordered if (each.starts_at, each.id) > edge][:limit]

    async def find_by_nonce(self, professional_id: str, nonce: str) -> Meeting | None:
        theirs = [each for each in self._state.meetings.values() if each.professional_id == professional_id]
        found = [each for each in theirs if each.nonce == nonce]
        return replace(found[0], card=self._state.places[found[0].id]) if found else None

    async def list_connected(self) -> list[str]:
        return sorted(each.connection.professional_id for each in self._connected())

    async def list_unrefreshed(self, since: datetime) -> list[str]:
        stale = [each.connection for each in self._connected() if _expires_at(each) < since]
        return sorted(each.professional_id for each in stale)

    async def list_of_user(self, zoom_user_id: str, zoom_account_id: str) -> list[str]:
        theirs = [
            each.connection.professional_id
            for each in self._state.connections.values()
            if each.connection.grant is not None
            and (each.user.zoom_user_id, each.user.zoom_account_id) == (zoom_user_id, zoom_account_id)
        ]
        return sorted(theirs)

    async def take_change(self, professional_id: str, day: date, most: int) -> bool:
        whose = self._whose(professional_id)
        if whose is None:
            return True
        used = self._state.zoom_days.get((whose, day), 0)
        if used >= most:
            return False
        self._state.zoom_days[whose, day] = used + 1
        return True

    async def spend_day(self, professional_id: str, day: date, most: int) -> None:
        whose = self._whose(professional_id)
        if whose is not None:
            self._state.zoom_days[whose, day] = most

    async def purge_days(self, before: date) -> None:
        for key in [each for each in self._state.zoom_days if each[1] < before]:
            del self._state.zoom_days[key]

    async def count_made(self, professional_id: str, after: datetime) -> int:
        made = [each for each in self._state.meetings.values() if each.professional_id == professional_id]
        return sum(each.created_at > after for each in made)

    async def count_told(self, patient_id: str, after: datetime) -> int:
        mail = self._state.patients[patient_id].mail.casefold()
        same = {each.id for each in self._state.patients.values() if each.mail.casefold() == mail}
        theirs = [each for each in self._state.meetings.values() if each.patient_id in same]
        called_off = [each.cancelled_at for each in theirs if each.cancelled_at is not None]
        return sum(each.created_at > after for each in theirs) + sum(at > after for at in called_off)

    def _connected(self) -> list[StoredConnection]:
        return [
            each
            for each in self._state.connections.values()
            if each.connection.grant is not None and each.connection.state is ConnectionState.CONNECTED
        ]

    def _whose(self, professional_id: str) -> str | None:
        stored = self._state.connections.get(professional_id)
        return stored.user.zoom_user_id if stored and stored.connection.grant else None


def _expires_at(stored: StoredConnection) -> datetime:
    grant = stored.connection.grant
    assert grant is not None
    return grant.expires_at


class FakeNotes:
    def __init__(self, state: FakeState) -> None:
        self._state = state

    async def find(self, key: str) -> str | None:
        return self._state.notes.get(key)

    async def save(self, key: str, value: str) -> None:
        self._state.notes[key] = value
