"""To Zoom and back, as a professional goes through a browser."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from bot.domain.people import Actor
from bot.services.connecting import Connecting, Journey
from tests.builders import LINKS
from tests.fakes.edges import FakeWaker


def a_connecting(**parts: Any) -> Connecting:
    return Connecting(**{"waker": FakeWaker(), "links": LINKS, "support_contact": "help@clinic.example", **parts})


def state_of(journey: Journey) -> str:
    """What Zoom, or Slack, will bring back."""
    return parse_qs(urlsplit(journey.authorize_url).query)["state"][0]


async def go_to_zoom_and_back(connecting: Connecting, actor: Actor) -> None:
    journey = await connecting.begin(connecting.links.hint(actor))
    await connecting.finish(state_of(journey), "code", "", journey.browser_secret)
