"""A meeting at Zoom, and how Zoom shows it (contract sections 2.2 and 2.5)."""

import base64
import secrets
import string
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

INSTANT = 1
SCHEDULED = 2
ID_LIFE = timedelta(days=30)  # a one-off meeting's id dies so long after its date
_AGENDA_IN_LISTS = 250


@dataclass(frozen=True, kw_only=True)
class ZoomMeeting:
    """`id` has eleven digits, more than 32 bits hold; `uuid` is Base64 and may begin with a slash."""

    id: int
    uuid: str
    host_id: str
    topic: str
    agenda: str
    type: int
    starts_at: datetime
    minutes: int
    timezone: str
    password: str
    join_url: str
    start_url: str = field(repr=False)  # signs the host in
    settings: dict[str, Any]
    created_at: datetime
    deleted_at: datetime | None = None

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    def is_there(self, now: datetime) -> bool:
        """Tell whether Zoom still knows the id."""
        return self.deleted_at is None and now < self.ends_at + ID_LIFE


def shown(meeting: ZoomMeeting, *, host_email: str, is_running: bool = False) -> dict[str, Any]:
    """The body that creating and reading a meeting answer; there is no status for one that has ended."""
    return _common(meeting) | {
        "host_email": host_email,
        "agenda": meeting.agenda,
        "status": "started" if is_running else "waiting",
        "start_url": meeting.start_url,
        "password": meeting.password,
        "h323_password": meeting.password,
        "pstn_password": meeting.password,
        "encrypted_password": meeting.join_url.partition("pwd=")[2],
        "pre_schedule": False,
        "creation_source": "open_api",
        "settings": meeting.settings,
    }


def listed(meeting: ZoomMeeting) -> dict[str, Any]:
    """One row of a list: without settings and links for the host, and with a short agenda."""
    return _common(meeting) | {"agenda": meeting.agenda[:_AGENDA_IN_LISTS]}


def _common(meeting: ZoomMeeting) -> dict[str, Any]:
    return {
        "id": meeting.id,
        "uuid": meeting.uuid,
        "host_id": meeting.host_id,
        "topic": meeting.topic,
        "type": meeting.type,
        "start_time": utc_text(meeting.starts_at),
        "duration": meeting.minutes,
        "timezone": meeting.timezone,
        "created_at": utc_text(meeting.created_at),
        "join_url": meeting.join_url,
    }


def utc_text(instant: datetime) -> str:
    """Write an aware UTC instant as Zoom does: whole seconds, with `Z`."""
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ")


def new_meeting_id() -> int:
    return 10**10 + secrets.randbelow(9 * 10**10)


def new_uuid() -> str:
    return base64.b64encode(secrets.token_bytes(16)).decode()


def new_passcode() -> str:
    return "".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(6))
