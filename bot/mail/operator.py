"""Plain mail to who runs this installation: nothing in it is about a person."""

from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage

from bot.mail.folding import LETTER_POLICY
from bot.mail.mailer import SmtpMailer
from bot.ports import Clock


@dataclass(frozen=True, kw_only=True)
class SmtpOperatorMail:
    mailer: SmtpMailer = field(repr=False)
    address: str
    clock: Clock

    async def tell(self, subject: str, text: str, *, key: str) -> None:
        """Hand it over; told again, it has the same Message-ID. Raises DeliveryError."""
        letter = EmailMessage(policy=LETTER_POLICY)
        letter["Subject"] = subject
        letter["To"] = Address(addr_spec=self.address)
        letter["Date"] = self.clock.now()
        letter["Auto-Submitted"] = "auto-generated"
        letter.set_content(text)
        await self.mailer.send_plain(letter, key=key, recipient=self.address)
