"""Examples of what is shown to admins, to assistants, and to who is no professional: beside those of `examples`."""

from typing import Any

from bot.domain.admission import KnownProfessional, Policy, Roster, UserGroup, WhoServes
from bot.domain.assistance import Switch
from bot.domain.zoom_connection import ConnectionState
from bot.slack.modals import admin, assistants
from tests.builders import BEN, a_connection, a_professional
from tests.slack.facts import LONG

FOR_ANOTHER = a_professional(name=LONG, assisted_by="professional-ben")


def a_switch(*assisted: Any, is_professional: bool = True) -> Switch:
    """Ben, who may act for these, and for a hundred more."""
    ben = a_professional(id="professional-ben", slack_user_id=BEN.slack_user_id)
    many = tuple(a_professional(id=f"professional-{number}", name=LONG) for number in range(100))
    return Switch(oneself=ben, is_professional=is_professional, assisted=(*assisted, *many))


def the_longest_roster(who: WhoServes) -> Roster:
    """Two pages of people with long names, and as many who left more meetings than are counted."""
    group = UserGroup(slack_group_id="S0DOCTORS01", name=LONG) if who is WhoServes.GROUP else None
    people = tuple(
        KnownProfessional(professional=a_professional(name=LONG), is_connected=True, upcoming=count)
        for count in (1, *[301] * 29)
    )
    return Roster(policy=Policy(who=who, group=group), professionals=people, departed=people)


# What other Homes differ in from that of a professional who acts for nobody else.
OTHER_HOMES: list[dict[str, Any]] = [
    {"is_stranger": True},
    {"switch": a_switch(a_professional())},
    *(
        {
            "professional": FOR_ANOTHER,
            "connection": a_connection(state=state),
            "switch": a_switch(FOR_ANOTHER, is_professional=is_professional),
        }
        for state in ConnectionState
        for is_professional in (True, False)
    ),
]

EXAMPLES_OF_STANDING: dict[str, list[Any]] = {
    "admin.roster_modal": [
        admin.roster_modal(Roster(policy=Policy()), told=LONG),
        *(admin.roster_modal(the_longest_roster(who), page) for who in WhoServes for page in (0, 1, 99)),
    ],
    "admin.policy_form": [
        admin.policy_form(Policy()),
        admin.policy_form(the_longest_roster(WhoServes.GROUP).policy, {"shows": "roster", "page": 9}),
    ],
    "admin.leaving_form": [admin.leaving_form(each) for each in the_longest_roster(WhoServes.LIST).departed[:2]],
    "admin.left_cancelled_view": [admin.left_cancelled_view(count) for count in (1, 300)],
    "admin.policy_saved_view": [admin.policy_saved_view()],
    "admin.group_option": [],
    "assistants.assistants_modal": [
        assistants.assistants_modal([]),
        assistants.assistants_modal([a_professional(name=LONG)] * 10, told=LONG),
    ],
}
