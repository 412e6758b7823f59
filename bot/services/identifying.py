"""Who is asking: a professional of our workspace, one of its admins, or nobody we serve."""

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.domain.failures import DeliveryError
from bot.domain.ids import new_id
from bot.domain.people import Actor, Member, Professional, Standing
from bot.domain.refusals import NotAnAdmin, NotAProfessional
from bot.ports import Clock, SlackDirectory
from bot.services.admitting import Admitting
from bot.services.departing import Departing
from bot.stores import Store

# For so long what Slack said of a person is taken as still true: in Slack, where who was deactivated cannot act...
FRESH_FOR = timedelta(days=1)
# ... and on our own pages, where a link that was drawn before would still be good.
FRESH_AT_THE_DOOR = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class Identifying:
    """`slack_team_id` is of the one workspace served, known since the start."""

    slack_team_id: str
    store: Store
    directory: SlackDirectory
    clock: Clock

    async def professional(self, actor: Actor, *, within: timedelta = FRESH_FOR) -> Professional:
        """Find the professional who acts; Slack is asked when they are new or were not looked up `within` that time.

        Raises NotAProfessional for guests, bots, deactivated people, other workspaces and whom the workspace's policy
        does not admit, and DeliveryError when Slack does not answer and was not asked within a day either.
        """
        person, is_professional = await self.person(actor, within=within)
        if not is_professional:
            raise NotAProfessional
        return person

    async def person(self, actor: Actor, *, within: timedelta = FRESH_FOR) -> tuple[Professional, bool]:
        """Find who acts, and tell whether they are a professional; have follow what is news of it.

        Raises NotAProfessional for other workspaces and whom Slack does not know, and DeliveryError as `professional`.
        """
        known = await self._known(actor, within)
        is_admitted = await self._admitting.admits(known)
        await self._departing.settle(known, is_admitted=is_admitted)
        return known, is_admitted

    async def admin(self, actor: Actor) -> Professional:
        """Find the admin of the Slack workspace who acts, professional or not. Slack is asked each time.

        Raises NotAProfessional, NotAnAdmin, and DeliveryError when Slack does not answer.
        """
        known = await self._stored(actor)
        member = await self._member(actor)
        remembered = await self._remember(member, known)
        if not remembered.is_served:
            raise NotAProfessional
        if not member.is_admin:
            raise NotAnAdmin
        return remembered

    async def somebody(self, actor: Actor) -> Professional:
        """Learn from Slack who that is, whatever they are. Raises NotAProfessional for nobody of ours."""
        known = await self._stored(actor)
        return await self._remember(await self._member(actor), known)

    async def hear(self, told: Member) -> None:
        """Take in that somebody changed in Slack. It is asked itself: such news may come late, and out of order."""
        actor = Actor(slack_team_id=told.slack_team_id, slack_user_id=told.slack_user_id)
        async with self.store.reading() as look:
            known = await look.people.find_professional(actor)
        if known is None or known.standing in {Standing.UNSEEN, told.standing}:
            return
        try:
            member = await self.directory.find_member(told.slack_user_id)
        except DeliveryError:
            member = None
        await self.settle(await self._remember(member or told, known))

    async def review(self, known: Professional) -> None:
        """Look again at somebody who may not have acted for long. Raises DeliveryError when Slack does not answer."""
        try:
            await self.settle(await self._known(known.actor, FRESH_FOR))
        except NotAProfessional:
            # Slack knows nobody by this id any more.
            gone = replace(known, standing=Standing.DEACTIVATED, seen_at=self.clock.now())
            async with self.store.writing() as work:
                known = await work.people.save_professional(gone)
            await self.settle(known)

    async def settle(self, known: Professional) -> bool:
        """Have follow what is news of how they stand by the policy; tells whether anything was."""
        return await self._departing.settle(known, is_admitted=await self._admitting.admits(known))

    @property
    def _admitting(self) -> Admitting:
        return Admitting(store=self.store, directory=self.directory, clock=self.clock)

    @property
    def _departing(self) -> Departing:
        return Departing(store=self.store, clock=self.clock)

    async def _known(self, actor: Actor, within: timedelta) -> Professional:
        known = await self._stored(actor)
        return known if known and self._is_fresh(known, within) else await self._look_up(actor, known, within)

    async def _stored(self, actor: Actor) -> Professional | None:
        """Find what is stored of them. Raises NotAProfessional for other workspaces."""
        if actor.slack_team_id != self.slack_team_id:
            raise NotAProfessional
        async with self.store.reading() as look:
            return await look.people.find_professional(actor)

    def _is_fresh(self, professional: Professional, within: timedelta) -> bool:
        return professional.seen_at is not None and self.clock.now() - professional.seen_at < within

    async def _look_up(self, actor: Actor, known: Professional | None, within: timedelta) -> Professional:
        try:
            member = await self._member(actor)
        except DeliveryError:
            # Somebody seen before may go on with what is known; Slack is asked again at the next act. At the door
            # only for a day: who was deactivated cannot act in Slack, but can open a page.
            if known is None or known.seen_at is None:
                raise
            if within == FRESH_AT_THE_DOOR and not self._is_fresh(known, FRESH_FOR):
                raise
            return known
        return await self._remember(member, known)

    async def _member(self, actor: Actor) -> Member:
        member = await self.directory.find_member(actor.slack_user_id)
        if member is None or member.slack_team_id != actor.slack_team_id:
            raise NotAProfessional
        return member

    async def _remember(self, member: Member, known: Professional | None) -> Professional:
        async with self.store.writing() as work:
            return await work.people.save_professional(
                Professional(
                    id=known.id if known else new_id(),
                    slack_team_id=member.slack_team_id,
                    slack_user_id=member.slack_user_id,
                    name=member.name,
                    zone=member.zone,
                    language=member.language,
                    standing=member.standing,
                    is_admin=member.is_admin,
                    seen_at=self.clock.now(),
                )
            )
