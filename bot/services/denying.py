"""Writing down who was denied what: for the operator, never for whom was denied."""

import re
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
_AN_ID = re.compile(r"[0-9A-Za-z-]{1,64}")
_UNREADABLE = "unreadable"


@dataclass(frozen=True, kw_only=True)
class Denying:
    """Another's meeting and one that there is not are written down alike: neither the answer nor its time tells them
    apart.
    """

    store: Store
    clock: Clock

    async def note(self, actor: Actor, refusal: Refusal, *, about: str) -> None:
        """Write it down where it is about rights. `about` names what was asked for, in words of ours only; the id of
        a meeting is what they sent, and may be anything.
        """
        outcome = _OUTCOMES.get(type(refusal))
        if outcome is None:
            return
        if isinstance(refusal, NotInYourList) and refusal.meeting_id:
            about = f"{about}:{refusal.meeting_id if _AN_ID.fullmatch(refusal.meeting_id) else _UNREADABLE}"
        async with self.store.writing() as work:
            known = await work.people.find_professional(actor)
            who = known.id if known else f"{actor.slack_team_id}.{actor.slack_user_id}"[:_LONGEST]
            await work.audit.add(
                at=self.clock.now(), actor=who, action="denied", about=about[:_LONGEST], outcome=outcome
            )
