"""An assistant schedules for a professional, as processes on loopback."""

from datetime import datetime

import pytest

from tests.acceptance.stage import CANCELED, NOAH, Person, Stage, connected, next_afternoon, texts
from tests.waiting import until

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def appoint(ana: Person, slack_user_id: str) -> None:
    await ana.do("home")
    await ana.do("click", name="Assistants", where="home")
    outcome = await ana.do("choose", name="appoint_assistant", option=slack_user_id)
    assert outcome["result"] == "done", outcome
    assert "can schedule for you now." in texts(await ana.see("modals"))
    await ana.do("close", everything=True)


async def act_for(ben: Person, name: str) -> None:
    await ben.do("home")
    outcome = await ben.do("choose", name="act_for", option=name, where="home")
    assert outcome["result"] == "done", outcome


async def sees_theirs_ready(ben: Person) -> None:
    """Wait for the outcome in the form that was sent for Ana, and close it."""

    async def told() -> bool:
        shown = texts(await ben.see("modals"))
        return "For *Ana Ruiz*." in shown and "Zoom: ready" in shown

    await until(told, "the outcome in the assistant's form")
    await ben.do("close", everything=True)


async def has_own_profile(ben: Person) -> None:
    await ben.command("profile")
    assert "Ben Okafor" in str(await ben.see("modals"))
    await ben.do("close", everything=True)


async def cancel_for_ana(ben: Person) -> None:
    await ben.command("cancel")
    [form] = await ben.see("modals")
    assert "For *Ana Ruiz*." in texts(form)
    await ben.do("fill", name="reason", value="Dr. Ruiz is ill.")
    assert (await ben.do("submit"))["result"] == "updated"


async def explained(stage: Stage, before: int) -> None:
    """Wait until Noah has one more mail of a cancellation than `before`."""

    async def came() -> bool:
        return len(await stage.mails(NOAH, CANCELED)) > before

    await until(came, "the cancellation by mail")


async def dismiss(ana: Person) -> None:
    await ana.do("home")
    await ana.do("click", name="Assistants", where="home")
    await ana.do("click", name="Remove")
    await ana.do("close", everything=True)


async def fills_in_in_vain(ben: Person, start: datetime) -> None:
    """Go on with the form of who was dismissed meanwhile."""
    await ben.do("fill", name="topic", value="Follow-up")
    assert (await ben.do("suggestions", name="patient", query=""))["options"] == []
    await ben.do("fill", name="date", value=f"{start:%Y-%m-%d}")
    assert "You don't schedule meetings for this professional any more." in str(await ben.see("modals"))
    await ben.do("close", everything=True)


async def test_an_assistant_schedules_and_cancels_for_the_professional_and_nobody_else(stage, ana):
    ben = stage.person("U0BEN000001")
    await connected(ana)
    await appoint(ana, ben.slack_user_id)
    await act_for(ben, "Ana Ruiz")
    await ben.home_says("For *Ana Ruiz*.", "Their meetings")

    start = await next_afternoon(stage, days=4)
    assert (await ben.schedule("Noah Clarke", start))["result"] == "updated"
    await sees_theirs_ready(ben)
    card = await ana.card_of(start)
    assert "Scheduled by Ben Okafor." in texts(card)
    assert "Meeting scheduled" not in texts(await ben.see("messages"))
    await ben.home_says("Noah Clarke")
    await has_own_profile(ben)

    before = len(await stage.mails(NOAH, CANCELED))
    await cancel_for_ana(ben)
    await ana.card_says(card["ts"], "Zoom: removed")
    await explained(stage, before)
    await ben.do("close", everything=True)

    await ben.command("new")
    await dismiss(ana)
    await fills_in_in_vain(ben, start)
    await ben.home_says("Connect your Zoom account")
