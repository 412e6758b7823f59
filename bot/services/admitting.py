"""Whether a person is a professional by the policy of the workspace."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.admission import Policy, UserGroup, WhoServes
from bot.domain.failures import DeliveryError
from bot.domain.people import Professional
from bot.ports import Clock, SlackDirectory
from bot.stores import Repositories, Store

_log = logging.getLogger("consulta.admitting")


@dataclass(frozen=True, kw_only=True)
class Admitting:
    store: Store
    directory: SlackDirectory
    clock: Clock

    async def admits(self, person: Professional) -> bool:
        """Tell whether the person is a professional; Slack is asked who is in the group, unless it was not long ago."""
        async with self.store.reading() as look:
            policy = await look.admissions.policy()
            if policy.has_fresh_group(self.clock.now()):
                return await _admits(look, policy, person)
        await self.refresh_group()
        async with self.store.reading() as look:
            return await is_admitted(look, person)

    async def refresh_group(self) -> None:
        """Ask Slack who is in the policy's group; where it does not tell, what it told the last time counts."""
        async with self.store.reading() as look:
            group = (await look.admissions.policy()).group
        if group is None:
            return
        try:
            await self.take_group(group)
        except DeliveryError as failure:
            _log.warning("group_not_told code=%s", failure.code)

    async def take_group(self, group: UserGroup) -> None:
        """Learn and keep who is in this group. Raises DeliveryError."""
        members = await self.directory.list_group(group.slack_group_id)
        async with self.store.writing() as work:
            if (await work.admissions.policy()).group == group:
                await work.admissions.save_group(members, self.clock.now())


async def can_be_chosen(look: Repositories, person: Professional) -> bool:
    """Tell whether patients can choose them: also who had nothing to be let go of may be no professional any more."""
    return person.left_at is None and await is_admitted(look, person)


async def is_admitted(look: Repositories, person: Professional) -> bool:
    """Tell whether the person is a professional, by what is known here."""
    return bool(await admitted(look, [person]))


async def admitted(look: Repositories, people: Sequence[Professional]) -> list[Professional]:
    """List those of them who are professionals, by what is known here; where there is nobody, nothing is read."""
    if not people:
        return []
    policy = await look.admissions.policy()
    return [each for each in people if await _admits(look, policy, each)]


async def _admits(look: Repositories, policy: Policy, person: Professional) -> bool:
    is_asked = policy.who is WhoServes.GROUP
    return policy.admits(person, is_in_group=is_asked and await look.admissions.is_in_group(person.slack_user_id))
