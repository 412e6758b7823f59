"""Patients who are asked. Name, mail and token are sealed; they are found by keyed hashes and the token's own."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, delete, func, select, update

from bot.domain.folding import caseless
from bot.domain.invitation import Invitation, InvitationState, hashed
from bot.domain.trust import HowChosen
from storage.people_tables import invitation
from storage.reading import AnyConnection
from storage.statements import changes_one
from storage.vault import Vault


@dataclass(frozen=True, kw_only=True)
class SqlInvitations:
    """`locks` is set inside a transaction: then one that is read is kept from others until its end."""

    connection: AnyConnection
    vault: Vault
    locks: bool

    async def add(self, added: Invitation) -> None:
        fixed = {
            "id": added.id,
            "slack_team_id": added.slack_team_id,
            "professional_id": added.professional_id,
            "how": added.how,
            "token_hash": hashed(added.token),
            "mail_index": self._mail_index(added.mail),
            "name_index": self._name_index(added.name),
            "zone": added.zone,
            "language": added.language,
        }
        await self.connection.execute(invitation.insert().values(fixed | self._changing(added)))

    async def get(self, invitation_id: str) -> Invitation:
        found = await self._find(select(invitation).where(invitation.c.id == invitation_id))
        if found is None:
            raise LookupError(invitation_id)
        return found

    async def find_by_token(self, token: str) -> Invitation | None:
        return await self._find(select(invitation).where(invitation.c.token_hash == hashed(token)))

    async def list_open_to(self, professional_id: str, *, name: str, mail: str, now: datetime) -> list[Invitation]:
        like = _open(professional_id, now).where(
            invitation.c.mail_index == self._mail_index(mail), invitation.c.name_index == self._name_index(name)
        )
        return await self._list(like.with_for_update() if self.locks else like)

    async def list_open(self, professional_id: str, now: datetime) -> list[Invitation]:
        return await self._list(_open(professional_id, now).where(invitation.c.how == HowChosen.INVITATION))

    async def save(self, saved: Invitation) -> None:
        changed = update(invitation).where(invitation.c.id == saved.id).values(self._changing(saved))
        if not await changes_one(self.connection, changed):
            raise LookupError(saved.id)

    async def count_mails_to(self, mail: str, since: datetime) -> int:
        return await self._count(invitation.c.mail_index == self._mail_index(mail), since)

    async def count_mails_of(self, professional_id: str, how: HowChosen, since: datetime) -> int:
        return await self._count((invitation.c.professional_id == professional_id) & (invitation.c.how == how), since)

    async def forget(self, mail: str) -> None:
        await self.connection.execute(delete(invitation).where(invitation.c.mail_index == self._mail_index(mail)))

    async def purge(self, now: datetime) -> int:
        return (await self.connection.execute(delete(invitation).where(invitation.c.expires_at <= now))).rowcount

    async def _count(self, which: ColumnElement[bool], since: datetime) -> int:
        mails = select(func.coalesce(func.sum(invitation.c.sendings), 0)).where(which, invitation.c.sent_at > since)
        return int(await self.connection.scalar(mails))

    async def _list(self, query: Select[Any]) -> list[Invitation]:
        rows = await self.connection.execute(query.order_by(invitation.c.sent_at, invitation.c.id))
        return [self._invitation(row) for row in rows]

    async def _find(self, query: Select[Any]) -> Invitation | None:
        row = (await self.connection.execute(query.with_for_update() if self.locks else query)).one_or_none()
        return self._invitation(row) if row else None

    def _changing(self, of: Invitation) -> dict[str, Any]:
        texts = {"name": of.name, "mail": of.mail, "token": of.token}
        return {
            "sealed": self.vault.seal(invitation.name, of.id, texts),
            "state": of.state,
            "sendings": of.sendings,
            "sent_at": of.sent_at,
            "expires_at": of.expires_at,
            "settled_at": of.settled_at,
            "is_refused": of.is_refused,
        }

    def _invitation(self, row: Row[Any]) -> Invitation:
        return Invitation(
            id=row.id,
            slack_team_id=row.slack_team_id,
            professional_id=row.professional_id,
            how=row.how,
            zone=row.zone,
            language=row.language,
            state=row.state,
            sendings=row.sendings,
            sent_at=row.sent_at,
            expires_at=row.expires_at,
            settled_at=row.settled_at,
            is_refused=row.is_refused,
            **self.vault.open(invitation.name, row.id, row.sealed),
        )

    def _mail_index(self, mail: str) -> str:
        return self.vault.index("invitation.mail", caseless(mail))

    def _name_index(self, name: str) -> str:
        return self.vault.index("invitation.name", caseless(name))


def _open(professional_id: str, now: datetime) -> Select[Any]:
    return select(invitation).where(
        invitation.c.professional_id == professional_id,
        invitation.c.state == InvitationState.OPEN,
        invitation.c.expires_at > now,
    )
