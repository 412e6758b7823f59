"""What Zoom's webhooks say, read into values: what is not known, or says too little, is nothing.

Source: Zoom's documentation of events. It is read leniently, as the examples there break the schemas beside them: ids
come as text or as numbers, moments in the envelope, in the payload, or only beside what they are about.
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, TypeAlias

from bot.domain.meeting_facts import FactKind
from bot.domain.zoom_reports import ZoomChange, ZoomDeauthorization, ZoomEvent, read_id

Body: TypeAlias = Mapping[str, Any]
AnyEvent: TypeAlias = ZoomEvent | ZoomChange | ZoomDeauthorization

_NUMBER = re.compile(r"[0-9]{1,18}")
_COURSE = {"meeting.started": FactKind.STARTED, "meeting.ended": FactKind.ENDED}
_TIMES = {FactKind.STARTED: "start_time", FactKind.ENDED: "end_time"}
_STANDING = {
    "meeting.deleted": FactKind.DELETED,
    "meeting.permanently_deleted": FactKind.DELETED,
    "meeting.recovered": FactKind.RECOVERED,
}
# Who joins is no longer waiting, and neither is who was let in or went away.
_GUESTS = {
    "meeting.participant_jbh_waiting": FactKind.WAITING,
    "meeting.participant_joined_waiting_room": FactKind.WAITING,
    "meeting.participant_put_in_waiting_room": FactKind.WAITING,
    "meeting.participant_jbh_waiting_left": FactKind.LEFT,
    "meeting.participant_left_waiting_room": FactKind.LEFT,
    "meeting.participant_admitted": FactKind.LEFT,
    "meeting.participant_joined": FactKind.LEFT,
}
_GUEST_TIMES = ("date_time", "join_time")
_GUEST_IDS = ("participant_uuid", "user_id", "id")


def read_event(body: Body, client_id: str = "") -> AnyEvent | None:
    """Read a report; None for every event we do nothing about, and for one that says too little."""
    name = str(body.get("event"))
    if name == "app_deauthorized":
        return _deauthorization(body, client_id)
    about = at_path(body, "payload", "object")
    if not isinstance(about, dict):
        return None
    readers: tuple[tuple[Mapping[str, FactKind], Callable[[Body, Body, FactKind], ZoomEvent | None]], ...] = (
        (_COURSE, _of_course),
        (_STANDING, _of_standing),
        (_GUESTS, _of_guest),
    )
    for kinds, read in readers:
        if name in kinds:
            return read(body, about, kinds[name])
    return _change(about) if name == "meeting.updated" else None


def at_path(body: Body, *path: str) -> Any:  # noqa: ANN401 - whatever stands there
    found: Any = body
    for name in path:
        found = found.get(name) if isinstance(found, dict) else None
    return found


def _of_course(body: Body, about: Body, kind: FactKind) -> ZoomEvent | None:
    """Read a start or an end, which are of an instance."""
    uuid = read_id(about.get("uuid"))
    # The moment of the event; whether the times beside it are of the event or of the plan is documented nowhere.
    at = _moment(body.get("event_ts")) or _instant(about.get(_TIMES[kind]))
    return _event(about, kind, uuid, at) if uuid else None


def _of_standing(body: Body, about: Body, kind: FactKind) -> ZoomEvent | None:
    """Read that the meeting as a whole is gone, or back. Its instances do not matter to that."""
    at = _moment(body.get("event_ts")) or _moment(at_path(body, "payload", "time_stamp"))
    return _event(about, kind, "", at)


def _of_guest(body: Body, about: Body, kind: FactKind) -> ZoomEvent | None:
    """Read that somebody came to the waiting room, or is there no longer. The host is nobody's guest."""
    guest = about.get("participant")
    if not isinstance(guest, dict):
        return None
    host = read_id(about.get("host_id"))
    if host and host in {guest.get("participant_user_id"), guest.get("id")}:
        return None
    at = _moment(body.get("event_ts")) or _first(_instant(guest.get(name)) for name in _GUEST_TIMES)
    named = _first(read_id(guest.get(name)) for name in _GUEST_IDS)
    # Guests are told apart, and nobody is to be known by what is kept of them.
    return _event(about, kind, hashlib.sha256(named.encode()).hexdigest()[:32] if named else "", at)


def _event(about: Body, kind: FactKind, uuid: str, at: datetime | None) -> ZoomEvent | None:
    number, host = _number(about), read_id(about.get("host_id"))
    if number is None or not host or at is None:
        return None
    return ZoomEvent(kind=kind, zoom_meeting_id=number, zoom_uuid=uuid, zoom_user_id=host, at=at)


def _change(about: Body) -> ZoomChange | None:
    """Read that something was changed. What, is asked: of two reports, nobody knows which is the later one."""
    number = _number(about)
    return ZoomChange(zoom_meeting_id=number) if number is not None else None


def _deauthorization(body: Body, client_id: str) -> ZoomDeauthorization | None:
    payload = at_path(body, "payload")
    if not isinstance(payload, dict):
        return None
    user, account = read_id(payload.get("user_id")), read_id(payload.get("account_id"))
    at = _instant(payload.get("deauthorization_time")) or _moment(body.get("event_ts"))
    at = at or _moment(_digits(payload.get("event_ts")))
    if not user or not account or at is None or (client_id and payload.get("client_id") != client_id):
        return None
    return ZoomDeauthorization(zoom_user_id=user, zoom_account_id=account, at=at)


def _number(about: Body) -> int | None:
    number = str(about.get("id"))  # text in some events, a number in others
    return int(number) if _NUMBER.fullmatch(number) else None


def _first(found: Any) -> Any:  # noqa: ANN401 - as it is given
    return next(filter(None, found), None)


def _digits(text: object) -> int | None:
    return int(text) if isinstance(text, str) and _NUMBER.fullmatch(text) else None


def _instant(text: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(text))
        return found.astimezone(UTC) if found.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _moment(milliseconds: object) -> datetime | None:
    if not isinstance(milliseconds, int) or isinstance(milliseconds, bool):
        return None
    try:
        return datetime.fromtimestamp(milliseconds / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return None
