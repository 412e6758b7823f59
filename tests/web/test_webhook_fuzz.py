"""Whatever comes to the webhooks' address, the product answers and stands."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import NOW, a_grant, a_professional, a_scheduled_meeting, a_zoom_user
from tests.web.conftest import Web
from tests.web.zoom_reports import ID, UUID, a_report, send, signed

EVERY_LETTER = st.text(st.characters(exclude_categories=()), max_size=20)  # lone surrogates and NUL, too
SOMETHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | EVERY_LETTER,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(EVERY_LETTER, inner, max_size=3),
    max_leaves=5,
)
EVENTS = [
    "meeting.started",
    "meeting.ended",
    "meeting.deleted",
    "meeting.recovered",
    "meeting.updated",
    "meeting.participant_joined_waiting_room",
    "meeting.participant_admitted",
    "app_deauthorized",
]
TIMES = st.sampled_from(
    ["2026-11-16T08:59:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-11-16"]
)
NAMES = st.sampled_from(["x-zm-signature", "x-zm-request-timestamp", "content-type", "x-zm-trackingid"])
EVERY_BYTE = st.binary(max_size=80).map(lambda raw: raw.replace(b"\r", b"").replace(b"\n", b""))


@pytest.fixture(scope="module")
def ask() -> Callable[[bytes, Any], int]:
    """Send a body with these headers to one product that knows Ana and her meeting; returns the status."""
    web = Web(public_url="https://consulta.example")
    asyncio.run(_filled(web))
    return lambda body, headers: asyncio.run(_status(web, body, headers))


async def _filled(web: Web) -> None:
    async with web.store.writing() as work:
        await work.people.save_professional(a_professional())
        await work.connections.connect("professional-ana", a_grant(), a_zoom_user(), NOW)
        await work.meetings.add(a_scheduled_meeting())


async def _status(web: Web, body: bytes, headers: Any) -> int:
    async with web.browser() as browser:
        return (await send(browser, body, headers=headers)).status_code


@settings(max_examples=200, deadline=None)
@given(headers=st.lists(st.tuples(NAMES, EVERY_BYTE), max_size=6), body=st.binary(max_size=200))
def test_no_header_and_no_body_breaks_anything(ask, headers, body):
    assert ask(body, [(name.encode(), value) for name, value in headers]) == 401


@settings(max_examples=200, deadline=None)
@given(timestamp=EVERY_BYTE | st.integers().map(lambda number: str(number).encode()))
def test_no_timestamp_breaks_anything(ask, timestamp):
    headers = [(b"x-zm-request-timestamp", timestamp), (b"x-zm-signature", b"v0=" + b"0" * 64)]
    assert ask(b"{}", headers) == 401


@settings(max_examples=300, deadline=None)
@given(
    event=st.sampled_from(EVENTS),
    about=st.fixed_dictionaries(
        {
            "id": st.just(ID) | SOMETHING,
            "uuid": st.just(UUID) | SOMETHING,
            "host_id": st.just("zoom-user-ana") | SOMETHING,
            "start_time": TIMES | SOMETHING,
            "end_time": TIMES | SOMETHING,
            "participant": st.fixed_dictionaries({"participant_uuid": SOMETHING, "join_time": SOMETHING}) | SOMETHING,
        }
    ),
    moment=st.integers() | SOMETHING,
)
def test_nothing_that_zoom_could_sign_breaks_anything(ask, event, about, moment):
    body = json.dumps(a_report(event, **about) | {"event_ts": moment}).encode()
    assert ask(body, signed(body)) == 200


@settings(max_examples=100, deadline=None)
@given(body=SOMETHING)
def test_no_signed_value_breaks_anything(ask, body):
    raw = json.dumps(body).encode()
    assert ask(raw, signed(raw)) == 200
