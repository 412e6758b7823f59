"""The addresses of the sandbox's Zoom, all under /zoom."""

from starlette.routing import BaseRoute, Route

from sandbox.world import World
from sandbox.zoom.calls import Answer, Call
from sandbox.zoom.changing import change_status, update_meeting
from sandbox.zoom.gate import Handler, Operation, endpoint
from sandbox.zoom.limits import Weight
from sandbox.zoom.listing import list_meetings
from sandbox.zoom.oauth import decide, give_tokens, revoke, show_consent
from sandbox.zoom.pages import open_join_link, open_start_link
from sandbox.zoom.refusals import rest_refusal
from sandbox.zoom.rest import create_meeting, delete_meeting, get_meeting, get_past_meeting, get_user

_ALL_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]

_OAUTH: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "/zoom/oauth/authorize", show_consent),
    ("POST", "/zoom/oauth/authorize", decide),
    ("POST", "/zoom/oauth/token", give_tokens),
    ("POST", "/zoom/oauth/revoke", revoke),
    ("GET", "/zoom/j/{meeting_id:int}", open_join_link),
    ("GET", "/zoom/s/{meeting_id:int}", open_start_link),
)

_REST: tuple[tuple[str, str, Operation], ...] = (
    (
        "GET",
        "/zoom/v2/users/{user_id}",
        Operation(scope="user:read:user", weight=Weight.LIGHT, run=get_user),
    ),
    (
        "POST",
        "/zoom/v2/users/{user_id}/meetings",
        Operation(scope="meeting:write:meeting", weight=Weight.LIGHT, run=create_meeting),
    ),
    (
        "GET",
        "/zoom/v2/users/{user_id}/meetings",
        Operation(scope="meeting:read:list_meetings", weight=Weight.MEDIUM, run=list_meetings),
    ),
    (
        "GET",
        "/zoom/v2/meetings/{meeting_id}",
        Operation(scope="meeting:read:meeting", weight=Weight.LIGHT, run=get_meeting),
    ),
    (
        "PATCH",
        "/zoom/v2/meetings/{meeting_id}",
        Operation(scope="meeting:update:meeting", weight=Weight.LIGHT, run=update_meeting),
    ),
    (
        "DELETE",
        "/zoom/v2/meetings/{meeting_id}",
        Operation(scope="meeting:delete:meeting", weight=Weight.LIGHT, run=delete_meeting),
    ),
    (
        "PUT",
        "/zoom/v2/meetings/{meeting_id}/status",
        Operation(scope="meeting:update:status", weight=Weight.LIGHT, run=change_status),
    ),
    (
        "GET",
        "/zoom/v2/past_meetings/{meeting_id}",
        Operation(scope="meeting:read:past_meeting", weight=Weight.LIGHT, run=get_past_meeting),
    ),
)


async def _unknown(_world: World, _call: Call) -> Answer:
    raise rest_refusal(400, 2300, "This API endpoint is not recognized.")


def zoom_routes(world: World) -> list[BaseRoute]:
    known: tuple[tuple[str, str, Handler], ...] = (*_OAUTH, *_REST)
    return [
        *(Route(path, endpoint(world, handler), methods=[method]) for method, path, handler in known),
        Route("/zoom/v2/{rest:path}", endpoint(world, _unknown), methods=_ALL_METHODS),
    ]
