"""An example of everything that is shown in Slack, by the name of its builder; the worst case beside the plain one."""

from datetime import timedelta
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any, get_type_hints

from bot.domain.card import ZoomStep
from bot.domain.meeting import MeetingStatus, ZoomMove
from bot.domain.notices import NoticeKind
from bot.domain.zoom_connection import ConnectionState
from bot.slack import browsing, cards, commands, home, modals, notices, nudges, on_behalf
from bot.slack.answers import Message
from bot.slack.blocks import Block
from tests.builders import LINKS, NOW, a_connection, a_meeting, a_professional, a_scheduled_meeting
from tests.slack.examples_of_modals import EXAMPLES_OF_MODALS, FORM
from tests.slack.examples_of_standing import EXAMPLES_OF_STANDING, FOR_ANOTHER, OTHER_HOMES
from tests.slack.facts import (
    ANA_HERSELF,
    FAR,
    MOMENTS,
    SOMEBODY_LONG,
    a_card,
    a_list,
    a_notice,
    an_own_meeting,
    home_facts,
    in_every_state,
    the_longest_card,
    the_longest_list,
    the_longest_meeting,
)

# They build parts of the other modals, and are shown as such.
PARTS = {"asking", "habits", "preview"}
MODULES = (
    *(browsing, cards, commands, home, notices, nudges, on_behalf),
    *(
        import_module(f"{modals.__name__}.{each.name}")
        for each in iter_modules(modals.__path__)
        if each.name not in PARTS
    ),
)
CANCELLED = a_scheduled_meeting().cancelled("I am ill.", NOW)
TOMBSTONE = a_scheduled_meeting(status=MeetingStatus.ENDED).deleted(NOW)
MOVED = a_scheduled_meeting(zone=FAR, zoom_move=ZoomMove(starts_at=NOW, duration=timedelta(minutes=90)))

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
    "nudges.nudge_message": [
        nudges.nudge_message(an_own_meeting(at=a_meeting().starts_at - timedelta(minutes=minutes)), LINKS)
        for minutes in (30, 15)
    ],
    **EXAMPLES_OF_MODALS,
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
