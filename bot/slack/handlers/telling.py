"""Saying in a list what has just been done to somebody in it."""

from collections.abc import Awaitable

from bot.domain.people import Professional
from bot.domain.refusals import Refusal


async def told_of(act: Awaitable[Professional], what: str) -> str:
    """Do it, and say so behind the person's name; or say why not: the list stays to choose another from."""
    try:
        return f"{(await act).name} {what}"
    except Refusal as refusal:
        return refusal.reply
