"""The bot is killed (SIGKILL) in the middle of whatever it does: nothing accepted is lost, nothing is made twice."""

import os
import random
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from tests.acceptance.stage import NOAH, Json, Person, Stage, next_afternoon, texts
from tests.waiting import until

pytestmark = pytest.mark.asyncio(loop_scope="module")

# From the submitted form to the last word on its card, a meeting is at least so many exchanges on the wire.
EXCHANGES = 6
# All starts lie within a day, so that one move of the clock makes a reminder of each due: at most 100 kills.
KILLS = int(os.environ.get("CONSULTA_TEST_KILLS", "3"))
CANCEL_EXCHANGES = 4
DICE = random.Random(int(os.environ.get("CONSULTA_TEST_SEED", "20261122")))  # noqa: S311 - moments to strike, no secrets
INVITED, CANCELED = "Your online meeting", "Canceled"


async def submit_until_accepted(stage: Stage, ana: Person) -> None:
    """Press the button; where the bot dies before it answers, or asks for it, press it again, as a person would."""
    while (await ana.do("submit"))["result"] != "updated" or "Reference" in texts((await ana.see("modals"))[-1]):
        await stage.act("bot/start")


async def survive(stage: Stage, kind: str, count: int) -> None:
    """Wait until the ordered kill has struck, or the last mail has come and there is nothing left to disturb."""

    async def is_over() -> bool:
        return not (await stage.look("bot"))["running"] or len(await mails_by_id(stage, kind)) == count

    await until(is_over, "the kill or the end")
    await stage.act("bot/kill")
    await stage.act("bot/start")


async def schedule_under_fire(stage: Stage, ana: Person, start: datetime, count: int) -> None:
    await ana.command("new")
    await ana.fill_form("Noah Clarke", start, duration="15")  # they are 20 minutes apart
    await stage.act("bot/kill", after=DICE.randint(1, EXCHANGES))
    await submit_until_accepted(stage, ana)
    await survive(stage, INVITED, count)
    await ana.do("close")


async def ask_to_cancel(ana: Person, card: Json) -> None:
    """Click until the form is there: a bot that has just come back may be too late for Slack."""
    while "Your patient reads this word for word." not in texts(await ana.see("modals")):
        if await ana.see("modals"):
            await ana.do("close", everything=True)
        await ana.do("click", name="Cancel meeting", where=card["ts"])


async def cancel_under_fire(stage: Stage, ana: Person, start: datetime, count: int) -> None:
    card = await ana.card_of(start)
    await ask_to_cancel(ana, card)
    await ana.do("fill", name="reason", value="I am ill.")
    await stage.act("bot/kill", after=DICE.randint(1, CANCEL_EXCHANGES))
    await submit_until_accepted(stage, ana)
    await survive(stage, CANCELED, count)
    await ana.do("close")


def starts_of(meetings: list[Json]) -> Counter[datetime]:
    return Counter(datetime.fromisoformat(each["starts_at"]) for each in meetings)


async def mails_by_id(stage: Stage, kind: str) -> set[str]:
    """List the distinct mails of a kind: a copy after a crash carries the same Message-ID."""
    return {mail["headers"]["Message-ID"] for mail in await stage.mails(NOAH, kind)}


async def test_no_kill_loses_or_doubles_anything(stage, ana):
    await ana.connect()
    first = await next_afternoon(stage, days=3)
    starts = [first + timedelta(minutes=20) * number for number in range(KILLS - KILLS // 3)]
    cancelled = starts[: KILLS // 3]
    for count, start in enumerate(starts, 1):
        await schedule_under_fire(stage, ana, start, count)

    async def all_invited() -> bool:
        return len(await mails_by_id(stage, INVITED)) == len(starts)

    await until(all_invited, "an invitation to each meeting")
    assert starts_of(await stage.zoom_meetings()) == Counter(start.astimezone(UTC) for start in starts)

    for count, start in enumerate(cancelled, 1):
        await cancel_under_fire(stage, ana, start, count)

    async def all_gone() -> bool:
        there = [each for each in await stage.zoom_meetings() if not each["deleted_at"]]
        return starts_of(there) == Counter(start.astimezone(UTC) for start in starts if start not in cancelled)

    await until(all_gone, "the cancelled meetings gone at Zoom")

    async def all_told() -> bool:
        return len(await mails_by_id(stage, CANCELED)) == len(cancelled)

    await until(all_told, "a cancellation for each cancelled meeting")

    await stage.move_to(first - timedelta(minutes=1))

    async def all_reminded() -> bool:
        return len(await mails_by_id(stage, "Reminder")) == len(starts) - len(cancelled)

    await until(all_reminded, "a reminder of each meeting that stands")
