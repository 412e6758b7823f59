"""Writing down who was denied what: for the operator, never for whom was denied."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.people import Actor
from bot.domain.refusals import (
    NoLongerAssistant,
    NotAnAdmin,
    NotAProfessional,
    NotForAssistants,
    NotInYourList,
    Refusal,
)
from bot.ports import Clock
from bot.stores import Store

# Refusals that are about rights. All others are about how things stand.
_OUTCOMES: Mapping[type[Refusal], str] = {
    NotAProfessional: "not_a_professional",
    NotAnAdmin: "not_an_admin",
    NotInYourList: "not_in_their_list",
    NotForAssistants: "not_for_assistants",
    NoLongerAssistant: "no_longer_assistant",
}
_LONGEST = 64


@dataclass(frozen=True, kw_only=True)
class Denying:
    store: Store
    clock: Clock

    async def note(self, actor: Actor, refusal: Refusal, *, about: str) -> None:
        """Write it down where it is about rights. `about` names what was asked for, in words of ours only."""
        outcome = _OUTCOMES.get(type(refusal))
        if outcome is None:
            return
        async with self.store.writing() as work:
            known = await work.people.find_professional(actor)
            who = known.id if known else f"{actor.slack_team_id}.{actor.slack_user_id}"[:_LONGEST]
            await work.audit.add(
                at=self.clock.now(), actor=who, action="denied", about=about[:_LONGEST], outcome=outcome
            )
