"""The workspace's people as Slack describes them, its user groups, and what happens when an admin of Slack acts."""

from zoneinfo import ZoneInfo

from sandbox.slack.delivery import deliver_event
from sandbox.slack.refusal import SlackRefusal
from sandbox.slack.workspace import Json, Member, UserGroup
from sandbox.world import World

# What admins of the workspace change of a member, each a truth.
CHANGEABLE = frozenset({"deleted", "is_restricted", "is_ultra_restricted", "is_admin", "is_owner"})


def user_object(world: World, member: Member) -> Json:
    """A user, as `users.info` and `user_change` tell it; the locale only where it is asked for."""
    now = world.clock.now().astimezone(ZoneInfo(member.tz))
    offset = now.utcoffset()
    profile = {"real_name": member.real_name, "display_name": member.name}
    if "users:read.email" in world.slack.app.scopes and not member.is_bot:
        profile["email"] = member.email
    return {
        "id": member.id,
        "team_id": member.team_id or world.slack.team_id,
        "name": member.name,
        "real_name": member.real_name,
        "deleted": member.deleted,
        "tz": member.tz,
        "tz_label": now.tzname() or member.tz,
        "tz_offset": int(offset.total_seconds()) if offset is not None else 0,
        "is_admin": member.is_admin or member.is_owner,
        "is_owner": member.is_owner,
        "is_primary_owner": False,
        "is_bot": member.is_bot,
        "is_restricted": member.is_restricted or member.is_ultra_restricted,
        "is_ultra_restricted": member.is_ultra_restricted,
        "profile": profile,
    }


def group_object(world: World, group: UserGroup) -> Json:
    return {
        "id": group.id,
        "team_id": world.slack.team_id,
        "is_usergroup": True,
        "name": group.name,
        "handle": group.handle,
        "description": "",
        "is_external": False,
        "date_delete": int(group.is_disabled),
        "user_count": len(group.user_ids),
    }


def listed_groups(world: World, *, include_disabled: bool) -> list[UserGroup]:
    return [each for each in world.slack.groups.values() if include_disabled or not each.is_disabled]


def find_group(world: World, group_id: str, *, include_disabled: bool) -> UserGroup:
    """The group, whose members Slack tells of one that is disabled only where that is asked for."""
    for group in listed_groups(world, include_disabled=include_disabled):
        if group.id == group_id:
            return group
    raise SlackRefusal("no_such_subteam")


async def change_member(world: World, member: Member, changes: dict[str, bool]) -> None:
    """Change what the person is, and tell the app if it listens. Who is deactivated has no open modals any more."""
    for name, value in changes.items():
        setattr(member, name, value)
    if member.deleted:
        world.slack.stacks.pop(member.id, None)
        for group in world.slack.groups.values():
            group.user_ids.discard(member.id)
    app = world.slack.app
    if "user_change" in app.events and "users:read" in app.scopes:
        await deliver_event(world, user_change(world, member))


def user_change(world: World, member: Member) -> Json:
    """The event: the whole user, by whoever changed whatever of it."""
    now = world.slack.real_now()
    user = {**user_object(world, member), "locale": member.locale, "updated": int(now)}
    return {"type": "user_change", "user": user, "cache_ts": int(now), "event_ts": f"{now:.6f}"}
