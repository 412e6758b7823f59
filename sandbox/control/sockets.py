"""The control interface to the app's sockets: which there are, the switch of Socket Mode, and Slack's goodbyes."""

from starlette.requests import Request

from sandbox.control.answers import Arguments, BadArgumentsError
from sandbox.slack.sockets import Goodbye
from sandbox.world import World


async def sockets(world: World, _request: Request, _arguments: Arguments) -> object:
    kept = world.slack.sockets
    listed = [{"number": each.number, "is_leaving": each.is_leaving} for each in kept.connections]
    return {"is_on": kept.is_on, "connections": sorted(listed, key=lambda each: each["number"])}


async def switch_socket_mode(world: World, request: Request, arguments: Arguments) -> object:
    """Take {"on": true or false}: the switch in the app's settings. Off, requests go to the bot's address again."""
    is_on = arguments.get("on")
    if not isinstance(is_on, bool):
        raise BadArgumentsError("on must be true or false.")
    world.slack.sockets.is_on = is_on
    if not is_on:
        await world.slack.sockets.dismiss_all(Goodbye.DISABLED)
    return await sockets(world, request, arguments)


async def dismiss(world: World, request: Request, arguments: Arguments) -> object:
    """Take {"reason": "warning" or another of Slack's}: tell it to each connection, and wait for those that end."""
    reason = Goodbye(str(arguments.get("reason")))
    if reason is Goodbye.DISABLED:
        return await switch_socket_mode(world, request, {"on": False})
    grace = world.slack.acknowledge_within if reason is Goodbye.REFRESH else 0.0
    await world.slack.sockets.dismiss_all(reason, grace)
    return await sockets(world, request, arguments)
