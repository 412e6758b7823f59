"""The control interface to what the admins of the Slack workspace do: members and user groups."""

from starlette.requests import Request

from sandbox.control.answers import Arguments, BadArgumentsError
from sandbox.slack.members import CHANGEABLE, change_member, group_object, user_object
from sandbox.world import World


async def members(world: World, _request: Request, _arguments: Arguments) -> object:
    return [user_object(world, each) for each in world.slack.members.values()]


async def change(world: World, request: Request, arguments: Arguments) -> object:
    """Take {"deleted": true} to deactivate, and likewise what else the person is; the app hears `user_change`."""
    member = world.slack.members.get(request.path_params["user_id"])
    if member is None:
        raise LookupError("There is no such member.")
    if not arguments or arguments.keys() - CHANGEABLE or not all(isinstance(each, bool) for each in arguments.values()):
        raise BadArgumentsError(f"Give one or more of {', '.join(sorted(CHANGEABLE))}, each true or false.")
    await change_member(world, member, arguments)
    return user_object(world, member)


async def groups(world: World, _request: Request, _arguments: Arguments) -> object:
    return [{**group_object(world, each), "users": sorted(each.user_ids)} for each in world.slack.groups.values()]


async def change_group(world: World, request: Request, arguments: Arguments) -> object:
    """Take {"users": [ids]}: who is in the group from now on. The app is not told; it asks."""
    group, users = world.slack.groups.get(request.path_params["group_id"]), arguments.get("users")
    if group is None:
        raise LookupError("There is no such user group.")
    if not isinstance(users, list) or any(each not in world.slack.members for each in users):
        raise BadArgumentsError("users must be a list of ids of members.")
    group.user_ids = set(users)
    return await groups(world, request, arguments)
