"""The interface for the clinic's own site: choices are pushed, and how they stand is told."""

import logging
import math
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from http import HTTPStatus
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

from bot.domain.api_key import ApiKey
from bot.domain.records import RecordProblem
from bot.record_stores import AlreadyKnown
from bot.services.pushing import Pushed, Pushing
from bot.web.api.body import read_external_id, read_record
from bot.web.api.pace import Pace
from bot.web.api.problems import Problem
from bot.web.handler import Handler

PREFIX = "/api/v1"
_log = logging.getLogger("consulta.api")
_SCHEME = "bearer"

KeyHandler = Callable[[Request, ApiKey], Awaitable[Response]]


@dataclass(frozen=True, kw_only=True)
class Api:
    """`document` is the OpenAPI description of all this."""

    pushing: Pushing
    pace: Pace
    document: dict[str, Any] = field(repr=False)

    async def put_patient(self, request: Request, key: ApiKey) -> Response:
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Send application/json.")
        external_id, raw = request.path_params["external_id"], await request.body()
        record, fate = read_record(external_id, raw, self.pushing.clock.now())
        try:
            pushed = await self.pushing.put(record, fate, key_id=key.id)
        except RecordProblem as problem:
            raise Problem(HTTPStatus.CONFLICT, f"Nothing was changed. {problem}") from problem
        except AlreadyKnown as error:
            raise Problem(HTTPStatus.CONFLICT, "This patient is being changed by others. Try again.") from error
        return JSONResponse(_written(external_id, pushed), HTTPStatus.CREATED if pushed.is_new else HTTPStatus.OK)

    async def get_patient(self, request: Request, _: ApiKey) -> Response:
        external_id = read_external_id(request.path_params["external_id"])
        found = await self.pushing.find(external_id)
        if found is None:
            raise _nobody()
        return JSONResponse(_written(external_id, found))

    async def delete_patient(self, request: Request, key: ApiKey) -> Response:
        if not await self.pushing.erase(read_external_id(request.path_params["external_id"]), key_id=key.id):
            raise _nobody()
        return Response(status_code=HTTPStatus.ACCEPTED)

    async def get_document(self, _: Request) -> Response:
        return JSONResponse(self.document)

    def keyed(self, handler: KeyHandler) -> Handler:
        """Let in who has a key, as fast as a key may go."""

        async def admit(request: Request) -> Response:
            scheme, _, token = request.headers.get("authorization", "").partition(" ")
            key = await self.pushing.admit(token.strip()) if scheme.lower() == _SCHEME else None
            if key is None:
                words = "Send a key that holds: Authorization: Bearer consulta_..."
                raise Problem(HTTPStatus.UNAUTHORIZED, words, headers={"WWW-Authenticate": "Bearer"})
            wait = self.pace.take(key.id)
            if wait:
                seconds = {"Retry-After": str(math.ceil(wait))}
                raise Problem(HTTPStatus.TOO_MANY_REQUESTS, "Too many requests with this key.", headers=seconds)
            return await handler(request, key)

        return admit


def build_api(api: Api) -> Mount:
    """Put it together. What is not there is told as a problem, too, and never as a page."""
    routes = [
        Route("/patients/{external_id}", _answered(api.keyed(api.put_patient)), methods=["PUT"]),
        Route("/patients/{external_id}", _answered(api.keyed(api.get_patient)), methods=["GET"]),
        Route("/patients/{external_id}", _answered(api.keyed(api.delete_patient)), methods=["DELETE"]),
        Route("/openapi.json", _answered(api.get_document), methods=["GET"]),
    ]
    return Mount(PREFIX, app=Starlette(routes=routes, exception_handlers={HTTPException: _told}))


def _nobody() -> Problem:
    return Problem(HTTPStatus.NOT_FOUND, "No patient is known by this external_id.")


async def _told(_: Request, error: Exception) -> Response:
    """Tell Starlette's own noes, of an address or a method that is not there."""
    status = HTTPStatus(error.status_code if isinstance(error, HTTPException) else HTTPStatus.NOT_FOUND)
    headers = error.headers if isinstance(error, HTTPException) else None
    return Problem(status, f"See {PREFIX}/openapi.json for what there is.", headers=headers).response


def _answered(handler: Handler) -> Handler:
    """Let nothing escape but answers and problems."""

    @wraps(handler)
    async def answer(request: Request) -> Response:
        try:
            return await handler(request)
        except Problem as problem:
            return problem.response
        except Exception:  # noqa: BLE001 - the edge of the interface: nothing but answers leaves it
            reference = secrets.token_hex(4)
            _log.exception("api_failed ref=%s method=%s", reference, request.method)
            words = f"Something went wrong here; the log has it under {reference}. Try again later."
            return Problem(HTTPStatus.INTERNAL_SERVER_ERROR, words).response

    return answer


def _written(external_id: str, pushed: Pushed) -> dict[str, Any]:
    return {
        "external_id": external_id,
        "professionals": [
            {"slack_user_id": each.slack_user_id, "chosen_at": _moment(each.since), "how": each.how.value}
            for each in pushed.choices
        ],
        "held_back": list(pushed.held_back),
    }


def _moment(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")
