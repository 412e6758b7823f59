"""What a professional chooses takes effect at once on what is not yet sent, as processes; tests share one product."""

from datetime import datetime, timedelta

import pytest

from tests.acceptance.stage import MARIA, NOAH, Json, Person, Stage, connected, elements, next_afternoon, texts
from tests.waiting import until

pytestmark = pytest.mark.asyncio(loop_scope="module")
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


async def scheduled(stage: Stage, ana: Person, patient: str, days: int, hours: int = 0) -> tuple[datetime, str]:
    """Schedule a meeting some days ahead; returns its start and the ts of its card.

    Each test has an hour of its own: they come in any order, and the clock moves between them.
    """
    start = await next_afternoon(stage, days) + hours * HOUR
    await ana.schedule(patient, start)
    card = await ana.card_of(start)
    await ana.card_says(card["ts"], "Email to patient: sent at")
    await ana.do("close")
    return start, card["ts"]


async def choose(ana: Person, **fields: str | list[str]) -> None:
    """Fill in My profile and save it."""
    await ana.command("profile")
    for name, value in fields.items():
        outcome = await ana.do("fill", name=name, value=value)
        assert outcome["result"] == "done", outcome
    assert (await ana.do("submit"))["result"] == "updated"
    await ana.do("close", everything=True)


async def count_of(stage: Stage, address: str, subject: str, count: int) -> None:
    async def are_there() -> bool:
        return len(await stage.mails(address, subject)) == count

    await until(are_there, f"{count} mails {subject!r}")


async def nudge(ana: Person) -> Json | None:
    messages = await ana.see("messages")
    return next((each for each in messages if each["text"].startswith("Your meeting starts at")), None)


async def test_a_changed_lead_moves_the_reminder_and_a_switched_nudge_comes_and_goes(stage, ana):
    await connected(ana)
    await choose(ana, reminders=["24 hours before", "1 hour before"], nudge="10 minutes before")
    start, ts = await scheduled(stage, ana, "Noah Clarke", days=3)
    await ana.card_says(ts, "Reminders: 24 hours and 1 hour before")
    before = len(await stage.mails(NOAH, "Reminder"))

    await choose(ana, reminders=["2 hours before"], nudge="30 minutes before")
    await ana.card_says(ts, "Reminders: 2 hours before")

    await stage.move_to(start - 2 * HOUR)
    await count_of(stage, NOAH, "Reminder", before + 1)
    await stage.move_to(start - 30 * MINUTE)
    message = await ana.card("Your meeting starts at 3:00 PM.")
    assert [texts(each) for each in elements(message)] == ["Start meeting"]
    # The hour before has passed, with nothing left of what was planned first.
    await count_of(stage, NOAH, "Reminder", before + 1)

    await ana.do("click", name="Cancel meeting", where=ts)
    await ana.do("fill", name="reason", value="I am ill.")
    await ana.do("submit")

    async def has_gone() -> bool:
        return await nudge(ana) is None

    await until(has_gone, "the end of the message before the meeting")


async def test_letters_speak_the_patients_language_and_have_what_the_professional_shows(stage, ana):
    await connected(ana)
    await choose(
        ana,
        phone="+34 600 000 000",
        signature="Dra. Ana Ruiz, Clínica Norte",
        wording="Name the topic, if it is shown to the patient",
    )
    await scheduled(stage, ana, "María García", days=5, hours=1)
    mail = await stage.mail(MARIA, "Su cita en línea del ")
    assert "Póngase en contacto con Ana Ruiz, +34 600 000 000." in mail["text"]
    assert "Dra. Ana Ruiz, Clínica Norte" in mail["text"]
    assert "(hora de Madrid)" in mail["subject"]
    assert "Follow-up" not in mail["subject"] + mail["text"]


async def test_names_in_slack_change_on_cards_and_home_at_once(stage, ana):
    await connected(ana)
    await choose(ana, names="Full names in Home and forms, initials in messages")
    _, ts = await scheduled(stage, ana, "Noah Clarke", days=6, hours=2)
    await ana.card_says(ts, "Patient: N. C.")
    await choose(ana, names="Codes everywhere")
    card = await ana.card_says(ts, "Patient: P-")
    assert "N. C." not in str(card)

    async def is_coded() -> bool:
        home = texts(await ana.see("home"))
        return "Patient: P-" in home and "Noah" not in home

    await until(is_coded, "codes in Home")
    await choose(ana, names="Full names in Home and forms, initials in messages")
    await ana.card_says(ts, "Patient: N. C.")


async def test_an_admins_default_reaches_who_chose_nothing_and_not_who_did(stage, ana):
    await connected(ana)
    await choose(ana, reminders=["12 hours before"])
    _, ts = await scheduled(stage, ana, "Noah Clarke", days=7, hours=3)
    await ana.card_says(ts, "Reminders: 12 hours before")
    ben = stage.person("U0BEN000001")
    await ben.command("profile")
    assert "Workspace defaults" not in texts(await ben.see("modals"))
    await ben.do("close")

    await ana.command("profile")
    await ana.do("click", name="Workspace defaults")
    await ana.do("fill", name="reminders", value=["4 hours before"])
    await ana.do("fill", name="duration", value="30 minutes")
    assert (await ana.do("submit"))["result"] == "updated"
    await ana.do("close", everything=True)

    await ana.command("new")
    [form] = await ana.see("modals")
    [select] = [block["element"] for block in form["blocks"] if block["block_id"] == "duration"]
    assert select["initial_option"]["value"] == "30"
    await ana.do("close")
    await ben.command("profile")
    [form] = await ben.see("modals")
    [boxes] = [block["element"] for block in form["blocks"] if block["block_id"] == "reminders"]
    assert [each["value"] for each in boxes["initial_options"]] == ["240"]
    await ben.do("close")
    await ana.card_says(ts, "Reminders: 12 hours before")


async def test_working_hours_warn_and_forbid_nothing(stage, ana):
    await connected(ana)
    await ana.command("profile")
    await ana.do("click", name="Working hours")
    for day in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"):
        await ana.do("fill", name=day, value="9:00 AM to 2:00 PM")
    await ana.do("submit")
    await ana.do("close", everything=True)
    await ana.schedule("Noah Clarke", await next_afternoon(stage, days=8) + 4 * HOUR)

    async def is_warned() -> bool:
        shown = texts(await ana.see("modals"))
        return "Meeting scheduled for" in shown and "This is outside your working hours." in shown

    await until(is_warned, "a meeting that is scheduled all the same")
    await ana.do("close", everything=True)
