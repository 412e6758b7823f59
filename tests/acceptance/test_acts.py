"""What else happens in a professional's day, as processes on loopback; the tests share one product, in any order."""

from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from tests.acceptance.stage import (
    CANCELED,
    CANCELED_IN_SPANISH,
    HANA,
    INVITED_IN_SPANISH,
    MARIA,
    NOAH,
    PENA,
    connected,
    elements,
    next_afternoon,
    texts,
)
from tests.waiting import until

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_cancelled_meeting_is_gone_and_explained_and_never_reminded_of(stage, ana):
    await connected(ana)
    start = await next_afternoon(stage, days=2)
    await ana.schedule("Hana Sato", start)
    await stage.mail(HANA, "Your online meeting")
    card = await ana.card_of(start)

    await ana.do("click", name="Cancel meeting", where=card["ts"])
    await ana.do("fill", name="reason", value="I am ill. Please call us.")
    assert (await ana.do("submit"))["result"] == "updated"

    cancellation = await stage.mail(HANA, CANCELED)
    assert "I am ill. Please call us." in cancellation["text"]
    [event] = Calendar.from_ical(cancellation["calendar"]).walk("VEVENT")
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 1)
    await ana.card_says(card["ts"], "Zoom: removed")

    await stage.move_to(start - timedelta(minutes=30))
    # A meeting scheduled after the jump is served after anything that was due before it.
    await ana.schedule("María García", await next_afternoon(stage, days=4))
    await stage.mail(MARIA, INVITED_IN_SPANISH)
    assert await stage.mails(HANA, "Reminder") == []


async def test_a_meeting_is_picked_from_the_list_and_cancelled(stage, ana):
    await connected(ana)

    async def cancellations() -> int:
        return len(await stage.mails(NOAH, CANCELED)) + len(await stage.mails(MARIA, CANCELED_IN_SPANISH))

    before = await cancellations()
    for days in (11, 12):
        start = await next_afternoon(stage, days)
        await ana.schedule("Noah Clarke", start)
        await ana.card_says((await ana.card_of(start))["ts"], "Email to patient: sent at")
        await ana.do("close")
    await ana.command("cancel")
    [listed] = await ana.see("modals")
    first = next(element for element in elements(listed) if element.get("type") == "button")
    await ana.do("click", name="Cancel meeting", value=first["value"])
    await ana.do("fill", name="reason", value="A strike.")
    await ana.do("submit")

    async def told() -> bool:
        return await cancellations() > before

    await until(told, "a cancellation by mail")


async def test_a_double_click_on_send_makes_one_meeting(stage, ana):
    await connected(ana)
    start = await next_afternoon(stage, days=21)
    await ana.command("new")
    await ana.fill_form("Lucía Peña", start)
    await ana.do("submit", twice=True)
    await stage.mail(PENA, INVITED_IN_SPANISH)
    starts = [datetime.fromisoformat(each["starts_at"]) for each in await stage.zoom_meetings()]
    assert starts.count(start.astimezone(UTC)) == 1


async def test_the_shortcut_opens_the_form_from_anywhere(stage, ana):
    await connected(ana)
    assert (await ana.do("shortcut", name="New meeting"))["result"] == "done"
    [form] = await ana.see("modals")
    assert form["callback_id"] == "schedule_meeting"
    await ana.do("close")


async def test_a_past_time_is_refused_beside_the_field_and_the_form_stays(stage, ana):
    await connected(ana)
    outcome = await ana.schedule("Noah Clarke", await next_afternoon(stage, days=-3))
    assert (outcome["result"], outcome["errors"]) == ("errors", {"date": "This time has passed. Choose a later one."})
    [form] = await ana.see("modals")
    assert form["state"]["values"]["topic"]["topic"]["value"] == "Follow-up"
    await ana.do("close")


async def test_a_refused_mail_is_told_to_the_professional(stage, ana):
    await connected(ana)
    await stage.act("faults", name="mail_refused", on=True)
    start = await next_afternoon(stage, days=30)
    await ana.schedule("Mateo Peña", start)
    await ana.card("The email about")
    await stage.act("faults", name="mail_refused", on=False)
    card = await ana.card_of(start)
    await ana.card_says(card["ts"], "Email to patient: not accepted; please call")


async def test_zoom_down_is_waited_out_and_makes_one_meeting(stage, ana):
    await connected(ana)
    start = await next_afternoon(stage, days=40)
    await stage.act("faults", name="zoom_create_then_cut", on=True, times=1)
    await ana.schedule("Noah Clarke", start)

    await ana.card_of(start)
    starts = [datetime.fromisoformat(each["starts_at"]) for each in await stage.zoom_meetings()]
    assert starts.count(start.astimezone(UTC)) == 1


async def test_an_ordinary_guest_is_refused_kindly(stage):
    guest = stage.person("U0GIL000001")
    await guest.command("new")
    [answer] = await guest.see("ephemerals")
    assert "not set up as a professional here" in texts(answer)
    assert await guest.see("modals") == []


async def test_the_zoom_account_of_another_clinic_is_refused_with_its_own_page(stage):
    ben = stage.person("U0BEN000001")
    page = await ben.connect(account="zOlgaFar2Nc7Jw5BtKv0Ra")
    assert "not open to your Zoom account yet" in page
