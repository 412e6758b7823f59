"""Where the messages of the day stand."""

from dataclasses import asdict, dataclass

from sqlalchemy import delete, select

from bot.domain.day_message import MessagePlace
from storage.reading import AnyConnection
from storage.statements import insert_into
from storage.tables import day_message


@dataclass(frozen=True, kw_only=True)
class SqlDayMessages:
    connection: AnyConnection

    async def find(self, meeting_id: str) -> MessagePlace | None:
        columns = (day_message.c.channel, day_message.c.ts, day_message.c.waiting_since)
        query = select(*columns).where(day_message.c.meeting_id == meeting_id)
        row = (await self.connection.execute(query)).mappings().one_or_none()
        return MessagePlace(**row) if row else None

    async def place(self, meeting_id: str, place: MessagePlace | None) -> None:
        if place is None:
            await self.connection.execute(delete(day_message).where(day_message.c.meeting_id == meeting_id))
            return
        insert = insert_into(self.connection, day_message).values(meeting_id=meeting_id, **asdict(place))
        await self.connection.execute(insert.on_conflict_do_update(index_elements=["meeting_id"], set_=asdict(place)))
