"""What the app answers within its acknowledgement, judged as strictly as a Web API call."""

from dataclasses import replace

from sandbox.slack.blocks.checks import Place
from sandbox.slack.blocks.objects import offered_options
from sandbox.slack.blocks.surfaces import check_view
from sandbox.slack.blocks.texts import with_text_defaults
from sandbox.slack.refusal import SlackRefusal
from sandbox.slack.responses import say
from sandbox.slack.views import close_all, close_view, put_on_top, update_view
from sandbox.slack.workspace import Json, View
from sandbox.world import World


def take_command_answer(world: World, user_id: str, body: object) -> None:
    """Show a command's answer: nothing, a text, or a message; SlackRefusal when Slack would not show it."""
    if body in (None, "", {}):
        return
    if isinstance(body, str):
        body = {"text": body}
    if not isinstance(body, dict) or body.keys() - {"text", "blocks", "response_type"}:
        raise SlackRefusal("invalid_command_response")
    say(world, user_id, world.slack.channel.id, body)


def take_submission_answer(world: World, view: View, body: object) -> str:
    """Do what the app answered to a submission; "closed", "errors", "updated", "pushed" or "cleared"."""
    if body in (None, "", {}):
        close_view(world.slack, view)
        return "closed"
    if not isinstance(body, dict):
        raise SlackRefusal("invalid_response_action")
    kind = body.get("response_action")
    if kind == "errors":
        view.errors = _checked_errors(view, body)
        return "errors"
    if kind == "clear" and body.keys() == {"response_action"}:
        close_all(world.slack, view.user_id)
        return "cleared"
    if kind not in {"update", "push"} or body.keys() != {"response_action", "view"}:
        raise SlackRefusal("invalid_response_action")
    return _show(world, view, kind, check_view(body["view"], kind="modal"))


def _show(world: World, view: View, kind: str, content: Json) -> str:
    if kind == "push":
        put_on_top(world.slack, view.user_id, content)
        return "pushed"
    update_view(world.slack, view, content)
    return "updated"


def _checked_errors(view: View, body: Json) -> dict[str, str]:
    """The errors, when each belongs to an input block of this view and says something."""
    errors = body.get("errors")
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if body.keys() != {"response_action", "errors"} or not isinstance(errors, dict) or not errors:
        raise SlackRefusal("invalid_response_action")
    strange = [key for key in errors if key not in inputs]
    silent = [key for key, words in errors.items() if not isinstance(words, str) or not words]
    if strange or silent:
        raise SlackRefusal(
            "invalid_errors", messages=[f"[ERROR] not an input block: {key}" for key in strange + silent]
        )
    return errors


def take_options_answer(body: object) -> Json:
    """The options or option groups offered; SlackRefusal when the form is wrong."""
    place = Place(pointer="")
    offered_options(body, place)
    if place.problems or not isinstance(body, dict):
        raise SlackRefusal("invalid_options", messages=place.problems)
    completed: Json = with_text_defaults(body)
    return completed


def note_refusal(world: World, refusal: SlackRefusal) -> None:
    """Write on the last exchange with the bot what was wrong with its answer."""
    exchanges = world.traffic.exchanges
    for index in range(len(exchanges) - 1, -1, -1):
        if exchanges[index].to == "bot":
            exchanges[index] = replace(exchanges[index], verdict=str(refusal))
            return
