"""What people do at Zoom itself: consent to the app, decline, open, close and delete a meeting of their own."""

from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

from sandbox.world import World
from sandbox.zoom.authorizing import AuthorizationRequest, allowed, declined, read_authorization, without
from sandbox.zoom.changing import bring_back, change, is_recoverable
from sandbox.zoom.cloud import Account
from sandbox.zoom.holding import end, leave, start
from sandbox.zoom.meetings import ZoomMeeting
from sandbox.zoom.reports import tell_removal_of_app, tell_standing


def consent(world: World, authorize_url: str, email: str, left_out: Collection[str] = ()) -> str:
    """Sign in as `email` at the page the app led to, and allow all scopes but `left_out`.

    Answers the address the browser is sent to. LookupError when nobody has that mail address.
    """
    request = _request(world, authorize_url)
    return allowed(world, request, _account(world, email), without(world.zoom.app.scopes, left_out))


def decline(world: World, authorize_url: str) -> str:
    return declined(_request(world, authorize_url))


async def delete_meeting(world: World, meeting_id: int) -> None:
    """Delete a meeting in Zoom's own pages; LookupError when it is not there."""
    meeting = _meeting(world, meeting_id)
    world.zoom.meetings[meeting_id] = replace(meeting, deleted_at=world.clock.now())
    await tell_standing(world, "meeting.deleted", meeting)


async def recover_meeting(world: World, meeting_id: int) -> None:
    """Bring back from Zoom's bin; LookupError when it is not there any more."""
    meeting = world.zoom.meetings.get(meeting_id)
    if meeting is None or meeting.deleted_at is None or not is_recoverable(meeting, world.clock.now()):
        raise LookupError(f"Zoom has no deleted meeting {meeting_id}.")
    await bring_back(world, meeting)


async def move_meeting(world: World, meeting_id: int, by: timedelta) -> None:
    """Move a meeting in Zoom's own pages; LookupError when it is not there."""
    meeting = _meeting(world, meeting_id)
    await change(world, meeting, replace(meeting, starts_at=meeting.starts_at + by))


async def patient_leaves(world: World, meeting_id: int) -> None:
    """Close the page on which the patient waits; LookupError when the meeting is not there."""
    await leave(world, _meeting(world, meeting_id))


async def remove_app(world: World, email: str) -> None:
    """Remove the app from one's Zoom account; LookupError when nobody has that mail address."""
    account = _account(world, email)
    world.zoom.grants.revoke(account.user_id)
    await tell_removal_of_app(world, account)


async def host_starts(world: World, meeting_id: int) -> None:
    """Open the meeting in the host's Zoom program; LookupError when it is not there."""
    await start(world, _meeting(world, meeting_id))


async def host_ends(world: World, meeting_id: int) -> None:
    """Close the meeting for everyone; LookupError when it is not open."""
    meeting, instance = _meeting(world, meeting_id), world.zoom.instances.running(meeting_id)
    if instance is None:
        raise LookupError(f"The meeting {meeting_id} is not open.")
    await end(world, meeting, instance)


def _meeting(world: World, meeting_id: int) -> ZoomMeeting:
    meeting = world.zoom.meetings.get(meeting_id)
    if meeting is None or not meeting.is_there(world.clock.now()):
        raise LookupError(f"Zoom has no meeting {meeting_id}.")
    return meeting


def _request(world: World, authorize_url: str) -> AuthorizationRequest:
    return read_authorization(world, dict(parse_qsl(urlsplit(authorize_url).query, keep_blank_values=True)))


def _account(world: World, email: str) -> Account:
    account = world.zoom.account_of(email)
    if account is None:
        raise LookupError(f"Nobody at Zoom has the address {email}.")
    return account
