"""What is asked of a connection before there is a request: its head comes soon, and is of a sensible size.

uvicorn by itself waits for a head for ever, and keeps as much of it as is sent.
"""

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_REFUSALS = {408: b"Request Timeout", 431: b"Request Header Fields Too Large"}


class GuardedConnection(HttpToolsProtocol):
    """Ends a connection whose head is late or too large; how a body may come is held by `BodyLimit`."""

    most_bytes = 32 * 1024
    most_seconds = 10.0
    _deadline: asyncio.TimerHandle | None = None
    _head_bytes = 0
    _is_in_body = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's own
        super().connection_made(transport)
        self._expect_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._forget_head()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if not self._is_in_body:
            self._head_bytes += len(data)
        super().data_received(data)
        # What comes in one piece may hold a body as well: only a head that is still open is counted.
        if not self._is_in_body and self._head_bytes > self.most_bytes:
            self._refuse(431)

    def on_message_begin(self) -> None:
        if self._deadline is None:
            self._expect_head()
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._forget_head()
        self._is_in_body = True
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._is_in_body = False
        self._head_bytes = 0
        super().on_message_complete()

    def _expect_head(self) -> None:
        self._deadline = self.loop.call_later(self.most_seconds, self._refuse, 408)

    def _forget_head(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _refuse(self, status: int) -> None:
        if not self.transport.is_closing():
            head = f"HTTP/1.1 {status} ".encode() + _REFUSALS[status]
            self.transport.write(head + b"\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
            self.transport.close()
