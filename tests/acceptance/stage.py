"""The whole product as processes on loopback, and the people before it: everything is done and seen as they would."""

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

import httpx

from tests.waiting import until

Json = dict[str, Any]
MADRID = ZoneInfo("Europe/Madrid")
NOAH = "noah.clarke@patients.example"
MARIA = "maria.garcia@patients.example"
HANA = "hana.sato@patients.example"
PENA = "pena.family@patients.example"
CANCELED = "Canceled: your online meeting"
# María and the Peñas read Spanish.
INVITED_IN_SPANISH = "Su cita en línea"
CANCELED_IN_SPANISH = "Cancelada: su cita en línea"
# The tests of a module share one day of one professional.
_UNLIMITED = {"CONSULTA_MEETINGS_A_DAY": "9999", "CONSULTA_MAILS_A_DAY": "9999"}
ANA_AT_ZOOM = "zAnaRuiz3RkQm0a8vTq2Pw"
BEN_AT_ZOOM = "zBenOkafor6Yh1sLd9XeUg"


@dataclass(frozen=True, kw_only=True)
class Stage:
    """A running sandbox with the bot in it. `http` speaks to its control interface."""

    http: httpx.AsyncClient
    bot_url: str

    @property
    def page_url(self) -> str:
        return str(self.http.base_url).rstrip("/")

    async def look(self, path: str) -> Any:
        answer = await self.http.get(f"/control/{path}")
        return answer.raise_for_status().json()

    async def act(self, path: str, **arguments: Any) -> Any:
        answer = await self.http.post(f"/control/{path}", json=arguments)
        assert answer.status_code == httpx.codes.OK, answer.text
        return answer.json()

    def person(self, slack_user_id: str) -> "Person":
        return Person(stage=self, slack_user_id=slack_user_id)

    async def now(self) -> datetime:
        return datetime.fromisoformat((await self.look("clock"))["now"])

    async def move_to(self, instant: datetime) -> None:
        await self.act("clock", to=instant.isoformat())

    async def advance(self, step: timedelta) -> None:
        await self.act("clock", advance_seconds=step.total_seconds())

    async def mails(self, address: str, subject: str = "") -> list[Json]:
        mails = await self.look(f"mail?to={address}")
        return [mail for mail in mails if mail["subject"].startswith(subject)]

    async def mail(self, address: str, subject: str) -> Json:
        """Wait for the first mail to `address` whose subject begins so."""
        [first, *_] = await until(lambda: self.mails(address, subject), f"a mail {subject!r} to a patient")
        return first

    async def zoom_meetings(self) -> list[Json]:
        return await self.look("zoom/meetings")


@dataclass(frozen=True, kw_only=True)
class Person:
    """A member of the workspace before their Slack."""

    stage: Stage
    slack_user_id: str

    async def do(self, act: str, **arguments: Any) -> Json:
        return await self.stage.act(f"people/{self.slack_user_id}/{act}", **arguments)

    async def see(self, view: str) -> Any:
        return await self.stage.look(f"people/{self.slack_user_id}/{view}")

    async def command(self, text: str) -> None:
        outcome = await self.do("command", command="/meeting", text=text)
        assert outcome["result"] == "done", outcome

    async def connect(self, account: str = ANA_AT_ZOOM) -> str:
        """Link a Zoom account from Home, in a browser of one's own; returns the last page."""
        await self.do("home")
        home = await self.see("home")
        [address] = [element["url"] for element in elements(home) if "Authenticate to Zoom" in texts(element)]
        async with httpx.AsyncClient(follow_redirects=True, trust_env=False) as browser:
            page = await submit_form(browser, await browser.get(address))
            return (await submit_form(browser, page, account=account, decision="allow")).text

    async def fill_form(self, patient: str, wall: datetime, **more: Any) -> None:
        fields = {"topic": "Follow-up", "date": f"{wall:%Y-%m-%d}", "hour": f"{wall:%H:%M}", "patient": patient, **more}
        for name, value in fields.items():
            outcome = await self.do("fill", name=name, value=value)
            assert outcome["result"] == "done", outcome

    async def schedule(self, patient: str, wall: datetime, **more: Any) -> Json:
        await self.command("new")
        await self.fill_form(patient, wall, **more)
        return await self.do("submit")

    async def card(self, first_line: str) -> Json:
        """Wait for the newest message whose text begins so."""

        async def found() -> Json | None:
            messages = await self.see("messages")
            return next((each for each in reversed(messages) if each["text"].startswith(first_line)), None)

        return await until(found, f"a message {first_line!r}")

    async def card_of(self, start: datetime) -> Json:
        """Wait for the card of the meeting that was scheduled for `start`, a time in Madrid."""
        day, hour = f"{start:%a}, {start:%b} {start.day}, {start.year}", f"{start.hour % 12 or 12}:{start:%M}"
        return await self.card(f"Meeting scheduled for {day}, {hour} ")

    async def card_says(self, ts: str, words: str) -> Json:
        """Wait until the message `ts` shows `words` in any block."""

        async def found() -> Json | None:
            messages = await self.see("messages")
            return next((each for each in messages if each["ts"] == ts and words in texts(each)), None)

        return await until(found, f"{words!r} on a card")

    async def home_says(self, *words: str) -> None:
        """Wait until Home shows all of `words`."""

        async def found() -> bool:
            shown = texts(await self.see("home"))
            return all(each in shown for each in words)

        await until(found, f"{words!r} in Home")


async def next_afternoon(stage: Stage, days: int) -> datetime:
    """Find 3 PM in Madrid, some days ahead of the stage's clock."""
    day = (await stage.now()).astimezone(MADRID) + timedelta(days=days)
    return day.replace(hour=15, minute=0, second=0, microsecond=0)


async def connected(ana: Person) -> None:
    """Begin each test with Zoom connected and no modal open, whatever went before."""
    if await ana.see("modals"):
        await ana.do("close", everything=True)
    await ana.do("home")
    if "Zoom is connected." not in texts(await ana.see("home")):
        assert "Zoom is connected" in await ana.connect()


def elements(view: Json) -> list[Json]:
    """List the elements of actions blocks and the accessories of sections."""
    return [
        element
        for block in view["blocks"]
        for element in [*block.get("elements", []), *filter(None, [block.get("accessory"), block.get("element")])]
    ]


def texts(view: Json) -> str:
    """Join all words that are shown."""
    if isinstance(view, dict):
        own = [view["text"]] if isinstance(view.get("text"), str) else []
        return "\n".join([*own, *(texts(value) for value in view.values())]).strip()
    return "\n".join(texts(each) for each in view) if isinstance(view, list) else ""


class _Form(HTMLParser):
    """Reads the first form of a page: where it goes, and the values it would send untouched."""

    def __init__(self) -> None:
        super().__init__()
        self.action: str | None = None
        self.fields: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "form" and self.action is None:
            self.action = found.get("action") or ""
        is_sent = found.get("type") not in {"checkbox", "radio", "submit"} or "checked" in found
        if tag == "input" and found.get("name") and is_sent:
            self.fields.append((found["name"], found.get("value") or "on"))


async def submit_form(browser: httpx.AsyncClient, page: httpx.Response, **chosen: str) -> httpx.Response:
    """Send the page's form as a browser does, `chosen` being what the person picks and presses."""
    form = _Form()
    form.feed(page.text)
    assert form.action is not None, page.text
    data: dict[str, Any] = {}
    for name, value in form.fields:
        data.setdefault(name, []).append(value)
    data.update(chosen)
    target = urljoin(str(page.url), form.action)
    return await browser.post(target, data=data, headers={"Origin": str(httpx.URL(target).join("/")).rstrip("/")})


@asynccontextmanager
async def open_stage(data_dir: Path, database_url: str | None, *, socket_mode: bool = False) -> AsyncIterator[Stage]:
    """Start the sandbox with the bot as a user would, on free ports; everything is ended afterwards."""
    process = await _start(data_dir, database_url, socket_mode=socket_mode)
    try:
        assert process.stdout is not None
        async with asyncio.timeout(90):
            line = await process.stdout.readline()
        assert line, (await process.stderr.read()).decode() if process.stderr else "the sandbox ended"
        facts = json.loads(line)
        async with httpx.AsyncClient(base_url=facts["sandbox"], trust_env=False, timeout=30) as http:
            yield Stage(http=http, bot_url=facts["bot"])
    finally:
        if process.returncode is None:
            process.terminate()
        await process.communicate()


async def _start(data_dir: Path, database_url: str | None, *, socket_mode: bool) -> Process:
    ports = [word for name in ("--port", "--bot-port", "--smtp-port") for word in (name, "0")]
    database = ["--database-url", database_url] if database_url else []
    way = ["--socket-mode"] if socket_mode else []
    return await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "sandbox", "--json", "--data", str(data_dir)),
        *ports,
        *database,
        *way,
        stdout=PIPE,
        stderr=PIPE,
        env={**os.environ, "CONSULTA_LEASE_SECONDS": "1", **_UNLIMITED},
    )
