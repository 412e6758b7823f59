"""Letters to patients, handed to the mail server."""

from datetime import datetime
from email.headerregistry import Address
from types import TracebackType
from typing import Self

from bot.domain.addresses import is_valid_address
from bot.domain.asking import Asking
from bot.domain.failures import DeliveryError
from bot.domain.links import Links
from bot.domain.notification import Notification
from bot.mail.letters import Letters
from bot.mail.smtp_connections import CONNECTIONS, SmtpConnections
from bot.mail.smtp_server import SmtpServer


class SmtpMailer:
    """Composes a letter when it is sent. `async with` closes its connections at the end.

    `message_key` makes Message-IDs that tell nothing of what they are made of.
    """

    def __init__(
        self, *, server: SmtpServer, sender: Address, links: Links, message_key: bytes, limit: int = CONNECTIONS
    ) -> None:
        self._sender = sender.addr_spec
        self._letters = Letters(sender=sender, links=links, message_key=message_key)
        self._connections = SmtpConnections(server, greet_as=sender.domain, limit=limit)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._connections.close()

    async def greet(self) -> None:
        """See whether the mail server takes us, without a letter. DeliveryError when not."""
        await self._connections.greet()

    async def send_plain(self, subject: str, text: str, *, recipient: str, at: datetime, key: str) -> None:
        """Hand over a mail that is no letter to a patient, with the Message-ID of `key`."""
        await self._deliver(self._letters.compose_plain(subject, text, recipient=recipient, at=at, key=key), recipient)

    async def send(self, notification: Notification) -> None:
        """Hand the mail over. DeliveryError with code `invalid_recipient` when there is nobody to send it to."""
        _require_valid(notification.patient.mail)
        await self._deliver(self._letters.compose(notification), notification.patient.mail)

    async def ask(self, asking: Asking) -> None:
        """Hand over the mail that asks whom somebody chooses; DeliveryError as for others."""
        _require_valid(asking.invitation.mail)
        await self._deliver(self._letters.compose_asking(asking), asking.invitation.mail)

    async def _deliver(self, letter: bytes, recipient: str) -> None:
        await self._connections.deliver(letter, sender=self._sender, recipient=recipient)


def _require_valid(address: str) -> None:
    if not is_valid_address(address):
        raise DeliveryError("invalid_recipient", permanent=True)
