"""What Zoom reports beside starts and ends, over the real application."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.meeting import MeetingStatus
from bot.domain.meeting_facts import FactKind
from bot.domain.notices import NoticeKind
from bot.domain.outbox import OutboxKind
from bot.domain.waiting_room import waiting_since
from bot.domain.zoom_connection import ConnectionState
from bot.web.zoom_payloads import read_event
from tests.builders import NOW, a_connection, a_zoom_user
from tests.web.zoom_reports import ID, a_report, given_a_meeting, known, send

MINUTE = timedelta(minutes=1)
HOST = a_zoom_user().zoom_user_id
GUEST = {"user_id": "167778240", "user_name": "Noah Clarke", "participant_uuid": "55555AAAiAAAAAiAiAiiAii"}
IN_THE_ROOM = "meeting.participant_joined_waiting_room"


@pytest.fixture
async def web(web):
    await given_a_meeting(web)
    return web


@pytest.fixture
async def planned(web):
    """The meeting is to come, so that it can be removed in time."""
    async with web.store.writing() as work:
        meeting = await work.meetings.get("meeting-one")
        await work.meetings.save(meeting.at_time(NOW + timedelta(days=1), meeting.duration))
    return web


async def follows(web, at=NOW):
    async with web.store.writing() as work:
        return await work.outbox.claim("worker", at, 99)


async def told(web):
    return [entry.ids["notice"] for entry in await follows(web) if entry.kind is OutboxKind.SLACK_NOTICE]


def deauthorized(**changes):
    payload = {
        "account_id": a_zoom_user().zoom_account_id,
        "user_id": HOST,
        "signature": "827edc3452044f0bc86bdd5684afb7d1e6becfa1a767f24df1b287853cf73000",
        "deauthorization_time": "2026-11-16T09:00:01.519Z",
        "client_id": "our-client",
        **changes,
    }
    return {"event": "app_deauthorized", "event_ts": int(NOW.timestamp() * 1000), "payload": payload}


async def connection(web):
    async with web.store.reading() as look:
        return await look.connections.find("professional-ana")


@pytest.mark.parametrize("event", ["meeting.deleted", "meeting.permanently_deleted"])
async def test_a_deletion_asks_the_professional_and_nobody_else(planned, browser, event):
    assert (await send(browser, a_report(event, id=ID))).status_code == 200
    meeting, _ = await known(planned)
    assert meeting.status is MeetingStatus.CANCELLED_ON_ZOOM
    kinds = {entry.kind for entry in await follows(planned)}
    assert kinds == {OutboxKind.SLACK_CARD, OutboxKind.SLACK_HOME, OutboxKind.SLACK_NOTICE}


async def test_a_recovery_that_comes_before_its_deletion_is_reported_holds(planned, browser):
    later = a_report("meeting.recovered", id=ID) | {"event_ts": int((NOW + MINUTE).timestamp() * 1000)}
    for report in (later, a_report("meeting.deleted", id=ID)):
        await send(browser, report)
    assert (await known(planned))[0].status is MeetingStatus.SCHEDULED


async def test_several_reports_of_a_change_are_one_question(planned, browser):
    for _ in range(3):
        await send(browser, {"event": "meeting.updated", "payload": {"object": {"id": ID, "topic": "x"}}})
    assert [entry.kind for entry in await follows(planned)] == []
    (look,) = await follows(planned, NOW + timedelta(seconds=30))
    assert look.kind is OutboxKind.ZOOM_LOOK


@pytest.mark.parametrize(
    "event", [IN_THE_ROOM, "meeting.participant_jbh_waiting", "meeting.participant_put_in_waiting_room"]
)
async def test_who_comes_to_the_waiting_room_waits(web, browser, event):
    await send(browser, a_report(event, participant=GUEST))
    _, facts = await known(web)
    assert waiting_since(facts, NOW) == NOW
    assert [entry.kind for entry in await follows(web)] == [OutboxKind.SLACK_WAITING]


@pytest.mark.parametrize(
    "event",
    ["meeting.participant_left_waiting_room", "meeting.participant_admitted", "meeting.participant_joined"],
)
async def test_who_is_let_in_or_goes_waits_no_more(web, browser, event):
    for each in (IN_THE_ROOM, event):
        await send(browser, a_report(each, participant=GUEST))
    assert waiting_since((await known(web))[1], NOW) is None


@pytest.mark.parametrize("named", [{"participant_user_id": HOST}, {"id": HOST}])
async def test_the_host_is_nobodys_guest(web, browser, named):
    await send(browser, a_report(IN_THE_ROOM, participant=GUEST | named))
    assert (await known(web))[1] == []


async def test_nothing_is_kept_by_which_a_guest_could_be_known(web, browser):
    await send(browser, a_report(IN_THE_ROOM, participant=GUEST | {"email": "noah@patients.example"}))
    kept = str(web.store.state.facts)
    assert not any(str(value) in kept for value in GUEST.values())


async def test_who_removes_the_app_is_disconnected_and_told_what_is_at_risk(web, browser):
    web.webhook_client_id = "our-client"
    async with web.browser() as anew:
        assert (await send(anew, deauthorized())).status_code == 200
    assert (await connection(web)).state is ConnectionState.BROKEN
    (entry,) = [each for each in await follows(web) if each.kind is OutboxKind.SLACK_NOTICE]
    assert (entry.ids["notice"], entry.meeting_id) == (NoticeKind.RECONNECT, "meeting-one")


async def test_the_same_report_again_tells_nothing_more(web, browser):
    for _ in range(2):
        await send(browser, deauthorized(client_id="anything"))
    assert await told(web) == [NoticeKind.RECONNECT]


@pytest.mark.parametrize(
    "changes",
    [
        {"user_id": "zoom-user-ben"},
        {"account_id": "another"},
        {"deauthorization_time": "2026-11-16T08:59:59Z"},  # before they connected
        {"user_id": None},
        {"deauthorization_time": "yesterday", "event_ts": "no number"},
    ],
)
async def test_what_does_not_concern_the_connection_leaves_it(web, browser, changes):
    report = deauthorized(**changes)
    if "event_ts" in changes:
        del report["event_ts"]
    assert (await send(browser, report)).status_code == 200
    expected = a_connection()
    assert await connection(web) == expected


async def test_another_apps_removal_does_not_concern_us(web):
    web.webhook_client_id = "our-client"
    async with web.browser() as anew:
        await send(anew, deauthorized(client_id="another-app"))
    assert await connection(web) == a_connection()


def test_a_moment_within_the_payload_as_text_is_read():
    """Zoom's own example has it so."""
    body = deauthorized(deauthorization_time="", event_ts=str(int(NOW.timestamp() * 1000)))
    del body["event_ts"]
    event = read_event(body)
    assert event is not None
    assert event.at == NOW


@pytest.mark.parametrize("participant", [None, [], "noah", 7])
async def test_a_guest_that_is_none_is_passed_over(web, browser, participant):
    assert (await send(browser, a_report(IN_THE_ROOM, participant=participant))).status_code == 200
    assert (await known(web))[1] == []


async def test_a_guest_without_any_id_still_waits(web, browser):
    await send(browser, a_report("meeting.participant_jbh_waiting", participant={"user_name": "Noah"}))
    assert [fact.kind for fact in (await known(web))[1]] == [FactKind.WAITING]


async def test_what_cannot_be_stored_in_time_is_left_to_zoom_to_repeat(web, browser, monkeypatch):
    monkeypatch.setattr("bot.web.webhook._SECONDS_TO_STORE", 0)
    gate = asyncio.Event()
    monkeypatch.setattr(web.store, "writing", lambda: _Hanging(gate))
    assert (await send(browser, a_report("meeting.deleted", id=ID))).status_code == 503


class _Hanging:
    """A database that does not answer."""

    def __init__(self, gate):
        self.gate = gate

    async def __aenter__(self):
        await self.gate.wait()

    async def __aexit__(self, *_):
        """Nothing was begun."""
