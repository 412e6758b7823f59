"""How the control interface reads requests and answers: JSON in, JSON out, errors in words."""

import dataclasses
import json
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox.runner import BotFailedError
from sandbox.zoom.calls import RefusedError

Arguments = dict[str, Any]
Action = Callable[[Request, Arguments], Awaitable[Any]]
Endpoint = Callable[[Request], Awaitable[Response]]

_FRESH = {"Cache-Control": "no-store"}


class BadArgumentsError(ValueError):
    """The arguments are not what the act takes; the message says what it does take."""


def controlled(action: Action) -> Endpoint:
    """Make an endpoint of `action`: what it returns is the answer, what it refuses is a 4xx with its words."""

    async def answer(request: Request) -> Response:
        try:
            return JSONResponse(plain(await action(request, await _arguments(request))), headers=_FRESH)
        except LookupError as error:
            return _error(404, _words(error))
        except (ValueError, RefusedError) as error:
            return _error(400, str(error))
        except BotFailedError as error:
            return _error(409, str(error))

    return answer


def plain(value: object) -> object:
    """The value in JSON's own types; bytes and secrets are for nobody to read here and must not come."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value) if field.repr}
    if isinstance(value, dict):
        return {str(name): plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, datetime) else value


async def _arguments(request: Request) -> Arguments:
    raw = await request.body()
    arguments = json.loads(raw) if raw else {}
    if not isinstance(arguments, dict):
        raise BadArgumentsError("The body must be a JSON object: the arguments by name.")
    return arguments


def _words(error: LookupError) -> str:
    """The message; a KeyError's own `str` would put it in quotes."""
    return str(error.args[0]) if error.args else "There is no such thing."


def _error(status: int, message: str) -> Response:
    return JSONResponse({"error": message}, status_code=status)
