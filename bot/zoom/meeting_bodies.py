"""What is sent to Zoom for a meeting, and what is read from its answers."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from bot.domain.local_time import in_minutes
from bot.domain.loopback import LOOPBACK
from bot.domain.zoom_meeting import ZoomMeeting, ZoomPlan
from bot.domain.zoom_reports import ZoomInstance, ZoomSight, read_id
from bot.zoom.timezones import zoom_timezone

UNNAMED = "unnamed"  # stands for the open instance of which Zoom says no more than that it is open
_SCHEDULED = 2
_REFERENCE = re.compile(r"Ref ([0-9a-f]{20})")
# Everything that decides who may enter and what is kept is said: what is left out follows settings we do not know.
_SETTINGS = {
    "waiting_room": True,
    "join_before_host": False,
    "meeting_authentication": False,  # patients need no account
    "use_pmi": False,  # a personal room is one for all patients, and cannot be deleted
    "auto_recording": "none",
    "auto_start_meeting_summary": False,
    "auto_start_ai_companion_questions": False,
}


def creation_body(plan: ZoomPlan) -> dict[str, object]:
    """Write what Zoom is asked to make. The start is in UTC, so that no zone of Zoom's can move it."""
    return {
        "topic": plan.topic,
        "agenda": plan.reference,
        "type": _SCHEDULED,
        **time_body(plan),
        "default_password": True,  # Zoom makes one that its policy accepts
        "settings": _SETTINGS,
    }


def time_body(plan: ZoomPlan) -> dict[str, object]:
    """Write when it is and how long: all that is changed later."""
    return {
        "start_time": plan.starts_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "timezone": zoom_timezone(plan.zone),
        "duration": in_minutes(plan.duration),
    }


def read_sight(answer: Mapping[str, Any]) -> ZoomSight | None:
    """Read how a meeting stands; None when it does not say enough."""
    made = _read_meeting(answer)
    if made is None:
        return None
    running = read_id(answer.get("uuid")) or UNNAMED
    return ZoomSight(
        join_url=made.join_url,
        starts_at=made.starts_at,
        duration=made.duration,
        running_uuid=running if answer.get("status") == "started" else "",
    )


def read_nonce(listed: Mapping[str, Any]) -> str:
    """Read our reference from the first line of the agenda; "" when it has none."""
    found = _REFERENCE.fullmatch(_first_line(listed))
    return found[1] if found and isinstance(listed.get("id"), int) else ""


def read_planned(answer: Mapping[str, Any], plan: ZoomPlan) -> ZoomMeeting | None:
    """Read a meeting; None when it is not at the time, or not guarded, as was asked."""
    made = _read_meeting(answer)
    is_as_asked = made is not None and made.starts_at == plan.starts_at and made.duration == plan.duration
    return made if is_as_asked and _has_waiting_room(answer) else None


def read_instance(answer: Mapping[str, Any]) -> ZoomInstance | None:
    """Read a past meeting; None when it does not say which it was, or when."""
    uuid = read_id(answer.get("uuid"))
    started_at, ended_at = _instant(answer.get("start_time")), _instant(answer.get("end_time"))
    if not uuid or started_at is None or ended_at is None:
        return None
    return ZoomInstance(zoom_uuid=uuid, started_at=started_at, ended_at=ended_at)


def starts_with(listed: Mapping[str, Any], reference: str) -> bool:
    """Tell whether the first line of the agenda is this reference."""
    return _first_line(listed) == reference


def _first_line(listed: Mapping[str, Any]) -> str:
    """Read where our reference stands. Lists hold the agenda's first 250 characters."""
    return next(iter(str(listed.get("agenda", "")).splitlines()), "").strip()


def _read_meeting(answer: Mapping[str, Any]) -> ZoomMeeting | None:
    """Read a meeting; None when something is missing, as Zoom promises none of it, or its link is not safe to mail."""
    zoom_meeting_id, join_url = answer.get("id"), answer.get("join_url")
    starts_at, minutes = _instant(answer.get("start_time")), answer.get("duration")
    if not (isinstance(zoom_meeting_id, int) and isinstance(join_url, str) and isinstance(minutes, int)):
        return None
    if starts_at is None or not _is_safe(join_url):
        return None
    return ZoomMeeting(
        zoom_meeting_id=zoom_meeting_id, join_url=join_url, starts_at=starts_at, duration=timedelta(minutes=minutes)
    )


def _has_waiting_room(answer: Mapping[str, Any]) -> bool:
    settings = answer.get("settings")
    return isinstance(settings, dict) and settings.get("waiting_room") is True


def _instant(text: object) -> datetime | None:
    try:
        instant = datetime.fromisoformat(str(text))
        return None if instant.tzinfo is None else instant.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _is_safe(url: str) -> bool:
    if not url.isascii() or not url.isprintable() or " " in url:
        return False  # urlsplit overlooks line breaks, which a mail and a calendar do not
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.hostname in LOOPBACK if parts.scheme == "http" else parts.scheme == "https" and bool(parts.hostname)
