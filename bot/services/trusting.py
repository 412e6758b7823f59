"""Choosing a professional, and leaving them: what follows is the same by whichever way a patient comes or goes.

`choose` and `leave` are parts of somebody's transaction.
"""

from collections.abc import Sequence
from datetime import datetime

from bot.domain import intents
from bot.domain.meeting import Meeting
from bot.domain.notices import NoticeKind
from bot.domain.parting import Fate, lying_ahead
from bot.domain.trust import TOLD_OF, Trust
from bot.services.admitting import can_be_chosen
from bot.services.calling_off import call_off
from bot.stores import Repositories

# Nobody's reason: the mail says to the patient that it is off as they asked.
AS_THE_PATIENT_ASKED = ""
_TOLD_AS = {Fate.KEEP: NoticeKind.LEFT_KEPT, Fate.CANCEL: NoticeKind.LEFT_CANCELLED}


async def choose(work: Repositories, trust: Trust, *, actor: str) -> bool:
    """Add the choice, or give again what was withdrawn, with all that follows; tells whether anything changed."""
    if not await work.people.save_trust(trust):
        return False
    if trust.how in TOLD_OF:
        await tell_choice(work, NoticeKind.CHOSEN, trust.professional_id, trust.patient_id, trust.since)
    await show_choice(work, trust.professional_id, trust.since)
    await work.audit.add(
        at=trust.since, actor=actor, action="choose", about=trust.patient_id, outcome=trust.professional_id
    )
    return True


async def leave(
    work: Repositories, patient_id: str, professional_id: str, fate: Fate, now: datetime, *, actor: str
) -> bool:
    """End the choice with all that follows; False when there was none, and then nothing was written.

    What is being held at this moment goes on in any case.
    """
    # The meetings before the choice, as everybody who takes both; and once more after it, for one that was made by
    # whoever held the choice until now.
    await ahead_with(work, patient_id, professional_id, now)
    if not await work.trusts.withdraw(professional_id, patient_id, now, by=actor):
        return False
    ahead = await ahead_with(work, patient_id, professional_id, now)
    if ahead and fate is Fate.CANCEL:
        await call_off(work, ahead, AS_THE_PATIENT_ASKED, now)
    await tell_choice(work, _TOLD_AS[fate] if ahead else NoticeKind.LEFT, professional_id, patient_id, now)
    await show_choice(work, professional_id, now)
    await work.audit.add(at=now, actor=actor, action="leave", about=patient_id, outcome=professional_id)
    return True


async def ahead_with(look: Repositories, patient_id: str, professional_id: str, now: datetime) -> Sequence[Meeting]:
    """List what lies ahead of the patient with this professional."""
    upcoming = await look.meetings.list_upcoming_of(patient_id, now)
    return lying_ahead([each for each in upcoming if each.professional_id == professional_id], now)


async def tell_choice(
    work: Repositories, kind: NoticeKind, professional_id: str, patient_id: str, now: datetime
) -> None:
    """Write to the professional that this patient comes or goes, unless they never opened the app or are none now."""
    professional = await work.people.get_professional(professional_id)
    if await can_be_chosen(work, professional):
        occasion = f"{patient_id}:{professional_id}:{now.timestamp():.0f}"
        await work.outbox.add(intents.notice(kind, professional_id, occasion, now, patient_id=patient_id))


async def show_choice(work: Repositories, professional_id: str, now: datetime) -> None:
    """Have Home drawn anew, which tells whether there are patients."""
    professional = await work.people.get_professional(professional_id)
    if professional.is_served:
        await work.outbox.renew(intents.home(professional_id, now))
