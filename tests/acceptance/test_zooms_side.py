"""What is done in Zoom itself, as processes on loopback: removed, moved, waited for; the tests share one product."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from tests.acceptance.stage import NOAH, Json, Person, Stage, connected, elements, next_afternoon, texts
from tests.waiting import until

REMOVED = "This meeting was removed in Zoom. Your patient has not been told."
MOVED = "This meeting was moved in Zoom to"
INVITED, CHANGED = "Your online meeting", "New time for your online meeting"

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def scheduled(stage: Stage, ana: Person, days: int) -> tuple[datetime, str, Json]:
    """Schedule a meeting; returns its start, the ts of its card and its Zoom meeting, once the patient is told."""
    await connected(ana)
    start = await next_afternoon(stage, days)
    before = len(await stage.mails(NOAH, INVITED))
    await ana.schedule("Noah Clarke", start)
    card = await ana.card_of(start)
    await ana.do("close")

    async def is_mailed() -> bool:
        return len(await stage.mails(NOAH, INVITED)) > before

    await until(is_mailed, "the invitation")
    [found] = [each for each in await stage.zoom_meetings() if starts(each, start)]
    return start, card["ts"], found


def starts(meeting: Json, start: datetime) -> bool:
    return datetime.fromisoformat(meeting["starts_at"]) == start.astimezone(UTC)


async def in_zoom(stage: Stage, meeting: Json, act: str, **arguments: object) -> None:
    await stage.act(f"zoom/meetings/{meeting['id']}/{act}", **arguments)


async def delete_in_zoom(stage: Stage, meeting: Json) -> None:
    answer = await stage.http.delete(f"/control/zoom/meetings/{meeting['id']}")
    assert answer.status_code == httpx.codes.OK, answer.text


async def answer(ana: Person, question: str, button: str) -> None:
    message = await ana.card(question)
    outcome = await ana.do("click", name=button, where=message["ts"])
    assert outcome["result"] in {"opened", "done"}, outcome
    await ana.do("close", everything=True)


async def now_at_zoom(stage: Stage, meeting: Json) -> Json:
    [found] = [each for each in await stage.zoom_meetings() if each["id"] == meeting["id"]]
    return found


async def test_what_was_removed_is_put_back_and_the_patient_hears_nothing(stage, ana):
    start, ts, meeting = await scheduled(stage, ana, days=2)
    mails = len(await stage.mails(NOAH))
    await delete_in_zoom(stage, meeting)
    await ana.card_says(ts, REMOVED)
    await answer(ana, REMOVED, "Put back in Zoom")
    await ana.card_says(ts, "Meeting scheduled for")
    there = await now_at_zoom(stage, meeting)
    assert (there["deleted_at"], there["join_url"]) == (None, meeting["join_url"])
    assert len(await stage.mails(NOAH)) == mails
    assert starts(there, start)


async def test_what_was_removed_without_a_report_is_found_when_the_professional_connects_again(stage, ana):
    _, ts, meeting = await scheduled(stage, ana, days=3)
    await stage.act("faults", name="zoom_webhooks_lost", on=True)
    await delete_in_zoom(stage, meeting)
    await stage.act("faults", name="zoom_webhooks_lost", on=False)
    await stage.act("zoom/remove-app", email="ana@clinica-norte.example")
    message = await ana.card("Zoom needs you to connect again by")
    assert "or the meeting on" in message["text"]
    await ana.do("home")
    assert "depend" in texts(await ana.see("home"))
    assert "Zoom is connected" in await ana.connect()
    await ana.card_says(ts, REMOVED)
    await ana.do("click", name="Cancel meeting", where=ts)
    await ana.do("fill", name="reason", value="I am ill.")
    await ana.do("submit")
    await ana.card_says(ts, "Meeting canceled.")
    await stage.mail(NOAH, "Canceled: your online meeting")
    await ana.do("close", everything=True)


async def test_what_was_moved_is_accepted_and_the_patient_told(stage, ana):
    start, ts, meeting = await scheduled(stage, ana, days=4)
    await in_zoom(stage, meeting, "move", minutes=60)
    await stage.advance(timedelta(seconds=40))
    await ana.card_says(ts, "your patient has not been told")
    await answer(ana, MOVED, "Accept and tell patient")
    mail = await stage.mail(NOAH, CHANGED)
    assert "at 10:00 AM (New York time)" in mail["text"]
    assert "Old time:" in mail["text"]
    await ana.card_of(start + timedelta(hours=1))


async def test_what_was_moved_is_put_back(stage, ana):
    start, ts, meeting = await scheduled(stage, ana, days=5)
    await in_zoom(stage, meeting, "move", minutes=60)
    await stage.advance(timedelta(seconds=40))
    await ana.card_says(ts, "your patient has not been told")
    await answer(ana, MOVED, "Put back in Zoom")

    async def is_back() -> bool:
        return starts(await now_at_zoom(stage, meeting), start)

    await until(is_back, "the old time in Zoom")


async def test_who_waits_is_told_of_until_they_are_let_in(stage, ana):
    start, _, meeting = await scheduled(stage, ana, days=6)
    await stage.move_to(start)
    async with httpx.AsyncClient(trust_env=False) as browser:
        await browser.get(meeting["join_url"])
    message = await ana.card("Your patient is in the waiting room.")
    assert "Start meeting" in [each.get("text", {}).get("text") for each in elements(message)]
    await in_zoom(stage, meeting, "start")

    async def is_gone() -> bool:
        return message["ts"] not in [each["ts"] for each in await ana.see("messages")]

    await until(is_gone, "the end of the message")
