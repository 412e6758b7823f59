"""The professionals' own pages."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, select

from bot.domain.own_page import OwnPage
from storage.people_tables import own_page
from storage.reading import AnyConnection
from storage.statements import insert_into


@dataclass(frozen=True, kw_only=True)
class SqlOwnPages:
    connection: AnyConnection

    async def find_of(self, professional_id: str) -> OwnPage | None:
        return await self._find(own_page.c.professional_id == professional_id)

    async def find(self, slug: str) -> OwnPage | None:
        return await self._find(own_page.c.slug == slug)

    async def save(self, page: OwnPage) -> OwnPage:
        insert = insert_into(self.connection, own_page).values(
            professional_id=page.professional_id, slug=page.slug, is_on=page.is_on
        )
        upsert = insert.on_conflict_do_update(index_elements=["professional_id"], set_={"is_on": page.is_on})
        stored = await self.connection.execute(upsert.returning(own_page))
        return OwnPage(**stored.mappings().one())

    async def _find(self, which: ColumnElement[bool]) -> OwnPage | None:
        row = (await self.connection.execute(select(own_page).where(which))).mappings().one_or_none()
        return OwnPage(**row) if row else None
