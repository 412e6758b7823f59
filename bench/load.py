"""The load: signed commands from a process of its own, and what the process that answers them spent.

`python -m bench.load` reads one `Load` as JSON from its input, and writes what it saw to its output.
"""

import asyncio
import json
import sys
import time
from dataclasses import asdict, dataclass, field
from statistics import quantiles
from typing import cast
from urllib.parse import urlencode

import httptools
import uvloop
from slack_sdk.signature import SignatureVerifier

from bench.identities import APP, SIGNING_SECRET, TEAM, USER
from bench.processes import cpu_seconds

_COMMAND = {
    "command": "/meeting",
    "user_id": USER,
    "user_name": "ana",
    "team_id": TEAM,
    "team_domain": "bench",
    "channel_id": "C0BENCH0001",
    "channel_name": "general",
    "api_app_id": APP,
    "is_enterprise_install": "false",
    "response_url": f"https://hooks.slack.example/commands/{TEAM}/1/abc",
}
_HEAD = {
    "Host": "127.0.0.1",
    "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
    "Accept-Encoding": "gzip,deflate",
    "Accept": "application/json,*/*",
    "Content-Type": "application/x-www-form-urlencoded",
}
_SIGNATURES = SignatureVerifier(SIGNING_SECRET)


@dataclass(frozen=True, kw_only=True)
class Load:
    """So many commands with this text, over so many connections at once.

    `pid` is the process that is measured; `expected` are words that each of its answers must have.
    """

    port: int
    pid: int
    text: str
    expected: str
    commands: int
    at_once: int


@dataclass(frozen=True, kw_only=True)
class Seen:
    """Times in seconds; `cpu` is what the measured process spent a command."""

    p50: float
    p99: float
    cpu: float


@dataclass
class _Course:
    """What all connections share: how much is left to send, and how long each answer took."""

    load: Load
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    sent: int = 0
    seconds: list[float] = field(default_factory=list)
    failure: str = ""

    @property
    def expected(self) -> bytes:
        return self.load.expected.encode()

    def next_request(self) -> bytes | None:
        """Make the next request; None when all are sent."""
        if self.sent == self.load.commands:
            return None
        self.sent += 1
        return signed_command(self.load.text, trigger_id=f"{time.time_ns()}.{self.sent}")

    def note(self, seconds: float) -> None:
        self.seconds.append(seconds)
        if len(self.seconds) == self.load.commands:
            self.ended.set()

    def fail(self, why: str) -> None:
        self.failure = why
        self.ended.set()


class _Connection(asyncio.Protocol):
    """Sends a command, waits for its whole answer, sends the next."""

    def __init__(self, course: _Course) -> None:
        self._course = course
        self._began = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's does not inherit from it
        self._send()

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_body(self, body: bytes) -> None:
        self._answer += body

    def on_message_complete(self) -> None:
        seconds = time.perf_counter() - self._began
        if self._course.expected in self._answer:
            self._course.note(seconds)
            self._send()
        else:
            self._course.fail(f"answered {self._parser.get_status_code()} {self._answer.decode(errors='replace')}")

    def connection_lost(self, exc: Exception | None) -> None:
        if not self._course.ended.is_set():
            self._course.fail(f"closed the connection: {exc}")

    def _send(self) -> None:
        request = self._course.next_request()
        if request is None:
            return
        self._parser, self._answer = httptools.HttpResponseParser(self), b""
        self._began = time.perf_counter()
        self._transport.write(request)


def signed_command(text: str, *, trigger_id: str) -> bytes:
    """Write the request that Slack sends for `/meeting text`."""
    body = urlencode({**_COMMAND, "text": text, "trigger_id": trigger_id})
    timestamp = str(int(time.time()))
    head = {
        **_HEAD,
        "Content-Length": len(body),
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": _SIGNATURES.generate_signature(timestamp=timestamp, body=body),
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    return f"POST /slack/events HTTP/1.1\r\n{lines}\r\n{body}".encode()


async def _run(load: Load) -> Seen:
    course = _Course(load=load)
    before = cpu_seconds(load.pid)
    loop = asyncio.get_running_loop()
    for _ in range(load.at_once):
        await loop.create_connection(lambda: _Connection(course), "127.0.0.1", load.port)
    await course.ended.wait()
    if course.failure:
        raise SystemExit(course.failure)
    cpu = (cpu_seconds(load.pid) - before) / load.commands
    hundredths = quantiles(course.seconds, n=100)
    return Seen(p50=hundredths[49], p99=hundredths[98], cpu=cpu)


def main() -> None:
    load = Load(**json.load(sys.stdin))
    seen = uvloop.run(_run(load))
    json.dump(asdict(seen), sys.stdout)


if __name__ == "__main__":
    main()
