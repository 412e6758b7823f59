"""Making a meeting of a request: what Zoom fills in, changes without a word, and refuses."""

import secrets
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.world import World
from sandbox.zoom.calls import JSON, Call
from sandbox.zoom.cloud import Account
from sandbox.zoom.create_request import CREATE_REQUEST
from sandbox.zoom.holding import with_fresh_start
from sandbox.zoom.meetings import INSTANT, SCHEDULED, ZoomMeeting, new_meeting_id, new_passcode, new_uuid
from sandbox.zoom.refusals import rest_refusal, validation_refusal
from sandbox.zoom.shapes import NOT_AN_OBJECT, Problem

_DEFAULT_SETTINGS: dict[str, Any] = {
    "host_video": False,
    "participant_video": False,
    "join_before_host": False,
    "mute_upon_entry": False,
    "watermark": False,
    "use_pmi": False,
    "approval_type": 2,
    "audio": "both",
    "auto_recording": "none",
    "alternative_hosts": "",
    "email_notification": True,
    "meeting_authentication": False,
    "waiting_room": False,
}

# The only ids of Zoom's list that the tz database does not have.
_OWN_NAMES = {"SST": "Pacific/Guadalcanal"}


def asked_for(call: Call) -> dict[str, Any]:
    """Read a create request, or refuse it with every field that is wrong."""
    body: dict[str, Any] = call.body()
    if call.content_type != JSON or not isinstance(body, dict):
        raise rest_refusal(400, 300, NOT_AN_OBJECT)
    problems = [*CREATE_REQUEST.problems(body, "")]
    if not problems:
        problems = [*_contradictions(body)]
    if problems:
        raise validation_refusal(problems)
    if body.get("type", SCHEDULED) not in (INSTANT, SCHEDULED):
        raise rest_refusal(400, 3000, "Here only instant and scheduled meetings can be made.")
    return body


def _contradictions(body: dict[str, Any]) -> list[Problem]:
    """Rules that bind fields to each other or to the calendar."""
    found = []
    if "recurrence" in body:
        found.append(Problem(field="recurrence", message="Invalid parameter: recurrence. It is for type 8 only."))
    options = body.get("settings", {}).get("waiting_room_options", {})
    if options.get("mode") == "custom" and "who_goes_to_waiting_room" not in options:
        found.append(
            Problem(
                field="settings.waiting_room_options.who_goes_to_waiting_room",
                message="Invalid parameter: who_goes_to_waiting_room. It is required with a custom mode.",
            )
        )
    if "start_time" in body and not _is_a_date(body["start_time"]):
        found.append(Problem(field="start_time", message="Invalid parameter: start_time. There is no such moment."))
    return found


def _is_a_date(text: str) -> bool:
    try:
        datetime.fromisoformat(text.removesuffix("Z"))
    except ValueError:
        return False
    return True


def make_meeting(world: World, host: Account, asked: dict[str, Any]) -> ZoomMeeting:
    """Make the meeting and keep it."""
    now = world.clock.now().replace(microsecond=0)
    settings = _settings(host, asked)
    meeting_id = host.pmi if settings["use_pmi"] else new_meeting_id()
    zone = asked.get("timezone", host.timezone)
    password = _password(asked)
    links = f"{world.addresses.sandbox}/zoom"
    meeting = ZoomMeeting(
        id=meeting_id,
        uuid=new_uuid(),
        host_id=host.user_id,
        topic=asked.get("topic", "Zoom Meeting"),
        agenda=asked.get("agenda", ""),
        type=asked.get("type", SCHEDULED),
        starts_at=starts_at(asked, zone, now),
        minutes=asked.get("duration", 60),
        timezone=zone,
        password=password,
        join_url=f"{links}/j/{meeting_id}" + (f"?pwd={secrets.token_urlsafe(24)}.1" if password else ""),
        start_url="",
        settings=settings | ({} if password or settings["meeting_authentication"] else {"waiting_room": True}),
        created_at=now,
    )
    world.zoom.meetings[meeting_id] = meeting
    return with_fresh_start(world, meeting)


def starts_at(asked: dict[str, Any], zone: str, now: datetime) -> datetime:
    """The asked start, which with `Z` is UTC and else local; Zoom makes a missing or past one "now" silently."""
    text = asked.get("start_time")
    if text is None or asked.get("type") == INSTANT:
        return now
    wall = datetime.fromisoformat(text.removesuffix("Z"))
    tz = UTC if text.endswith("Z") else ZoneInfo(_OWN_NAMES.get(zone, zone))
    return max(wall.replace(tzinfo=tz).astimezone(UTC), now)


def _settings(host: Account, asked: dict[str, Any]) -> dict[str, Any]:
    """Zoom's defaults, under the host's, under what was asked. A waiting room rules out joining before the host."""
    settings: dict[str, Any] = _DEFAULT_SETTINGS | host.default_settings | asked.get("settings", {})
    return settings | ({"join_before_host": False} if settings["waiting_room"] else {})


def _password(asked: dict[str, Any]) -> str:
    given: str = asked.get("password", "")
    if given or not asked.get("default_password", True):
        return given
    return new_passcode()
