"""What a handler is."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from bot.domain.people import Professional
from bot.slack.answers import Answer
from bot.slack.desk import Desk
from bot.slack.requests import SlackRequest

Handler: TypeAlias = Callable[[Desk, SlackRequest, Professional], Awaitable[Answer]]
