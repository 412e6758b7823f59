"""Connections that are opened to keep the product busy, over real sockets."""

import asyncio

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from bot.web.connections import GuardedConnection


class Guarded(GuardedConnection):
    most_seconds = 0.1


async def echo(request: Request) -> PlainTextResponse:
    return PlainTextResponse(f"{len(await request.body())} bytes")


@pytest.fixture
async def port():
    app = Starlette(routes=[Route("/", echo, methods=["GET", "POST"])])
    config = uvicorn.Config(app, http=Guarded, port=0, log_config=None, lifespan="off", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    config.load()
    server.lifespan = config.lifespan_class(config)
    await server.startup()
    yield server.servers[0].sockets[0].getsockname()[1]
    await server.shutdown()


async def answer_to(port: int, *parts: bytes) -> bytes:
    """Send, and read until the other side ends the connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    async with asyncio.timeout(10):
        for part in parts:
            writer.write(part)
            await writer.drain()
        answer = await reader.read()
    writer.close()
    return answer


@pytest.mark.parametrize("sent", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: a\r\n"], ids=["none", "half", "open"])
async def test_a_head_that_does_not_come_ends_the_connection(port, sent):
    assert (await answer_to(port, sent)).startswith(b"HTTP/1.1 408 ")


@pytest.mark.parametrize("sent", [b"GET /" + b"a" * 40_000, b"GET / HTTP/1.1\r\nX: " + b"a" * 40_000], ids=["url", "x"])
async def test_a_head_without_end_ends_the_connection(port, sent):
    assert (await answer_to(port, sent)).startswith(b"HTTP/1.1 431 ")


async def test_a_large_body_is_no_large_head(port):
    head = b"POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 100000\r\n\r\n"
    assert (await answer_to(port, head + b"x" * 100_000)).endswith(b"100000 bytes")


async def test_a_second_request_on_the_connection_is_held_to_the_same(port):
    head = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"
    answer = await answer_to(port, head, b"GET / HTTP/1.1\r\n")
    assert b"3 bytes" in answer
    assert b"HTTP/1.1 408 " in answer
