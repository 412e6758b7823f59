"""Waiting for what processes do: for a condition, never for a duration."""

import asyncio
from collections.abc import Callable
from inspect import isawaitable
from typing import Any


class GaveUpWaitingError(AssertionError):
    """What was waited for did not come."""


async def until(fact: Callable[[], Any], what: str, seconds: float = 45, *, pause: float = 0.05) -> Any:
    """Wait for the condition `fact`, which may be a coroutine, and return what made it true."""
    try:
        async with asyncio.timeout(seconds):
            while True:
                found = fact()
                found = await found if isawaitable(found) else found
                if found:
                    return found
                await asyncio.sleep(pause)
    except TimeoutError:
        raise GaveUpWaitingError(f"waited for {what}") from None
