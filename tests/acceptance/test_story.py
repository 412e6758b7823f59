"""The main job, from the first click to the last, as processes: on either database, by either way from Slack."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from tests.acceptance.stage import NOAH, Stage, next_afternoon, texts
from tests.waiting import until

NEW_YORK = ZoneInfo("America/New_York")

PAIRS = ["sqlite-http", "sqlite-socket", "postgresql-http", "postgresql-socket"]

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.parametrize("stage", PAIRS, indirect=True, scope="module"),
]


async def test_the_main_job_from_the_first_click_to_the_last(stage, ana):
    await ana.do("home")
    assert "Connect your Zoom account" in texts(await ana.see("home"))

    assert "Zoom is connected" in await ana.connect()
    await ana.card("Zoom is connected.")

    start = await next_afternoon(stage, days=3)
    assert (await ana.schedule("Noah Clarke", start))["result"] == "updated"
    card = await ana.card("Meeting scheduled for")
    await ana.card_says(card["ts"], "Email to patient: sent at")
    [meeting] = await stage.zoom_meetings()
    assert (datetime.fromisoformat(meeting["starts_at"]), meeting["topic"]) == (
        start.astimezone(UTC),
        "Online meeting",
    )

    invitation = await stage.mail(NOAH, "Your online meeting")
    local = start.astimezone(NEW_YORK)
    assert f"{local:%A}, {local:%B} {local.day}, {local.year} at 9:00 AM (New York time)" in invitation["text"]
    assert meeting["join_url"] in invitation["text"]
    [event] = Calendar.from_ical(invitation["calendar"]).walk("VEVENT")
    assert event["DTSTART"].dt == start.astimezone(UTC)

    for hours, expected in ((24, 1), (1, 2)):
        await stage.move_to(start - timedelta(hours=hours))
        await until(lambda expected=expected: reminded(stage, NOAH, expected), f"reminder {expected}")


async def reminded(stage: Stage, address: str, count: int) -> bool:
    return len(await stage.mails(address, "Reminder")) == count
