"""Who is a professional, as processes on loopback: chosen by an admin, removed, deactivated, and let in again."""

import httpx
import pytest

from tests.acceptance.stage import BEN_AT_ZOOM, CANCELED, NOAH, Person, connected, elements, next_afternoon, texts
from tests.waiting import until

pytestmark = pytest.mark.asyncio(loop_scope="module")

OLIVIA = "olivia.brown@patients.example"
NOT_SET_UP = "Your Slack account is not set up as a professional here."


async def admin_modal(ana: Person):
    """Open the list of professionals as the admin, who Ana is as well."""
    if await ana.see("modals"):
        await ana.do("close", everything=True)
    await ana.command("admin")
    [view] = await ana.see("modals")
    return view


async def press(person: Person, spoken: str) -> None:
    """Press the button of the top modal that a screen reader calls so, and say yes where that is asked."""
    *_, view = await person.see("modals")
    [found] = [each for each in elements(view) if each.get("accessibility_label") == spoken]
    outcome = await person.do("click", name=found["action_id"], confirmed=True)
    assert outcome["result"] == "done", outcome


async def choose_policy(ana: Person, who: str, **more: str) -> None:
    await admin_modal(ana)
    await ana.do("click", name="Change")
    for name, value in {"who_serves": who, **more}.items():
        outcome = await ana.do("fill", name=name, value=value)
        assert outcome["result"] == "done", outcome
    outcome = await ana.do("submit")
    assert outcome["result"] == "updated", outcome
    await ana.do("close", everything=True)


async def scheduled(stage, person: Person, patient: str, days: int):
    start = await next_afternoon(stage, days)
    await person.schedule(patient, start)
    card = await person.card("Meeting scheduled for")
    await person.card_says(card["ts"], "Email to patient: sent at")
    await person.do("close", everything=True)
    return card


async def revoked(stage) -> bool:
    """Whether Zoom was asked to take a grant back, since the traffic was last looked at."""
    return any(each["path"].endswith("/oauth/revoke") for each in await stage.look("traffic?to=zoom"))


async def test_who_is_removed_from_the_list_is_disconnected_and_refused_and_an_admin_decides(stage, ana):
    await connected(ana)
    await choose_policy(ana, "People on a list that admins keep")
    await scheduled(stage, ana, "Noah Clarke", days=3)

    await admin_modal(ana)
    await press(ana, "Remove Ana Ruiz from the list")
    [view] = await ana.see("modals")
    assert "Ana Ruiz is no longer on the list." in texts(view)
    assert "1 upcoming meeting is kept." in texts(view)
    assert "Noah" not in texts(view)
    await ana.home_says(NOT_SET_UP)
    await until(lambda: revoked(stage), "the grant given back to Zoom")

    await ana.do("close", everything=True)
    await ana.command("new")
    assert NOT_SET_UP in texts((await ana.see("ephemerals"))[-1])

    before = len(await stage.mails(NOAH, CANCELED))
    await admin_modal(ana)
    await press(ana, "Cancel the meetings of Ana Ruiz and email the patients")
    await ana.do("fill", name="reason", value="Dr. Ruiz has left the clinic.")
    assert (await ana.do("submit"))["result"] == "updated"

    async def told() -> bool:
        mails = await stage.mails(NOAH, CANCELED)
        return len(mails) > before and "Dr. Ruiz has left the clinic." in mails[-1]["text"]

    await until(told, "the reason in the mail to the patient")
    await ana.do("close", everything=True)
    assert "Ana Ruiz is no longer" not in texts(await admin_modal(ana)).replace("*", "")

    await ana.do("choose", name="add_professional", option="U0ANA000001", where="modal")
    assert "Ana Ruiz is on the list." in texts((await ana.see("modals"))[-1])
    await connected(ana)
    await choose_policy(ana, "All full members")


async def test_a_group_decides_and_is_chosen_by_its_name(stage, ana):
    ben = stage.person("U0BEN000001")
    await connected(ana)
    agreed = "Disconnect them from Zoom"
    await choose_policy(ana, "Members of a Slack user group", user_group="Doctors", disconnects=agreed)
    await ben.do("home")
    assert NOT_SET_UP in texts(await ben.see("home"))
    await ana.do("home")
    assert "My meetings" in texts(await ana.see("home"))
    await choose_policy(ana, "All full members")
    await ben.do("home")
    assert NOT_SET_UP not in texts(await ben.see("home"))


async def test_who_is_deactivated_starts_nothing_by_a_link_that_was_drawn_before(stage, ana):
    ben = stage.person("U0BEN000001")
    if await ben.see("modals"):
        await ben.do("close", everything=True)
    await ben.do("home")
    if "Zoom is connected." not in texts(await ben.see("home")):
        assert "Zoom is connected" in await ben.connect(BEN_AT_ZOOM)
    card = await scheduled(stage, ben, "Olivia Brown", days=2)
    await ben.do("click", name="Details", where=card["ts"])
    await ben.do("click", name="Start meeting")
    [link] = [each["url"] for each in elements((await ben.see("modals"))[-1]) if "url" in each]
    async with httpx.AsyncClient(trust_env=False) as browser:
        assert (await browser.get(link)).status_code == httpx.codes.FOUND

    await stage.act("slack/members/U0BEN000001", deleted=True)
    async with httpx.AsyncClient(trust_env=False) as browser:
        page = await browser.get(link)
        assert NOT_SET_UP in page.text
        assert "Support" in page.text
    await connected(ana)
    assert "Ben Okafor is no longer a professional. 1 upcoming meeting is kept." in texts(
        await admin_modal(ana)
    ).replace("*", "")
    await press(ana, "Keep the meetings of Ben Okafor")
    assert "Ben Okafor is no longer" not in texts((await ana.see("modals"))[-1]).replace("*", "")
    assert not await stage.mails(OLIVIA, CANCELED)

    await stage.act("slack/members/U0BEN000001", deleted=False)
    await ben.do("home")
    await ben.home_says("Connect your Zoom account")
