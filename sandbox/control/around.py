"""The control interface to what is around the people: clock, faults, mail, Zoom, traffic, and the bot's process."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from starlette.requests import Request

from sandbox.control.answers import Arguments, BadArgumentsError
from sandbox.faults import Fault
from sandbox.mail.mailboxes import Mail
from sandbox.runner import BotProcess
from sandbox.world import World
from sandbox.zoom import people as zoom_people
from sandbox.zoom.webhooks import send_again, send_due, validate_url


async def clock(world: World, _request: Request, _arguments: Arguments) -> object:
    return {"now": world.clock.now(), "offset_seconds": world.clock.offset.total_seconds()}


async def move_clock(world: World, request: Request, arguments: Arguments) -> object:
    """Take {"advance_seconds": n}, {"to": an ISO instant with its offset} or {"to": a wall time, "zone": its zone}."""
    if "to" in arguments:
        world.clock.move_to(_instant(arguments))
    else:
        world.clock.advance(timedelta(seconds=_number(arguments, "advance_seconds")))
    await send_due(world)
    return await clock(world, request, arguments)


def _instant(arguments: Arguments) -> datetime:
    instant = datetime.fromisoformat(str(arguments["to"]))
    if instant.tzinfo is None and "zone" in arguments:
        return instant.replace(tzinfo=_zone(str(arguments["zone"])))
    if instant.tzinfo is None:
        raise BadArgumentsError("The instant needs an offset, as 2030-01-31T09:00:00+01:00.")
    return instant


def _zone(name: str) -> ZoneInfo:
    if name not in available_timezones():
        raise BadArgumentsError(f"There is no time zone {name}.")
    return ZoneInfo(name)


def _number(arguments: Arguments, name: str) -> float:
    value = arguments.get(name)
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise BadArgumentsError(f"{name} must be a number.")
    return value


async def faults(world: World, _request: Request, _arguments: Arguments) -> object:
    return {"on": world.faults.listed(), "known": [fault.value for fault in Fault]}


async def switch_fault(world: World, request: Request, arguments: Arguments) -> object:
    """Take {"name": ..., "on": true or false, "times": how often it shows, or null until switched off}."""
    fault = Fault(str(arguments.get("name")))
    if arguments.get("on", True):
        times = arguments.get("times")
        world.faults.switch_on(fault, None if times is None else int(_number(arguments, "times")))
    else:
        world.faults.switch_off(fault)
    return await faults(world, request, arguments)


async def mail(world: World, request: Request, _arguments: Arguments) -> object:
    address = request.query_params.get("to")
    mails = world.mail.messages if address is None else world.mail.for_address(address)
    return [_shown(one) for one in mails]


def _shown(one: Mail) -> dict[str, Any]:
    return {
        "recipient": one.recipient,
        "sender": one.sender,
        "subject": one.subject,
        "received_at": one.received_at,
        "text": one.text,
        "html": one.html,
        "calendar": one.calendar,
        "headers": one.headers,
    }


async def traffic(world: World, request: Request, _arguments: Arguments) -> object:
    side = request.query_params.get("to")
    return [*world.traffic.exchanges] if side is None else world.traffic.to(side)


async def zoom_meetings(world: World, _request: Request, _arguments: Arguments) -> object:
    return [*world.zoom.meetings.values()]


async def zoom_consent(world: World, _request: Request, arguments: Arguments) -> object:
    """Take {"authorize_url", "email", "left_out": [scopes]} or {"authorize_url", "decline": true}."""
    address = str(arguments.get("authorize_url", ""))
    if arguments.get("decline"):
        return {"location": zoom_people.decline(world, address)}
    left_out = [str(scope) for scope in arguments.get("left_out", [])]
    return {"location": zoom_people.consent(world, address, str(arguments.get("email", "")), left_out)}


async def delete_zoom_meeting(world: World, request: Request, _arguments: Arguments) -> object:
    await zoom_people.delete_meeting(world, request.path_params["meeting_id"])
    return {}


async def recover_zoom_meeting(world: World, request: Request, _arguments: Arguments) -> object:
    await zoom_people.recover_meeting(world, request.path_params["meeting_id"])
    return {}


async def move_zoom_meeting(world: World, request: Request, arguments: Arguments) -> object:
    """Take {"minutes": n}, later by so many."""
    by = timedelta(minutes=_number(arguments, "minutes"))
    await zoom_people.move_meeting(world, request.path_params["meeting_id"], by)
    return {}


async def leave_zoom_meeting(world: World, request: Request, _arguments: Arguments) -> object:
    await zoom_people.patient_leaves(world, request.path_params["meeting_id"])
    return {}


async def remove_zoom_app(world: World, _request: Request, arguments: Arguments) -> object:
    """Take {"email": of the Zoom account}."""
    await zoom_people.remove_app(world, str(arguments.get("email", "")))
    return {}


async def start_zoom_meeting(world: World, request: Request, _arguments: Arguments) -> object:
    await zoom_people.host_starts(world, request.path_params["meeting_id"])
    return {}


async def end_zoom_meeting(world: World, request: Request, _arguments: Arguments) -> object:
    await zoom_people.host_ends(world, request.path_params["meeting_id"])
    return {}


async def webhooks(world: World, _request: Request, _arguments: Arguments) -> object:
    return [
        {"event": each.event, "tries": each.tries, "is_acknowledged": each.is_acknowledged}
        for each in world.zoom.webhooks
    ]


async def send_webhook_again(world: World, request: Request, _arguments: Arguments) -> object:
    await send_again(world, request.path_params["number"])
    return {}


async def validate_webhook_url(world: World, _request: Request, _arguments: Arguments) -> object:
    return {"is_valid": await validate_url(world)}


async def kill_bot(world: World, bot: BotProcess, arguments: Arguments) -> object:
    """Kill it now, or with {"after": n} in the moment of the n-th exchange from now, whoever has it."""
    count = arguments.get("after")
    if count is None:
        world.traffic.forget()
        await bot.kill()
    else:
        world.traffic.after(max(1, int(_number(arguments, "after"))), bot.strike)
    return await bot_state(bot)


async def bot_state(bot: BotProcess) -> object:
    """The process; `restarts` counts the starts after the first."""
    return {"pid": bot.pid, "running": bot.is_running, "restarts": max(bot.starts - 1, 0)}
