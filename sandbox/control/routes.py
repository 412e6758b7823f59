"""The addresses of the control interface, all under /control; the bot reads /control/clock."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.routing import BaseRoute, Route

from sandbox.control import around, persons, sockets, workspace
from sandbox.control.answers import Action, Arguments, controlled
from sandbox.runner import BotProcess
from sandbox.world import World

WorldAction = Callable[[World, Request, Arguments], Awaitable[Any]]

_ACTIONS: tuple[tuple[str, str, WorldAction], ...] = (
    ("GET", "/control/clock", around.clock),
    ("POST", "/control/clock", around.move_clock),
    ("GET", "/control/faults", around.faults),
    ("POST", "/control/faults", around.switch_fault),
    ("GET", "/control/mail", around.mail),
    ("GET", "/control/traffic", around.traffic),
    ("GET", "/control/zoom/meetings", around.zoom_meetings),
    ("DELETE", "/control/zoom/meetings/{meeting_id:int}", around.delete_zoom_meeting),
    ("POST", "/control/zoom/meetings/{meeting_id:int}/start", around.start_zoom_meeting),
    ("POST", "/control/zoom/meetings/{meeting_id:int}/end", around.end_zoom_meeting),
    ("POST", "/control/zoom/meetings/{meeting_id:int}/recover", around.recover_zoom_meeting),
    ("POST", "/control/zoom/meetings/{meeting_id:int}/move", around.move_zoom_meeting),
    ("POST", "/control/zoom/meetings/{meeting_id:int}/leave", around.leave_zoom_meeting),
    ("POST", "/control/zoom/remove-app", around.remove_zoom_app),
    ("GET", "/control/zoom/webhooks", around.webhooks),
    ("POST", "/control/zoom/webhooks/{number:int}/again", around.send_webhook_again),
    ("POST", "/control/zoom/webhooks/validate", around.validate_webhook_url),
    ("POST", "/control/zoom/consent", around.zoom_consent),
    ("GET", "/control/slack/sockets", sockets.sockets),
    ("POST", "/control/slack/sockets", sockets.switch_socket_mode),
    ("POST", "/control/slack/sockets/dismiss", sockets.dismiss),
    ("GET", "/control/slack/members", workspace.members),
    ("POST", "/control/slack/members/{user_id}", workspace.change),
    ("GET", "/control/slack/groups", workspace.groups),
    ("POST", "/control/slack/groups/{group_id}", workspace.change_group),
    ("GET", "/control/people/{user_id}/{view}", persons.look),
    ("POST", "/control/people/{user_id}/{act}", persons.act),
)


def control_routes(world: World, bot: BotProcess | None) -> list[BaseRoute]:
    """`bot` is None where somebody else runs it."""
    routes: list[BaseRoute] = [
        Route(path, controlled(_noted(world, method, action)), methods=[method]) for method, path, action in _ACTIONS
    ]
    return [*routes, *_routes_of_the_bot(world, bot), _state_route(world, bot)]


def _noted(world: World, method: str, action: WorldAction) -> Action:
    """Look, or do something and let all open pages look again: not every act goes over the wire."""
    if method == "GET":
        return partial(action, world)

    async def noted(request: Request, arguments: Arguments) -> object:
        try:
            return await action(world, request, arguments)
        finally:
            world.changes.note()

    return noted


def _state_route(world: World, bot: BotProcess | None) -> BaseRoute:
    async def state(request: Request, arguments: Arguments) -> object:
        return {
            "clock": await around.clock(world, request, arguments),
            "faults": world.faults.listed(),
            "people": [*world.slack.members],
            "zoom_accounts": [account.email for account in world.zoom.accounts.values()],
            "zoom_meetings": len(world.zoom.meetings),
            "mails": len(world.mail.messages),
            "addresses": world.addresses,
            "bot": await around.bot_state(bot) if bot else None,
        }

    return Route("/control/state", controlled(state))


def _routes_of_the_bot(world: World, bot: BotProcess | None) -> list[BaseRoute]:
    if bot is None:
        return []

    def after(act: Callable[[], Awaitable[None]]) -> Callable[[Request], Awaitable[Any]]:
        async def action(_request: Request, _arguments: Arguments) -> object:
            await act()
            return await around.bot_state(bot)

        return controlled(action)

    async def kill(_request: Request, arguments: Arguments) -> object:
        return await around.kill_bot(world, bot, arguments)

    return [
        Route("/control/bot", after(_nothing)),
        Route("/control/bot/kill", controlled(kill), methods=["POST"]),
        Route("/control/bot/start", after(bot.start), methods=["POST"]),
        Route("/control/bot/stop", after(bot.stop), methods=["POST"]),
    ]


async def _nothing() -> None:
    """Only look."""
