"""A meeting's day, as processes on loopback: opened, held, ended, missed, deleted; the tests share one product."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from tests.acceptance.stage import NOAH, Json, Person, Stage, connected, elements, next_afternoon, texts
from tests.waiting import until

MINUTE = timedelta(minutes=1)
LONG_ENOUGH = timedelta(minutes=50 + 30)  # after so long what nobody opened was not held

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def scheduled(stage: Stage, ana: Person) -> tuple[datetime, str]:
    """Schedule a meeting two days ahead; returns its start and the ts of its card."""
    await connected(ana)
    start = await next_afternoon(stage, days=2)
    await ana.schedule("Noah Clarke", start)
    card = await ana.card_of(start)
    await ana.do("close")
    return start, card["ts"]


async def begun(stage: Stage, ana: Person) -> tuple[datetime, str]:
    """A meeting whose planned start has come, as its card shows."""
    start, ts = await scheduled(stage, ana)
    await stage.move_to(start)
    await ana.card_says(ts, "End meeting")
    return start, ts


async def at_zoom(stage: Stage, start: datetime) -> Json:
    """Find the meeting at Zoom."""
    meetings = await stage.zoom_meetings()
    [found] = [each for each in meetings if datetime.fromisoformat(each["starts_at"]) == start.astimezone(UTC)]
    return found


async def host(stage: Stage, start: datetime, does: str) -> None:
    """Start or end the meeting at Zoom."""
    await stage.act(f"zoom/meetings/{(await at_zoom(stage, start))['id']}/{does}")


async def start_link(ana: Person, ts: str) -> str:
    card = await ana.card_says(ts, "Start meeting")
    return next(each["url"] for each in elements(card) if "/start?with=" in each.get("url", ""))


async def follow(link: str) -> httpx.Response:
    async with httpx.AsyncClient(trust_env=False) as browser:
        return await browser.get(link)


async def webhooks(stage: Stage) -> list[Json]:
    return await stage.look("zoom/webhooks")


async def test_the_host_starts_by_the_link_and_the_card_follows_to_the_end(stage, ana):
    start, ts = await begun(stage, ana)
    link = await start_link(ana, ts)
    first, second = (await follow(link)).headers["location"], (await follow(link)).headers["location"]
    assert first != second
    assert "You are hosting the meeting" in (await follow(second)).text
    await ana.card_says(ts, "Meeting in progress since 3:00 PM.")
    await ana.card_says(ts, "Rejoin meeting")

    await stage.advance(40 * MINUTE)
    await host(stage, start, "end")
    await ana.card_says(ts, "Meeting ended.")

    # What comes late and twice opens nothing anew.
    *_, opened, _closed = range(len(await webhooks(stage)))
    await stage.act(f"zoom/webhooks/{opened}/again")
    await ana.do("home")
    assert "In progress" not in texts(await ana.see("home"))


async def test_a_meeting_that_was_held_without_a_report_is_found_at_zoom_and_deleted_there(stage, ana):
    start, ts = await scheduled(stage, ana)
    await stage.act("faults", name="zoom_webhooks_lost", on=True)
    await stage.move_to(start)
    await host(stage, start, "start")
    await stage.advance(40 * MINUTE)
    await host(stage, start, "end")
    await stage.act("faults", name="zoom_webhooks_lost", on=False)

    await stage.move_to(start + LONG_ENOUGH)
    await ana.card_says(ts, "Meeting ended.")

    await ana.do("click", name="Delete meeting", where=ts)
    assert (await ana.do("submit"))["result"] == "updated"
    await ana.card_says(ts, "This meeting was deleted.")

    async def is_gone() -> bool:
        return bool((await at_zoom(stage, start))["deleted_at"])

    await until(is_gone, "the meeting gone at Zoom")


async def test_a_meeting_that_nobody_opened_is_not_held_and_its_link_runs_out(stage, ana):
    start, ts = await begun(stage, ana)
    link = await start_link(ana, ts)
    await stage.move_to(start + LONG_ENOUGH)
    await ana.card_says(ts, "No one opened the meeting on")
    refused = await follow(link)
    assert (refused.status_code, "This meeting was not held." in refused.text) == (httpx.codes.CONFLICT, True)

    await stage.move_to(start + LONG_ENOUGH + 31 * MINUTE)

    async def has_run_out() -> bool:
        return "This link has run out." in (await follow(link)).text

    await until(has_run_out, "the end of the link")


async def test_a_start_link_is_for_its_owner_and_for_a_meeting_that_is_on(stage, ana):
    _, ts = await begun(stage, ana)
    link = await start_link(ana, ts)
    forged = await follow(link.replace("U0ANA000001", "U0BEN000001"))
    assert (forged.status_code, "This link does not work." in forged.text) == (httpx.codes.CONFLICT, True)

    await ana.do("click", name="Cancel meeting", where=ts)
    [form] = await ana.see("modals")
    assert "If it is open in Zoom, it closes for everyone." in texts(form)
    await ana.do("fill", name="reason", value="I am ill.")
    await ana.do("submit")
    refused = await follow(link)
    assert (refused.status_code, "This meeting was already canceled" in refused.text) == (httpx.codes.CONFLICT, True)


async def test_a_meeting_is_ended_from_home_and_its_call_closed(stage, ana):
    start, ts = await begun(stage, ana)
    await host(stage, start, "start")
    await ana.card_says(ts, "Meeting in progress since")
    await ana.do("home")
    await ana.do("choose", name="meeting_menu:next", option="End meeting", where="home")
    assert (await ana.do("submit", twice=True))["result"] == "updated"
    [over] = await ana.see("modals")
    assert "Marked as over." in texts(over)
    await ana.card_says(ts, "Zoom: the call is closed")
    assert [each["event"] for each in (await webhooks(stage))[-2:]] == ["meeting.started", "meeting.ended"]


async def test_what_zoom_refused_is_tried_again_and_told_to_the_patient(stage, ana):
    await connected(ana)
    start = await next_afternoon(stage, days=90)  # out of the way of the other tests, which follow the clock
    await stage.act("faults", name="zoom_refuses", on=True, times=1)
    await ana.schedule("Noah Clarke", start)
    failed = await ana.card("Meeting not scheduled for")
    await ana.do("close")
    before = len(await stage.mails(NOAH, "Your online meeting"))
    await ana.do("click", name="Try again", where=failed["ts"])
    await ana.card_says(failed["ts"], "Meeting scheduled for")

    async def is_told() -> bool:
        return len(await stage.mails(NOAH, "Your online meeting")) == before + 1

    await until(is_told, "an invitation")
    assert not (await at_zoom(stage, start))["deleted_at"]


async def test_zoom_finds_that_its_reports_are_welcome(stage):
    assert (await stage.act("zoom/webhooks/validate"))["is_valid"]
