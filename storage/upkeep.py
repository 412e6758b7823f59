"""What keeps our record and Zoom's in step, read by time; the day's limits; what the product remembers of itself."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, literal, select, tuple_

from bot.domain.meeting import Meeting
from bot.domain.zoom_connection import ConnectionState
from storage.meetings import SqlMeetings
from storage.people_tables import patient
from storage.reading import AnyConnection
from storage.statements import changes_one, insert_into
from storage.tables import IS_COMING, meeting, note, zoom_connection, zoom_day
from storage.vault import Vault

_IS_USABLE = zoom_connection.c.sealed.is_not(None)
_CONNECTED = (
    select(zoom_connection.c.professional_id)
    .where(_IS_USABLE, zoom_connection.c.state == ConnectionState.CONNECTED)
    .order_by(zoom_connection.c.professional_id)
)


@dataclass(frozen=True, kw_only=True)
class SqlUpkeep:
    connection: AnyConnection
    vault: Vault
    meetings: SqlMeetings

    async def list_coming(
        self,
        starts_after: datetime,
        starts_before: datetime,
        limit: int,
        beyond: Meeting | None = None,
        *,
        professional_id: str | None = None,
    ) -> list[Meeting]:
        query = select(meeting).where(
            IS_COMING, meeting.c.starts_at > starts_after, meeting.c.starts_at < starts_before
        )
        if professional_id is not None:
            query = query.where(meeting.c.professional_id == professional_id)
        if beyond is not None:
            edge = tuple_(literal(beyond.starts_at, meeting.c.starts_at.type), literal(beyond.id))
            query = query.where(tuple_(meeting.c.starts_at, meeting.c.id) > edge)
        rows = await self.connection.execute(query.order_by(meeting.c.starts_at, meeting.c.id).limit(limit))
        return [self.meetings.read(row) for row in rows]

    async def find_by_nonce(self, professional_id: str, nonce: str) -> Meeting | None:
        query = select(meeting).where(meeting.c.nonce == nonce, meeting.c.professional_id == professional_id)
        row = (await self.connection.execute(query)).one_or_none()
        return self.meetings.read(row) if row else None

    async def list_connected(self) -> list[str]:
        return await self._names(_CONNECTED)

    async def list_unrefreshed(self, since: datetime) -> list[str]:
        return await self._names(_CONNECTED.where(zoom_connection.c.expires_at < since))

    async def list_of_user(self, zoom_user_id: str, zoom_account_id: str) -> list[str]:
        of = zoom_connection.c
        query = select(of.professional_id).where(
            _IS_USABLE,
            of.zoom_user_hmac == self.vault.index("zoom.user", zoom_user_id),
            of.zoom_account_hmac == self.vault.index("zoom.account", zoom_account_id),
        )
        return await self._names(query.order_by(of.professional_id))

    async def take_change(self, professional_id: str, day: date, most: int) -> bool:
        whose = await self._whose(professional_id)
        if whose is None:
            return True  # nobody's count: the call itself will find that there is no connection
        insert = insert_into(self.connection, zoom_day).values(zoom_user_hmac=whose, day=day, changes=1)
        # One statement: of two who take the last one, the database gives it to one.
        taken = insert.on_conflict_do_update(
            index_elements=["zoom_user_hmac", "day"],
            set_={"changes": zoom_day.c.changes + 1},
            where=zoom_day.c.changes < most,
        )
        return await changes_one(self.connection, taken)

    async def spend_day(self, professional_id: str, day: date, most: int) -> None:
        whose = await self._whose(professional_id)
        if whose is None:
            return
        insert = insert_into(self.connection, zoom_day).values(zoom_user_hmac=whose, day=day, changes=most)
        spent = insert.on_conflict_do_update(index_elements=["zoom_user_hmac", "day"], set_={"changes": most})
        await self.connection.execute(spent)

    async def purge_days(self, before: date) -> None:
        await self.connection.execute(zoom_day.delete().where(zoom_day.c.day < before))

    async def count_made(self, professional_id: str, after: datetime) -> int:
        made = select(func.count()).where(meeting.c.professional_id == professional_id, meeting.c.created_at > after)
        return int((await self.connection.execute(made)).scalar_one())

    async def count_told(self, patient_id: str, after: datetime) -> int:
        its = select(patient.c.slack_team_id, patient.c.mail_index).where(patient.c.id == patient_id).subquery()
        same = select(patient.c.id).where(
            patient.c.slack_team_id == its.c.slack_team_id, patient.c.mail_index == its.c.mail_index
        )
        theirs = select(func.count()).where(meeting.c.patient_id.in_(same))
        made = await self.connection.execute(theirs.where(meeting.c.created_at > after))
        called_off = await self.connection.execute(theirs.where(meeting.c.cancelled_at > after))
        return int(made.scalar_one()) + int(called_off.scalar_one())

    async def _names(self, query: Select[Any]) -> list[str]:
        return list((await self.connection.execute(query)).scalars())

    async def _whose(self, professional_id: str) -> str | None:
        query = select(zoom_connection.c.zoom_user_hmac).where(
            zoom_connection.c.professional_id == professional_id, _IS_USABLE
        )
        return (await self.connection.execute(query)).scalar_one_or_none()


@dataclass(frozen=True, kw_only=True)
class SqlNotes:
    connection: AnyConnection

    async def find(self, key: str) -> str | None:
        return (await self.connection.execute(select(note.c.value).where(note.c.key == key))).scalar_one_or_none()

    async def save(self, key: str, value: str) -> None:
        insert = insert_into(self.connection, note).values(key=key, value=value)
        await self.connection.execute(insert.on_conflict_do_update(index_elements=["key"], set_={"value": value}))
