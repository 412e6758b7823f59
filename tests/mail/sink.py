"""A mail server for tests, in the event loop of the test: keeps what it accepts and answers as it is told."""

import asyncio
import ssl
import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

SENDER = Address(display_name="Consulta", addr_spec="meetings@clinic.example")
HANG_UP = "hang up"
SILENCE = "silence"


@dataclass(frozen=True, kw_only=True)
class Received:
    sender: str
    recipients: list[str]
    content: bytes = field(repr=False)

    @property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.content, policy=default)


@dataclass
class Sink:
    """`answers` are given to RCPT or DATA in turn, then all is accepted; HANG_UP and SILENCE are answers too."""

    port: int = 0
    received: list[Received] = field(default_factory=list)
    sessions: list[SMTP] = field(default_factory=list)
    users: list[str] = field(default_factory=list)
    mail_answers: list[str] = field(default_factory=list)
    rcpt_answers: list[str] = field(default_factory=list)
    data_answers: list[str] = field(default_factory=list)
    gate: asyncio.Event | None = None
    waiting: int = 0

    def hang_up(self) -> None:
        """Close every connection, as a server does with idle ones."""
        for session in self.sessions:
            if session.transport is not None:
                session.transport.close()

    async def handle_MAIL(  # noqa: N802 - aiosmtpd looks for this name
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        envelope.mail_from = address
        return await self._answer(server, self.mail_answers)

    async def handle_RCPT(  # noqa: N802 - as above
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return await self._answer(server, self.rcpt_answers)

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - as above
        if self.gate is not None:
            self.waiting += 1
            await self.gate.wait()
        assert isinstance(envelope.content, bytes)
        letter = Received(sender=envelope.mail_from or "", recipients=list(envelope.rcpt_tos), content=envelope.content)
        self.received.append(letter)
        return await self._answer(server, self.data_answers)

    def check_sign_in(self, _server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
        assert isinstance(given, LoginPassword)
        self.users.append(given.login.decode())
        return AuthResult(success=given.password == b"right", handled=False)

    @staticmethod
    async def _answer(server: SMTP, answers: list[str]) -> str:
        answer = answers.pop(0) if answers else "250 OK"
        if answer == SILENCE:
            await asyncio.Event().wait()
        if answer == HANG_UP:
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        return answer


@asynccontextmanager
async def open_sink(
    *, tls: ssl.SSLContext | None = None, starttls: ssl.SSLContext | None = None, **options: Any
) -> AsyncIterator[Sink]:
    """Listen on loopback. `options` are aiosmtpd's."""
    sink = Sink()
    loop = asyncio.get_running_loop()

    def begin_session() -> SMTP:
        with warnings.catch_warnings():
            # aiosmtpd warns of a sign-in without TLS; here it never leaves the machine.
            warnings.simplefilter("ignore", UserWarning)
            session = SMTP(
                sink,
                hostname="sink.example",
                authenticator=sink.check_sign_in,
                loop=loop,
                tls_context=starttls,
                **options,
            )
        sink.sessions.append(session)
        return session

    server = await loop.create_server(begin_session, "127.0.0.1", 0, ssl=tls)
    sink.port = server.sockets[0].getsockname()[1]
    try:
        yield sink
    finally:
        server.close()
        sink.hang_up()
        await server.wait_closed()
