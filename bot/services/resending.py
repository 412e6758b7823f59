"""Sending a mail once more that the mail server did not take: an address may be mended, a server come back."""

from dataclasses import dataclass

from bot.domain import intents
from bot.domain.mail_step import to_send_again
from bot.domain.people import Professional
from bot.domain.refusals import AlreadyOver
from bot.ports import Clock, Waker
from bot.services.acting import load_own, note_act
from bot.stores import Store


@dataclass(frozen=True, kw_only=True)
class Resending:
    store: Store
    clock: Clock
    waker: Waker

    async def send_again(self, professional: Professional, meeting_id: str) -> None:
        """Have the mail sent that was not accepted. Raises NotInYourList, and AlreadyOver where there is none."""
        now = self.clock.now()
        async with self.store.writing() as work:
            meeting = await load_own(work, professional, meeting_id)
            mail = to_send_again(meeting, await work.outbox.list_of(meeting.id), now)
            if mail is None:
                raise AlreadyOver("There is no email to send again. Nothing changed.", meeting.id)
            await work.outbox.renew(intents.mailed_again(mail, meeting, now))
            await work.outbox.renew(intents.card(meeting, now))
            await work.outbox.renew(intents.home(professional.id, now))
            await note_act(work, professional, "send_again", meeting, mail.kind.value, now)
        self.waker.wake()
