"""Grants of Zoom accounts that another has taken the place of, until they are given back."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, delete, select

from bot.domain.zoom_connection import ZoomGrant
from storage.reading import AnyConnection
from storage.statements import insert_into
from storage.tables import replaced_grant
from storage.vault import Vault


@dataclass(frozen=True, kw_only=True)
class SqlReplacedGrants:
    connection: AnyConnection
    vault: Vault

    async def keep(self, professional_id: str, version: int, grant: ZoomGrant) -> None:
        content = {"access_token": grant.access_token, "refresh_token": grant.refresh_token}
        values = {
            "sealed": self.vault.seal(replaced_grant.name, _row_id(professional_id, version), content),
            "scopes": " ".join(sorted(grant.scopes)),
            "expires_at": grant.expires_at,
        }
        key = {"professional_id": professional_id, "version": version}
        insert = insert_into(self.connection, replaced_grant).values(**key, **values)
        await self.connection.execute(insert.on_conflict_do_update(index_elements=list(key), set_=values))

    async def find(self, professional_id: str, version: int) -> ZoomGrant | None:
        query = select(replaced_grant).where(_is(professional_id, version))
        row = (await self.connection.execute(query)).one_or_none()
        if row is None:
            return None
        content = self.vault.open(replaced_grant.name, _row_id(professional_id, version), row.sealed)
        return ZoomGrant(scopes=frozenset(row.scopes.split()), expires_at=row.expires_at, **content)

    async def drop(self, professional_id: str, version: int) -> None:
        await self.connection.execute(delete(replaced_grant).where(_is(professional_id, version)))


def _is(professional_id: str, version: int) -> ColumnElement[bool]:
    return and_(replaced_grant.c.professional_id == professional_id, replaced_grant.c.version == version)


def _row_id(professional_id: str, version: int) -> str:
    return f"{professional_id}:{version}"
