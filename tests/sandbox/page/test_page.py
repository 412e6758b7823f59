"""The page by HTTP, within the whole application, with a stand-in for the bot."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from sandbox.app import build_app
from sandbox.faults import Fault
from sandbox.zoom.meetings import SCHEDULED, ZoomMeeting
from tests.slack_world import ADDRESSES, ANA, Slack, actions, an_input, button, element, home, modal, option, plain

MAIL = (
    b"From: a@b.example\r\nSubject: Online meeting\r\nContent-Type: text/plain\r\n\r\n"
    b"See https://zoom.example/j/1 <b>\r\n"
)
ZOOM_ID = 85_746_065_432


@pytest.fixture
async def browser(slack: Slack) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(build_app(slack.world))
    headers = {"Origin": ADDRESSES.sandbox}
    async with httpx.AsyncClient(transport=transport, base_url=ADDRESSES.sandbox, headers=headers) as client:
        yield client


async def press(browser: httpx.AsyncClient, slack: Slack, do: str, **fields: str) -> httpx.Response:
    """Press a button in the top modal, with fields by block_id."""
    named = {f"field:{json.dumps([block_id, 'act'])}": value for block_id, value in fields.items()}
    seen = slack.world.slack.modals(ANA)[-1].id
    form = {"where": "modal", "seen": seen, "do": do, **named}
    return await browser.post(f"/people/{ANA}/use", data=form, follow_redirects=True)


@pytest.mark.parametrize("path", ["/", f"/people/{ANA}", "/mailbox", "/zoom", "/clock", "/traffic", "/faults"])
async def test_each_page_is_there_and_runs_nothing(browser: httpx.AsyncClient, path: str) -> None:
    answer = await browser.get(path)
    assert (answer.status_code, "<script" in answer.text) == (200, False)
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")


async def test_the_first_page_names_people_and_their_kind(browser: httpx.AsyncClient) -> None:
    text = (await browser.get("/")).text
    assert all(words in text for words in ("Ana Ruiz", "Ben Okafor", "Guest"))


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Host": "evil.example"}])
async def test_what_another_site_sends_is_refused(browser: httpx.AsyncClient, headers: dict[str, str]) -> None:
    assert (await browser.post("/clock", data={"step": "1 day"}, headers=headers)).status_code == 403


async def test_the_clock_moves_on(browser: httpx.AsyncClient, slack: Slack) -> None:
    await browser.post("/clock", data={"step": "1 day"})
    assert slack.world.clock.offset == timedelta(days=1)


def a_meeting(slack: Slack) -> datetime:
    """Ana has a meeting at Zoom in three days; tells when it starts."""
    zoom, now = slack.world.zoom, slack.world.clock.now()
    host = next(iter(zoom.accounts))
    zoom.meetings[ZOOM_ID] = ZoomMeeting(
        id=ZOOM_ID,
        uuid="4444AAAiAAAAAiAiAiiAii==",
        host_id=host,
        topic="Online meeting",
        agenda="",
        type=SCHEDULED,
        starts_at=now + timedelta(days=3),
        minutes=50,
        timezone="UTC",
        password="",
        join_url="https://zoom.example/j/1",
        start_url="",
        settings={},
        created_at=now,
    )
    return zoom.meetings[ZOOM_ID].starts_at


async def test_the_clock_moves_on_to_a_reminder(browser: httpx.AsyncClient, slack: Slack) -> None:
    instant = (a_meeting(slack) - timedelta(hours=24)).isoformat()
    assert f'value="{instant}">24 hours before</button>' in (await browser.get("/clock")).text
    await browser.post("/clock", data={"instant": instant})
    assert timedelta(days=1, hours=23) < slack.world.clock.offset <= timedelta(days=2)
    assert "24 hours before" not in (await browser.get("/clock")).text


@pytest.mark.parametrize("instant", ["", "soon", "2999-01-01T00:00:00", "2020-01-01T00:00:00+00:00"])
async def test_the_clock_moves_nowhere_else(browser: httpx.AsyncClient, slack: Slack, instant: str) -> None:
    assert (await browser.post("/clock", data={"instant": instant})).status_code == 400
    assert slack.world.clock.offset == timedelta()


async def test_a_fault_is_switched_on_and_off(browser: httpx.AsyncClient, slack: Slack) -> None:
    await browser.post("/faults", data={"fault": Fault.ZOOM_DOWN, "turn": "once"})
    on = slack.world.faults.listed()
    await browser.post("/faults", data={"fault": Fault.ZOOM_DOWN, "turn": "off"})
    assert (on, slack.world.faults.listed()) == ({"zoom_down": 1}, {})


async def test_a_mail_is_shown_with_its_links_and_nothing_of_it_runs(browser: httpx.AsyncClient, slack: Slack) -> None:
    now = datetime(2026, 11, 16, tzinfo=UTC)
    slack.world.mail.receive(MAIL, sender="a@b.example", recipient="noah@patients.example", received_at=now)
    text = (await browser.get("/mailbox/noah@patients.example")).text
    assert '<a href="https://zoom.example/j/1" rel="noopener">' in text
    assert "&lt;b&gt;" in text


async def test_a_link_of_a_mail_opens_a_page_of_its_own(browser: httpx.AsyncClient, slack: Slack) -> None:
    mail = MAIL.replace(b"text/plain", b"text/html")
    slack.world.mail.receive(mail, sender="a@b.example", recipient="n@p.example", received_at=slack.world.clock.now())
    text = (await browser.get("/mailbox/n@p.example")).text
    assert "&lt;base target=&#34;_blank&#34;&gt;" in text


async def test_a_mail_that_is_not_there_is_not_found(browser: httpx.AsyncClient) -> None:
    assert (await browser.get("/mailbox/noah@patients.example", params={"mail": "3"})).status_code == 404


async def test_a_command_is_typed_in_the_composer(browser: httpx.AsyncClient, slack: Slack) -> None:
    slack.bot.answers("command", {"text": "Next meeting: *none*."})
    data = {"text": "/meeting new tomorrow 3pm"}
    answer = await browser.post(f"/people/{ANA}/command", data=data, follow_redirects=True)
    assert slack.bot.received[0]["text"] == "new tomorrow 3pm"
    assert "Next meeting: <strong>none</strong>." in answer.text


async def test_a_shortcut_is_a_button_of_its_own(browser: httpx.AsyncClient, slack: Slack) -> None:
    assert 'value="new_meeting">New meeting</button>' in (await browser.get(f"/people/{ANA}")).text
    await browser.post(f"/people/{ANA}/shortcut", data={"name": "new_meeting"})
    assert [one["callback_id"] for one in slack.bot.received] == ["new_meeting"]


@pytest.mark.parametrize("name", ["Lunch", ""])
async def test_a_shortcut_that_there_is_not_is_told(browser: httpx.AsyncClient, slack: Slack, name: str) -> None:
    answer = await browser.post(f"/people/{ANA}/shortcut", data={"name": name}, follow_redirects=True)
    assert (f"There is no shortcut &#39;{name}&#39;." in answer.text, slack.bot.received) == (True, [])


async def test_home_is_opened_and_its_buttons_are_there(browser: httpx.AsyncClient, slack: Slack) -> None:
    async def publish(_: object) -> None:
        await slack.call("views.publish", user_id=ANA, view=home(actions(button("New meeting", style="primary"))))

    slack.bot.replies["event_callback"] = publish
    answer = await browser.post(f"/people/{ANA}/home", follow_redirects=True)
    assert ">New meeting</button>" in answer.text


async def test_a_form_is_filled_and_submitted_at_once(browser: httpx.AsyncClient, slack: Slack) -> None:
    select = element("static_select", options=[option("one"), option("two")])
    await slack.open_modal(modal(an_input(), an_input("length", select)))
    await press(browser, slack, "submit", topic="Follow-up", length="two")
    values = slack.bot.received[0]["view"]["state"]["values"]
    assert (values["topic"]["act"]["value"], values["length"]["act"]["selected_option"]) == ("Follow-up", option("two"))


async def test_errors_stand_beside_their_fields_and_what_was_typed_stays(
    browser: httpx.AsyncClient, slack: Slack
) -> None:
    await slack.open_modal(modal(an_input()))
    slack.bot.answers("view_submission", {"response_action": "errors", "errors": {"topic": "Write another."}})
    answer = await press(browser, slack, "submit", topic="Typed")
    assert 'role="alert">Write another.</div>' in answer.text
    assert 'value="Typed"' in answer.text


async def test_an_external_select_shows_what_the_app_offers(browser: httpx.AsyncClient, slack: Slack) -> None:
    slack.bot.answers("block_suggestion", {"options": [option("noah")]})
    await slack.open_modal(modal(an_input("patient", element("external_select", min_query_length=0))))
    answer = await press(browser, slack, 'suggest:["patient", "act"]')
    assert '<option value="noah">Noah</option>' in answer.text


async def test_enter_after_a_name_looks_for_it(browser: httpx.AsyncClient, slack: Slack) -> None:
    slack.bot.answers("block_suggestion", {"options": [option("noah")]})
    await slack.open_modal(modal(an_input("patient", element("external_select", min_query_length=0))))
    named = {'query:["patient", "act"]': "no", "enter": "submit"}
    seen = slack.world.slack.modals(ANA)[-1].id
    form = {"where": "modal", "seen": seen, "do": "enter", **named}
    answer = await browser.post(f"/people/{ANA}/use", data=form, follow_redirects=True)
    assert [one["type"] for one in slack.bot.received] == ["block_suggestion"]
    assert "1 found" in answer.text


async def test_enter_in_any_other_field_submits(browser: httpx.AsyncClient, slack: Slack) -> None:
    await slack.open_modal(modal(an_input()))
    seen = slack.world.slack.modals(ANA)[-1].id
    form = {"where": "modal", "seen": seen, "do": "enter", "enter": "submit", 'field:["topic", "act"]': "Typed"}
    await browser.post(f"/people/{ANA}/use", data=form)
    assert [one["type"] for one in slack.bot.received] == ["view_submission"]


@pytest.mark.parametrize("is_reported", [True, False])
async def test_only_what_the_app_hears_of_at_once_is_sent_alone(
    browser: httpx.AsyncClient, slack: Slack, *, is_reported: bool
) -> None:
    await slack.open_modal(modal({**an_input(), "dispatch_action": is_reported}))
    assert ("Send what I entered" in (await browser.get(f"/people/{ANA}")).text) is is_reported


async def test_an_offered_option_is_chosen_by_its_value(browser: httpx.AsyncClient, slack: Slack) -> None:
    slack.bot.answers("block_suggestion", {"options": [option("noah")]})
    await slack.open_modal(modal(an_input("patient", element("external_select", min_query_length=0))))
    await press(browser, slack, 'suggest:["patient", "act"]')
    await press(browser, slack, "apply", patient="noah")
    assert slack.world.slack.modals(ANA)[0].state == {("patient", "act"): option("noah")}


async def test_a_url_button_leads_where_it_points(browser: httpx.AsyncClient, slack: Slack) -> None:
    await slack.call("views.publish", user_id=ANA, view=home(actions(button(url="https://zoom.example/j/1"))))
    form = {"where": "home", "do": 'click:["row", "act"]'}
    answer = await browser.post(f"/people/{ANA}/use", data=form)
    assert (answer.headers["location"], len(slack.bot.received)) == ("https://zoom.example/j/1", 1)


async def test_a_confirmation_is_asked_on_the_page(browser: httpx.AsyncClient, slack: Slack) -> None:
    confirm = {"title": plain("Sure?"), "text": plain("It goes."), "confirm": plain("Go on"), "deny": plain("Stay")}
    await slack.call("views.publish", user_id=ANA, view=home(actions(button(confirm=confirm))))
    form = {"where": "home", "do": 'click:["row", "act"]'}
    asked = await browser.post(f"/people/{ANA}/use", data=form, follow_redirects=True)
    await browser.post(f"/people/{ANA}/use", data={**form, "confirmed": "yes"})
    assert (">Go on</button>" in asked.text, len(slack.bot.received)) == (True, 1)


async def test_a_form_that_is_no_longer_open_is_told(browser: httpx.AsyncClient, slack: Slack) -> None:
    await slack.open_modal(modal(an_input()))
    form = {"where": "modal", "seen": "V0OTHER", "do": "submit"}
    answer = await browser.post(f"/people/{ANA}/use", data=form, follow_redirects=True)
    assert "Another form is open by now." in answer.text


async def test_a_strange_form_is_refused(browser: httpx.AsyncClient) -> None:
    answer = await browser.post(f"/people/{ANA}/use", data={"do": "click:[", "where": "home"})
    assert answer.status_code == 400


async def test_nobody_unknown_has_a_page(browser: httpx.AsyncClient) -> None:
    assert (await browser.get("/people/U0NOBODY")).status_code == 404
