"""Leaving Zoom and coming back, as processes on loopback; the tests share one product, in any order."""

from datetime import timedelta

import httpx
import pytest

from tests.acceptance.stage import BEN_AT_ZOOM, CANCELED, HANA, NOAH, connected, elements, next_afternoon, texts
from tests.waiting import until

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def disconnect(ana, fate, reason=""):
    """Disconnect from Home, and wait until the modal tells the end."""
    await ana.do("home")
    await ana.do("click", name="Disconnect", where="home")
    [form] = await ana.see("modals")
    if "Keep them in Zoom" in texts(form):
        await ana.do("fill", name="upcoming", value=fate)
        await ana.do("fill", name="reason", value=reason)
    outcome = await ana.do("submit")
    assert outcome["result"] == "updated", outcome

    async def told():
        return "Zoom is disconnected. Authorization deleted here; Zoom confirmed." in texts(await ana.see("modals"))

    await until(told, "the end of the connection")
    await ana.do("close", everything=True)


async def scheduled(stage, ana, patient, days):
    start = await next_afternoon(stage, days)
    await ana.schedule(patient, start)
    card = await ana.card_of(start)
    await ana.card_says(card["ts"], "Email to patient: sent at")
    await ana.do("close", everything=True)
    return start, card


async def test_kept_meetings_go_on_without_zoom_and_come_back_to_life(stage, ana):
    await connected(ana)
    start, card = await scheduled(stage, ana, "Noah Clarke", days=2)
    join_url = (await stage.zoom_meetings())[-1]["join_url"]

    await disconnect(ana, "Keep them in Zoom")
    await ana.home_says("still in Zoom")
    home = await ana.see("home")
    assert [texts(each) for each in elements(home) if each["type"] == "button"] == ["Authenticate to Zoom"]
    await ana.do("click", name="Cancel meeting", where=card["ts"])
    assert "Zoom is not connected. Nothing changed." in texts(await ana.see("modals"))
    await ana.do("close", everything=True)

    async with httpx.AsyncClient(trust_env=False) as patient:
        assert (await patient.get(join_url)).status_code == httpx.codes.OK
    await stage.move_to(start - timedelta(hours=1))
    await stage.mail(NOAH, "Reminder")

    assert "Zoom is connected" in await ana.connect()
    await ana.home_says("Next meeting")
    await ana.do("click", name="Cancel meeting", where=card["ts"])
    await ana.do("fill", name="reason", value="I am back, and ill.")
    await ana.do("submit")
    await ana.card_says(card["ts"], "Zoom: removed")


async def test_cancelled_meetings_are_cleared_at_zoom_and_explained_before_the_grant_goes(stage, ana):
    await connected(ana)
    await scheduled(stage, ana, "Hana Sato", days=5)
    _, card = await scheduled(stage, ana, "Noah Clarke", days=6)

    await disconnect(ana, "Cancel them and email the patients", "I am moving to another city.")
    assert all(meeting["deleted_at"] for meeting in await stage.zoom_meetings())
    await ana.card_says(card["ts"], "Zoom: removed")

    async def explained():
        mails = [*await stage.mails(HANA, CANCELED), *await stage.mails(NOAH, CANCELED)]
        saying_why = [mail for mail in mails if "I am moving to another city." in mail["text"]]
        return len({mail["headers"]["Message-ID"] for mail in saying_why}) == 2  # a copy has the same

    await until(explained, "the reason in both mails")


async def test_with_a_broken_grant_the_patient_is_told_and_zoom_is_cleared_after_connecting_again(stage, ana):
    await connected(ana)
    _, card = await scheduled(stage, ana, "Hana Sato", days=8)
    before = len(await stage.mails(HANA, CANCELED))
    await stage.act("faults", name="zoom_revoked", on=True)

    await ana.do("click", name="Cancel meeting", where=card["ts"])
    await ana.do("fill", name="reason", value="I am ill.")
    await ana.do("submit")
    await ana.do("close", everything=True)

    async def told():
        return len(await stage.mails(HANA, CANCELED)) > before

    await until(told, "the cancellation by mail")
    await ana.home_says("Zoom needs you to connect again.")
    await ana.card_says(card["ts"], "Zoom: could not be removed yet; we keep trying")
    await stage.act("faults", name="zoom_revoked", on=False)
    assert "Zoom is connected" in await ana.connect()
    await ana.card_says(card["ts"], "Zoom: removed")


async def test_meetings_of_a_former_account_are_left_alone_until_it_is_connected_again(stage, ana):
    await connected(ana)
    _, card = await scheduled(stage, ana, "Hana Sato", days=10)
    made = (await stage.zoom_meetings())[-1]["id"]

    async def is_deleted():
        return any(each["id"] == made and each["deleted_at"] for each in await stage.zoom_meetings())

    await disconnect(ana, "Keep them in Zoom")
    assert "Zoom is connected" in await ana.connect(BEN_AT_ZOOM)
    await ana.card_says(card["ts"], "Zoom: in another Zoom account")
    await ana.do("click", name="Cancel meeting", where=card["ts"])
    await ana.do("fill", name="reason", value="I am ill.")
    await ana.do("submit")
    await ana.do("close", everything=True)
    await ana.card_says(card["ts"], "Meeting canceled")
    await ana.card_says(card["ts"], "Zoom: in another Zoom account")
    assert not await is_deleted()

    await disconnect(ana, "Keep them in Zoom")
    assert "Zoom is connected" in await ana.connect()
    await until(is_deleted, "the meeting gone from the former account")
    await ana.card_says(card["ts"], "Zoom: removed")
