"""Zoom's reports over the real application: what follows of them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.meeting import MeetingStatus
from bot.domain.meeting_facts import FactKind
from bot.domain.outbox import OutboxKind
from tests.builders import NOW
from tests.web.zoom_reports import (
    ID,
    MEETING,
    OPENED,
    SECRET,
    STARTED,
    UUID,
    a_report,
    as_bytes,
    given_a_meeting,
    known,
    send,
)

MIB = 1024 * 1024


@pytest.fixture
async def web(web):
    await given_a_meeting(web)
    return web


async def drawings(web):
    """How often card and Home were asked for."""
    async with web.store.writing() as work:
        return [entry.revision + 1 for entry in await work.outbox.claim("worker", NOW, 9)]


@pytest.mark.parametrize("number", [str(ID), ID], ids=["text", "number"])
async def test_a_start_is_taken_whether_the_id_is_text_or_a_number(web, browser, number):
    answer = await send(browser, a_report(id=number))
    assert (answer.status_code, await known(web)) == (200, (STARTED, [OPENED]))


async def test_an_end_is_taken_even_if_it_comes_first(web, browser):
    for event in ("meeting.ended", "meeting.started"):
        assert (await send(browser, a_report(event))).status_code == 200
    ended = replace(MEETING, status=MeetingStatus.ENDED, started_at=NOW, ended_at=NOW)
    meeting, facts = await known(web)
    assert (meeting, set(facts)) == (ended, {OPENED, replace(OPENED, kind=FactKind.ENDED)})


@pytest.mark.parametrize(
    ("event", "moment"),
    [
        ("meeting.started", NOW - timedelta(minutes=2)),
        ("meeting.ended", NOW - timedelta(minutes=1)),
    ],
)
async def test_without_the_moment_of_the_event_the_time_beside_it_counts(web, browser, event, moment):
    report = a_report(event)
    del report["event_ts"]
    await send(browser, report)
    assert [fact.at for fact in (await known(web))[1]] == [moment]


async def test_the_same_report_again_has_no_second_effect(web, browser):
    answers = [await send(browser, a_report(), at=int(NOW.timestamp()) - ago) for ago in (0, 0, 300, 1500, 5100)]
    assert {answer.status_code for answer in answers} == {200}
    assert (await known(web), await drawings(web)) == ((STARTED, [OPENED]), [1, 1])


@pytest.mark.parametrize(
    "report",
    [
        a_report(id="1"),
        a_report(host_id="zoom-user-ben"),
        a_report("meeting.participant_joined"),
        a_report("meeting.alert"),
        a_report("meeting.updated"),
        a_report("app_deauthorized"),
        {"event": "meeting.started"},
        {"event": "meeting.started", "payload": []},
        {"event": ["meeting.started"]},
        {},
        [],
        7,
        None,
    ],
)
async def test_what_is_not_for_us_is_acknowledged_so_that_zoom_does_not_repeat_it(web, browser, report):
    answer = await send(browser, report)
    assert (answer.status_code, await known(web)) == (200, (MEETING, []))


@pytest.mark.parametrize("body", [b"", b"not json", b"{", b"\xff\xfe", b'{"a":' + b"9" * 5000 + b"}", b"[" * 100_000])
async def test_what_cannot_be_read_is_acknowledged_too(web, browser, body):
    assert ((await send(browser, body)).status_code, await known(web)) == (200, (MEETING, []))


@pytest.mark.parametrize(
    "changes",
    [
        {"id": None},
        {"id": True},
        {"id": 9.2674392836e10},
        {"id": "92674392836 "},
        {"id": "٩٢٦٧٤٣٩٢٨٣٦"},
        {"id": 10**30},
        {"uuid": None},
        {"uuid": ""},
        {"uuid": "x" * 65},
        {"uuid": "a\x00b"},
        {"host_id": None},
        {"host_id": ["zoom-user-ana"]},
    ],
)
async def test_a_report_that_says_too_little_is_passed_over(web, browser, changes):
    answer = await send(browser, a_report(**changes))
    assert (answer.status_code, await known(web)) == (200, (MEETING, []))


@pytest.mark.parametrize("moment", [None, "1894714200000", 1e12, True, 10**30, -(10**30)])
async def test_a_moment_that_makes_no_sense_is_not_taken(web, browser, moment):
    report = a_report(start_time=None) | {"event_ts": moment}
    assert ((await send(browser, report)).status_code, await known(web)) == (200, (MEETING, []))


@pytest.mark.parametrize(
    ("meeting", "follows"),
    [
        (MEETING.cancelled("I am ill.", NOW), [OutboxKind.SLACK_NOTICE]),  # the patient was told not to come
        (replace(MEETING, status=MeetingStatus.ENDED).deleted(NOW), []),
    ],
    ids=["cancelled", "deleted"],
)
async def test_a_late_report_changes_nothing_of_what_is_called_off_or_deleted(web, browser, meeting, follows):
    async with web.store.writing() as work:
        await work.meetings.save(meeting)
    assert (await send(browser, a_report())).status_code == 200
    assert await known(web) == (meeting, [OPENED])
    async with web.store.writing() as work:
        assert [entry.kind for entry in await work.outbox.claim("worker", NOW, 9)] == follows


async def test_while_the_database_is_away_zoom_is_asked_to_repeat(web, browser):
    web.store.failing_writes = 1
    first, again = [await send(browser, a_report()) for _ in range(2)]
    assert (first.status_code, again.status_code, (await known(web))[0]) == (500, 200, STARTED)
    assert "the database is away" not in first.text


async def test_a_report_may_be_as_long_as_any_request(web, browser):
    long = as_bytes(a_report(topic="x"))
    padded = long.replace(b'"topic":"x"', b'"topic":"' + b"x" * (MIB - len(long) + 1) + b'"')
    assert len(padded) == MIB
    assert ((await send(browser, padded)).status_code, (await known(web))[0]) == (200, STARTED)
    assert (await send(browser, padded + b" ")).status_code == 413


async def test_nothing_of_a_report_is_logged_but_ids(browser, caplog):
    caplog.set_level("DEBUG")
    await send(browser, a_report())
    await send(browser, a_report(), headers={})
    shown = caplog.text
    assert "taken kind=started meeting=meeting-one" in shown
    assert [word for word in ("Revisi", UUID, "zoom-user-ana", SECRET) if word in shown] == []
