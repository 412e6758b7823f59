"""A few connections to the mail server, kept open between letters."""

import asyncio
from contextlib import suppress
from datetime import timedelta

from aiosmtplib import SMTP
from aiosmtplib.errors import SMTPException, SMTPResponseException

from bot.mail.smtp_failures import no_connection, refused_letter
from bot.mail.smtp_server import SmtpServer, TlsMode

# A server that takes 10 ms for each answer gets 14 letters a second over new connections, 87 over four kept ones.
CONNECTIONS = 4
# Long enough for a scanner that reads the letter before the last answer: giving up there means a second copy.
PATIENCE = timedelta(seconds=20)


class SmtpConnections:
    """Lends at most `limit` connections at once, opened when first needed; `patience` is for each answer."""

    def __init__(
        self, server: SmtpServer, *, greet_as: str, limit: int = CONNECTIONS, patience: timedelta = PATIENCE
    ) -> None:
        self._server = server
        self._greet_as = greet_as
        self._patience = patience
        self._slots = asyncio.Semaphore(limit)
        self._idle: list[SMTP] = []

    async def deliver(self, letter: bytes, *, sender: str, recipient: str) -> None:
        """Hand one letter over; DeliveryError when it was not accepted, or when that is not known."""
        async with self._slots:
            connection = await self._begin_letter(sender)
            try:
                await self._hand_over(connection, letter, recipient)
            except (SMTPException, OSError) as error:
                # Without its cause: aiosmtplib's errors hold the recipient, and a traceback ends in a log.
                raise refused_letter(error) from None

    async def greet(self) -> None:
        """Connect and sign in as for a letter, and leave again; DeliveryError when that cannot be done."""
        connection = await self._connect()
        with suppress(SMTPException, OSError):
            await connection.quit()
        connection.close()

    async def close(self) -> None:
        """Take leave of the server; one that does not answer any more is left."""
        idle, self._idle = self._idle, []
        for connection in idle:
            with suppress(SMTPException, OSError):
                await connection.quit(timeout=1)
            connection.close()

    async def _begin_letter(self, sender: str) -> SMTP:
        """Find a connection on which the server accepts to be given a letter."""
        if self._idle:
            kept = self._idle.pop()
            if await _offer_letter(kept, sender) is None:
                return kept
            # Servers hang up after a while or after so many letters. Nothing was accepted, so a fresh connection may
            # try; those left have been idle for longer than this one was.
            await self.close()
        return await self._open_for_letter(sender)

    async def _open_for_letter(self, sender: str) -> SMTP:
        connection = await self._connect()
        refusal = await _offer_letter(connection, sender)
        if refusal is not None:
            raise refused_letter(refusal)
        return connection

    async def _connect(self) -> SMTP:
        connection = self._new_connection()
        try:
            await connection.connect()
        except (SMTPException, OSError) as error:
            raise no_connection(error) from None
        return connection

    def _new_connection(self) -> SMTP:
        server = self._server
        return SMTP(
            hostname=server.host,
            port=server.port,
            username=server.user or None,
            password=server.password or None,
            use_tls=server.tls is TlsMode.AT_ONCE,
            start_tls=server.tls is TlsMode.STARTTLS,
            local_hostname=self._greet_as,
            timeout=self._patience.total_seconds(),
        )

    async def _hand_over(self, connection: SMTP, letter: bytes, recipient: str) -> None:
        """Complete the letter. Only a connection whose state is known is kept: an answer read late would be taken for
        the next letter's.
        """
        is_clean = False
        try:
            await connection.rcpt(recipient)
            await connection.data(letter)
            is_clean = True
        except SMTPResponseException:
            is_clean = await _forgets_letter(connection)
            raise
        finally:
            if is_clean:
                self._idle.append(connection)
            else:
                connection.close()


async def _offer_letter(connection: SMTP, sender: str) -> SMTPException | OSError | None:
    """Begin a letter, or close the connection and return what went wrong."""
    is_begun = False
    try:
        await connection.mail(sender)
        is_begun = True
    except (SMTPException, OSError) as error:
        return error
    finally:
        if not is_begun:
            connection.close()
    return None


async def _forgets_letter(connection: SMTP) -> bool:
    """Tell whether the connection is ready for another letter after a refusal."""
    try:
        await connection.rset()
    except (SMTPException, OSError):
        return False
    return True
