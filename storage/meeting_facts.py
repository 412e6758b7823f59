"""What happened with meetings: rows that are only ever added."""

from dataclasses import dataclass

from sqlalchemy import select

from bot.domain.meeting_facts import MeetingFact
from storage.reading import AnyConnection
from storage.statements import insert_into
from storage.tables import meeting_fact


@dataclass(frozen=True, kw_only=True)
class SqlFacts:
    connection: AnyConnection

    async def add(self, *facts: MeetingFact) -> bool:
        added = 0
        for fact in facts:
            values = {
                "meeting_id": fact.meeting_id,
                "source": fact.source,
                "zoom_uuid": fact.zoom_uuid,
                "kind": fact.kind,
                "at": fact.at,
            }
            insert = insert_into(self.connection, meeting_fact).values(values).on_conflict_do_nothing()
            added += (await self.connection.execute(insert)).rowcount
        return added > 0

    async def list_of(self, meeting_id: str) -> list[MeetingFact]:
        query = select(meeting_fact).where(meeting_fact.c.meeting_id == meeting_id)
        rows = await self.connection.execute(query.order_by(meeting_fact.c.at))
        return [MeetingFact(**row) for row in rows.mappings()]
