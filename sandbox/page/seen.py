"""What one person's Slack shows, as one JSON value; nothing of anybody else's is in it."""

from typing import Any

from sandbox.people import sight
from sandbox.slack.workspace import Json, Member
from sandbox.world import World

MESSAGES_SHOWN = 60


def slack_of(world: World, user_id: str) -> Json:
    """Home, the stack of modals, the conversation with the app, the channel, and what Slackbot says."""
    slack = world.slack
    direct = slack.direct_channel(user_id)
    return {
        "me": member(world, slack.members[user_id]),
        "home": sight.home(world, user_id),
        "modals": sight.modals(world, user_id),
        "direct": {"id": direct, "messages": _messages(world, user_id, direct)},
        "channel": {
            "id": slack.channel.id,
            "name": slack.channel.name,
            "messages": _messages(world, user_id, slack.channel.id),
        },
        "notice": sight.notice(world, user_id),
    }


def workspace(world: World) -> Json:
    """What is the same for everybody: the team, its people, and what the app is installed with."""
    slack = world.slack
    offers = "commands" in slack.app.scopes
    return {
        "team": slack.team_name,
        "people": [member(world, one) for one in slack.members.values() if not one.deleted],
        "app": {
            "name": slack.app.name,
            "user_id": slack.app.bot_user_id,
            "commands": slack.app.commands if offers else (),
            "shortcuts": slack.app.shortcuts if offers else (),
        },
    }


def member(world: World, one: Member) -> Json:
    return {"id": one.id, "name": one.real_name, "zone": one.tz, "is_bot": one.is_bot, "kind": _kind(world, one)}


def _kind(world: World, one: Member) -> str:
    """In Slack's words; only a full member can be a professional."""
    if one.is_bot:
        return "App"
    if one.is_restricted or one.is_ultra_restricted:
        return "Guest"
    return "Member" if one.team_id in ("", world.slack.team_id) else "External"


def _messages(world: World, user_id: str, channel_id: str) -> list[dict[str, Any]]:
    """Those of one conversation, ephemeral ones among the others, oldest first."""
    both = [*sight.messages(world, user_id), *sight.ephemerals(world, user_id)]
    here = [message for message in both if message["channel"] == channel_id]
    return sorted(here, key=lambda message: float(message["ts"]))[-MESSAGES_SHOWN:]
