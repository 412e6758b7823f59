from datetime import timedelta

import pytest

from bot.domain import intents
from bot.domain.admission import Policy, WhoServes
from bot.domain.home import HomeFacts, ShownList
from bot.domain.mail_step import MailStep
from bot.domain.meeting import MeetingStatus
from bot.domain.meeting_list import ListView, MeetingPage
from bot.domain.notices import Notice, NoticeKind
from bot.domain.outbox import EntryState, OutboxKind
from bot.domain.own_meeting import OwnMeeting
from bot.domain.people import Standing
from bot.services.slack_effects import Noticing, Redrawing, ShowingCard, ShowingHome, ShowingResult
from tests.builders import (
    BEN,
    NOW,
    a_connection,
    a_grant,
    a_meeting,
    a_patient,
    a_professional,
    a_scheduled_meeting,
    a_zoom_meeting,
    a_zoom_user,
)
from tests.fakes.edges import FakeClock
from tests.fakes.workers import a_delivering, deliver_due

MADE = a_zoom_meeting()
TOMBSTONE = a_scheduled_meeting(status=MeetingStatus.ENDED).deleted(NOW)


@pytest.fixture
def delivering(store, messenger):
    clock = FakeClock()
    effects = {
        OutboxKind.SLACK_CARD: ShowingCard(store=store, messenger=messenger, clock=clock),
        OutboxKind.SLACK_VIEW: ShowingResult(store=store, messenger=messenger, clock=clock),
        OutboxKind.SLACK_HOME: ShowingHome(store=store, messenger=messenger, clock=clock),
        OutboxKind.SLACK_REDRAW: Redrawing(store=store, clock=clock),
        OutboxKind.SLACK_NOTICE: Noticing(store=store, messenger=messenger),
    }
    return a_delivering(store=store, clock=clock, effects=effects)


async def test_home_of_who_is_no_professional_any_more_shows_nothing_of_theirs(delivering, messenger):
    async with delivering.store.writing() as work:
        await work.admissions.save_policy(Policy(who=WhoServes.LIST))
        await work.outbox.renew(intents.home("professional-ana", NOW))
    [entry] = await delivering.claim(9)
    await delivering.deliver(entry)
    assert messenger.homes == [HomeFacts(professional=a_professional(), connection=None, at=NOW, is_stranger=True)]


async def test_an_assistant_who_looks_at_the_list_sees_it_drawn_anew_as_well(delivering, messenger):
    ben = a_professional(id="professional-ben", slack_user_id=BEN.slack_user_id, name="Ben Okoro")
    cleo = a_professional(id="professional-cleo", slack_user_id="U0CLEO00001", standing=Standing.DEACTIVATED)
    async with delivering.store.writing() as work:
        for assistant in (ben, cleo):
            await work.people.save_professional(assistant)
            await work.assistants.appoint("professional-ana", assistant.id, NOW)
        await work.outbox.renew(intents.home("professional-ana", NOW))
    await deliver_all(delivering)
    assert [home.viewer.id for home in messenger.homes] == ["professional-ana"]  # Ben looks at his own
    async with delivering.store.writing() as work:
        await work.assistants.choose(ben.id, "professional-ana")
        await work.outbox.renew(intents.home("professional-ana", NOW))
    await deliver_all(delivering)
    assert [(home.viewer.id, home.professional.id) for home in messenger.homes[1:]] == [
        ("professional-ana", "professional-ana"),
        ("professional-ben", "professional-ana"),
    ]


async def test_who_was_appointed_hears_by_whom(delivering, messenger):
    ben = a_professional(id="professional-ben", slack_user_id=BEN.slack_user_id)
    notice = intents.notice(NoticeKind.APPOINTED, ben.id, "x", NOW, for_whom="professional-ana")
    async with delivering.store.writing() as work:
        await work.people.save_professional(ben)
        await work.outbox.add(notice)
    await deliver_all(delivering)
    assert messenger.notices == [Notice(kind=NoticeKind.APPOINTED, professional=ben, for_whom=a_professional())]


async def deliver_all(delivering):
    await deliver_due(delivering, 9)


async def given(delivering, meeting):
    async with delivering.store.writing() as work:
        await work.meetings.add(meeting)


async def show_card(delivering, meeting):
    """Ask for the card as `meeting` stands now, and deliver it."""
    async with delivering.store.writing() as work:
        await work.meetings.save(meeting)
        await work.outbox.renew(intents.card(meeting, NOW))
    await deliver_due(delivering)


def statuses(messenger):
    return [card.meeting.status for card in messenger.cards.values()]


async def test_the_card_is_posted_with_the_outcome(delivering, messenger):
    await given(delivering, a_scheduled_meeting())
    await show_card(delivering, a_scheduled_meeting())
    assert (messenger.posted, statuses(messenger)) == (1, [MeetingStatus.SCHEDULED])


async def test_later_changes_are_shown_in_place(delivering, messenger):
    await given(delivering, a_scheduled_meeting())
    await show_card(delivering, a_scheduled_meeting())
    await show_card(delivering, a_scheduled_meeting().cancelled("Ill", NOW))
    assert (messenger.posted, statuses(messenger)) == (1, [MeetingStatus.CANCELLED])


async def test_the_outcome_of_a_long_wait_is_posted_anew(delivering, messenger):
    await given(delivering, a_meeting())
    await show_card(delivering, a_meeting())
    await show_card(delivering, a_meeting().made_on_zoom(MADE))
    assert (messenger.posted, statuses(messenger)) == (2, [MeetingStatus.SCHEDULED])


async def test_a_card_that_somebody_deleted_is_posted_anew(delivering, messenger):
    await given(delivering, a_scheduled_meeting())
    await show_card(delivering, a_scheduled_meeting())
    messenger.cards.clear()
    await show_card(delivering, a_scheduled_meeting())
    assert statuses(messenger) == [MeetingStatus.SCHEDULED]


async def test_a_deleted_meeting_says_so_on_its_card(delivering, messenger):
    await given(delivering, a_scheduled_meeting())
    await show_card(delivering, a_scheduled_meeting())
    await show_card(delivering, TOMBSTONE)
    [card] = messenger.cards.values()
    assert (messenger.posted, card.meeting.deleted_at) == (1, NOW)


@pytest.mark.parametrize("had_card", [True, False])
async def test_nobody_is_told_anew_of_what_was_deleted(delivering, messenger, had_card):
    await given(delivering, a_scheduled_meeting())
    if had_card:
        await show_card(delivering, a_scheduled_meeting())
    messenger.cards.clear()
    await show_card(delivering, TOMBSTONE)
    assert messenger.cards == {}


async def test_a_card_that_awaited_an_outcome_is_not_posted_anew_for_a_deleted_meeting(delivering, messenger):
    await given(delivering, a_meeting())
    await show_card(delivering, a_meeting())
    await show_card(delivering, a_meeting(status=MeetingStatus.FAILED).deleted(NOW))
    assert (messenger.posted, statuses(messenger)) == (1, [MeetingStatus.FAILED])


async def test_a_change_while_the_card_is_being_sent_is_shown_too(delivering, messenger):
    await given(delivering, a_scheduled_meeting())
    cancelled = a_scheduled_meeting().cancelled("Ill", NOW)
    post = messenger.post_card

    async def cancel_meanwhile(card):
        place = await post(card)
        async with delivering.store.writing() as work:
            await work.meetings.save(cancelled)
            await work.outbox.renew(intents.card(cancelled, NOW))
        return place

    messenger.post_card = cancel_meanwhile
    await show_card(delivering, a_scheduled_meeting())
    await deliver_due(delivering)
    assert (messenger.posted, statuses(messenger)) == (1, [MeetingStatus.CANCELLED])


async def drawn_at(delivering, messenger, meeting):
    """Let the day of the meeting pass; returns at which minutes from its start Home was drawn anew."""
    await given(delivering, meeting)
    async with delivering.store.writing() as work:
        await work.outbox.add(*intents.redraws(meeting, NOW))
    drawn = []
    for minutes in (-16, -15, -1, 0, 49, 50, 109, 110):
        delivering.clock.instant = meeting.starts_at + timedelta(minutes=minutes)
        before = len(messenger.homes)
        await deliver_due(delivering)  # the moment
        await deliver_due(delivering)  # what it asks for
        drawn += [minutes] * (len(messenger.homes) - before)
    return drawn


async def test_card_and_home_are_drawn_anew_when_the_start_window_opens_and_closes(delivering, messenger):
    assert await drawn_at(delivering, messenger, a_scheduled_meeting()) == [-15, 0, 50, 110]
    [card] = messenger.cards.values()
    assert card.drawn_at == a_scheduled_meeting().starts_at + timedelta(minutes=110)


async def test_a_cancelled_meeting_is_drawn_anew_at_no_moment(delivering, messenger):
    meeting = a_scheduled_meeting().cancelled("Ill", NOW)
    assert (await drawn_at(delivering, messenger, meeting), messenger.cards) == ([], {})


async def result_state(delivering):
    async with delivering.store.writing() as work:
        await work.outbox.add(intents.result_view(a_meeting(), "V1", NOW))
    await deliver_due(delivering)
    async with delivering.store.reading() as look:
        [entry] = await look.outbox.list_of("meeting-one")
        return entry.state


async def test_the_outcome_is_shown_in_the_form_that_was_sent(delivering, messenger):
    await given(delivering, a_scheduled_meeting())
    assert await result_state(delivering) is EntryState.DONE
    assert [(view, card.meeting.status) for view, card in messenger.results] == [("V1", MeetingStatus.SCHEDULED)]


async def test_a_form_that_was_closed_is_not_missed(delivering, messenger):
    messenger.closed_views.add("V1")
    await given(delivering, a_scheduled_meeting())
    assert await result_state(delivering) is EntryState.SUPERSEDED


async def test_home_is_drawn_as_things_stand(delivering, messenger):
    async with delivering.store.writing() as work:
        await work.connections.connect(a_professional().id, a_grant(), a_zoom_user(), NOW)
        await work.outbox.renew(intents.home(a_professional().id, NOW))
    await given(delivering, a_scheduled_meeting())
    await deliver_due(delivering)
    own = OwnMeeting(
        meeting=a_scheduled_meeting(),
        patient=a_patient(),
        professional=a_professional(),
        at=NOW,
        mail=MailStep.NOT_SENT,
    )
    assert messenger.homes == [
        HomeFacts(
            professional=a_professional(),
            connection=a_connection(),
            at=NOW,
            upcoming=1,
            next=own,
            shown=ShownList(view=ListView(), page=MeetingPage(meetings=(own,))),
        )
    ]


async def test_home_counts_as_still_in_zoom_only_what_zoom_has_made(delivering, messenger):
    await given(delivering, a_scheduled_meeting())
    await given(delivering, a_meeting(id="meeting-two", nonce="f" * 20))
    async with delivering.store.writing() as work:
        await work.outbox.renew(intents.home(a_professional().id, NOW))
    await deliver_due(delivering)
    assert [home.upcoming for home in messenger.homes] == [1]


async def test_a_notice_names_its_meeting(delivering, messenger):
    await given(delivering, a_scheduled_meeting())
    async with delivering.store.writing() as work:
        notice = intents.notice(NoticeKind.MAIL_REFUSED, a_professional().id, "x", NOW, meeting_id="meeting-one")
        await work.outbox.add(notice)
    await deliver_due(delivering)
    assert messenger.notices == [
        Notice(kind=NoticeKind.MAIL_REFUSED, professional=a_professional(), meeting=a_scheduled_meeting())
    ]
