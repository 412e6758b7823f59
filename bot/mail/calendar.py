"""The meeting as an entry of the patient's calendar: iCalendar (RFC 5545), sent by iTIP (RFC 5546)."""

from dataclasses import dataclass
from email.headerregistry import Address
from enum import StrEnum

from icalendar import Calendar, Event, vCalAddress

from bot.domain.notification import Notification
from bot.locales.words import Words, words_in
from bot.mail.wording import one_line, with_topic


class Method(StrEnum):
    """What the patient's calendar is asked to do."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True, kw_only=True)
class CalendarEntry:
    """UID, ORGANIZER and a growing SEQUENCE are what calendars match by: whichever mail comes last, the one with the
    highest sequence holds.
    """

    notification: Notification
    sender: Address
    method: Method

    def to_ical(self) -> bytes:
        """Write the calendar with its one event; times are UTC instants, which need no zone definitions."""
        calendar = Calendar()
        calendar.add("prodid", "-//Consulta//Consulta//EN")
        calendar.add("version", "2.0")
        calendar.add("calscale", "GREGORIAN")
        calendar.add("method", self.method.value)
        calendar.add_component(self._event())
        ical: bytes = calendar.to_ical()
        return ical

    def _event(self) -> Event:
        meeting = self.notification.meeting
        event = Event()
        event.add("uid", meeting.ical_uid)
        event.add("sequence", meeting.ical_sequence)
        event.add("dtstamp", self.notification.composed_at)
        event.add("dtstart", meeting.starts_at)
        event.add("dtend", meeting.ends_at)
        told = self._words.say("Online meeting with {professional}", professional=self._professional)
        event.add("summary", with_topic(told, self.notification, self._words))
        event.add("organizer", _person(self._professional, self.sender.addr_spec))
        event.add("attendee", self._attendee())
        event.add("class", "PRIVATE")  # calendars are shared in families and at work
        self._add_outcome(event)
        return event

    def _add_outcome(self, event: Event) -> None:
        if self.method is Method.CANCEL:
            event.add("status", "CANCELLED")
            return
        join_url = self.notification.meeting.join_url
        event.add("status", "CONFIRMED")
        event.add("description", self._words.say("Join the meeting: {address}", address=join_url))
        event.add("location", join_url)
        event.add("url", join_url)

    def _attendee(self) -> vCalAddress:
        """Name the patient. No answer is asked for: it would go to an address that nobody reads."""
        patient = self.notification.patient
        attendee = _person(one_line(patient.name), patient.mail)
        attendee.params.update({"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "FALSE"})
        return attendee

    @property
    def _words(self) -> Words:
        return words_in(self.notification.patient.language)

    @property
    def _professional(self) -> str:
        return one_line(self.notification.professional_name)


def _person(name: str, address: str) -> vCalAddress:
    person = vCalAddress(f"mailto:{address}")
    person.params["CN"] = name
    return person
