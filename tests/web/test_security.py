import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.types import Receive, Scope, Send

from bot.web.security import BodyLimit

MIB = 1024 * 1024


async def pieces(count: int) -> AsyncIterator[bytes]:
    for _ in range(count):
        yield b"x" * MIB


async def test_a_body_of_one_mebibyte_is_taken(browser: httpx.AsyncClient) -> None:
    answer = await browser.post("/slack/events", content=b"x" * MIB)

    assert answer.text == f"{MIB} bytes"


@pytest.mark.parametrize("path", ["/slack/events", "/connect"])
async def test_a_larger_body_is_refused(browser: httpx.AsyncClient, path: str) -> None:
    answer = await browser.post(path, content=b"x" * (MIB + 1))

    assert answer.status_code == 413


async def test_a_larger_body_in_pieces_without_a_length_is_refused(browser: httpx.AsyncClient) -> None:
    answer = await browser.post("/slack/events", content=pieces(2))

    assert answer.status_code == 413


async def test_a_body_in_pieces_arrives_as_a_whole(browser: httpx.AsyncClient) -> None:
    answer = await browser.post("/slack/events", content=pieces(1))

    assert answer.text == f"{MIB} bytes"


@pytest.mark.parametrize("length", ["many", "-5", "9" * 5000])
async def test_a_length_that_makes_no_sense_is_refused(browser: httpx.AsyncClient, length: str) -> None:
    answer = await browser.post("/connect", content=b"who=x", headers={"Content-Length": length})

    assert answer.status_code == 413


async def test_a_body_that_does_not_come_is_not_waited_for() -> None:
    async def app(_scope: Scope, _receive: Receive, _send: Send) -> None:
        raise AssertionError("there is no request yet")

    async def receive() -> dict[str, object]:
        await asyncio.Event().wait()
        raise AssertionError("it never comes")

    sent = []

    async def send(message: dict[str, object]) -> None:
        sent.append(message.get("status"))

    scope = {"type": "http", "path": "/slack/events", "headers": [(b"content-length", b"5")]}
    await BodyLimit(app=app, most_seconds=0)(scope, receive, send)

    assert sent == [408, None]


async def test_a_body_that_comes_byte_by_byte_is_kept_in_one_piece() -> None:
    sent = [{"type": "http.request", "body": b"x", "more_body": number < 99} for number in range(100)]
    received = []

    async def app(_scope: Scope, receive: Receive, _send: Send) -> None:
        received.append(await receive())

    async def receive() -> dict[str, object]:
        return sent.pop(0)

    async def send(_: object) -> None: ...

    await BodyLimit(app=app)({"type": "http", "path": "/connect", "headers": []}, receive, send)

    assert received == [{"type": "http.request", "body": b"x" * 100, "more_body": False}]
