"""The operations of Zoom's REST API that the sandbox has, each behind the gate of `gate.py`."""

import asyncio
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import unquote

from sandbox.faults import Fault
from sandbox.world import World
from sandbox.zoom.calls import Answer, Call
from sandbox.zoom.cloud import Account
from sandbox.zoom.creating import asked_for, make_meeting
from sandbox.zoom.holding import end, with_fresh_start
from sandbox.zoom.limits import DELETE_SECONDS
from sandbox.zoom.meetings import ZoomMeeting, shown, utc_text
from sandbox.zoom.refusals import (
    day_is_spent,
    no_such_meeting,
    one_at_a_time,
    rest_refusal,
    validation_refusal,
)
from sandbox.zoom.reports import tell_standing
from sandbox.zoom.shapes import Fields, Problem, Shape, Text

_BOOLEAN = Text(one_of=frozenset({"true", "false"}))
_GET_USER = Fields(
    known={
        "login_type": Text(pattern=r"\d+"),
        "encrypted_email": _BOOLEAN,
        "search_by_unique_id": _BOOLEAN,
    }
)
_GET_MEETING: dict[str, Shape] = {"occurrence_id": Text(), "show_previous_occurrences": _BOOLEAN}
_DELETE_MEETING: dict[str, Shape] = {
    "occurrence_id": Text(),
    "schedule_for_reminder": _BOOLEAN,
    "cancel_meeting_reminder": _BOOLEAN,
}
_NOTHING = Fields(known={})
_CHANGE_STATUS = Fields(known={"action": Text(one_of=frozenset({"end", "recover"}))}, required=frozenset({"action"}))


def check_query(call: Call, known: Fields) -> None:
    _refuse_if(known.problems(dict(call.query), ""))


def _refuse_if(problems: Iterable[Problem]) -> None:
    found = list(problems)
    if found:
        raise validation_refusal(found)


def check_is_me(call: Call) -> None:
    """A user-level token speaks for its own user, and that one is called `me`."""
    if call.path_values["user_id"] != "me":
        raise rest_refusal(404, 1001, f"User does not exist: {call.path_values['user_id']}.")


async def get_user(_world: World, user: Account, call: Call) -> Answer:
    check_is_me(call)
    check_query(call, _GET_USER)
    first_name, _, last_name = user.display_name.partition(" ")
    body = {
        "id": user.user_id,
        "account_id": user.account_id,
        "email": user.email,
        "first_name": first_name,
        "last_name": last_name,
        "display_name": user.display_name,
        "timezone": user.timezone,
        "type": user.type,
        "status": "active",
        "pmi": user.pmi,
        "use_pmi": bool(user.default_settings.get("use_pmi", False)),
        "verified": 1,
    }
    return Answer(status=200, body=body)


async def create_meeting(world: World, host: Account, call: Call) -> Answer:
    check_is_me(call)
    check_query(call, _NOTHING)
    if world.faults.shows(Fault.ZOOM_REFUSES):
        raise rest_refusal(400, 3161, "Your user account is not allowed meeting hosting and scheduling capabilities.")
    spent = world.faults.shows(Fault.ZOOM_DAILY_LIMIT)
    if spent or not world.zoom.limits.take_change(host.user_id, world.clock.now()):
        raise day_is_spent()
    meeting = make_meeting(world, host, asked_for(call))
    if world.faults.shows(Fault.ZOOM_CREATE_THEN_CUT):
        return Answer(status=0, cut=True, verdict="ok; made, and the connection cut before the answer")
    return Answer(status=201, body=shown(meeting, host_email=host.email))


async def get_meeting(world: World, host: Account, call: Call) -> Answer:
    check_query(call, Fields(known=_GET_MEETING))
    meeting = with_fresh_start(world, own_meeting(world, host, call))
    is_running = world.zoom.instances.running(meeting.id) is not None
    return Answer(status=200, body=shown(meeting, host_email=host.email, is_running=is_running))


def asked_status(call: Call) -> str:
    """Read which status is asked for, or refuse."""
    check_query(call, _NOTHING)
    _refuse_if(_CHANGE_STATUS.problems(call.body(), ""))
    return str(call.body()["action"])


async def end_meeting(world: World, host: Account, call: Call) -> Answer:
    """End a running meeting; what Zoom answers for one that is not running is documented nowhere, so it is the same."""
    meeting = own_meeting(world, host, call)
    instance = world.zoom.instances.running(meeting.id)
    if instance is None:
        return Answer(status=204, verdict="ok; it was not running")
    await end(world, meeting, instance)
    return Answer(status=204)


async def get_past_meeting(world: World, host: Account, call: Call) -> Answer:
    """The last instance of a meeting, or the one with this uuid, which is encoded twice when it has a slash."""
    check_query(call, _NOTHING)
    text = unquote(call.path_values["meeting_id"])
    instances = world.zoom.instances
    held = instances.last_held(int(text)) if text.isdecimal() else instances.by_uuid(text)
    meeting = world.zoom.meetings.get(held.meeting_id) if held else None
    if held is None or held.ended_at is None or meeting is None or meeting.host_id != host.user_id:
        raise no_such_meeting(text)
    minutes = round((held.ended_at - held.started_at).total_seconds() / 60)
    body = {
        "id": meeting.id,
        "uuid": held.uuid,
        "host_id": meeting.host_id,
        "type": meeting.type,
        "topic": meeting.topic,
        "user_name": host.display_name,
        "user_email": host.email,
        "start_time": utc_text(held.started_at),
        "end_time": utc_text(held.ended_at),
        "duration": minutes,
        "total_minutes": minutes,
        "participants_count": 1,
        "source": "Zoom",
    }
    return Answer(status=200, body=body)


async def delete_meeting(world: World, host: Account, call: Call) -> Answer:
    check_query(call, Fields(known=_DELETE_MEETING))
    if call.raw:
        raise rest_refusal(400, 300, "A request to delete a meeting has no body.")
    with world.zoom.limits.deleting(host.user_id) as is_alone:
        if not is_alone:
            raise one_at_a_time()
        await asyncio.sleep(DELETE_SECONDS)
        meeting = own_meeting(world, host, call)
        if meeting.settings["use_pmi"]:
            raise rest_refusal(400, 3018, "Not allowed to delete PMI.")
        if world.zoom.instances.running(meeting.id):
            raise rest_refusal(400, 3002, "Sorry, you cannot delete this meeting since it's in progress.")
        world.zoom.meetings[meeting.id] = replace(meeting, deleted_at=world.clock.now())
    await tell_standing(world, "meeting.deleted", meeting)
    return Answer(status=204)


def own_meeting(world: World, host: Account, call: Call) -> ZoomMeeting:
    """The meeting named in the path; one that is deleted, expired or somebody else's is not there."""
    text = call.path_values["meeting_id"]
    if not text.isdecimal():
        raise rest_refusal(400, 300, "Invalid parameter: meetingId.")
    meeting = world.zoom.meetings.get(int(text))
    if meeting is None or meeting.host_id != host.user_id or not meeting.is_there(world.clock.now()):
        raise no_such_meeting(text)
    return meeting
