"""What Slack tells of its members by itself."""

from bot.slack.desk import Desk
from bot.slack.directory import read_member
from bot.slack.requests import SlackRequest


async def hear_of_change(desk: Desk, request: SlackRequest) -> None:
    """Take in that somebody changed: most of it concerns nobody we know, and is forgotten."""
    await desk.identifying.hear(read_member(request.body["event"]["user"]))
