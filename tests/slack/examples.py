"""An example of everything that is shown in Slack, by the name of its builder; the worst case beside the plain one."""

from dataclasses import replace
from datetime import timedelta
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
from bot.domain.parting import Leave, PartingStep
from bot.domain.refusals import DoubledHour, FoldChoice
from bot.domain.zoom_codes import ZoomCode
from bot.domain.zoom_connection import ConnectionState
from bot.services.cancelling import CancelledMeeting
from bot.slack import browsing, cards, commands, home, notices
from bot.slack.answers import Message, message
from bot.slack.blocks import Block
from bot.slack.buttons import authenticate_button
from bot.slack.modals import amending, cancel, delete, details, disconnect, end, plain, profile, schedule, start
from tests.builders import ANA, MADRID, NOW, a_connection, a_meeting, a_patient, a_professional, a_scheduled_meeting
from tests.slack.stage import LINKS

MODULES = (
    browsing,
    cards,
    commands,
    home,
    notices,
    amending,
    cancel,
    delete,
    details,
    disconnect,
    end,
    plain,
    profile,
    schedule,
    start,
)
FAR = ZoneInfo("America/Argentina/ComodRivadavia")
LONG = "Wolfeschlegelsteinhausenbergerdorff <!channel> & " * 20
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


def a_notice(kind: NoticeKind, **changes: Any) -> Notice:
    return Notice(kind=kind, professional=a_professional(), **changes)


ANA_HERSELF, FORM = a_professional(), schedule.schedule_form(MADRID)
CANCELLED = a_scheduled_meeting().cancelled("I am ill.", NOW)
TOMBSTONE = a_scheduled_meeting(status=MeetingStatus.ENDED).deleted(NOW)
MOVED = a_scheduled_meeting(zone=FAR, zoom_move=ZoomMove(starts_at=NOW, duration=timedelta(minutes=90)))
# Long before, in the start window, after the start, after the end, and when the window has closed.
MOMENTS = [a_meeting().starts_at + timedelta(minutes=minutes) for minutes in (-9999, -15, 0, 50, 110)]
FOLD_BLOCK = "fold:2026-11-01T01:30:America/New_York"

EXAMPLES: dict[str, list[Any]] = {
    "cards.meeting_card": [
        cards.meeting_card(a_card(), LINKS),
        cards.meeting_card(the_longest_card(), LINKS),
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
        *(notices.notice_message(a_notice(kind, meeting=a_meeting(zone=FAR)), LINKS) for kind in NoticeKind),
        *(notices.notice_message(a_notice(kind, meeting=MOVED), LINKS) for kind in NoticeKind),
    ],
    "notices.waiting_message": [
        notices.waiting_message(an_own_meeting(), LINKS),
        *(notices.waiting_message(own, LINKS) for own in in_every_state()),
    ],
    "amending.with_notice": [
        amending.with_notice(FORM, "*Not saved.*"),
        amending.with_notice(FORM, "*Not saved.*", authenticate_button(LINKS, ANA)),
    ],
    "amending.with_fold": [amending.with_fold(FORM, FOLD_BLOCK, FOLD)],
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
    "profile.profile_form": [profile.profile_form(ANA_HERSELF), profile.profile_form(a_professional(name=LONG))],
    "profile.saved_view": [profile.saved_view()],
    "plain.plain_modal": [plain.plain_modal("New meeting", "Something.", authenticate_button(LINKS, ANA))],
    "plain.message_modal": [plain.message_modal(message("Something."))],
    "schedule.schedule_form": [FORM, schedule.schedule_form(FAR)],
    "schedule.scheduling_view": [schedule.scheduling_view(a_meeting(zone=FAR), ANA_HERSELF)],
    "schedule.result_view": [schedule.result_view(a_card()), schedule.result_view(the_longest_card())],
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
