from typing import Any

from tests.slack_world import ANA, BEN, Slack, an_input, button, home, modal, plain, section, text_input


def titles(slack: Slack, user_id: str = ANA) -> list[str]:
    return [view.content["callback_id"] for view in slack.world.slack.modals(user_id)]


def a_view(name: str, **fields: Any) -> dict[str, Any]:
    return modal(section(), callback_id=name, **fields)


async def push(slack: Slack, name: str) -> str | None:
    top = slack.world.slack.modals(ANA)[-1].id
    trigger_id = slack.world.slack.new_trigger(ANA, top)
    return (await slack.call("views.push", trigger_id=trigger_id, view=a_view(name))).get("error")


async def test_an_unknown_trigger_is_invalid(slack: Slack) -> None:
    answer = await slack.call("views.open", trigger_id="1.2.3", view=modal())
    assert answer == {"ok": False, "error": "invalid_trigger_id"}


async def test_a_trigger_serves_once(slack: Slack) -> None:
    trigger_id = slack.world.slack.new_trigger(ANA)
    answers = [(await slack.call("views.open", trigger_id=trigger_id, view=modal())).get("error") for _ in range(2)]
    assert answers == [None, "exchanged_trigger_id"]


async def test_a_trigger_dies_after_three_seconds(slack: Slack) -> None:
    trigger_id = slack.world.slack.new_trigger(ANA)
    slack.seconds += 3.1
    assert (await slack.call("views.open", trigger_id=trigger_id, view=modal()))["error"] == "expired_trigger_id"


async def test_an_invalid_view_does_not_spend_the_trigger(slack: Slack) -> None:
    trigger_id = slack.world.slack.new_trigger(ANA)
    await slack.call("views.open", trigger_id=trigger_id, view={"type": "modal"})
    assert (await slack.call("views.open", trigger_id=trigger_id, view=modal()))["ok"] is True


async def test_a_modal_is_seen_by_one_person_only(slack: Slack) -> None:
    await slack.open_modal(a_view("first"))
    assert (titles(slack), titles(slack, BEN)) == (["first"], [])


async def test_a_modal_opened_from_elsewhere_replaces_the_stack(slack: Slack) -> None:
    await slack.open_modal(a_view("first"))
    await slack.open_modal(a_view("second"))
    assert titles(slack) == ["second"]


async def test_three_modals_lie_on_each_other_and_no_fourth(slack: Slack) -> None:
    await slack.open_modal(a_view("first"))
    answers = [await push(slack, name) for name in ("second", "third", "fourth")]
    assert (answers, titles(slack)) == ([None, None, "push_limit_reached"], ["first", "second", "third"])


async def test_a_pushed_view_names_root_and_previous(slack: Slack) -> None:
    opened = await slack.open_modal(a_view("first"))
    await push(slack, "second")
    top = slack.world.slack.modals(ANA)[-1]
    assert (top.root_id, top.previous_id) == (opened["view"]["id"], opened["view"]["id"])


async def test_a_push_needs_a_trigger_from_a_modal(slack: Slack) -> None:
    await slack.open_modal(a_view("first"))
    answer = await slack.call("views.push", trigger_id=slack.world.slack.new_trigger(ANA), view=modal())
    assert answer["error"] == "invalid_trigger_id"


async def test_an_update_keeps_the_id_and_changes_the_hash(slack: Slack) -> None:
    before = (await slack.open_modal(a_view("first")))["view"]
    after = (await slack.call("views.update", view_id=before["id"], view=a_view("again")))["view"]
    assert (after["id"], after["hash"] == before["hash"], titles(slack)) == (before["id"], False, ["again"])


async def test_an_old_hash_conflicts(slack: Slack) -> None:
    view = (await slack.open_modal(a_view("first")))["view"]
    names = {"view_id": view["id"], "hash": view["hash"]}
    answers = [(await slack.call("views.update", view=a_view("x"), **names)).get("error") for _ in range(2)]
    assert answers == [None, "hash_conflict"]


async def test_a_view_is_found_by_its_external_id(slack: Slack) -> None:
    await slack.open_modal(a_view("first", external_id="mine"))
    answer = await slack.call("views.update", external_id="mine", view=a_view("again", external_id="mine"))
    assert (answer["ok"], titles(slack)) == (True, ["again"])


async def test_an_external_id_exists_once(slack: Slack) -> None:
    await slack.open_modal(a_view("first", external_id="mine"))
    assert (await slack.open_modal(a_view("second", external_id="mine"), BEN))["error"] == "duplicate_external_ids"


async def test_both_names_of_a_view_at_once_are_refused(slack: Slack) -> None:
    answer = await slack.call("views.update", view_id="V0", external_id="mine", view=modal())
    assert answer["error"] == "invalid_arguments"


async def test_a_closed_view_is_not_found(slack: Slack) -> None:
    view = (await slack.open_modal(a_view("first")))["view"]
    await slack.person().close()
    assert (await slack.call("views.update", view_id=view["id"], view=modal()))["error"] == "not_found"


async def test_what_was_typed_survives_an_update_with_the_same_ids(slack: Slack) -> None:
    view = (await slack.open_modal(modal(an_input())))["view"]
    await slack.person().fill("Topic", "Follow-up")
    updated = modal(an_input(inner=text_input(initial_value="Other")))
    answer = await slack.call("views.update", view_id=view["id"], view=updated)
    assert answer["view"]["state"]["values"]["topic"]["act"]["value"] == "Follow-up"


async def test_initial_values_of_an_opened_view_are_in_its_state(slack: Slack) -> None:
    answer = await slack.open_modal(modal(an_input(inner=text_input(initial_value="Prepared"))))
    values = {"topic": {"act": {"type": "plain_text_input", "value": "Prepared"}}}
    assert answer["view"]["state"]["values"] == values


async def test_initial_values_that_come_by_an_update_are_missing_from_the_state(slack: Slack) -> None:
    view = (await slack.open_modal(modal(section())))["view"]
    updated = modal(an_input(inner=text_input(initial_value="Prepared")))
    answer = await slack.call("views.update", view_id=view["id"], view=updated)
    assert answer["view"]["state"]["values"] == {}


async def test_once_touched_such_a_field_is_in_the_state(slack: Slack) -> None:
    view = (await slack.open_modal(modal(section())))["view"]
    await slack.call("views.update", view_id=view["id"], view=modal(an_input(inner=text_input(initial_value="A"))))
    await slack.person().fill("Topic", "B")
    assert slack.world.slack.modals(ANA)[0].state == {("topic", "act"): "B"}


async def test_a_home_published_again_keeps_id_and_what_was_typed(slack: Slack) -> None:
    first = await slack.call("views.publish", user_id=ANA, view=home(an_input("search")))
    await slack.person().fill("Search", "half", where="home")
    again = await slack.call("views.publish", user_id=ANA, view=home(section(), an_input("search")))
    assert again["view"]["id"] == first["view"]["id"]
    assert again["view"]["state"]["values"]["search"]["act"]["value"] == "half"


async def test_a_home_with_an_old_hash_conflicts(slack: Slack) -> None:
    await slack.call("views.publish", user_id=ANA, view=home())
    answer = await slack.call("views.publish", user_id=ANA, view=home(), hash="1.old")
    assert answer["error"] == "hash_conflict"


async def test_ids_left_out_are_given_by_slack(slack: Slack) -> None:
    view = (await slack.open_modal(modal({"type": "section", "text": {"type": "mrkdwn", "text": "x"}})))["view"]
    assert view["blocks"][0]["block_id"]


async def test_a_block_shown_anew_keeps_the_id_that_slack_gave_it(slack: Slack) -> None:
    unnamed = {"type": "actions", "elements": [button()]}
    ids = []
    for said in ("Hello", "Goodbye"):
        await slack.call("views.publish", user_id=ANA, view=home(section(said), {"type": "divider"}, unnamed))
        ids.append([block["block_id"] for block in slack.world.slack.home(ANA).blocks])
    assert ids[0] == ids[1]


async def test_an_input_that_the_app_does_not_name_loses_what_was_typed(slack: Slack) -> None:
    unnamed = {"type": "input", "label": plain("Topic"), "element": text_input()}
    view = (await slack.open_modal(modal(unnamed)))["view"]
    await slack.person().fill("Topic", "Follow-up")
    await slack.call("views.update", view_id=view["id"], view=modal(unnamed))
    assert list(slack.world.slack.modals(ANA)[0].state.values()) == [None]
