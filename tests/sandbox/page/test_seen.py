"""What the page is told: each person's Slack to that person only, and the world around."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from sandbox.faults import Fault
from sandbox.page.around import FAULT_WORDS
from sandbox.zoom.meetings import SCHEDULED, ZoomMeeting
from tests.slack_world import ANA, BEN, Slack, actions, an_input, button, home, modal, section

ZOOM_ID = 85_746_065_432
NOW = datetime(2026, 11, 16, 9, tzinfo=UTC)
GIL = "U0GIL000001"


async def slack_of(browser: httpx.AsyncClient, user_id: str) -> Any:
    return (await browser.get(f"/page/people/{user_id}")).json()


async def world(browser: httpx.AsyncClient) -> Any:
    return (await browser.get("/page/world")).json()


def texts(conversation: Any) -> list[str]:
    return [message["text"] for message in conversation["messages"]]


async def test_home_modals_and_messages_are_seen(browser: httpx.AsyncClient, slack: Slack):
    await slack.call("views.publish", user_id=ANA, view=home(actions(button("New meeting"))))
    await slack.open_modal(modal(an_input()))
    await slack.call("chat.postMessage", channel=ANA, text="Meeting scheduled.")

    seen = await slack_of(browser, ANA)

    assert (seen["home"]["blocks"][0]["elements"][0]["text"]["text"], len(seen["modals"])) == ("New meeting", 1)
    assert (texts(seen["direct"]), texts(seen["channel"])) == (["Meeting scheduled."], [])


async def test_what_is_one_persons_is_not_told_to_another(browser: httpx.AsyncClient, slack: Slack):
    slack.bot.answers("command", {"text": "A secret of Ben's."})
    await slack.person(BEN).type_command("/meeting")
    await slack.person(BEN).type_command("/weather")
    await slack.call("views.publish", user_id=BEN, view=home(section("A secret of Ben's.")))
    await slack.open_modal(modal(section("A secret of Ben's.")), BEN)
    await slack.call("chat.postMessage", channel=BEN, text="A secret of Ben's.")

    seen = await browser.get(f"/page/people/{ANA}")
    around = await browser.get("/page/world")

    assert "secret" not in seen.text + around.text
    assert (seen.json()["notice"], seen.json()["modals"]) == ("", [])
    assert (await browser.get(f"/page/people/{BEN}")).text.count("A secret of Ben's.") >= 4


async def test_an_ephemeral_answer_stands_in_the_channel_for_its_reader(browser: httpx.AsyncClient, slack: Slack):
    await slack.person(BEN).say("Good morning")
    slack.bot.answers("command", {"text": "Next meeting: none."})
    await slack.person().type_command("/meeting")

    seen, other = (await slack_of(browser, ANA))["channel"], (await slack_of(browser, BEN))["channel"]

    assert [(each["text"], each["is_ephemeral"]) for each in seen["messages"]] == [
        ("Good morning", False),
        ("Next meeting: none.", True),
    ]
    assert texts(other) == ["Good morning"]


async def test_what_a_person_says_is_escaped_as_slack_does(browser: httpx.AsyncClient, slack: Slack):
    await browser.post(f"/control/people/{ANA}/say", json={"text": "<!channel> a & b"})
    assert texts((await slack_of(browser, BEN))["channel"]) == ["&lt;!channel&gt; a &amp; b"]


@pytest.mark.parametrize("path", ["U0NOBODY", "U0CONSULTA1", "U0NOBODY/changes"])
async def test_nobody_unknown_has_a_slack(browser: httpx.AsyncClient, path: str):
    assert (await browser.get(f"/page/people/{path}")).status_code == 404


async def test_the_workspace_names_people_and_what_the_app_offers(browser: httpx.AsyncClient):
    workspace = (await world(browser))["workspace"]

    assert [(one["name"], one["kind"]) for one in workspace["people"]] == [
        ("Ana Ruiz", "Member"),
        ("Ben Okafor", "Member"),
        ("Gil Serra", "Guest"),
        ("Consulta", "App"),
    ]
    assert [command["name"] for command in workspace["app"]["commands"]] == ["/meeting"]


def a_meeting(slack: Slack) -> ZoomMeeting:
    zoom, now = slack.world.zoom, slack.world.clock.now()
    zoom.meetings[ZOOM_ID] = ZoomMeeting(
        id=ZOOM_ID,
        uuid="4444AAAiAAAAAiAiAiiAii==",
        host_id=next(iter(zoom.accounts)),
        topic="Online meeting",
        agenda="",
        type=SCHEDULED,
        starts_at=now + timedelta(days=3),
        minutes=50,
        timezone="UTC",
        password="",
        join_url=f"http://127.0.0.1:8020/zoom/j/{ZOOM_ID}",
        start_url="",
        settings={},
        created_at=now,
    )
    return zoom.meetings[ZOOM_ID]


async def the_meeting(browser: httpx.AsyncClient) -> tuple[str, bool, bool]:
    [meeting] = (await world(browser))["zoom"]["accounts"][0]["meetings"]
    return meeting["state"], meeting["patient_is_there"], meeting["was_held"]


async def test_a_meeting_is_followed_from_the_patients_wait_to_its_end(browser: httpx.AsyncClient, slack: Slack):
    path = f"/control/zoom/meetings/{a_meeting(slack).id}"
    seen = [await the_meeting(browser)]
    assert "Please wait, the host will let you in" in (await browser.get(f"/zoom/j/{ZOOM_ID}")).text
    seen.append(await the_meeting(browser))
    for act in ("start", "end"):
        await browser.post(f"{path}/{act}")
        seen.append(await the_meeting(browser))
    await browser.delete(path)
    seen.append(await the_meeting(browser))

    assert seen == [
        ("waiting", False, False),
        ("waiting", True, False),
        ("open", True, False),
        ("waiting", False, True),
        ("deleted", False, True),
    ]
    webhooks = (await world(browser))["zoom"]["webhooks"]
    assert [(one["event"], one["tries"], one["is_acknowledged"]) for one in webhooks] == [
        ("meeting.deleted", 1, True),
        ("meeting.ended", 1, True),
        ("meeting.started", 1, True),
    ]


async def test_each_fault_has_words_and_tells_whether_it_is_on(browser: httpx.AsyncClient, slack: Slack):
    slack.world.faults.switch_on(Fault.ZOOM_DOWN, 2)
    on = [fault for fault in (await world(browser))["faults"] if fault["is_on"]]
    assert on == [{"name": "zoom_down", "words": "Zoom is down", "is_on": True, "times": 2}]
    assert set(FAULT_WORDS) == set(Fault)


async def test_traffic_is_told_in_outline_and_read_one_by_one(browser: httpx.AsyncClient, slack: Slack):
    await slack.call("chat.postMessage", channel=ANA, text="Meeting scheduled.")
    await slack.call("chat.postMessage", channel="C0GENERAL01", text="For all.")

    newest, before = (await world(browser))["traffic"]
    whole = (await browser.get(f"/page/traffic/{before['number']}")).json()

    assert (newest["verdict"], before["verdict"], "body" in before) == ("not_in_channel", "ok", False)
    assert (whole["body"]["text"], whole["answer"]["ok"]) == ("Meeting scheduled.", True)
    assert (await browser.get("/page/traffic/7")).status_code == 404


async def test_a_mailbox_that_several_share_names_them_all(browser: httpx.AsyncClient):
    boxes = {box["address"]: box for box in (await world(browser))["mailboxes"]}
    family = boxes["pena.family@patients.example"]
    assert (family["name"], family["zone"]) == ("Lucía Peña and Mateo Peña", "Atlantic/Canary")


async def test_mail_for_an_unknown_address_has_a_mailbox_too(browser: httpx.AsyncClient, slack: Slack):
    slack.world.mail.receive(b"Subject: Hello\r\n\r\nx", sender="a@b.c", recipient="x@y.z", received_at=NOW)
    box = (await world(browser))["mailboxes"][-1]
    assert (box["name"], [mail["subject"] for mail in box["mails"]]) == ("x@y.z", ["Hello"])


async def test_the_clock_is_moved_to_a_wall_time_of_a_zone(browser: httpx.AsyncClient):
    wish = {"to": "2100-01-01T00:00", "zone": "Europe/Madrid"}
    answer = await browser.post("/control/clock", json=wish)
    refused = await browser.post("/control/clock", json={**wish, "zone": "Europe/Atlantis"})

    assert answer.json()["now"].startswith("2099-12-31T23:00:0")
    assert (refused.status_code, refused.json()) == (400, {"error": "There is no time zone Europe/Atlantis."})
