"""What a person can enter into an element: as strict as Slack's own client."""

from typing import Any

from sandbox.people.finding import Found, ImpossibleError
from sandbox.slack.answers import note_refusal, take_options_answer
from sandbox.slack.blocks.checks import HOUR, is_day
from sandbox.slack.blocks.elements import offered
from sandbox.slack.delivery import deliver, interaction_delivery
from sandbox.slack.inputs import VALUE_KEYS, shown_value
from sandbox.slack.payloads import block_suggestion
from sandbox.slack.refusal import SlackRefusal
from sandbox.slack.workspace import Json, View
from sandbox.world import World

CHOOSABLE = frozenset({*VALUE_KEYS, "overflow"})
DEFAULT_MIN_QUERY = 3
REQUIRED = "Please complete this required field."


async def entered(world: World, user_id: str, found: Found, value: str | list[str]) -> Any:  # noqa: ANN401 - as the state
    """What the element will hold; ImpossibleError when the client would not let it in. Empty clears it."""
    kind = found.element["type"]
    if kind == "checkboxes":
        wanted = [value] if isinstance(value, str) else value
        return [_option(offered(found.element), one) for one in wanted if one] or None
    if not isinstance(value, str):
        raise ImpossibleError("Only checkboxes take a list.")
    if not value:
        return None
    if kind == "external_select":
        return await _from_the_app(world, user_id, found, value)
    if kind in {"static_select", "radio_buttons", "overflow"}:
        return _option(offered(found.element), value)
    return _plain(world, found.element, value)


def _plain(world: World, element: Json, value: str) -> str:
    kind = element["type"]
    if kind == "datepicker" and not is_day(value):
        raise ImpossibleError("A date is entered as YYYY-MM-DD.")
    if kind == "timepicker" and not HOUR.fullmatch(value):
        raise ImpossibleError("A time is entered as HH:MM.")
    if kind == "users_select" and value not in world.slack.members:
        raise ImpossibleError("There is no such member.")
    if kind == "plain_text_input" and len(value) > element.get("max_length", 3000):
        raise ImpossibleError(f"The field takes {element.get('max_length', 3000)} characters.")
    return value


def _option(options: list[Json], wanted: str) -> Json:
    """The option with this text or value; ImpossibleError when it is not offered."""
    by_value = [option for option in options if option["value"] == wanted]
    for option in by_value or [option for option in options if option["text"]["text"] == wanted]:
        return option
    raise ImpossibleError(f"{wanted!r} is not offered.")


async def _from_the_app(world: World, user_id: str, found: Found, wanted: str) -> Json:
    """An option offered before, by its value; else type `wanted` and take the one that is offered for it."""
    for option in found.place.offered.get(found.key, []):
        if option["value"] == wanted:
            return option
    options = await ask_options(world, user_id, found, wanted)
    exact = [option for option in options if wanted in (option["text"]["text"], option["value"])]
    if len(exact or options) != 1:
        texts = ", ".join(option["text"]["text"] for option in options) or "nothing"
        raise ImpossibleError(f"For {wanted!r} the app offers: {texts}.")
    return (exact or options)[0]


async def ask_options(world: World, user_id: str, found: Found, query: str) -> list[Json]:
    """What the app offers while a person types `query`, the options of groups one after the other."""
    return offered(await ask_suggestions(world, user_id, found, query))


async def ask_suggestions(world: World, user_id: str, found: Found, query: str) -> Json:
    """What the app answers while a person types `query`: options, or groups of them."""
    if len(query) < found.element.get("min_query_length", DEFAULT_MIN_QUERY):
        raise ImpossibleError("More must be typed before the app is asked.")
    payload = block_suggestion(world, user_id, found.place, (found.block, found.element), query)
    answer = await deliver(world, interaction_delivery(world, payload))
    if answer.trouble:
        raise ImpossibleError(f"The options could not be loaded: {answer.trouble}.")
    try:
        suggestions = take_options_answer(answer.body)
    except SlackRefusal as refusal:
        note_refusal(world, refusal)
        raise ImpossibleError(f"The options could not be loaded: {refusal}.") from refusal
    found.place.offered[found.key] = offered(suggestions)
    return suggestions


def client_errors(view: View) -> dict[str, str]:
    """What the client itself refuses of a form, by block_id; such a form never reaches the app."""
    errors = {}
    for block in view.blocks:
        if block["type"] == "input":
            element = block["element"]
            value = shown_value(element, (block["block_id"], element["action_id"]), view.state)
            if not value and not block["optional"]:
                errors[block["block_id"]] = REQUIRED
            elif value and len(value) < element.get("min_length", 0):
                errors[block["block_id"]] = f"Please enter at least {element['min_length']} characters."
    return errors
