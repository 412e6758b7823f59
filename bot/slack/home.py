"""App Home: the standing truth, one view for each state a person can be in."""

from bot.domain.acts import Act
from bot.domain.assistance import Switch
from bot.domain.home import HomeFacts
from bot.domain.links import Links
from bot.domain.own_meeting import OwnMeeting
from bot.domain.people import Professional
from bot.domain.refusals import NoPatients, NotAProfessional
from bot.domain.time_words import zone_words
from bot.domain.zoom_connection import ConnectionState
from bot.slack.blocks import Block, actions, context, header, home, option, section
from bot.slack.browsing import EVERY_ACT, list_blocks
from bot.slack.buttons import (
    assistants_button,
    authenticate_button,
    disconnect_button,
    help_button,
    my_profile_button,
    new_meeting_button,
    patients_button,
    support_button,
    try_again_button,
)
from bot.slack.elements import one_of
from bot.slack.ids import ActionId, BlockId
from bot.slack.rows import meeting_row
from bot.slack.words import connected_words, short_name, when_for

_LOOKING = frozenset({Act.DETAILS})
_FEWEST_TO_CHOOSE = 2
_MOST_OPTIONS = 100
CONNECT_SENTENCE = "Connect your Zoom account to schedule meetings with your patients."
_ABOUT_CONNECTING = (
    "No Zoom account yet? <https://zoom.us/signup|Open one at Zoom>. Consulta keeps only Zoom's authorization, "
    "nothing from your Zoom profile. You can disconnect at any time."
)


def home_view(facts: HomeFacts, links: Links) -> Block:
    """Home of somebody known."""
    if facts.is_stranger:
        return home_of_stranger(links)
    drawn = _of_another(facts, links) if facts.professional.assisted_by else _own(facts, links)
    return {**drawn, "blocks": [*_for_whom(facts), *drawn["blocks"]]}


def _own(facts: HomeFacts, links: Links) -> Block:
    draw = {
        ConnectionState.CONNECTED: _connected,
        ConnectionState.DISCONNECTING: _disconnecting,
        ConnectionState.BROKEN: _ended,
        ConnectionState.DISCONNECTED: _not_connected,
    }
    return draw[facts.state](facts, links)


def _of_another(facts: HomeFacts, links: Links) -> Block:
    """What an assistant sees of a professional's: all but what only the professional does."""
    name, is_connected = short_name(facts.professional), facts.state is ConnectionState.CONNECTED
    sentence = f"Zoom is not connected for {name}. Only they can connect it."
    new = [new_meeting_button(is_primary=True)] if is_connected else []
    return home(
        header("Meetings"),
        *([] if is_connected else [section(sentence)]),
        actions(*new, help_button()),
        *(_next_meeting(facts.next, links) if is_connected else []),
        header("Their meetings"),
        *list_blocks(facts.shown, links, acts=EVERY_ACT if is_connected else _LOOKING, is_told=True),
        _foot(facts, links),
    )


def _for_whom(facts: HomeFacts) -> list[Block]:
    """Say for whom it is, where somebody may act for others, and let them choose."""
    switch = facts.switch
    if switch is None:
        return []
    people = [*([switch.oneself] if switch.is_professional else []), *switch.assisted]
    options = {each.id: _person_option(each, switch) for each in people[:_MOST_OPTIONS]}
    shown = facts.professional.id
    line = f"For *{short_name(facts.professional)}*." if facts.professional.assisted_by else "For yourself."
    if len(options) < _FEWEST_TO_CHOOSE or shown not in options:
        return [context(line)]
    select = {"action_id": ActionId.ACT_FOR.value, **one_of("static_select", options, shown)}
    # Another block for another professional: Slack would keep showing who was chosen before.
    return [section(line, accessory=select, block_id=f"{BlockId.FOR_WHOM}:{shown}")]


def _person_option(person: Professional, switch: Switch) -> Block:
    return option("Myself" if person.id == switch.oneself.id else person.name, person.id)


def home_of_stranger(links: Links) -> Block:
    return home(header("Consulta"), section(NotAProfessional().reply), actions(support_button(links)))


def home_not_loaded(reference: str, links: Links) -> Block:
    sentence = f"*Your meetings could not be loaded.* Nothing was changed. Reference {reference}."
    return home(
        header("Meetings"), section(sentence), actions(try_again_button(ActionId.OPEN_HOME), support_button(links))
    )


def _not_connected(facts: HomeFacts, links: Links) -> Block:
    return home(
        header("Meetings"),
        section(CONNECT_SENTENCE),
        actions(authenticate_button(links, facts.professional.actor, is_primary=True)),
        context(_ABOUT_CONNECTING),
        *_still_in_zoom(facts.upcoming),
    )


def _still_in_zoom(upcoming: int) -> list[Block]:
    if not upcoming:
        return []
    meetings, link = (
        ("1 upcoming meeting is", "its link") if upcoming == 1 else (f"{upcoming} upcoming meetings are", "their links")
    )
    them = "it" if upcoming == 1 else "them"
    return [
        section(
            f"*{meetings} still in Zoom.* Patients can open {link}. You can't manage {them} here until you connect."
        )
    ]


def _connected(facts: HomeFacts, links: Links) -> Block:
    return home(
        header("Meetings"),
        *([context(connected_words(facts.connection, facts.professional, facts.at))] if facts.connection else []),
        actions(
            new_meeting_button(is_primary=True),
            patients_button(),
            my_profile_button(),
            assistants_button(),
            disconnect_button(),
            help_button(),
        ),
        *([] if facts.has_patients else [section(NoPatients().reply, accessory=patients_button("none"))]),
        *_next_meeting(facts.next, links),
        header("My meetings"),
        *list_blocks(facts.shown, links, is_told=True),
        _foot(facts, links),
    )


def _next_meeting(own: OwnMeeting | None, links: Links) -> list[Block]:
    if own is None:
        return []
    return [header("Next meeting"), *meeting_row(own, BlockId.NEXT, EVERY_ACT, links=links, block_id=BlockId.NEXT)]


def _ended(facts: HomeFacts, links: Links) -> Block:
    """Zoom took the grant back: what the professional has is shown, and cannot be managed."""
    return home(
        header("Meetings"),
        section(f"*Zoom needs you to connect again.*{_at_stake(facts)}"),
        actions(authenticate_button(links, facts.professional.actor, is_primary=True), disconnect_button()),
        header("My meetings"),
        *list_blocks(facts.shown, links, acts=_LOOKING, is_told=True),
        _foot(facts, links),
    )


def _at_stake(facts: HomeFacts) -> str:
    if facts.next is None:
        return ""
    when = when_for(facts.professional, facts.next.meeting)
    if not facts.at_risk:
        return f" The next meeting is {when}."
    count, verb = ("1 meeting", "depends") if facts.at_risk == 1 else (f"{facts.at_risk} meetings", "depend")
    return f" {count} in the next 7 days {verb} on it. The next is {when}."


def _disconnecting(facts: HomeFacts, links: Links) -> Block:
    clearing = " Your canceled meetings are being cleared first." if facts.is_clearing else ""
    return home(
        header("Meetings"),
        section(f"Disconnecting from Zoom.{clearing}"),
        header("My meetings"),
        *list_blocks(facts.shown, links, acts=_LOOKING, is_told=True),
        _foot(facts, links),
    )


def _foot(facts: HomeFacts, links: Links) -> Block:
    zone = zone_words(facts.professional.zone)
    return context(f"Times are in {zone}. Questions? <{links.support}|Contact support>. <{links.privacy}|Privacy>.")
