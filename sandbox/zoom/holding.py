"""Opening and closing meetings, and the links with which hosts do."""

import secrets
from dataclasses import replace

from sandbox.world import World
from sandbox.zoom.instances import Instance
from sandbox.zoom.meetings import ZoomMeeting
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
    return instance


async def end(world: World, meeting: ZoomMeeting, instance: Instance) -> None:
    world.zoom.visited.discard(meeting.id)
    await tell(world, "meeting.ended", meeting, world.zoom.instances.close(instance, world.clock.now()))
