"""The control interface to people in Slack: the acts of `sandbox.people`, by name, and what a person sees."""

import inspect
from collections.abc import Awaitable, Callable, Mapping
from typing import TypeVar

from starlette.requests import Request

from sandbox.control.answers import Arguments, BadArgumentsError
from sandbox.people import sight
from sandbox.people.finding import ImpossibleError
from sandbox.people.person import Person
from sandbox.slack.delivery import deliver_again
from sandbox.world import World

T = TypeVar("T")

_ACTS = {
    "command": "type_command",
    "shortcut": "use_shortcut",
    "home": "open_home",
    "click": "click",
    "choose": "choose",
    "say": "say",
    "fill": "fill",
    "type": "type_in",
    "options": "offers",
    "suggestions": "suggestions",
    "submit": "submit",
    "close": "close",
}
_VIEWS: dict[str, Callable[[World, str], object]] = {
    "home": sight.home,
    "modals": sight.modals,
    "messages": sight.messages,
    "ephemerals": sight.ephemerals,
    "notice": sight.notice,
}


async def look(world: World, request: Request, _arguments: Arguments) -> object:
    """Answer what the person sees of one kind."""
    return _named(_VIEWS, request.path_params["view"])(world, person_of(world, request).user_id)


async def act(world: World, request: Request, arguments: Arguments) -> object:
    """Do one act, its arguments being those of the method of `Person`.

    With "twice": true what goes to the bot goes twice at the same moment, as a double click does. "replay" sends the
    last request to the bot once more, to the byte.
    """
    person = person_of(world, request)
    name = request.path_params["act"]
    if name == "replay":
        return await deliver_again(world)
    method = getattr(person, _named(_ACTS, name))
    world.slack.double_next = bool(arguments.pop("twice", False))
    try:
        return await _call(method, arguments)
    except ImpossibleError as error:
        raise BadArgumentsError(str(error)) from error
    finally:
        world.slack.double_next = False


def person_of(world: World, request: Request) -> Person:
    """The one whom the address names; LookupError for a bot or a stranger."""
    try:
        return Person(world=world, user_id=request.path_params["user_id"])
    except ImpossibleError as error:
        raise LookupError(str(error)) from error


def _named(table: Mapping[str, T], name: str) -> T:
    if name not in table:
        raise LookupError(f"There is no {name!r} here, only: {', '.join(sorted(table))}.")
    return table[name]


async def _call(method: Callable[..., Awaitable[object]], arguments: Arguments) -> object:
    """Call with arguments by name; BadArgumentsError when they do not fit the method."""
    try:
        inspect.signature(method).bind(**arguments)
    except TypeError as error:
        raise BadArgumentsError(f"The arguments do not fit: {error}.") from error
    return await method(**arguments)
