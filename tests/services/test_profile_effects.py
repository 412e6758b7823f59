"""A setting takes effect at once on what is not yet sent: nothing twice, nothing lost."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain import intents, profile_intents
from bot.domain.day_message import MessagePlace
from bot.domain.meeting import CardPlace, MeetingStatus
from bot.domain.outbox import EntryState, OutboxKind
from bot.domain.preferences import Habits, Preferences, Profile
from bot.services.mail_effects import Mailing
from bot.services.profile_effects import DrawingCards, EndingNudge, Nudging, Replanning
from bot.services.slack_effects import ShowingCard
from tests.builders import NOW, a_meeting, a_professional, a_scheduled_meeting
from tests.fakes.workers import a_delivering, deliver_all

MEETING = a_scheduled_meeting()
ANA = "professional-ana"
DAY, HOUR, TWO_HOURS = timedelta(hours=24), timedelta(hours=1), timedelta(hours=2)
TEN = timedelta(minutes=10)


@pytest.fixture
def delivering(store, mailer, messenger, clock):
    effects = {
        OutboxKind.MAIL_REMINDER: Mailing(store=store, mailer=mailer, clock=clock),
        OutboxKind.MEETINGS_REPLAN: Replanning(store=store, clock=clock),
        OutboxKind.SLACK_CARDS: DrawingCards(store=store, clock=clock),
        OutboxKind.SLACK_CARD: ShowingCard(store=store, messenger=messenger, clock=clock),
        OutboxKind.SLACK_NUDGE: Nudging(store=store, messenger=messenger, clock=clock),
        OutboxKind.SLACK_NUDGE_END: EndingNudge(store=store, messenger=messenger),
    }
    return a_delivering(store=store, clock=clock, effects=effects)


async def given(delivering, meeting=MEETING, habits=None):
    async with delivering.store.writing() as work:
        await work.meetings.add(meeting)
        await work.outbox.add(*profile_intents.planned(meeting, habits or Habits(), NOW))


async def choose(delivering, **chosen):
    """Choose, and have done what follows."""
    async with delivering.store.writing() as work:
        await work.profiles.save(ANA, Profile(chosen=Preferences(**chosen)))
        await work.outbox.renew(profile_intents.replanning(ANA, delivering.clock.now()))
    await deliver_all(delivering)


async def change(delivering, meeting):
    async with delivering.store.writing() as work:
        await work.meetings.save(meeting)
        await work.outbox.renew(intents.card(meeting, delivering.clock.now()))
    await deliver_all(delivering)


async def pass_to(delivering, before):
    """Let the time come that lies so long before the start, with all that is due on the way."""
    delivering.clock.instant = MEETING.starts_at - before
    await deliver_all(delivering)


async def entries_of(delivering, kind, meeting=MEETING):
    async with delivering.store.reading() as look:
        return [entry for entry in await look.outbox.list_of(meeting.id) if entry.kind is kind]


async def test_a_lead_time_more_is_planned_beside_the_others(delivering):
    await given(delivering)
    await choose(delivering, leads=(DAY, TWO_HOURS, HOUR))
    reminders = await entries_of(delivering, OutboxKind.MAIL_REMINDER)
    assert [MEETING.starts_at - entry.due_at for entry in reminders] == [DAY, HOUR, TWO_HOURS]


async def test_each_reminder_wanted_leaves_once_and_no_other(delivering, mailer):
    await given(delivering)
    await pass_to(delivering, DAY)
    await choose(delivering, leads=(DAY, TWO_HOURS))
    await choose(delivering, leads=(DAY, TWO_HOURS))
    for before in (TWO_HOURS, HOUR, timedelta(0)):
        await pass_to(delivering, before)
    assert [MEETING.starts_at - sent.composed_at for sent in mailer.sent] == [DAY, TWO_HOURS]


async def test_a_lead_time_taken_back_and_chosen_again_is_not_lost(delivering, mailer):
    await given(delivering)
    await choose(delivering, leads=())
    await choose(delivering, leads=(HOUR,))
    await pass_to(delivering, DAY)
    await pass_to(delivering, HOUR)
    assert [MEETING.starts_at - sent.composed_at for sent in mailer.sent] == [HOUR]


async def test_a_reminder_that_has_left_is_not_sent_again_when_chosen_anew(delivering, mailer):
    await given(delivering)
    await pass_to(delivering, DAY)
    await choose(delivering, leads=(HOUR,))
    await choose(delivering, leads=(DAY, HOUR))
    await pass_to(delivering, HOUR)
    assert [MEETING.starts_at - sent.composed_at for sent in mailer.sent] == [DAY, HOUR]


async def test_no_reminder_leaves_once_none_is_wanted(delivering, mailer):
    await given(delivering)
    await choose(delivering, leads=())
    await pass_to(delivering, DAY)
    await pass_to(delivering, HOUR)
    assert mailer.sent == []
    states = {entry.state for entry in await entries_of(delivering, OutboxKind.MAIL_REMINDER)}
    assert states == {EntryState.SUPERSEDED}


@pytest.mark.parametrize("status", [MeetingStatus.PENDING, MeetingStatus.CANCELLED, MeetingStatus.ENDED])
async def test_only_meetings_that_are_on_are_planned_anew(delivering, status):
    other = replace(MEETING, status=status)
    async with delivering.store.writing() as work:
        await work.meetings.add(other)
    await choose(delivering, leads=(TWO_HOURS,))
    assert await entries_of(delivering, OutboxKind.MAIL_REMINDER) == []


async def test_the_card_tells_what_is_planned_now(delivering, messenger):
    await given(delivering)
    await choose(delivering, leads=(TWO_HOURS,))
    [card] = messenger.cards.values()
    assert (card.leads, card.missed_leads) == ((TWO_HOURS,), ())


async def test_a_letter_is_composed_with_what_holds_when_it_leaves(delivering, mailer):
    await given(delivering)
    async with delivering.store.writing() as work:
        await work.profiles.save(ANA, Profile(signature="Clinica Norte", phone="600"))
    await pass_to(delivering, DAY)
    [sent] = mailer.sent
    assert (sent.signature, sent.phone, sent.names_topic) == ("Clinica Norte", "600", False)


async def test_the_nudge_comes_when_it_is_wanted_and_tells_of_the_meeting(delivering, messenger):
    await given(delivering)
    await pass_to(delivering, timedelta(minutes=11))
    before = dict(messenger.day_messages)
    await pass_to(delivering, TEN)
    [own] = messenger.day_messages.values()
    assert (before, own.meeting.id, own.is_start_window) == ({}, MEETING.id, True)


@pytest.mark.parametrize("minutes", [0, 5, 30])
async def test_a_nudge_switched_comes_at_its_new_time_only(delivering, messenger, minutes):
    await given(delivering)
    await choose(delivering, nudge=timedelta(minutes=minutes))
    came = []
    for before in (30, 10, 5, 0):
        await pass_to(delivering, timedelta(minutes=before))
        came += [before] * (len(messenger.day_messages) - len(came))
    assert came == ([minutes] if minutes else [])


async def test_a_later_nudge_takes_the_place_of_the_earlier_one(delivering, messenger):
    await given(delivering, habits=Habits(nudge=timedelta(minutes=30)))
    async with delivering.store.writing() as work:
        await work.profiles.save(ANA, Profile(chosen=Preferences(nudge=timedelta(minutes=30))))
    await pass_to(delivering, timedelta(minutes=30))
    [first] = messenger.day_messages
    await choose(delivering, nudge=TEN)
    await pass_to(delivering, TEN)
    assert len(messenger.day_messages) == 1
    assert first not in messenger.day_messages


@pytest.mark.parametrize(
    "changed",
    [
        MEETING.cancelled("Ill", NOW),
        replace(MEETING, status=MeetingStatus.STARTED),
        replace(MEETING, version=2),
    ],
)
async def test_nobody_is_nudged_for_what_is_off_moved_or_open(delivering, messenger, changed):
    await given(delivering)
    await change(delivering, changed)
    await pass_to(delivering, TEN)
    assert messenger.day_messages == {}


async def test_who_is_no_professional_any_more_is_not_nudged_for_a_meeting_that_was_kept(delivering, messenger):
    await given(delivering)
    delivering.store.state.professionals[ANA] = a_professional(left_at=NOW)
    delivering.clock.advance(MEETING.starts_at - TEN - NOW)
    await deliver_all(delivering)
    assert messenger.day_messages == {}


async def test_after_an_outage_nobody_is_nudged_for_what_has_begun(delivering, messenger):
    await given(delivering)
    await pass_to(delivering, timedelta(0))
    assert messenger.day_messages == {}


@pytest.mark.parametrize("status", [MeetingStatus.ENDED, MeetingStatus.CANCELLED, MeetingStatus.MISSED])
async def test_the_nudge_goes_when_the_meeting_is_over(delivering, messenger, status):
    await given(delivering)
    await pass_to(delivering, TEN)
    await change(delivering, replace(MEETING, status=status))
    assert messenger.day_messages == {}
    async with delivering.store.reading() as look:
        assert await look.day_messages.find(MEETING.id) is None


async def test_the_nudge_stays_while_the_meeting_is_held(delivering, messenger):
    await given(delivering)
    await pass_to(delivering, TEN)
    await change(delivering, replace(MEETING, status=MeetingStatus.STARTED))
    assert len(messenger.day_messages) == 1


async def test_a_nudge_that_was_deleted_by_hand_is_as_good_as_taken_away(delivering, messenger):
    await given(delivering)
    await pass_to(delivering, TEN)
    messenger.day_messages.clear()
    await change(delivering, replace(MEETING, status=MeetingStatus.ENDED))
    [end] = await entries_of(delivering, OutboxKind.SLACK_NUDGE_END)
    assert end.state is EntryState.DONE


async def test_all_cards_are_drawn_anew_past_ones_too(delivering, messenger):
    async with delivering.store.writing() as work:
        past = a_scheduled_meeting(
            id="past", nonce="p" * 20, starts_at=NOW - DAY, status=MeetingStatus.ENDED, zoom_meeting_id=2
        )
        cardless = a_meeting(id="cardless", nonce="c" * 20)
        for meeting in (MEETING, past, cardless):
            await work.meetings.add(meeting)
        for number, meeting in enumerate((MEETING, past), start=1):
            messenger.cards[f"{number}.0"] = None
            place = CardPlace(channel="D1", ts=f"{number}.0", posted_as=meeting.status)
            await work.meetings.place_card(meeting.id, place)
        await work.outbox.renew(profile_intents.cards_anew(ANA, NOW))
    await deliver_all(delivering)
    assert {card.meeting.id for card in messenger.cards.values()} == {MEETING.id, "past"}


async def test_nobody_is_told_that_a_meeting_starts_whose_patient_waits_already(delivering, messenger):
    await given(delivering)
    async with delivering.store.writing() as work:
        await work.day_messages.place(MEETING.id, MessagePlace(channel="D1", ts="9.0", waiting_since=NOW))
    await pass_to(delivering, TEN)
    assert messenger.day_messages == {}
