"""PATCH of a meeting, and bringing back what was deleted (contract sections 2.2 and 2.6)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sandbox.world import World
from sandbox.zoom.calls import JSON, Answer, Call
from sandbox.zoom.cloud import Account
from sandbox.zoom.create_request import CREATE_REQUEST
from sandbox.zoom.creating import starts_at
from sandbox.zoom.meetings import ZoomMeeting
from sandbox.zoom.refusals import day_is_spent, no_such_meeting, rest_refusal, validation_refusal
from sandbox.zoom.reports import tell_change, tell_standing
from sandbox.zoom.rest import asked_status, check_query, end_meeting, own_meeting
from sandbox.zoom.shapes import NOT_AN_OBJECT, Fields, Text

RECOVERABLE = timedelta(days=7)
_CHANGEABLE = ("topic", "agenda", "start_time", "timezone", "duration")
_CHANGE = Fields(known={name: CREATE_REQUEST.known[name] for name in _CHANGEABLE})
_QUERY = Fields(known={"occurrence_id": Text()})


async def update_meeting(world: World, host: Account, call: Call) -> Answer:
    """Change what is named; counted like a creation. What is not named stays as it was."""
    check_query(call, _QUERY)
    body = call.body()
    if call.content_type != JSON or not isinstance(body, dict):
        raise rest_refusal(400, 300, NOT_AN_OBJECT)
    problems = [*_CHANGE.problems(body, "")]
    if problems:
        raise validation_refusal(problems)
    meeting = own_meeting(world, host, call)
    if not world.zoom.limits.take_change(host.user_id, world.clock.now()):
        raise day_is_spent()
    await change(world, meeting, changed(world, meeting, body))
    return Answer(status=204)


def changed(world: World, meeting: ZoomMeeting, body: dict[str, Any]) -> ZoomMeeting:
    zone = body.get("timezone", meeting.timezone)
    starts = starts_at(body, zone, world.clock.now().replace(microsecond=0)) if "start_time" in body else None
    return replace(
        meeting,
        topic=body.get("topic", meeting.topic),
        agenda=body.get("agenda", meeting.agenda),
        timezone=zone,
        minutes=body.get("duration", meeting.minutes),
        starts_at=starts or meeting.starts_at,
    )


async def change(world: World, before: ZoomMeeting, after: ZoomMeeting) -> None:
    """Keep the changed meeting, and tell of it."""
    world.zoom.meetings[after.id] = after
    await tell_change(world, before, after)


async def change_status(world: World, host: Account, call: Call) -> Answer:
    if asked_status(call) == "recover":
        return await _recover(world, host, call)
    return await end_meeting(world, host, call)


async def _recover(world: World, host: Account, call: Call) -> Answer:
    """Bring back what was deleted within the last week; one that was not deleted stays as it is."""
    text = call.path_values["meeting_id"]
    meeting = world.zoom.meetings.get(int(text)) if text.isdecimal() else None
    if meeting is None or meeting.host_id != host.user_id or not is_recoverable(meeting, world.clock.now()):
        raise no_such_meeting(text)
    await bring_back(world, meeting)
    return Answer(status=204)


async def bring_back(world: World, meeting: ZoomMeeting) -> None:
    """Let it be there again, under its old links."""
    back = replace(meeting, deleted_at=None)
    world.zoom.meetings[meeting.id] = back
    if meeting.deleted_at is not None:
        await tell_standing(world, "meeting.recovered", back)


def is_recoverable(meeting: ZoomMeeting, now: datetime) -> bool:
    return meeting.deleted_at is None or now.astimezone(UTC) < meeting.deleted_at + RECOVERABLE
