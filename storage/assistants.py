"""Who schedules for whom."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, update

from bot.domain.assistance import Assisted
from bot.domain.people import Professional
from storage.people_tables import assistant, professional
from storage.profiles import read_professional, select_professionals
from storage.reading import AnyConnection
from storage.statements import changes_one, insert_into

# Asked at each request: written once, as building it anew takes twice as long as running it.
_ASSISTED_BY = (
    select_professionals()
    .add_columns(assistant.c.is_chosen)
    .join(assistant, assistant.c.professional_id == professional.c.id)
    .where(assistant.c.assistant_id == bindparam("assistant_id"))
)


@dataclass(frozen=True, kw_only=True)
class SqlAssistants:
    connection: AnyConnection

    async def appoint(self, professional_id: str, assistant_id: str, now: datetime) -> bool:
        pair = {"professional_id": professional_id, "assistant_id": assistant_id}
        insert = insert_into(self.connection, assistant).values(**pair, since=now, is_chosen=False)
        added = await self.connection.execute(
            insert.on_conflict_do_nothing(index_elements=list(pair)).returning(assistant.c.assistant_id)
        )
        return added.one_or_none() is not None

    async def dismiss(self, professional_id: str, assistant_id: str) -> bool:
        of = assistant.c
        gone = delete(assistant).where(of.professional_id == professional_id, of.assistant_id == assistant_id)
        return await changes_one(self.connection, gone)

    async def list_of(self, professional_id: str) -> list[Professional]:
        query = (
            select_professionals()
            .join(assistant, assistant.c.assistant_id == professional.c.id)
            .where(assistant.c.professional_id == professional_id)
        )
        rows = await self.connection.execute(query)
        return sorted(map(read_professional, rows), key=_by_name)

    async def list_assisted_by(self, assistant_id: str) -> list[Assisted]:
        rows = await self.connection.execute(_ASSISTED_BY, {"assistant_id": assistant_id})
        assisted = [Assisted(is_chosen=row.is_chosen, professional=read_professional(row)) for row in rows]
        return sorted(assisted, key=lambda each: _by_name(each.professional))

    async def choose(self, assistant_id: str, professional_id: str | None) -> None:
        of = assistant.c
        mine = update(assistant).where(of.assistant_id == assistant_id)
        await self.connection.execute(mine.values(is_chosen=of.professional_id == professional_id))


def _by_name(professional: Professional) -> tuple[str, str]:
    return professional.name.casefold(), professional.id
