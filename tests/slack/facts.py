"""The facts that Slack's pictures are drawn from: the plain ones, and the longest that can be."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.card import MeetingCard, ZoomStep
from bot.domain.home import HomeFacts, ShownList
from bot.domain.mail_step import MailStep
from bot.domain.meeting import MeetingStatus
from bot.domain.meeting_list import Cursor, ListFilter, ListView, MeetingPage, StatusGroup
from bot.domain.notices import Notice, NoticeKind
from bot.domain.own_meeting import OwnMeeting
from bot.domain.patient_list import ListedPatient, PatientList
from bot.domain.preview import MOST_OVERLAPS, Draft, Preview
from bot.domain.refusals import DoubledHour, FoldChoice
from bot.domain.trust import HowChosen
from bot.domain.zoom_codes import ZoomCode
from tests.builders import (
    MADRID,
    NOW,
    a_connection,
    a_meeting,
    a_patient,
    a_professional,
    a_scheduled_meeting,
    a_trust,
    an_invitation,
)

LONG = "Wolfeschlegelsteinhausenbergerdorff <!channel> & " * 20
FAR = ZoneInfo("America/Argentina/ComodRivadavia")
LEADS = (timedelta(hours=24), timedelta(hours=1))
FOLD = DoubledHour(
    "1:30 AM",
    (
        FoldChoice(offset_minutes=-240, words="First, EDT (UTC-04:00)"),
        FoldChoice(offset_minutes=-300, words="Second, EST (UTC-05:00)"),
    ),
)
ANA_HERSELF = a_professional()
SOMEBODY_LONG = a_patient(name=LONG, zone=FAR, mail=f"{'n' * 200}@patients.example")


def a_card(**changes: Any) -> MeetingCard:
    plain_card = {
        "meeting": a_scheduled_meeting(),
        "professional": a_professional(),
        "patient": a_patient(),
        "zoom": ZoomStep.READY,
        "mail": MailStep.SENT,
        "mailed_at": NOW,
        "leads": LEADS,
        "drawn_at": NOW,
    }
    return MeetingCard(**{**plain_card, **changes})


def the_longest_card() -> MeetingCard:
    return a_card(
        meeting=a_meeting(topic=LONG[:200], description=LONG[:2000], reason=LONG[:1000], zone=FAR),
        patient=SOMEBODY_LONG,
        zoom=ZoomStep.WORKING,
        mail=MailStep.NOT_ACCEPTED,
        leads=(),
        missed_leads=LEADS,
        held_up=ZoomCode.DAILY_LIMIT,
        tries_at=NOW,
    )


def an_own_meeting(**changes: Any) -> OwnMeeting:
    plain_one = {
        "meeting": a_scheduled_meeting(),
        "patient": a_patient(),
        "professional": a_professional(),
        "at": NOW,
    }
    return OwnMeeting(**{**plain_one, **changes})


def the_longest_meeting() -> OwnMeeting:
    meeting = a_scheduled_meeting(topic=LONG[:200], zone=FAR)
    return an_own_meeting(meeting=meeting, patient=SOMEBODY_LONG, at=meeting.starts_at)


def in_every_state() -> list[OwnMeeting]:
    """One that is as long as can be in each status, when most can be done with it."""
    longest = the_longest_meeting()
    return [replace(longest, meeting=replace(longest.meeting, status=status)) for status in MeetingStatus]


def home_facts(**changes: Any) -> HomeFacts:
    connected = {"connection": a_connection(), "at": NOW, "has_patients": True}
    return HomeFacts(**{"professional": a_professional(), **connected, **changes})


def a_list(*meetings: OwnMeeting, view: ListView | None = None, **page: Any) -> ShownList:
    return ShownList(view=view or ListView(), page=MeetingPage(meetings=meetings, **page))


def the_longest_list() -> ShownList:
    """Ten rows of everything that is long, in the middle of a search that was cut off."""
    wanted = ListFilter(group=StatusGroup.MISSED, patient_id=SOMEBODY_LONG.id, search=LONG[:200])
    view = ListView(filter=wanted, cursor=Cursor.after(a_meeting()), generation=7)
    page = MeetingPage(meetings=(the_longest_meeting(),) * 10, has_previous=True, has_next=True, is_cut=True)
    return ShownList(view=view, page=page, patient=SOMEBODY_LONG)


def the_longest_patients(how: HowChosen) -> PatientList:
    """A page in the middle, of patients with long names and meetings, and more who were asked than are shown."""
    trust = a_trust(since=NOW - timedelta(days=400), how=how)
    listed = ListedPatient(patient=SOMEBODY_LONG, trust=trust, next=a_meeting(zone=FAR))
    asked = an_invitation(name=LONG[:100], mail=SOMEBODY_LONG.mail, is_refused=True)
    return PatientList(
        professional=ANA_HERSELF, patients=(listed,) * 10, page=1, count=10_000, pending=(asked,) * 11, at=NOW
    )


def the_fullest_preview() -> Preview:
    """Everything that a form can say at once, as long as it can be."""
    wall = datetime(2026, 11, 1, 1, 30)
    draft = Draft(topic=LONG[:200], on=wall.date(), at=wall.time(), zone=FAR, duration=timedelta(minutes=477))
    return Preview(
        draft=draft,
        professional=a_professional(),
        patient=SOMEBODY_LONG,
        now=NOW,
        starts_at=datetime(2026, 11, 19, 4, 30, tzinfo=UTC),
        doubled=FOLD,
        overlaps=(the_longest_meeting(),) * MOST_OVERLAPS,
    )


def a_notice(kind: NoticeKind, **changes: Any) -> Notice:
    return Notice(kind=kind, professional=a_professional(), **changes)


# Long before, in the start window, after the start, after the end, and when the window has closed.
MOMENTS = [a_meeting().starts_at + timedelta(minutes=minutes) for minutes in (-9999, -15, 0, 50, 110)]
PREVIEWS = [
    Preview(draft=Draft(zone=MADRID), professional=ANA_HERSELF, now=NOW),
    the_fullest_preview(),
]
