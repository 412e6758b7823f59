"""What Zoom tells of a meeting beside starts and ends: removed, brought back, changed, and who waits at the door."""

import hashlib
from datetime import timedelta
from typing import Any

from sandbox.world import World
from sandbox.zoom.cloud import Account
from sandbox.zoom.meetings import ZoomMeeting, utc_text
from sandbox.zoom.webhooks import send_new

GUESTS_SCOPE = "meeting:read:participant"
_SECOND = timedelta(seconds=1)


async def tell_standing(world: World, event: str, meeting: ZoomMeeting) -> None:
    """Send `meeting.deleted` or `meeting.recovered`."""
    about = {**_about(meeting), "id": meeting.id, "start_time": utc_text(meeting.starts_at)}
    operator = {"operator": _host(world, meeting).email, "operator_id": meeting.host_id, "operation": "single"}
    await send_new(world, event, {**_of(world, meeting), **operator, "object": about})


async def tell_change(world: World, before: ZoomMeeting, after: ZoomMeeting) -> None:
    """Send `meeting.updated`, with only what has changed; nothing where nothing has."""
    old, new = _changing(before), _changing(after)
    changed = {name for name in new if new[name] != old[name]}
    if not changed:
        return
    known = {"id": after.id, "uuid": after.uuid, "host_id": after.host_id}
    payload = {
        **_of(world, after),
        "operator": _host(world, after).email,
        "operator_id": after.host_id,
        "scope": "single",
        "object": known | {name: new[name] for name in changed},
        "old_object": known | {name: old[name] for name in changed},
        "time_stamp": int(world.clock.now().timestamp() * 1000),
    }
    await send_new(world, "meeting.updated", payload)


async def tell_guest(world: World, event: str, meeting: ZoomMeeting) -> None:
    """Send what the patient does at the door; only to an app that may know of participants."""
    rights = world.zoom.grants.refresh.values()
    if not any(right.user_id == meeting.host_id and GUESTS_SCOPE in right.scopes for right in rights):
        return
    guest: dict[str, Any] = {"user_name": "Guest", "customer_key": ""}
    if "jbh" in event:
        guest |= {"id": ""}
    else:
        name = hashlib.sha256(str(meeting.id).encode()).hexdigest()[:22]
        guest |= {"user_id": "16778240", "participant_uuid": name, "participant_user_id": "", "email": ""}
        guest |= {"join_time" if event.endswith("participant_joined") else "date_time": utc_text(world.clock.now())}
    about = {**_about(meeting), "id": str(meeting.id), "start_time": utc_text(meeting.starts_at), "participant": guest}
    await send_new(world, event, {**_of(world, meeting), "object": about})


async def tell_removal_of_app(world: World, account: Account) -> None:
    """Send `app_deauthorized`, as Zoom does for apps that are published."""
    now = world.clock.now()
    payload = {
        "account_id": account.account_id,
        "user_id": account.user_id,
        "signature": hashlib.sha256(account.user_id.encode()).hexdigest(),
        "deauthorization_time": (now + _SECOND).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z",
        "client_id": world.zoom.app.client_id,
    }
    await send_new(world, "app_deauthorized", payload)


def _of(world: World, meeting: ZoomMeeting) -> dict[str, Any]:
    return {"account_id": _host(world, meeting).account_id}


def _host(world: World, meeting: ZoomMeeting) -> Account:
    return world.zoom.accounts[meeting.host_id]


def _about(meeting: ZoomMeeting) -> dict[str, Any]:
    return {
        "uuid": meeting.uuid,
        "host_id": meeting.host_id,
        "topic": meeting.topic,
        "type": meeting.type,
        "timezone": meeting.timezone,
        "duration": meeting.minutes,
    }


def _changing(meeting: ZoomMeeting) -> dict[str, Any]:
    return {
        "topic": meeting.topic,
        "agenda": meeting.agenda,
        "start_time": utc_text(meeting.starts_at),
        "duration": meeting.minutes,
        "timezone": meeting.timezone,
    }
