"""One meeting in all its parts, and showing anew what shows an old state of it."""

from dataclasses import dataclass, replace

from bot.domain import intents
from bot.domain.acts import Act
from bot.domain.card import MeetingCard
from bot.domain.people import Professional
from bot.ports import Clock, Waker
from bot.services.acting import load_for, load_own
from bot.services.looking import describe_meeting
from bot.stores import Store


@dataclass(frozen=True, kw_only=True)
class Detailing:
    store: Store
    clock: Clock
    waker: Waker

    async def details(self, professional: Professional, meeting_id: str) -> MeetingCard:
        """Look at one of the professional's meetings. Raises NotInYourList, and AlreadyOver once it is deleted."""
        now = self.clock.now()
        async with self.store.reading() as look:
            meeting = await load_for(Act.DETAILS, look, professional, meeting_id, now)
            # Shown to who looks, who may do less with it than the professional.
            return replace(await describe_meeting(look, meeting, now), professional=professional)

    async def show_anew(self, professional: Professional, meeting_id: str) -> None:
        """Have card and Home drawn as the meeting stands: they offered what is over. Raises NotInYourList."""
        now = self.clock.now()
        async with self.store.writing() as work:
            meeting = await load_own(work, professional, meeting_id)
            await work.outbox.renew(intents.card(meeting, now))
            await work.outbox.renew(intents.home(professional.id, now))
        self.waker.wake()
