"""Connecting another Zoom account: what is in the former one is neither gone nor ours to touch, and its grant goes."""

from datetime import timedelta

import pytest

from bot.domain.acts import Act
from bot.domain.card import ZoomStep
from bot.domain.failures import ZoomError
from bot.domain.meeting import MeetingStatus
from bot.domain.meeting_facts import GRACE
from bot.domain.notices import NoticeKind
from bot.domain.outbox import EntryState, OutboxKind
from bot.domain.parting import Fate, PartingStep
from bot.domain.refusals import MadeElsewhere
from bot.domain.zoom_reports import ZoomOutcome
from bot.services.acting import Acting
from bot.services.cancelling import Cancelling
from bot.services.detailing import Detailing
from bot.services.disconnecting import Disconnecting
from bot.services.giving_back import GivingBack, RevokingEither
from bot.services.identifying import Identifying
from bot.services.parting import Revoking
from bot.services.scheduling import Scheduling
from bot.services.zoom_access import ZoomAccess
from bot.services.zoom_course import AskingOutcome
from bot.services.zoom_effects import Creating, Removing
from tests.builders import ANA, TEAM, a_professional, a_request, a_trust, a_workspace, a_zoom_meeting, a_zoom_user
from tests.fakes.edges import FakeClock, FakeDirectory, FakeWaker
from tests.fakes.journeys import a_connecting, go_to_zoom_and_back
from tests.fakes.workers import a_delivering, deliver_all
from tests.fakes.zoom import FakeZoomMeetings, FakeZoomOAuth, invalid_grant

ANA_HERSELF = a_professional()
OTHER = a_zoom_user(zoom_user_id="zoom-user-of-the-clinic")
DOWN = ZoomError("unknown")


class Office:
    """Ana, who connects one Zoom account and then another; each meeting is in the account it was made in."""

    def __init__(self, store) -> None:
        self.store, self.clock = store, FakeClock()
        self.oauth, self.zoom = FakeZoomOAuth(clock=self.clock), FakeZoomMeetings()
        self.access = ZoomAccess(store=store, oauth=self.oauth, clock=self.clock)
        self.identifying = Identifying(slack_team_id=TEAM, store=store, directory=FakeDirectory(), clock=self.clock)
        parts = {"store": store, "access": self.access, "zoom": self.zoom, "clock": self.clock}
        effects = {
            OutboxKind.ZOOM_CREATE: Creating(**parts),
            OutboxKind.ZOOM_DELETE: Removing(**parts),
            OutboxKind.ZOOM_OUTCOME: AskingOutcome(**parts),
            OutboxKind.ZOOM_REVOKE: RevokingEither(
                ending=Revoking(store=store, access=self.access, oauth=self.oauth, clock=self.clock),
                replaced=GivingBack(store=store, oauth=self.oauth, clock=self.clock),
            ),
        }
        self.delivering = a_delivering(store=store, clock=self.clock, effects=effects)

    async def connect(self, user=None) -> None:
        """Go to Zoom and back, signed in there as this user."""
        self.oauth.user, self.oauth.is_code_spent = user or a_zoom_user(), False
        parts = {"store": self.store, "oauth": self.oauth, "clock": self.clock, "identifying": self.identifying}
        await go_to_zoom_and_back(a_connecting(**parts), ANA)

    async def schedule(self):
        scheduling = Scheduling(store=self.store, clock=self.clock, waker=FakeWaker())
        meeting = await scheduling.schedule(ANA_HERSELF, a_request(), slack_view_id="V1")
        await self.deliver()
        return meeting

    async def cancel(self, meeting) -> None:
        cancelling = Cancelling(store=self.store, clock=self.clock, waker=FakeWaker())
        await cancelling.cancel(ANA_HERSELF, meeting.id, "I am ill.", slack_view_id="V2")
        await self.deliver()

    async def deliver(self) -> None:
        await deliver_all(self.delivering)

    async def card(self, meeting):
        return await Detailing(store=self.store, clock=self.clock, waker=FakeWaker()).details(ANA_HERSELF, meeting.id)

    def entries(self, kind):
        return [each.entry for each in self.store.state.outbox.values() if each.entry.kind is kind]


@pytest.fixture
async def office(store):
    async with store.writing() as work:
        await work.people.save_workspace(a_workspace())
        await work.people.save_trust(a_trust())
    office = Office(store)
    await office.connect()
    return office


async def test_a_meeting_remembers_whose_account_it_is_in(office):
    meeting = await office.schedule()
    card = await office.card(meeting)
    assert (card.meeting.zoom_user, card.zoom) == (a_zoom_user().zoom_user_id, ZoomStep.READY)


async def test_in_another_account_a_meeting_is_said_to_be_elsewhere(office):
    meeting = await office.schedule()
    await office.connect(OTHER)
    assert (await office.card(meeting)).zoom is ZoomStep.ELSEWHERE
    assert f"slack.card:{meeting.id}" in office.store.state.outbox


async def test_what_is_in_another_account_does_not_count_as_removed(office):
    meeting = await office.schedule()
    await office.connect(OTHER)
    await office.cancel(meeting)
    card = await office.card(meeting)
    assert (office.zoom.deleted, card.zoom) == ([], ZoomStep.ELSEWHERE)


async def test_it_is_removed_once_its_account_is_connected_again(office):
    meeting = await office.schedule()
    await office.connect(OTHER)
    await office.cancel(meeting)
    await office.connect()
    await office.deliver()
    assert (office.zoom.deleted, (await office.card(meeting)).zoom) == (
        [a_zoom_meeting().zoom_meeting_id],
        ZoomStep.REMOVED,
    )


async def test_what_is_in_another_account_is_not_asked_about_there(office):
    meeting = await office.schedule()
    await office.connect(OTHER)
    office.zoom.became = ZoomOutcome()  # nothing was held: the other account knows of no such meeting
    office.clock.instant = meeting.ends_at + GRACE
    await office.deliver()
    assert (await office.card(meeting)).meeting.status is MeetingStatus.SCHEDULED
    office.clock.advance(timedelta(hours=7))
    await office.deliver()
    card = await office.card(meeting)
    assert (card.meeting.status, card.zoom) == (MeetingStatus.MISSED, ZoomStep.NOT_TOLD)


async def test_it_cannot_be_started_through_the_other_account(office):
    meeting = await office.schedule()
    await office.connect(OTHER)
    with pytest.raises(MadeElsewhere):
        await Acting(store=office.store, clock=office.clock).find(Act.START, ANA_HERSELF, meeting.id)


async def test_what_is_made_after_the_change_is_in_the_new_account(office):
    await office.connect(OTHER)
    meeting = await office.schedule()
    assert (await office.card(meeting)).meeting.zoom_user == OTHER.zoom_user_id


async def test_the_former_account_s_grant_is_given_back(office):
    former = office.oauth.newest
    await office.connect(OTHER)
    await office.deliver()
    assert office.oauth.revoked == [former]
    assert office.store.state.replaced_grants == {}


async def test_the_same_account_connected_again_gives_nothing_back(office):
    await office.connect()
    await office.deliver()
    assert (office.oauth.revoked, office.entries(OutboxKind.ZOOM_REVOKE)) == ([], [])


async def test_a_former_grant_that_has_ended_is_renewed_and_kept_before_it_is_given_back(office):
    await office.connect(OTHER)
    office.clock.advance(timedelta(hours=2))
    former = office.store.state.replaced_grants["professional-ana", 1]
    office.oauth.newest, office.oauth.revoke_failures = former, [DOWN]
    await office.deliver()
    kept = office.store.state.replaced_grants["professional-ana", 1]
    assert kept == office.oauth.newest != former
    office.clock.advance(timedelta(minutes=1))
    await office.deliver()
    assert office.oauth.revoked == [kept]


async def test_a_former_grant_that_zoom_took_back_by_itself_is_forgotten(office):
    await office.connect(OTHER)
    office.oauth.revoke_failures = [invalid_grant()]
    await office.deliver()
    assert (office.oauth.revoked, office.store.state.replaced_grants) == ([], {})


async def test_a_former_grant_that_zoom_does_not_take_back_is_deleted_after_a_day_and_told(office):
    await office.connect(OTHER)
    office.oauth.revoke_failures = [DOWN] * 9
    office.clock.advance(timedelta(minutes=30))
    await office.deliver()
    assert len(office.store.state.replaced_grants) == 1
    office.oauth.failures = [DOWN]  # by then it has to be renewed first
    office.clock.advance(timedelta(days=1))
    await office.deliver()
    assert office.store.state.replaced_grants == {}
    assert {"notice": NoticeKind.FORMER_UNREVOKED} in [each.ids for each in office.entries(OutboxKind.SLACK_NOTICE)]


async def test_a_refresh_that_another_account_overtook_is_what_is_given_back(office):
    office.clock.advance(timedelta(hours=2))
    refresh = office.oauth.refresh

    async def refresh_and_change_account(grant):
        office.oauth.refresh = refresh
        renewed = await refresh(grant)
        await office.connect(OTHER)
        return renewed

    office.oauth.refresh = refresh_and_change_account

    async def used(grant):
        return grant

    assert await office.access.with_grant(ANA_HERSELF.id, used) == office.oauth.newest
    await office.deliver()
    [given_back] = office.oauth.revoked
    assert given_back.access_token == "access-3"


async def test_what_is_left_in_a_former_account_does_not_hold_up_disconnecting(office):
    meeting = await office.schedule()
    await office.connect(OTHER)
    await office.cancel(meeting)
    disconnecting = Disconnecting(store=office.store, clock=office.clock, waker=FakeWaker())
    step = await disconnecting.disconnect(ANA_HERSELF, Fate.KEEP, "", slack_view_id="V3")
    assert step is PartingStep.ASKING
    [removal] = office.entries(OutboxKind.ZOOM_DELETE)
    assert removal.state is EntryState.WAITING
