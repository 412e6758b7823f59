"""What the sandbox's mail server received, for people and tests to read."""

from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from functools import cached_property


@dataclass(frozen=True, kw_only=True)
class Mail:
    """One mail as it came for one recipient. `raw` is the whole message, as it was sent."""

    recipient: str
    sender: str
    subject: str
    received_at: datetime
    raw: bytes = field(repr=False)

    @cached_property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.raw, policy=default)

    @property
    def headers(self) -> dict[str, str]:
        return {name: str(value) for name, value in self.message.items()}

    @property
    def text(self) -> str:
        return self._first("text/plain")

    @property
    def html(self) -> str:
        return self._first("text/html")

    @property
    def calendar(self) -> str:
        return self._first("text/calendar")

    def _first(self, content_type: str) -> str:
        for part in self.message.walk():
            if part.get_content_type() == content_type:
                return str(part.get_content())
        return ""


@dataclass(frozen=True, kw_only=True)
class Owner:
    """Whose mailbox it is. A mailbox may have several owners, a family's say: `name` then names them all."""

    address: str
    name: str
    zone: str


@dataclass
class Mailboxes:
    """All mails, in the order in which they came, and the owners of the mailboxes that are known beforehand."""

    owners: tuple[Owner, ...] = ()
    messages: list[Mail] = field(default_factory=list)

    def receive(self, raw: bytes, *, sender: str, recipient: str, received_at: datetime) -> None:
        subject = str(message_from_bytes(raw, policy=default)["Subject"] or "")
        mail = Mail(recipient=recipient, sender=sender, subject=subject, received_at=received_at, raw=raw)
        self.messages.append(mail)

    def for_address(self, address: str) -> list[Mail]:
        """The mails for `address`; capitals do not matter."""
        return [mail for mail in self.messages if mail.recipient.lower() == address.lower()]

    def addresses(self) -> list[str]:
        """Everyone who has mail, in order of the alphabet."""
        return sorted({mail.recipient for mail in self.messages})
