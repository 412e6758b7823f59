"""Who is asking: a professional of our workspace, or nobody we serve."""

from dataclasses import dataclass
from datetime import timedelta

from bot.domain.failures import DeliveryError
from bot.domain.ids import new_id
from bot.domain.people import Actor, Member, Professional
from bot.domain.refusals import NotAProfessional
from bot.ports import Clock, SlackDirectory
from bot.stores import Store

# For so long what Slack said of a person is taken as still true.
FRESH_FOR = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Identifying:
    """`slack_team_id` is of the one workspace served, known since the start."""

    slack_team_id: str
    store: Store
    directory: SlackDirectory
    clock: Clock

    async def professional(self, actor: Actor) -> Professional:
        """Find the professional who acts; Slack is asked when they are new or were not looked up for a day.

        Raises NotAProfessional for guests, bots, deactivated people and other workspaces, and DeliveryError when a
        person never seen before acts while Slack does not answer.
        """
        if actor.slack_team_id != self.slack_team_id:
            raise NotAProfessional
        async with self.store.reading() as look:
            known = await look.people.find_professional(actor)
        if known is None or not self._is_fresh(known):
            known = await self._look_up(actor, known)
        if not known.is_served:
            raise NotAProfessional
        return known

    def _is_fresh(self, professional: Professional) -> bool:
        return professional.seen_at is not None and self.clock.now() - professional.seen_at < FRESH_FOR

    async def _look_up(self, actor: Actor, known: Professional | None) -> Professional:
        try:
            member = await self.directory.find_member(actor.slack_user_id)
        except DeliveryError:
            # Somebody seen before may go on with what is known; Slack is asked again at the next act.
            if known is None or known.seen_at is None:
                raise
            return known
        if member is None or member.slack_team_id != actor.slack_team_id:
            raise NotAProfessional
        return await self._remember(member, known)

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
