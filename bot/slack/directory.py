"""Who people are, as Slack knows them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.admission import UserGroup
from bot.domain.failures import DeliveryError
from bot.domain.local_time import find_zone
from bot.domain.people import UTC_ZONE, Member, Standing, Workspace
from bot.slack.web_api import calling_slack

# A person waits: the three seconds of an acknowledgement have room for this one call.
_SECONDS_TO_FIND = 1.0
_SECONDS_AT_START = 10.0
# What the manifest asks for: commands, messages of our own, who is a member, and who is in a user group.
BOT_SCOPES = frozenset({"commands", "chat:write", "users:read", "usergroups:read"})
_NOBODY = "slack_user_not_found"
_SLACKBOT = "USLACKBOT"


@dataclass(frozen=True, kw_only=True)
class SlackClientDirectory:
    client: AsyncWebClient

    async def find_member(self, slack_user_id: str) -> Member | None:
        try:
            async with calling_slack(_SECONDS_TO_FIND):
                answer = await self.client.users_info(user=slack_user_id, include_locale=True)
        except DeliveryError as failure:
            if failure.code == _NOBODY:
                return None
            raise
        return read_member(answer["user"])

    async def list_group(self, slack_group_id: str) -> frozenset[str]:
        async with calling_slack(_SECONDS_TO_FIND):
            answer = await self.client.usergroups_users_list(usergroup=slack_group_id)
        return frozenset(map(str, answer["users"]))

    async def list_groups(self) -> list[UserGroup]:
        async with calling_slack(_SECONDS_TO_FIND):
            answer = await self.client.usergroups_list()
        return [UserGroup(slack_group_id=each["id"], name=each["name"]) for each in answer["usergroups"]]


async def identify_workspace(client: AsyncWebClient) -> Workspace:
    """Ask Slack whose the bot token is. Raises DeliveryError."""
    async with calling_slack(_SECONDS_AT_START):
        who = await client.auth_test()
        bot = await client.bots_info(bot=who["bot_id"])
    return Workspace(slack_team_id=who["team_id"], name=who["team"], slack_app_id=bot["bot"]["app_id"])


async def missing_scopes(client: AsyncWebClient) -> frozenset[str]:
    """Ask Slack what the token may do, and tell what it lacks. Raises DeliveryError."""
    async with calling_slack(_SECONDS_AT_START):
        answer = await client.auth_test()
    granted = answer.headers.get("x-oauth-scopes", "").split(",")
    return BOT_SCOPES - {scope.strip() for scope in granted}


def read_member(user: Mapping[str, Any]) -> Member:
    """Read a user as Slack describes one, in an answer or in an event."""
    profile = user.get("profile", {})
    return Member(
        slack_team_id=user["team_id"],
        slack_user_id=user["id"],
        name=user.get("real_name") or profile.get("real_name") or user["name"],
        zone=find_zone(user.get("tz") or "") or UTC_ZONE,
        language=user.get("locale") or "en",  # the region tells day and month apart: 1/2 is February 1 in en-GB
        standing=_standing(user),
        is_admin=any(user.get(mark) for mark in ("is_admin", "is_owner", "is_primary_owner")),
    )


def _standing(user: Mapping[str, Any]) -> Standing:
    if user.get("deleted"):
        return Standing.DEACTIVATED
    if user.get("is_bot") or user["id"] == _SLACKBOT:
        return Standing.BOT
    # A stranger belongs to another workspace and is here through a shared channel.
    if any(user.get(mark) for mark in ("is_restricted", "is_ultra_restricted", "is_stranger")):
        return Standing.GUEST
    return Standing.MEMBER
