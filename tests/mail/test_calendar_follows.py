"""Whatever the order in which mails arrive, the patient's calendar ends as ours."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from email.headerregistry import Address

from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event

from bot.domain.meeting import Meeting, MeetingStatus
from bot.domain.notification import Notification, Reason
from bot.mail.calendar import CalendarEntry, Method
from tests.builders import NOW, a_notification, a_scheduled_meeting
from tests.mail.sink import SENDER

METHODS = {Reason.INVITATION: Method.REQUEST, Reason.CANCELLATION: Method.CANCEL}


@dataclass
class Receiver:
    """A patient's calendar by RFC 5546: of one UID the highest SEQUENCE holds, then the latest DTSTAMP."""

    events: dict[str, Event] = field(default_factory=dict)

    def take(self, ical: bytes) -> None:
        calendar = Calendar.from_ical(ical)
        event = calendar.events[0]
        known = self.events.get(event.uid)
        assert known is None or known["organizer"] == event["organizer"]
        assert (calendar["method"] == "CANCEL") == (event["status"] == "CANCELLED")
        if known is None or _age(event) >= _age(known):
            self.events[event.uid] = event

    def shown(self) -> set[tuple[str, object]]:
        return {(uid, event.start) for uid, event in self.events.items() if event["status"] != "CANCELLED"}


def _age(event: Event) -> tuple[int, datetime | None]:
    return event.sequence, event.stamp


@dataclass(frozen=True, kw_only=True)
class History:
    meetings: list[Meeting]
    mails: list[Notification]


@st.composite
def histories(draw: st.DrawFn) -> History:
    """Meetings made and some called off; a mail retried later is composed anew, so its DTSTAMP tells nothing."""
    meetings, mails = [], []
    for number in range(draw(st.integers(1, 4))):
        starts_at = NOW + timedelta(minutes=draw(st.integers(60, 100_000)))
        meeting = a_scheduled_meeting(id=f"meeting-{number}", starts_at=starts_at)
        told = draw(st.lists(st.just(Reason.INVITATION), min_size=1, max_size=3))
        mails += [draw(composed(meeting, reason)) for reason in told]
        if draw(st.booleans()):
            meeting = meeting.cancelled("I am ill.", NOW)
            mails += [draw(composed(meeting, Reason.CANCELLATION)) for _ in range(draw(st.integers(1, 2)))]
        meetings.append(meeting)
    return History(meetings=meetings, mails=draw(st.permutations(mails)))


@st.composite
def composed(draw: st.DrawFn, meeting: Meeting, reason: Reason) -> Notification:
    composed_at = NOW + timedelta(seconds=draw(st.integers(0, 10_000)))
    return a_notification(reason=reason, meeting=meeting, composed_at=composed_at)


def entry(notification: Notification, sender: Address = SENDER) -> bytes:
    return CalendarEntry(notification=notification, sender=sender, method=METHODS[notification.reason]).to_ical()


@settings(max_examples=200, deadline=None)
@given(history=histories())
def test_the_patients_calendar_ends_as_ours(history: History) -> None:
    receiver = Receiver()
    for mail in history.mails:
        receiver.take(entry(mail))

    ours = {(each.ical_uid, each.starts_at) for each in history.meetings if each.status is MeetingStatus.SCHEDULED}
    assert receiver.shown() == ours


def test_a_late_invitation_does_not_bring_a_cancelled_meeting_back() -> None:
    invitation = a_notification(composed_at=NOW + timedelta(hours=1))
    cancelled = invitation.meeting.cancelled("I am ill.", NOW)
    receiver = Receiver()

    receiver.take(entry(replace(invitation, reason=Reason.CANCELLATION, meeting=cancelled, composed_at=NOW)))
    receiver.take(entry(invitation))

    assert receiver.shown() == set()
