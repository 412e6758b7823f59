from datetime import UTC, datetime, timedelta

import httpx
import pytest

from sandbox.app import build_app
from sandbox.demo import demo_world
from sandbox.launch import Sandbox
from sandbox.runner import BotProcess
from sandbox.slack.workspace import Message
from sandbox.world import Addresses
from sandbox.zoom.people import consent


@pytest.fixture
def sandbox(tmp_path):
    """Not on the network, which these tests do not need."""
    addresses = Addresses(sandbox="http://127.0.0.1:8020", bot="http://127.0.0.1:8021", smtp_port=8025)
    bot_url = "http://localhost:8021"
    bot = BotProcess(port=8021, data_dir=tmp_path, environment={})
    return Sandbox(world=demo_world(addresses, public_url=bot_url), bot=bot, bot_url=bot_url)


@pytest.fixture
async def browser(sandbox):
    transport = httpx.ASGITransport(build_app(sandbox.world))
    async with httpx.AsyncClient(transport=transport, base_url=sandbox.world.addresses.sandbox) as client:
        yield client


async def test_the_state_sums_the_world_up(sandbox, browser):
    state = (await browser.get("/control/state")).json()

    assert state.pop("clock")["offset_seconds"] == 0.0
    assert state.pop("addresses")["sandbox"] == sandbox.world.addresses.sandbox
    assert state == {
        "faults": {},
        "people": ["U0ANA000001", "U0BEN000001", "U0GIL000001", "U0CONSULTA1"],
        "zoom_accounts": ["ana@clinica-norte.example", "ben@clinica-norte.example", "olga@elsewhere.example"],
        "zoom_meetings": 0,
        "mails": 0,
        "bot": None,
    }


async def test_the_clock_advances_by_seconds(browser):
    answer = await browser.post("/control/clock", json={"advance_seconds": 90})

    clock = (await browser.get("/control/clock")).json()
    assert (answer.json()["offset_seconds"], clock["offset_seconds"]) == (90.0, 90.0)
    assert datetime.fromisoformat(clock["now"]) > datetime.now(UTC) + timedelta(seconds=80)


async def test_the_clock_moves_to_a_moment(browser):
    answer = await browser.post("/control/clock", json={"to": "2100-01-01T00:00:00+01:00"})

    assert answer.json()["now"].startswith("2099-12-31T23:00:0")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"advance_seconds": -1}, "The clock only moves forward."),
        ({"to": "2001-01-01T00:00:00Z"}, "The clock only moves forward."),
        ({"to": "2100-01-01T00:00:00"}, "The instant needs an offset, as 2030-01-31T09:00:00+01:00."),
        ({"to": "tomorrow"}, "Invalid isoformat string: 'tomorrow'"),
        ({}, "advance_seconds must be a number."),
        ([], "The body must be a JSON object: the arguments by name."),
    ],
)
async def test_a_clock_that_cannot_be_moved_so_says_why(browser, body, words):
    answer = await browser.post("/control/clock", json=body)

    assert (answer.status_code, answer.json()) == (400, {"error": words})


async def test_faults_are_switched_by_name(browser):
    await browser.post("/control/faults", json={"name": "zoom_down", "times": 2})
    await browser.post("/control/faults", json={"name": "mail_refused", "on": True, "times": None})
    answer = await browser.post("/control/faults", json={"name": "zoom_down", "on": False})

    assert answer.json()["on"] == {"mail_refused": None}


@pytest.mark.parametrize("body", [{"name": "rain"}, {}, {"name": "zoom_down", "times": "two"}])
async def test_an_unknown_fault_is_refused(browser, body):
    assert (await browser.post("/control/faults", json=body)).status_code == 400


async def test_mail_is_read_by_recipient(sandbox, browser):
    raw = b"Subject: Hello\r\n\r\nGood day"
    for recipient in ("a@b.example", "c@d.example"):
        sandbox.world.mail.receive(raw, sender="s@b.example", recipient=recipient, received_at=datetime.now(UTC))

    (mail,) = (await browser.get("/control/mail", params={"to": "A@b.example"})).json()

    assert (mail["recipient"], mail["subject"], mail["text"]) == ("a@b.example", "Hello", "Good day")
    assert len((await browser.get("/control/mail")).json()) == 2


async def test_traffic_is_read_by_side(browser):
    await browser.get("/zoom/v2/users/me")

    assert [one["verdict"] for one in (await browser.get("/control/traffic")).json()] == ["124: Invalid access token."]
    assert (await browser.get("/control/traffic", params={"to": "slack"})).json() == []


async def test_consent_answers_where_the_browser_goes(sandbox, browser):
    app = sandbox.world.zoom.app
    query = {
        "response_type": "code",
        "client_id": app.client_id,
        "redirect_uri": app.redirect_uris[0],
        "state": "s",
        "code_challenge": "c" * 43,
        "code_challenge_method": "S256",
    }
    address = str(httpx.URL("http://zoom.example/oauth/authorize", params=query))
    body = {"authorize_url": address, "email": "ben@clinica-norte.example"}

    allowed = await browser.post("/control/zoom/consent", json=body)
    declined = await browser.post("/control/zoom/consent", json=body | {"decline": True})

    assert allowed.json()["location"].startswith(f"{sandbox.bot_url}/zoom/callback?code=")
    assert declined.json() == {"location": f"{sandbox.bot_url}/zoom/callback?error=access_denied&state=s"}
    with pytest.raises(LookupError, match=r"Nobody at Zoom has the address x@y\.example"):
        consent(sandbox.world, address, "x@y.example")


async def test_a_wrong_authorize_address_is_refused_in_zooms_words(browser):
    answer = await browser.post("/control/zoom/consent", json={"authorize_url": "http://zoom.example/"})

    assert (answer.status_code, answer.json()) == (400, {"error": "4702: Invalid client_id."})


async def test_a_zoom_meeting_that_is_not_there_cannot_be_deleted(browser):
    answer = await browser.delete("/control/zoom/meetings/12345678901")

    assert (answer.status_code, answer.json()) == (404, {"error": "Zoom has no meeting 12345678901."})


async def test_people_see_their_messages(sandbox, browser):
    slack = sandbox.world.slack
    message = Message(
        channel_id=slack.direct_channel("U0ANA000001"),
        ts="1.000001",
        text="Zoom is connected.",
        blocks=[],
        posted_at=sandbox.world.clock.now(),
        author=slack.app.bot_user_id,
    )
    slack.messages.append(message)

    (seen,) = (await browser.get("/control/people/U0ANA000001/messages")).json()

    assert (seen["text"], seen["ts"]) == ("Zoom is connected.", "1.000001")
    assert (await browser.get("/control/people/U0BEN000001/messages")).json() == []


async def test_an_act_that_the_client_does_not_offer_is_refused(browser):
    answer = await browser.post("/control/people/U0ANA000001/submit")

    assert (answer.status_code, answer.json()) == (400, {"error": "No modal is open."})


async def test_an_act_answers_what_the_person_sees(browser):
    body = {"command": "/weather", "text": ""}

    outcome = (await browser.post("/control/people/U0ANA000001/command", json=body)).json()

    assert (outcome["result"], outcome["error"]) == ("failed", "/weather is not a valid command.")


async def test_a_shortcut_that_there_is_not_is_refused(browser):
    answer = await browser.post("/control/people/U0ANA000001/shortcut", json={"name": "Lunch"})

    assert (answer.status_code, answer.json()) == (400, {"error": "There is no shortcut 'Lunch'."})


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/control/people/U0NOBODY/home", 404),
        ("/control/people/U0CONSULTA1/home", 404),
        ("/control/people/U0ANA000001/dance", 404),
        ("/control/people/U0ANA000001/replay", 404),
        ("/control/people/U0ANA000001/command", 400),
    ],
)
async def test_acts_of_nobody_unknown_acts_and_wrong_arguments_are_refused(browser, path, status):
    answer = await browser.post(path, json={})

    assert (answer.status_code, [*answer.json()]) == (status, ["error"])
