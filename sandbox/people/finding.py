"""How a person finds on the screen what somebody tells them to use."""

from dataclasses import dataclass, replace
from typing import TypeAlias

from sandbox.slack.blocks.layout import interactive
from sandbox.slack.workspace import Json, Message, View
from sandbox.world import World

Place: TypeAlias = View | Message


class ImpossibleError(Exception):
    """A person cannot do this with what is before them; the message says why."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """One element, with the block and the view or message that hold it."""

    place: Place
    block: Json
    element: Json

    @property
    def key(self) -> tuple[str, str]:
        return self.block["block_id"], self.element["action_id"]

    @property
    def dispatches(self) -> bool:
        """Tell whether using it is reported at once: always outside of input blocks, else where the app asked."""
        return bool(self.block["type"] != "input" or self.block["dispatch_action"])

    @property
    def reports_characters(self) -> bool:
        """Tell whether the app hears of a text while it is typed; else it hears of it when Enter is pressed."""
        config = self.element.get("dispatch_action_config", {})
        return self.dispatches and "on_character_entered" in config.get("trigger_actions_on", [])


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What to look for: an action_id or what is written on it, and as much more as is needed to tell it apart.

    `where` is "home", "modal" (the top one), the id of a modal, or the ts of a message; "" looks at the open modal, and
    when there is none at ephemeral messages, messages (newest first) and Home.
    """

    name: str
    block_id: str = ""
    value: str = ""
    where: str = ""

    def fits(self, block: Json, element: Json) -> bool:
        names = {element["action_id"], block["block_id"], *_written(block, element)}
        right_value = not self.value or element.get("value") == self.value
        return self.name in names and right_value and self.block_id in ("", block["block_id"])


def find(world: World, user_id: str, wanted: Wanted, kinds: frozenset[str] = frozenset()) -> Found:
    """The element wanted, of one of `kinds` if any are given; ImpossibleError when there is none or several.

    What is used in the moment in which it is drawn anew, in a block that the app does not name, is still that element.
    """
    for place in _places(world, user_id, wanted.where):
        wanted = _since_drawn_anew(wanted, place)
        fitting = [
            Found(place=place, block=block, element=element)
            for block, element in interactive(place.blocks)
            if wanted.fits(block, element) and (not kinds or element["type"] in kinds)
        ]
        if len(fitting) > 1:
            blocks = ", ".join(found.block["block_id"] for found in fitting)
            raise ImpossibleError(f"There are several of {wanted.name!r}: name the block ({blocks}).")
        if fitting:
            return fitting[0]
    raise ImpossibleError(f"There is no {wanted.name!r} to be seen.")


def _since_drawn_anew(wanted: Wanted, place: Place) -> Wanted:
    """Look by the action_id alone where the block is gone; the value, which says what it is about, must still fit."""
    is_there = not wanted.block_id or any(block["block_id"] == wanted.block_id for block in place.blocks)
    return wanted if is_there else replace(wanted, block_id="")


def top_modal(world: World, user_id: str, view_id: str = "") -> View:
    """The modal before the person, which must be `view_id` where that is given."""
    stack = world.slack.modals(user_id)
    if not stack:
        raise ImpossibleError("No modal is open.")
    if view_id not in ("", stack[-1].id):
        raise ImpossibleError("Another form is open by now.")
    return stack[-1]


def _places(world: World, user_id: str, where: str) -> list[Place]:
    slack = world.slack
    home = slack.home(user_id)
    messages = [*slack.messages_of(user_id, ephemeral=True)[::-1], *slack.messages_of(user_id)[::-1]]
    if where == "modal" or (not where and slack.modals(user_id)):
        return [top_modal(world, user_id)]
    if where.startswith("V"):
        return [top_modal(world, user_id, where)]
    if where == "home":
        return [home] if home else []
    if where:
        return [message for message in messages if message.ts == where]
    return [*messages, *([home] if home else [])]


def _written(block: Json, element: Json) -> list[str]:
    """The words by which a person knows the element."""
    texts = [element.get("text"), element.get("placeholder"), block.get("label")]
    return [text["text"] for text in texts if text]
