"""Invitations and own pages in memory."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.domain.folding import caseless
from bot.domain.invitation import Invitation, hashed
from bot.domain.own_page import OwnPage
from bot.domain.trust import HowChosen
from tests.fakes.state import FakeState, NotUniqueError, StoredInvitation


class FakeInvitations:
    def __init__(self, state: FakeState) -> None:
        self._state = state

    async def add(self, invitation: Invitation) -> None:
        if invitation.id in self._state.invitations or await self.find_by_token(invitation.token):
            raise NotUniqueError("invitation")
        self._state.invitations[invitation.id] = StoredInvitation(
            invitation=invitation,
            token_hash=hashed(invitation.token),
            name=caseless(invitation.name),
            mail=caseless(invitation.mail),
        )

    async def get(self, invitation_id: str) -> Invitation:
        return self._state.invitations[invitation_id].invitation

    async def find_by_token(self, token: str) -> Invitation | None:
        found = self._where(lambda each: each.token_hash == hashed(token))
        return found[0].invitation if found else None

    async def list_open_to(self, professional_id: str, *, name: str, mail: str, now: datetime) -> list[Invitation]:
        found = self._where(
            lambda each: (
                (each.name, each.mail, each.invitation.professional_id)
                == (caseless(name), caseless(mail), professional_id)
                and each.invitation.is_open(now)
            )
        )
        return sorted((each.invitation for each in found), key=lambda each: (each.sent_at, each.id))

    async def list_open(self, professional_id: str, now: datetime) -> list[Invitation]:
        found = [each.invitation for each in self._where(lambda each: each.invitation.is_open(now))]
        own = [each for each in found if each.professional_id == professional_id and each.how is HowChosen.INVITATION]
        return sorted(own, key=lambda each: (each.sent_at, each.id))

    async def save(self, invitation: Invitation) -> None:
        stored = self._state.invitations[invitation.id]
        self._state.invitations[invitation.id] = replace(stored, invitation=invitation)

    async def count_mails_to(self, mail: str, since: datetime) -> int:
        return self._count(lambda each: each.mail == caseless(mail), since)

    async def count_mails_of(self, professional_id: str, how: HowChosen, since: datetime) -> int:
        return self._count(
            lambda each: (each.invitation.professional_id, each.invitation.how) == (professional_id, how), since
        )

    async def forget(self, mail: str) -> None:
        self._delete(lambda each: each.mail == caseless(mail))

    async def purge(self, now: datetime) -> int:
        return self._delete(lambda each: each.invitation.expires_at <= now)

    def _where(self, is_wanted: Callable[[StoredInvitation], bool]) -> list[StoredInvitation]:
        return [each for each in self._state.invitations.values() if is_wanted(each)]

    def _count(self, is_wanted: Callable[[StoredInvitation], bool], since: datetime) -> int:
        return sum(each.invitation.sendings for each in self._where(is_wanted) if each.invitation.sent_at > since)

    def _delete(self, is_wanted: Callable[[StoredInvitation], bool]) -> int:
        found = self._where(is_wanted)
        for each in found:
            del self._state.invitations[each.invitation.id]
        return len(found)


class FakeOwnPages:
    def __init__(self, state: FakeState) -> None:
        self._state = state

    async def find_of(self, professional_id: str) -> OwnPage | None:
        return self._state.own_pages.get(professional_id)

    async def find(self, slug: str) -> OwnPage | None:
        return next((each for each in self._state.own_pages.values() if each.slug == slug), None)

    async def save(self, page: OwnPage) -> OwnPage:
        known = await self.find_of(page.professional_id)
        self._state.own_pages[page.professional_id] = replace(page, slug=known.slug) if known else page
        return self._state.own_pages[page.professional_id]
