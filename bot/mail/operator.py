"""Plain mail to who runs this installation: nothing in it is about a person."""

from dataclasses import dataclass, field

from bot.mail.mailer import SmtpMailer
from bot.ports import Clock


@dataclass(frozen=True, kw_only=True)
class SmtpOperatorMail:
    mailer: SmtpMailer = field(repr=False)
    address: str
    clock: Clock

    async def tell(self, subject: str, text: str, *, key: str) -> None:
        """Hand it over; told again, it has the same Message-ID. Raises DeliveryError."""
        await self.mailer.send_plain(subject, text, recipient=self.address, at=self.clock.now(), key=key)
