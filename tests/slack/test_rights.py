"""Who may do what: everybody whom we do not serve hears the same refusal, whatever they ask for."""

import pytest

from bot.domain.parting import Leave
from bot.domain.refusals import NotAProfessional
from bot.slack.browsing import list_modal
from bot.slack.dispatch import TABLE
from bot.slack.home import home_of_stranger
from bot.slack.ids import ActionId
from bot.slack.modals.cancel import cancel_form
from bot.slack.modals.delete import delete_form
from bot.slack.modals.disconnect import disconnect_form
from bot.slack.modals.end import end_form
from bot.slack.modals.profile import profile_form
from bot.slack.modals.schedule import schedule_form
from bot.slack.requests import Kind
from tests.builders import ANA, BEN, MADRID, a_professional, a_scheduled_meeting
from tests.slack.examples import a_list, an_own_meeting
from tests.slack.stage import GUEST, LINKS, STRANGER, TYPED, chosen, submitted

REFUSAL = NotAProfessional().reply
LINK_BUTTONS = {ActionId.AUTHENTICATE, ActionId.START_LINK, ActionId.SUPPORT}
FORMS = {
    "schedule_meeting": submitted(schedule_form(MADRID), **TYPED),
    "my_profile": submitted(profile_form(a_professional()), name="Ana Ruiz", zone=chosen("Europe/Madrid")),
    "my_meetings": submitted(list_modal(a_list(an_own_meeting()), LINKS)),
    "end_meeting": submitted(end_form(an_own_meeting())),
    "disconnect_zoom": submitted(disconnect_form(Leave(first=(an_own_meeting(),), count=1))),
    "delete_meeting": submitted(delete_form(an_own_meeting())),
    "cancel_meeting": submitted(cancel_form(an_own_meeting()), reason="I am ill."),
}
EVERYTHING = [(kind, name) for kind, table in TABLE.items() for name in table]
GUARDED = [(kind, name) for kind, name in EVERYTHING if name not in LINK_BUTTONS]


async def do(slack, kind, name, who):
    """Ask for one thing of the table, about the meeting of Ana where it is about one."""
    acts = {
        Kind.COMMAND: lambda: slack.command(name, who=who),
        Kind.SHORTCUT: lambda: slack.shortcut(name, who=who),
        Kind.CLICK: lambda: slack.click(name, "cancel" if name == "use_command" else "meeting-one", who=who),
        Kind.SUBMISSION: lambda: slack.submit(FORMS[name], who=who),
        Kind.CHOICES: lambda: slack.choose(name, who=who),
        Kind.EVENT: lambda: slack.open_home(who=who),
    }
    return await acts[kind]()


def heard(slack, kind, response):
    """The first words that the person gets."""
    if kind is Kind.COMMAND:
        return response.json()["text"]
    view = response.json()["view"] if kind is Kind.SUBMISSION else slack.client.view
    return next(block["text"]["text"] for block in view["blocks"] if block["type"] == "section")


@pytest.mark.parametrize("who", [GUEST, STRANGER], ids=["guest", "other workspace"])
@pytest.mark.parametrize(("kind", "name"), [each for each in GUARDED if each[0] is not Kind.CHOICES])
async def test_whom_we_do_not_serve_is_refused(ready, kind, name, who):
    await ready.add(a_scheduled_meeting())
    assert heard(ready, kind, await do(ready, kind, name, who)) == REFUSAL


@pytest.mark.parametrize("who", [GUEST, STRANGER], ids=["guest", "other workspace"])
@pytest.mark.parametrize("name", TABLE[Kind.CHOICES])
async def test_whom_we_do_not_serve_is_offered_nothing(ready, name, who):
    assert (await ready.choose(name, who=who)).json() == {"options": []}


@pytest.mark.parametrize(("kind", "name"), EVERYTHING)
async def test_the_owner_is_never_refused(ready, kind, name):
    await ready.add(a_scheduled_meeting())
    response = await do(ready, kind, name, ANA)
    assert response.status_code == 200
    assert REFUSAL not in response.text + str(ready.client.calls)


@pytest.mark.parametrize(("kind", "name"), EVERYTHING)
async def test_a_colleague_never_sees_the_meeting_of_another(ready, kind, name):
    await ready.add(a_scheduled_meeting())
    response = await do(ready, kind, name, BEN)
    seen = response.text + str(ready.client.calls)
    assert not any(secret in seen for secret in ("Noah", "Follow-up", "N. C.", "Nov 19"))


async def test_a_person_of_another_workspace_in_a_shared_channel_is_refused(ready):
    team = {"id": ANA.slack_team_id}
    user = {"id": STRANGER.slack_user_id, "team_id": STRANGER.slack_team_id}
    await ready.interact("block_actions", ANA, team=team, user=user, actions=[{"action_id": "new_meeting"}])
    assert heard(ready, Kind.CLICK, None) == REFUSAL


async def test_home_of_another_workspace_is_the_strangers(ready):
    await ready.open_home(who=STRANGER)
    assert ready.client.view == home_of_stranger(LINKS)
