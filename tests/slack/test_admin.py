import json
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain import intents
from bot.domain.admission import OnLeaving, Policy, UserGroup, WhoServes
from bot.domain.failures import DeliveryError
from bot.domain.meeting import MeetingStatus
from bot.domain.outbox import OutboxKind
from bot.domain.people import Standing
from bot.domain.refusals import NotAnAdmin
from bot.domain.zoom_connection import ConnectionState
from tests.builders import ANA, BEN, NOW, a_member, a_scheduled_meeting
from tests.slack.stage import ADMIN, GUEST, chosen, submitted

DOCTORS = UserGroup(slack_group_id="S1", name="Group S1")
ANA_ID = "professional-ana"


@pytest.fixture
async def admin(ready):
    """Ana is connected; Alma administers the workspace, in which there is one user group, with Ana in it."""
    ready.desk.identifying.directory.groups["S1"] = frozenset({ANA.slack_user_id})
    return ready


async def shown(slack):
    """The modal that the last call opened or changed."""
    *_, (_, arguments) = slack.client.calls
    slack.client.calls.clear()
    return arguments["view"]


async def roster(slack):
    await slack.command("admin", who=ADMIN)
    return await shown(slack)


def words(view):
    return [block["text"]["text"] for block in view["blocks"] if block["type"] in {"section", "header"}]


def ids(view):
    found = [each for block in view["blocks"] for each in [*block.get("elements", []), block.get("accessory")]]
    return [each["action_id"] for each in found if each and "action_id" in each]


async def policy_of(slack):
    async with slack.store.reading() as look:
        return await look.admissions.policy()


async def person(slack, professional_id=ANA_ID):
    async with slack.store.reading() as look:
        return await look.people.get_professional(professional_id)


async def choose(slack, who, group="", *, agrees=False, leaving="ask"):
    await slack.click("change_policy", who=ADMIN, view=submitted(await roster(slack)))
    form = await shown(slack)
    typed = {"who_serves": chosen(who), "on_leaving": chosen(leaving)}
    typed |= {"user_group": chosen(group)} if group else {}
    typed |= {"disconnects": [chosen("disconnects")]} if agrees else {}
    return (await slack.submit(submitted(form, **typed), who=ADMIN)).json()


async def test_an_admin_sees_the_policy_and_who_is_connected(admin):
    assert words(await roster(admin)) == [
        "*Who is a professional:* All full members.",
        "Who they are",
        "*Alma Soto*\nZoom is not connected.",
        "*Ana Ruiz*\nZoom is connected.",
    ]


async def test_others_are_refused_with_the_support_contact(admin):
    answer = (await admin.command("admin")).json()
    assert (answer["text"], "contact_support" in json.dumps(answer)) == (NotAnAdmin().reply, True)


async def test_a_list_begins_with_who_is_connected(admin):
    assert (await choose(admin, "list"))["response_action"] == "update"
    assert await policy_of(admin) == Policy(who=WhoServes.LIST)
    view = await roster(admin)
    assert words(view)[2:] == ["*Ana Ruiz*\nZoom is connected."]
    assert ids(view) == ["change_policy", "workspace_defaults", "add_professional", "remove_professional:0"]
    assert (await person(admin)).left_at is None


async def test_somebody_is_added_by_hand(admin):
    await choose(admin, "list")
    await admin.click("add_professional", BEN.slack_user_id, who=ADMIN, view=submitted(await roster(admin)))
    assert words(await shown(admin))[0] == "Ben Okoro is on the list."
    await admin.command("", who=BEN)
    assert admin.store.state.audit[2]["action"] == "enlist"
    answer = (await admin.command("help", who=BEN)).json()
    assert answer["text"].startswith("`/meeting new ")


async def test_a_choice_of_a_person_is_read_as_slack_sends_it(admin):
    await choose(admin, "list")
    element = {"type": "users_select", "action_id": "add_professional", "selected_user": BEN.slack_user_id}
    await admin.interact("block_actions", ADMIN, actions=[element], view=submitted(await roster(admin)))
    assert words(await shown(admin))[0] == "Ben Okoro is on the list."


@pytest.mark.parametrize(
    ("slack_user_id", "told"),
    [
        (GUEST.slack_user_id, "Ana Ruiz is a guest. Only full members can be professionals. Nothing changed."),
        ("U0NOBODY001", "Only people of this workspace can be professionals. Nothing changed."),
    ],
)
async def test_who_is_no_full_member_is_not_added(admin, slack_user_id, told):
    await choose(admin, "list")
    await admin.click("add_professional", slack_user_id, who=ADMIN, view=submitted(await roster(admin)))
    assert words(await shown(admin))[0] == told
    assert not any(each.is_listed for each in admin.store.state.professionals.values() if each.id != ANA_ID)


async def test_who_is_removed_is_disconnected_and_the_admin_asked_about_the_meetings(admin):
    await choose(admin, "list")
    await admin.add(a_scheduled_meeting())
    await admin.click("remove_professional:0", ANA_ID, who=ADMIN, view=submitted(await roster(admin)))
    view = await shown(admin)
    assert words(view) == [
        "Ana Ruiz is no longer on the list.",
        "*Who is a professional:* People on a list that admins keep.",
        "To decide",
        "*Ana Ruiz* is no longer a professional. 1 upcoming meeting is kept.",
        "Who they are",
        "Nobody yet.",
    ]
    connection = admin.store.state.connections[ANA_ID].connection
    assert connection.state is ConnectionState.DISCONNECTING
    assert "Noah" not in json.dumps(view)


@pytest.fixture
async def departed(admin):
    """Ana was removed, with a meeting to come of which her patient knows."""
    await choose(admin, "list")
    await admin.add(a_scheduled_meeting())
    async with admin.store.writing() as work:
        await work.outbox.add(intents.invitation(a_scheduled_meeting(), NOW))
        await work.outbox.claim("worker", NOW, 9, [OutboxKind.MAIL_INVITATION])
    await admin.click("remove_professional:0", ANA_ID, who=ADMIN, view=submitted(await roster(admin)))
    admin.client.calls.clear()
    return admin


async def ask_to_cancel(slack):
    await slack.click("cancel_left_behind:0", ANA_ID, who=ADMIN, view=submitted(await roster(slack)))
    return await shown(slack)


async def test_what_was_left_behind_is_cancelled_with_a_reason_once(departed):
    form = submitted(await ask_to_cancel(departed), reason="Dr. Ruiz has left the clinic.")
    for _ in range(2):
        answer = (await departed.submit(form, who=ADMIN)).json()
        assert "Canceled 1 meeting." in json.dumps(answer)
    meeting = departed.store.state.meetings["meeting-one"]
    assert (meeting.status, meeting.reason) == (MeetingStatus.CANCELLED, "Dr. Ruiz has left the clinic.")
    kinds = [each.entry.kind for each in departed.store.state.outbox.values()]
    assert kinds.count(OutboxKind.MAIL_CANCELLATION) == 1
    assert "To decide" not in words(await roster(departed))
    [row] = [each for each in departed.store.state.audit.values() if each["action"] == "cancel_left_behind"]
    admin_id = next(each.id for each in departed.store.state.professionals.values() if each.actor == ADMIN)
    assert (row["actor"], row["about"]) == (admin_id, ANA_ID)


async def test_a_reason_is_needed(departed):
    form = submitted(await ask_to_cancel(departed), reason=" ")
    answer = (await departed.submit(form, who=ADMIN)).json()
    assert answer["errors"] == {"reason": "Write a reason for the patients."}


async def test_what_was_left_behind_may_be_kept(departed):
    await departed.click("keep_left_behind:0", ANA_ID, who=ADMIN, view=submitted(await roster(departed)))
    assert words(await shown(departed))[0] == "The meetings of Ana Ruiz are kept."
    assert departed.store.state.meetings["meeting-one"].status is MeetingStatus.SCHEDULED
    assert "To decide" not in words(await roster(departed))


async def test_what_is_decided_is_not_decided_again(departed):
    form = submitted(await ask_to_cancel(departed), reason="Gone.")
    await departed.click("keep_left_behind:0", ANA_ID, who=ADMIN, view=submitted(await roster(departed)))
    answer = (await departed.submit(form, who=ADMIN)).json()
    assert "This has been decided already. Nothing changed." in json.dumps(answer)
    assert departed.store.state.meetings["meeting-one"].status is MeetingStatus.SCHEDULED


async def test_who_is_added_again_is_back_and_nothing_is_to_decide(departed):
    await departed.click("add_professional", ANA.slack_user_id, who=ADMIN, view=submitted(await roster(departed)))
    assert "To decide" not in words(await shown(departed))
    assert (await person(departed)).left_at is None
    await departed.open_home()
    assert "Consulta lets professionals" not in json.dumps(await shown(departed))


async def test_a_group_is_offered_by_its_name(admin):
    answer = (await admin.choose("user_group", "group", who=ADMIN)).json()
    assert [each["value"] for each in answer["options"]] == ["S1"]
    assert (await admin.choose("user_group", "nurses", who=ADMIN)).json() == {"options": []}


async def test_a_group_serves_as_slack_tells_at_this_moment(admin):
    assert (await choose(admin, "group", "S1"))["response_action"] == "update"
    assert await policy_of(admin) == Policy(who=WhoServes.GROUP, group=DOCTORS, group_seen_at=NOW)
    assert words(await roster(admin))[0] == "*Who is a professional:* Members of the user group “Group S1”."
    assert "set up as a professional" in (await admin.command("", who=BEN)).text


async def test_a_policy_that_leaves_connected_people_out_asks_first(admin):
    admin.desk.identifying.directory.groups["S1"] = frozenset({BEN.slack_user_id})
    answer = await choose(admin, "group", "S1")
    sentence = "1 person who has connected Zoom or has meetings would no longer be a professional."
    assert answer["errors"] == {"disconnects": f"{sentence} Tick this to disconnect them."}
    assert (await policy_of(admin), (await person(admin)).left_at) == (Policy(), None)
    await choose(admin, "group", "S1", agrees=True, leaving="cancel")
    assert (await policy_of(admin)).on_leaving is OnLeaving.CANCEL
    assert (await person(admin)).left_at == NOW


@pytest.mark.parametrize(
    ("group", "failure", "sentence"),
    [
        ("", None, "Choose a user group from the list."),
        ("S9", None, "Choose a user group from the list."),
        ("S1", DeliveryError("x"), "Slack did not tell who is in this group. Try again, or choose another."),
    ],
)
async def test_a_group_that_slack_does_not_tell_of_is_refused_beside_the_field(admin, group, failure, sentence):
    directory = admin.desk.identifying.directory

    async def list_group(_slack_group_id):
        raise failure

    if failure:
        directory.list_group = list_group
    assert (await choose(admin, "group", group))["errors"] == {"user_group": sentence}
    assert await policy_of(admin) == Policy()


async def test_words_that_the_form_did_not_offer_are_refused(admin):
    assert (await choose(admin, "everybody"))["errors"] == {"who_serves": "Choose one of these."}


async def test_who_was_deactivated_shows_on_the_list_and_can_be_taken_off(admin):
    await choose(admin, "list")
    async with admin.store.writing() as work:
        await work.people.save_professional(replace(await person(admin), standing=Standing.DEACTIVATED))
    assert words(await roster(admin))[-1] == "*Ana Ruiz*\nZoom is connected. Not a full member."


async def test_a_member_who_is_deactivated_in_slack_is_let_go_at_once(admin):
    await admin.add(a_scheduled_meeting())
    admin.desk.identifying.directory.members[ANA.slack_user_id] = a_member(standing=Standing.DEACTIVATED)
    user = {"id": ANA.slack_user_id, "team_id": ANA.slack_team_id, "name": "ana", "deleted": True}
    body = {"type": "event_callback", "team_id": ANA.slack_team_id, "event": {"type": "user_change", "user": user}}
    assert (await admin.deliver("events_api", body)).status_code == 200
    assert admin.client.calls == []
    assert words(await roster(admin))[2] == "*Ana Ruiz* is no longer a professional. 1 upcoming meeting is kept."


async def test_news_that_cannot_be_taken_in_draw_nothing(admin):
    body = {"type": "event_callback", "team_id": ANA.slack_team_id, "event": {"type": "user_change", "user": {}}}
    assert (await admin.deliver("events_api", body)).status_code == 200
    assert admin.client.calls == []


async def test_the_list_is_turned_over_in_pages(admin):
    await choose(admin, "list")
    people = [replace(await person(admin), id=f"p{n:02}", slack_user_id=f"U{n:02}", is_listed=True) for n in range(24)]
    async with admin.store.writing() as work:
        for each in people:
            await work.people.save_professional(each)
    view = await roster(admin)
    assert [ids(view).count(each) for each in ("next_people", "previous_people")] == [1, 0]
    await admin.click("next_people", "1", who=ADMIN, view=submitted(view))
    second = await shown(admin)
    assert sum(each.startswith("remove_professional") for each in ids(second)) == 5
    assert "previous_people" in ids(second)


async def test_what_the_operator_reads_is_when_who_decided_what(admin):
    await choose(admin, "list")
    rows = [(each["action"], each["outcome"], each["at"] - NOW) for each in admin.store.state.audit.values()]
    assert rows == [("choose_policy", "list", timedelta(0))]
