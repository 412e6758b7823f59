"""An example of everything that is shown in Slack, by the name of its builder; the worst case beside the plain one."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import ModuleType
from typing import Any, get_type_hints
from zoneinfo import ZoneInfo

from bot.domain.card import MeetingCard, ZoomStep
from bot.domain.home import HomeFacts, ShownList
from bot.domain.mail_step import MailStep
from bot.domain.meeting import MeetingStatus, ZoomMove
from bot.domain.meeting_list import Cursor, ListFilter, ListView, MeetingPage, StatusGroup
from bot.domain.notices import Notice, NoticeKind
from bot.domain.own_meeting import OwnMeeting
from bot.domain.own_page import OwnPage
from bot.domain.parting import Leave, PartingStep
from bot.domain.patient_list import ListedPatient, PatientList
from bot.domain.preferences import Habits, Profile, WorkspaceDefaults
from bot.domain.preview import MOST_OVERLAPS, Draft, Preview
from bot.domain.refusals import DoubledHour, FoldChoice
from bot.domain.trust import HowChosen
from bot.domain.zoom_codes import ZoomCode
from bot.domain.zoom_connection import ConnectionState
from bot.services.cancelling import CancelledMeeting
from bot.slack import browsing, cards, commands, home, notices, nudges, on_behalf
from bot.slack.answers import Message, message
from bot.slack.blocks import Block
from bot.slack.buttons import authenticate_button
from bot.slack.modals import (
    admin,
    amending,
    assistants,
    cancel,
    defaults,
    delete,
    details,
    disconnect,
    end,
    hours,
    invite,
    own_page,
    patients,
    plain,
    profile,
    schedule,
    start,
)
from bot.slack.modals.preview import fold_field, overlap_field
from tests.builders import (
    ANA,
    MADRID,
    NOW,
    a_connection,
    a_meeting,
    a_patient,
    a_professional,
    a_profile,
    a_scheduled_meeting,
    a_trust,
    an_invitation,
    some_defaults,
)
from tests.slack.examples_of_standing import EXAMPLES_OF_STANDING, FOR_ANOTHER, LONG, OTHER_HOMES
from tests.slack.stage import LINKS

MODULES = (
    browsing,
    cards,
    commands,
    home,
    notices,
    nudges,
    on_behalf,
    admin,
    amending,
    assistants,
    cancel,
    defaults,
    delete,
    details,
    disconnect,
    end,
    invite,
    own_page,
    patients,
    hours,
    plain,
    profile,
    schedule,
    start,
)
FAR = ZoneInfo("America/Argentina/ComodRivadavia")
LEADS = (timedelta(hours=24), timedelta(hours=1))
FOLD = DoubledHour(
    "1:30 AM",
    (
        FoldChoice(offset_minutes=-240, words="First, EDT (UTC-04:00)"),
        FoldChoice(offset_minutes=-300, words="Second, EST (UTC-05:00)"),
    ),
)
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


ANA_HERSELF, FORM = a_professional(), schedule.schedule_form(MADRID)
CANCELLED = a_scheduled_meeting().cancelled("I am ill.", NOW)
TOMBSTONE = a_scheduled_meeting(status=MeetingStatus.ENDED).deleted(NOW)
MOVED = a_scheduled_meeting(zone=FAR, zoom_move=ZoomMove(starts_at=NOW, duration=timedelta(minutes=90)))
# Long before, in the start window, after the start, after the end, and when the window has closed.
MOMENTS = [a_meeting().starts_at + timedelta(minutes=minutes) for minutes in (-9999, -15, 0, 50, 110)]
PREVIEWS = [
    Preview(draft=Draft(zone=MADRID), professional=ANA_HERSELF, now=NOW),
    the_fullest_preview(),
]

EXAMPLES: dict[str, list[Any]] = {
    "cards.meeting_card": [
        cards.meeting_card(a_card(), LINKS),
        cards.meeting_card(the_longest_card(), LINKS),
        cards.meeting_card(a_card(assistant=a_professional(name="Clementina " * 20)), LINKS),
        *(
            cards.meeting_card(a_card(meeting=a_scheduled_meeting(status=status), drawn_at=at), LINKS)
            for status in MeetingStatus
            for at in MOMENTS
        ),
        *(
            cards.meeting_card(a_card(meeting=a_scheduled_meeting(status=MeetingStatus.ENDED), zoom=step), LINKS)
            for step in ZoomStep
        ),
        *(cards.meeting_card(a_card(meeting=TOMBSTONE, zoom=step), LINKS) for step in ZoomStep),
        cards.meeting_card(a_card(drawn_at=a_meeting().starts_at), LINKS),
        *(cards.meeting_card(a_card(meeting=MOVED, drawn_at=at), LINKS) for at in MOMENTS),
        cards.meeting_card(a_card(meeting=CANCELLED, zoom=ZoomStep.REMOVED, leads=()), LINKS),
        cards.meeting_card(a_card(meeting=a_meeting(status=MeetingStatus.FAILED), zoom=ZoomStep.REFUSED), LINKS),
    ],
    "commands.next_meeting_message": [
        commands.next_meeting_message(an_own_meeting(), LINKS),
        commands.next_meeting_message(the_longest_meeting(), LINKS),
        commands.next_meeting_message(None, LINKS),
    ],
    "commands.connect_message": [commands.connect_message(ANA_HERSELF, LINKS)],
    "commands.connected_message": [commands.connected_message()],
    "commands.status_message": [
        commands.status_message(a_connection(**changes), ANA_HERSELF, NOW)
        for changes in ({}, {"last_worked_at": NOW - timedelta(days=400)})
    ],
    "commands.help_message": [commands.help_message()],
    "commands.unknown_message": [commands.unknown_message("cancle"), commands.unknown_message("<" * 4000)],
    "home.home_view": [
        home.home_view(home_facts(), LINKS),
        home.home_view(home_facts(has_patients=False), LINKS),
        *(
            home.home_view(home_facts(**{"next": the_longest_meeting(), "shown": the_longest_list(), **changes}), LINKS)
            for changes in OTHER_HOMES
        ),
        *(home.home_view(home_facts(next=own, shown=a_list(own)), LINKS) for own in in_every_state()),
        *(
            home.home_view(home_facts(connection=a_connection(state=state), upcoming=100, is_clearing=True), LINKS)
            for state in ConnectionState
        ),
        *(
            home.home_view(
                home_facts(connection=a_connection(state=state), next=the_longest_meeting(), shown=the_longest_list()),
                LINKS,
            )
            for state in ConnectionState
        ),
    ],
    "home.home_of_stranger": [home.home_of_stranger(LINKS)],
    "home.home_not_loaded": [home.home_not_loaded("1f2e3d4c", LINKS)],
    "notices.notice_message": [
        *(notices.notice_message(a_notice(kind), LINKS) for kind in NoticeKind),
        notices.notice_message(a_notice(NoticeKind.APPOINTED, for_whom=a_professional()), LINKS),
        *(
            notices.notice_message(a_notice(kind, meeting=a_meeting(zone=FAR), patient=SOMEBODY_LONG), LINKS)
            for kind in NoticeKind
        ),
        *(notices.notice_message(a_notice(kind, meeting=MOVED, patient=SOMEBODY_LONG), LINKS) for kind in NoticeKind),
    ],
    "notices.waiting_message": [
        notices.waiting_message(an_own_meeting(), LINKS),
        *(notices.waiting_message(own, LINKS) for own in in_every_state()),
    ],
    **EXAMPLES_OF_STANDING,
    "on_behalf.drawn_for": [on_behalf.drawn_for(FORM, FOR_ANOTHER)],
    "amending.with_notice": [
        amending.with_notice(FORM, "*Not saved.*"),
        amending.with_notice(FORM, "*Not saved.*", authenticate_button(LINKS, ANA)),
    ],
    "amending.with_preview": [amending.with_preview(FORM, preview) for preview in PREVIEWS],
    "amending.with_question": [
        amending.with_question(FORM, fold_field(datetime(2026, 11, 1, 1, 30), FAR, FOLD)),
        amending.with_question(FORM, overlap_field([the_longest_meeting()] * 3)),
    ],
    "cancel.cancel_form": [
        cancel.cancel_form(an_own_meeting()),
        cancel.cancel_form(the_longest_meeting()),
    ],
    "cancel.cancelled_view": [
        cancel.cancelled_view(CancelledMeeting(meeting=a_meeting(), is_patient_told=told)) for told in (True, False)
    ],
    "cancel.choose_meeting": [
        cancel.choose_meeting([]),
        cancel.choose_meeting([the_longest_meeting()] * 20),
    ],
    "browsing.list_modal": [
        browsing.list_modal(a_list(), LINKS),
        browsing.list_modal(a_list(*in_every_state()), LINKS),
        browsing.list_modal(a_list(view=ListView(filter=ListFilter(group=StatusGroup.ENDED))), LINKS),
        browsing.list_modal(the_longest_list(), LINKS),
    ],
    "details.details_modal": [
        details.details_modal(a_card(), LINKS),
        details.details_modal(a_card(), LINKS, beneath={"shows": "list", "search": LONG[:200]}, told="Already over."),
        details.details_modal(the_longest_card(), LINKS, beneath={"shows": "list"}),
        *(
            details.details_modal(a_card(meeting=a_scheduled_meeting(status=status), drawn_at=at), LINKS)
            for status in MeetingStatus
            for at in MOMENTS
        ),
    ],
    "delete.delete_form": [delete.delete_form(an_own_meeting()), delete.delete_form(the_longest_meeting())],
    "delete.deleted_view": [delete.deleted_view()],
    "start.start_modal": [start.start_modal(an_own_meeting(), LINKS), start.start_modal(the_longest_meeting(), LINKS)],
    "disconnect.disconnect_form": [
        disconnect.disconnect_form(Leave()),
        disconnect.disconnect_form(Leave(first=(an_own_meeting(),), count=1)),
        disconnect.disconnect_form(Leave(first=(the_longest_meeting(),) * 5, count=301)),
    ],
    "disconnect.parting_view": [disconnect.parting_view(step) for step in PartingStep],
    "end.end_form": [end.end_form(an_own_meeting()), end.end_form(the_longest_meeting())],
    "end.ended_view": [end.ended_view()],
    "invite.invite_form": [invite.invite_form(each) for each in (ANA_HERSELF, a_professional(language="fr"))],
    "invite.invited_view": [invite.invited_view()],
    "own_page.own_page_modal": [
        own_page.own_page_modal(OwnPage(professional_id=ANA_HERSELF.id, slug="s" * 12, is_on=is_on), LINKS)
        for is_on in (True, False)
    ],
    "patients.patients_modal": [
        patients.patients_modal(PatientList(professional=ANA_HERSELF, at=NOW)),
        *(patients.patients_modal(the_longest_patients(how), "Sent.") for how in HowChosen),
    ],
    "profile.profile_form": [
        profile.profile_form(ANA_HERSELF),
        profile.profile_form(a_professional(name=LONG)),
        profile.profile_form(a_professional(is_admin=True, profile=a_profile(signature="s" * 150, phone="1" * 40))),
        profile.profile_form(a_professional(defaults=some_defaults(fixes_names=True), language="de")),
    ],
    "profile.saved_view": [profile.saved_view()],
    "hours.hours_form": [hours.hours_form(ANA_HERSELF), hours.hours_form(a_professional(profile=a_profile()))],
    "defaults.defaults_form": [
        defaults.defaults_form(each)
        for each in (WorkspaceDefaults(), some_defaults(fixes_names=True), some_defaults(habits=Habits(leads=())))
    ],
    "nudges.nudge_message": [
        nudges.nudge_message(an_own_meeting(at=a_meeting().starts_at - timedelta(minutes=minutes)), LINKS)
        for minutes in (30, 15)
    ],
    "plain.plain_modal": [plain.plain_modal("New meeting", "Something.", authenticate_button(LINKS, ANA))],
    "plain.message_modal": [plain.message_modal(message("Something."))],
    "schedule.schedule_form": [FORM, schedule.schedule_form(FAR)],
    "schedule.filled_form": [schedule.filled_form(preview, LONG[:200]) for preview in PREVIEWS],
    "schedule.scheduling_view": [
        schedule.scheduling_view(a_meeting(zone=FAR), who)
        for who in (ANA_HERSELF, a_professional(profile=Profile(hours=(None,) * 7)))
    ],
    "schedule.result_view": [
        schedule.result_view(a_card(assistant=a_professional(name=LONG))),
        schedule.result_view(a_card()),
        schedule.result_view(the_longest_card()),
    ],
}


def builders_of(module: ModuleType) -> set[str]:
    """The public functions of `module` that build what is shown."""
    return {
        f"{module.__name__.rsplit('.', 1)[-1]}.{name}"
        for name, each in vars(module).items()
        if not name.startswith("_")
        and callable(each)
        and getattr(each, "__module__", "") == module.__name__
        and get_type_hints(each).get("return") in (Block, Message)
    }


def all_messages() -> list[Message]:
    return [each for examples in EXAMPLES.values() for each in examples if isinstance(each, Message)]
