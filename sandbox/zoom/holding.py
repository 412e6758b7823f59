"""Opening and closing meetings, and the links with which hosts do."""

import secrets
from dataclasses import replace

from sandbox.world import World
from sandbox.zoom.instances import Instance
from sandbox.zoom.meetings import ZoomMeeting
from sandbox.zoom.reports import tell_guest
from sandbox.zoom.webhooks import tell


def with_fresh_start(world: World, meeting: ZoomMeeting) -> ZoomMeeting:
    """Give the meeting a start link that was not given before; older ones stay good."""
    key = secrets.token_urlsafe(192)
    world.zoom.host_keys[key] = meeting.id
    return replace(meeting, start_url=f"{world.addresses.sandbox}/zoom/s/{meeting.id}?zak={key}")


async def start(world: World, meeting: ZoomMeeting) -> Instance:
    """Open it, or join what is open already."""
    running = world.zoom.instances.running(meeting.id)
    if running is not None:
        return running
    instance = world.zoom.instances.open(meeting.id, world.clock.now())
    await tell(world, "meeting.started", meeting, instance)
    if meeting.id in world.zoom.visited:  # who waited is let in
        await tell_guest(world, "meeting.participant_jbh_waiting_left", meeting)
        await tell_guest(world, "meeting.participant_joined", meeting)
    return instance


async def arrive(world: World, meeting: ZoomMeeting) -> None:
    """Come to the door as the patient; Zoom tells of who waits after half a minute, here at once."""
    if meeting.id in world.zoom.visited:
        return
    world.zoom.visited.add(meeting.id)
    is_open = world.zoom.instances.running(meeting.id) is not None
    await tell_guest(world, "meeting.participant_joined" if is_open else "meeting.participant_jbh_waiting", meeting)


async def leave(world: World, meeting: ZoomMeeting) -> None:
    """Go away from the door."""
    if meeting.id not in world.zoom.visited:
        return
    world.zoom.visited.discard(meeting.id)
    if world.zoom.instances.running(meeting.id) is None:
        await tell_guest(world, "meeting.participant_jbh_waiting_left", meeting)


async def end(world: World, meeting: ZoomMeeting, instance: Instance) -> None:
    world.zoom.visited.discard(meeting.id)
    await tell(world, "meeting.ended", meeting, world.zoom.instances.close(instance, world.clock.now()))
