"""A TCP proxy with faults: what networks do to a request and its answer, one connection at a time."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import StrEnum


class Mode(StrEnum):
    """Where the connection breaks, or how it drags."""

    PASS = "pass"
    REFUSE = "refuse"
    CUT_BEFORE = "cut before the request"
    CUT_AFTER = "cut after the request reached the other side"
    CUT_MIDWAY = "cut midway in the answer"
    HANG = "hang"
    SLOW = "slow"


@dataclass
class Proxy:
    """`decide` chooses for each connection anew; `done` counts what was done.

    Connections are kept: a cut lets as many answers through before it as `spare` says.
    """

    port: int
    target: int
    decide: Callable[[], Mode] = lambda: Mode.PASS
    spare: Callable[[], int] = lambda: 0
    done: dict[Mode, int] = field(default_factory=lambda: dict.fromkeys(Mode, 0))

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        mode = self.decide()
        self.done[mode] += 1
        try:
            if mode is Mode.HANG:
                await reader.read(-1)  # the whole request and its end, never an answer
            elif mode not in {Mode.REFUSE, Mode.CUT_BEFORE} or (mode is Mode.CUT_BEFORE and not await reader.read(1)):
                await self._carry(mode, reader, writer)
        except OSError:
            pass  # the other end has gone
        finally:
            writer.transport.abort()

    async def _carry(self, mode: Mode, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        from_target, to_target = await asyncio.open_connection("127.0.0.1", self.target)
        sending = asyncio.create_task(_copy(reader, to_target))
        try:
            if mode in {Mode.CUT_AFTER, Mode.CUT_MIDWAY}:
                for _ in range(self.spare()):
                    writer.write(await from_target.read(65536))
                answer = await from_target.read(20)  # it has begun: whatever was asked for has been done
                writer.write(answer if mode is Mode.CUT_MIDWAY else b"")
                await writer.drain()
            else:
                await _copy(from_target, writer, pause=0.02 if mode is Mode.SLOW else 0)
        finally:
            sending.cancel()
            to_target.transport.abort()


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, pause: float = 0) -> None:
    while part := await reader.read(256 if pause else 65536):
        await asyncio.sleep(pause)
        writer.write(part)
        await writer.drain()
    if writer.can_write_eof():
        writer.write_eof()


@asynccontextmanager
async def open_proxy(target: int) -> AsyncIterator[Proxy]:
    proxy = Proxy(port=0, target=target)
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
    proxy.port = server.sockets[0].getsockname()[1]
    try:
        yield proxy
    finally:
        server.close()
