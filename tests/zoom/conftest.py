"""Zoom as `httpx.MockTransport` plays it: answers are queued, requests kept."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import httpx
import pytest

from bot.zoom.client import ZoomClient
from bot.zoom.http import build_http
from tests.fakes.edges import FakeClock

API = "https://api.zoom.example/v2"


@dataclass
class Wire:
    """Gives one of `answers` to each request, in order; an exception among them is raised."""

    answers: list[httpx.Response | Exception] = field(default_factory=list)
    requests: list[httpx.Request] = field(default_factory=list)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    @property
    def lines(self) -> list[str]:
        return [f"{request.method} {request.url}" for request in self.requests]


@pytest.fixture
def wire() -> Wire:
    return Wire()


@pytest.fixture
async def http(wire: Wire) -> AsyncIterator[httpx.AsyncClient]:
    """The product's own client, but for the network."""
    async with build_http(httpx.MockTransport(wire)) as client:
        yield client


@pytest.fixture
def client(http: httpx.AsyncClient) -> ZoomClient:
    return ZoomClient(http=http, api_url=API, clock=FakeClock())
