"""Who is a professional: the policy on the workspace's row, the list, the group, and who has left."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Update, bindparam, delete, exists, insert, or_, select, update

from bot.domain.admission import KnownProfessional, Policy, UserGroup
from bot.domain.people import Professional, Standing
from bot.domain.zoom_connection import ConnectionState
from storage.people_tables import group_member, own_page, professional, workspace
from storage.profiles import read_professional, select_professionals
from storage.reading import AnyConnection
from storage.statements import changes_one
from storage.tables import zoom_connection

# Asked at each request: written once, as building them anew takes twice as long as running them.
_POLICY = select(
    workspace.c.who_serves,
    workspace.c.slack_group_id,
    workspace.c.slack_group_name,
    workspace.c.group_seen_at,
    workspace.c.on_leaving,
).limit(1)
_IN_GROUP = select(group_member.c.slack_user_id).where(group_member.c.slack_user_id == bindparam("slack_user_id"))


@dataclass(frozen=True, kw_only=True)
class SqlAdmissions:
    connection: AnyConnection

    async def policy(self) -> Policy:
        row = (await self.connection.execute(_POLICY)).one_or_none()
        return _policy(row) if row else Policy()

    async def save_policy(self, policy: Policy) -> None:
        group = policy.group
        await self.connection.execute(
            update(workspace).values(
                who_serves=policy.who,
                slack_group_id=group.slack_group_id if group else None,
                slack_group_name=group.name if group else None,
                group_seen_at=policy.group_seen_at,
                on_leaving=policy.on_leaving,
            )
        )

    async def is_in_group(self, slack_user_id: str) -> bool:
        found = await self.connection.execute(_IN_GROUP, {"slack_user_id": slack_user_id})
        return found.one_or_none() is not None

    async def list_group(self) -> frozenset[str]:
        return frozenset((await self.connection.execute(select(group_member.c.slack_user_id))).scalars())

    async def save_group(self, slack_user_ids: Collection[str], now: datetime) -> None:
        # The workspace's row first: two who write the group at the same moment wait for each other.
        await self.connection.execute(update(workspace).values(group_seen_at=now))
        await self.connection.execute(delete(group_member))
        if slack_user_ids:
            rows = [{"slack_user_id": each} for each in sorted(set(slack_user_ids))]
            await self.connection.execute(insert(group_member), rows)

    async def set_listed(self, professional_id: str, *, is_listed: bool) -> bool:
        other = professional.c.is_listed.is_(not is_listed)
        return await changes_one(self.connection, _of(professional_id).where(other).values(is_listed=is_listed))

    async def list_people(self) -> list[KnownProfessional]:
        state = zoom_connection.c.state
        query = (
            select_professionals()
            .add_columns(state)
            .outerjoin(zoom_connection, zoom_connection.c.professional_id == professional.c.id)
            .where(professional.c.standing != Standing.UNSEEN)
        )
        found = [_known(row) for row in await self.connection.execute(query)]
        return sorted(found, key=lambda each: (each.professional.name.casefold(), each.professional.id))

    async def list_unseen_since(self, before: datetime, limit: int) -> list[Professional]:
        connection, page = zoom_connection.c, own_page.c
        is_connected = exists().where(
            connection.professional_id == professional.c.id, connection.state != ConnectionState.DISCONNECTED
        )
        has_page = exists().where(page.professional_id == professional.c.id, page.is_on)
        query = select_professionals().where(
            or_(is_connected, has_page),
            professional.c.left_at.is_(None),
            professional.c.seen_at < before,
        )
        rows = await self.connection.execute(query.order_by(professional.c.seen_at, professional.c.id).limit(limit))
        return [read_professional(row) for row in rows]

    async def leave(self, professional_id: str, now: datetime) -> bool:
        staying = _of(professional_id).where(professional.c.left_at.is_(None))
        return await changes_one(self.connection, staying.values(left_at=now, left_settled_at=None))

    async def come_back(self, professional_id: str) -> bool:
        gone = _of(professional_id).where(professional.c.left_at.is_not(None))
        return await changes_one(self.connection, gone.values(left_at=None, left_settled_at=None))

    async def settle_leaving(self, professional_id: str, now: datetime) -> bool:
        open_question = _of(professional_id).where(
            professional.c.left_at.is_not(None), professional.c.left_settled_at.is_(None)
        )
        return await changes_one(self.connection, open_question.values(left_settled_at=now))


def _of(professional_id: str) -> Update:
    return update(professional).where(professional.c.id == professional_id)


def _policy(row: Row[Any]) -> Policy:
    group = UserGroup(slack_group_id=row.slack_group_id, name=row.slack_group_name) if row.slack_group_id else None
    return Policy(who=row.who_serves, group=group, group_seen_at=row.group_seen_at, on_leaving=row.on_leaving)


def _known(row: Row[Any]) -> KnownProfessional:
    is_connected = row.state is ConnectionState.CONNECTED
    return KnownProfessional(professional=read_professional(row), is_connected=is_connected)
