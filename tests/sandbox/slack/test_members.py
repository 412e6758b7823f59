import httpx
import pytest
from starlette.applications import Starlette

from sandbox.control.routes import control_routes
from sandbox.people.finding import ImpossibleError
from sandbox.slack.workspace import UserGroup
from tests.slack_world import ADDRESSES, ANA, BEN, Slack, modal, section

GROUP = "S0DOCTORS01"


@pytest.fixture
async def control(slack: Slack):
    app = Starlette(routes=control_routes(slack.world, None))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=ADDRESSES.sandbox) as client:
        yield client


async def test_groups_are_listed_and_those_disabled_only_when_asked_for(slack: Slack) -> None:
    gone = UserGroup(id="S0GONE00001", name="Gone", handle="gone", user_ids={BEN}, is_disabled=True)
    slack.world.slack.groups[gone.id] = gone
    for asked, expected in (({}, ["Doctors"]), ({"include_disabled": True}, ["Doctors", "Gone"])):
        answer = await slack.call("usergroups.list", **asked)
        assert [each["name"] for each in answer["usergroups"]] == expected
    assert (await slack.call("usergroups.users.list", usergroup=gone.id))["error"] == "no_such_subteam"
    answer = await slack.call("usergroups.users.list", usergroup=gone.id, include_disabled=True)
    assert answer == {"ok": True, "users": [BEN]}


async def test_the_members_of_a_group_are_told_by_id(slack: Slack) -> None:
    assert await slack.call("usergroups.users.list", usergroup=GROUP) == {"ok": True, "users": [ANA]}


@pytest.mark.parametrize(
    ("arguments", "error"), [({"usergroup": "S0NONE"}, "no_such_subteam"), ({}, "invalid_arguments")]
)
async def test_another_group_is_refused(slack: Slack, arguments: dict[str, str], error: str) -> None:
    assert (await slack.call("usergroups.users.list", **arguments))["error"] == error


@pytest.mark.parametrize("method", ["usergroups.list", "usergroups.users.list"])
async def test_groups_need_their_scope(slack: Slack, method: str) -> None:
    object.__setattr__(slack.world.slack.app, "scopes", frozenset({"users:read"}))
    answer = await slack.call(method, **({"usergroup": GROUP} if "users" in method[11:] else {}))
    assert (answer["error"], answer["needed"]) == ("missing_scope", "usergroups:read")


async def test_the_21st_question_about_groups_of_a_minute_must_wait(slack: Slack) -> None:
    answers = [await slack.request("POST", "/slack/api/usergroups.list", json={}) for _ in range(21)]
    assert [each.status_code for each in answers] == [200] * 20 + [429]


async def test_who_is_deactivated_is_told_to_the_app_and_can_do_nothing_more(slack: Slack, control) -> None:
    await slack.open_modal(modal(section()))
    answer = await control.post(f"/control/slack/members/{ANA}", json={"deleted": True})
    assert answer.json()["deleted"] is True
    [event] = slack.bot.received
    told = event["event"]
    assert (told["type"], told["user"]["id"], told["user"]["deleted"]) == ("user_change", ANA, True)
    assert (told["user"]["locale"], event["team_id"], type(told["cache_ts"])) == ("es-ES", "T0NORTE0001", int)
    with pytest.raises(ImpossibleError):
        slack.person()
    assert slack.world.slack.modals(ANA) == []
    assert (await slack.call("usergroups.users.list", usergroup=GROUP))["users"] == []


async def test_an_app_that_does_not_listen_is_not_told(slack: Slack, control) -> None:
    object.__setattr__(slack.world.slack.app, "events", frozenset({"app_home_opened"}))
    await control.post(f"/control/slack/members/{BEN}", json={"is_restricted": True})
    assert slack.bot.received == []
    assert (await slack.call("users.info", user=BEN))["user"]["is_restricted"] is True


@pytest.mark.parametrize("arguments", [{}, {"deleted": 1}, {"id": True}])
async def test_only_what_admins_change_can_be_changed(control, arguments) -> None:
    assert (await control.post(f"/control/slack/members/{BEN}", json=arguments)).status_code == 400


async def test_a_group_gets_other_members_without_a_word_to_the_app(slack: Slack, control) -> None:
    answer = await control.post(f"/control/slack/groups/{GROUP}", json={"users": [BEN]})
    assert [each["users"] for each in answer.json()] == [[BEN]]
    assert slack.bot.received == []
    assert (await control.post(f"/control/slack/groups/{GROUP}", json={"users": ["U0NOBODY"]})).status_code == 400
    assert (await control.post("/control/slack/groups/S0NONE", json={"users": []})).status_code == 404


async def test_members_and_owners_are_seen_as_slack_tells_them(slack: Slack, control) -> None:
    await control.post(f"/control/slack/members/{BEN}", json={"is_owner": True})
    members = (await control.get("/control/slack/members")).json()
    assert {each["name"]: each["is_admin"] for each in members} == {
        "ana": True,
        "ben": True,
        "gil": False,
        "consulta": False,
    }
