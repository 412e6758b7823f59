from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.admission import Policy, UserGroup, WhoServes
from bot.domain.failures import DeliveryError, ZoomError
from bot.domain.links import StartLink
from bot.domain.meeting import MeetingStatus
from bot.domain.people import Standing
from bot.domain.refusals import NotAProfessional
from bot.domain.zoom_connection import ConnectionState
from tests.builders import ANA, BEN, NOW, a_grant, a_member, a_patient, a_professional, a_scheduled_meeting, a_zoom_user

SOON = NOW + timedelta(minutes=10)
MEETING = a_scheduled_meeting(starts_at=SOON)
BY_GROUP = Policy(who=WhoServes.GROUP, group=UserGroup(slack_group_id="S1", name="Doctors"), group_seen_at=NOW)
HOST_URL = "https://zoom.us/s/92674392836?zak=secret-"


async def given(web, meeting=MEETING):
    web.directory.members[BEN.slack_user_id] = a_member(slack_user_id=BEN.slack_user_id)
    async with web.store.writing() as work:
        await work.people.save_patient(a_patient())
        await work.connections.connect("professional-ana", a_grant(), a_zoom_user(), NOW)
        await work.meetings.add(meeting)


def path(web, actor=ANA, until=SOON):
    link = web.links.start(StartLink(actor=actor, meeting_id="meeting-one", until=until))
    return link.removeprefix(web.public_url)


async def opened(web, **link):
    async with web.browser() as browser:
        return await browser.get(path(web, **link))


async def test_each_click_leads_to_a_fresh_address_of_zooms(web):
    await given(web)
    answers = [await opened(web), await opened(web)]
    assert [(answer.status_code, answer.headers["location"]) for answer in answers] == [
        (302, f"{HOST_URL}1"),
        (302, f"{HOST_URL}2"),
    ]


async def test_the_address_is_kept_and_told_nowhere(web):
    await given(web)
    answer = await opened(web)
    assert (answer.headers["cache-control"], answer.headers["referrer-policy"]) == ("no-store", "no-referrer")
    assert answer.text == ""


async def test_a_scanners_look_asks_zoom_for_nothing(web):
    await given(web)
    async with web.browser() as browser:
        answer = await browser.head(path(web))
    assert (answer.status_code, web.zoom.started) == (200, 0)


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ({"until": NOW}, "This link has run out. In Slack, click Start meeting again."),
        ({"actor": BEN}, "This meeting is not in your list."),
    ],
)
async def test_a_link_that_has_run_out_or_is_anothers_starts_nothing(web, link, words):
    await given(web)
    answer = await opened(web, **link)
    assert (answer.status_code, words in answer.text, web.zoom.started) == (409, True, 0)


@pytest.mark.parametrize("change", ["", "x", ".", "T.U.meeting-one.99999999999.0000", "T.U.m.never.sig"])
async def test_a_link_that_is_not_ours_starts_nothing(web, change):
    await given(web)
    async with web.browser() as browser:
        answer = await browser.get("/start", params={"with": change})
    assert (answer.status_code, "This link does not work." in answer.text) == (409, True)


async def test_a_link_with_another_end_is_not_ours(web):
    await given(web)
    async with web.browser() as browser:
        answer = await browser.get(path(web).replace(str(int(SOON.timestamp())), "99999999999"))
    assert "This link does not work." in answer.text


@pytest.mark.parametrize(
    ("meeting", "words"),
    [
        (MEETING.cancelled("I am ill.", NOW), "This meeting was already canceled at 10:00 AM."),
        (a_scheduled_meeting(status=MeetingStatus.ENDED), "This meeting is already over."),
        (a_scheduled_meeting(status=MeetingStatus.MISSED), "This meeting was not held."),
    ],
)
async def test_what_is_not_on_cannot_be_started(web, meeting, words):
    await given(web, meeting)
    answer = await opened(web)
    assert (answer.status_code, words in answer.text, web.zoom.started) == (409, True, 0)


async def test_without_a_connection_the_page_says_so(web):
    await given(web)
    async with web.store.writing() as work:
        await work.connections.mark_broken("professional-ana", 1)
    assert "Zoom is not connected." in (await opened(web)).text


async def test_what_is_in_another_account_is_not_started_here(web):
    await given(web, replace(MEETING, zoom_user="of another"))
    answer = await opened(web)
    words = "This meeting is in another Zoom account. Connect that account, or start the meeting in Zoom."
    assert (answer.status_code, words in answer.text, web.zoom.started) == (409, True, 0)


async def test_who_is_no_longer_a_member_starts_nothing(web):
    await given(web)
    async with web.store.writing() as work:
        await work.people.save_professional(a_professional(standing=Standing.DEACTIVATED))
    answer = await opened(web)
    assert (NotAProfessional().reply in answer.text, 'href="/support"' in answer.text) == (True, True)
    assert web.zoom.started == 0


async def test_who_was_deactivated_a_moment_ago_starts_nothing_though_nobody_told_us(web):
    await given(web)
    web.directory.members[ANA.slack_user_id] = a_member(standing=Standing.DEACTIVATED)
    web.clock.advance(timedelta(minutes=1))
    assert NotAProfessional().reply in (await opened(web)).text
    assert (web.zoom.started, web.directory.asked) == (0, [ANA.slack_user_id])
    connection = web.store.state.connections["professional-ana"].connection
    assert connection.state is ConnectionState.DISCONNECTING


@pytest.mark.parametrize("policy", [Policy(who=WhoServes.LIST), BY_GROUP])
async def test_whom_the_policy_leaves_out_starts_nothing(web, policy):
    await given(web)
    async with web.store.writing() as work:
        await work.admissions.save_policy(policy)
    assert NotAProfessional().reply in (await opened(web)).text
    last = list(web.store.state.audit.values())[-1]
    assert (last["action"], last["about"], last["outcome"]) == ("denied", "page:start", "not_a_professional")


async def test_while_slack_is_silent_what_it_said_within_a_day_counts(web):
    await given(web)
    web.directory.failure = DeliveryError("slack_unreachable")
    web.clock.advance(timedelta(minutes=5))
    assert (await opened(web)).status_code == 302
    web.clock.advance(timedelta(days=1))
    later = await opened(web, until=SOON + timedelta(days=2))
    assert "Slack is not answering. Please try again in a moment." in later.text


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        (ZoomError("unknown"), "Zoom is not answering. Please try again in a moment."),
        (ZoomError("gone", permanent=True), "This meeting is no longer in Zoom."),
        (ZoomError("invalid_grant", permanent=True, reconnect=True), "Zoom is not connected."),
    ],
)
async def test_a_zoom_that_gives_no_address_is_told(web, failure, words):
    await given(web)
    web.zoom.failures.append(failure)
    assert words in (await opened(web)).text
