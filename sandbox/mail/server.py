"""A mail server for the sandbox: wants a sign-in, keeps what it accepts, and fails when told to.

It lives in the event loop of the sandbox (aiosmtpd's own controllers start threads).
"""

import asyncio
import hmac
import logging
import socket
import warnings
from dataclasses import dataclass

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from sandbox.faults import Fault
from sandbox.traffic import Exchange
from sandbox.world import World

USER = "consulta"
PASSWORD = "mail-demo-only"  # noqa: S105 - a demo's word on loopback, printed for everyone
MAX_MAIL_BYTES = 1_000_000


@dataclass(frozen=True, kw_only=True)
class _Doors:
    """What aiosmtpd asks at RCPT and DATA; its names and signatures are aiosmtpd's."""

    world: World

    async def handle_RCPT(  # noqa: N802 - aiosmtpd looks for this name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.world.faults.shows(Fault.MAIL_REFUSED):
            return "550 5.1.1 No such mailbox here"
        if self.world.faults.shows(Fault.MAIL_GREYLISTED):
            return "451 4.7.1 Greylisted, please try again later"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - as above
        self._keep(envelope)
        self.world.traffic.add(Exchange(at=self.world.clock.now(), to="mail", method="DATA", path="/", status=250))
        if self.world.faults.shows(Fault.MAIL_CUT_AFTER_DATA) and isinstance(server.transport, asyncio.Transport):
            server.transport.abort()
        return "250 2.0.0 Kept"

    def _keep(self, envelope: Envelope) -> None:
        raw = envelope.content
        assert isinstance(raw, bytes)  # the server is built with decode_data=False
        for recipient in envelope.rcpt_tos:
            self.world.mail.receive(
                raw, sender=envelope.mail_from or "", recipient=recipient, received_at=self.world.clock.now()
            )


def _sign_in(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, credentials: object) -> AuthResult:
    known = isinstance(credentials, LoginPassword) and (
        hmac.compare_digest(credentials.login, USER.encode())
        and hmac.compare_digest(credentials.password, PASSWORD.encode())
    )
    return AuthResult(success=known, handled=False)


def _session_of(world: World) -> SMTP:
    with warnings.catch_warnings():
        # aiosmtpd warns of a sign-in without TLS; here it never leaves the machine.
        warnings.simplefilter("ignore", UserWarning)
        return SMTP(
            _Doors(world=world),
            hostname="mail.sandbox.example",
            ident="Sandbox mail",
            data_size_limit=MAX_MAIL_BYTES,
            auth_required=True,
            auth_require_tls=False,
            authenticator=_sign_in,
            loop=asyncio.get_running_loop(),
        )


async def serve_mail(world: World, listener: socket.socket) -> asyncio.Server:
    """Begin to answer on `listener`; the caller closes the server."""
    # At each sign-in aiosmtpd logs that it has no TLS and that its own attribute is old: noise in a demo's terminal.
    logging.getLogger("mail.log").setLevel(logging.ERROR)
    return await asyncio.get_running_loop().create_server(lambda: _session_of(world), sock=listener)
