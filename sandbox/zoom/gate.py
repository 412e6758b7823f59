"""What every request to the sandbox's Zoom passes: faults, token, limits, scope, the traffic log, and the way out."""

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from xml.sax.saxutils import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.types import Receive, Scope, Send

from sandbox.faults import Fault
from sandbox.traffic import Exchange
from sandbox.world import World
from sandbox.zoom.calls import Answer, Call, RefusedError, read_call
from sandbox.zoom.cloud import Account
from sandbox.zoom.limits import Weight
from sandbox.zoom.masking import masked
from sandbox.zoom.refusals import bad_token, missing_scope, too_fast

Handler = Callable[[World, Call], Awaitable[Answer]]
Endpoint = Callable[[Request], Awaitable[Response]]
_DOWN = Answer(
    status=503, html="<html><body><h1>503 Service Unavailable</h1></body></html>", verdict="fault: Zoom is down"
)


@dataclass(frozen=True, kw_only=True)
class Operation:
    """An operation of the REST API: the granular scope it needs, its weight in the limits, and what does it."""

    scope: str
    weight: Weight
    run: Callable[[World, Account, Call], Awaitable[Answer]]

    async def __call__(self, world: World, call: Call) -> Answer:
        user, scopes = _who_asks(world, call)
        left = self._place_in_line(world, user)
        if self.scope not in scopes:
            raise missing_scope(self.scope)
        answer = await self.run(world, user, call)
        headers = {
            "X-RateLimit-Category": self.weight.value,
            "X-RateLimit-Type": "QPS",
            "X-RateLimit-Limit": str(self.weight.per_second),
            "X-RateLimit-Remaining": str(left),
        }
        return replace(answer, headers=headers)

    def _place_in_line(self, world: World, user: Account) -> int:
        """What is left of this second. The limits belong to the Zoom account, not to the person."""
        left = world.zoom.limits.take(user.account_id, self.weight)
        if left is None or world.faults.shows(Fault.ZOOM_RATE_LIMITED):
            raise too_fast(world.clock.now(), self.weight.value, self.weight.per_second)
        return left


def _who_asks(world: World, call: Call) -> tuple[Account, tuple[str, ...]]:
    scheme, _, token = call.headers.get("authorization", "").partition(" ")
    if scheme != "Bearer" or not token:
        raise bad_token()
    right = world.zoom.grants.right_of(token, world.clock.now())
    if right is None or world.faults.shows(Fault.ZOOM_REVOKED):
        raise bad_token("Access token is expired." if token in world.zoom.grants.access else "Invalid access token.")
    return world.zoom.accounts[right.user_id], right.scopes


def endpoint(world: World, handler: Handler) -> Endpoint:
    """Put `handler` behind the gate, as Starlette wants it."""

    async def answer(request: Request) -> Response:
        call = await read_call(request)
        decided = await _decide(world, handler, call)
        _record(world, call, decided)
        return _response(call, decided)

    return answer


async def _decide(world: World, handler: Handler, call: Call) -> Answer:
    if world.faults.shows(Fault.ZOOM_DOWN):
        return _DOWN
    try:
        return await handler(world, call)
    except RefusedError as refused:
        return refused.answer


def _record(world: World, call: Call, answer: Answer) -> None:
    answered = {"location": answer.location.partition("?")[0]} if answer.location else masked(answer.body)
    exchange = Exchange(
        at=world.clock.now(),
        to="zoom",
        method=call.method,
        path=call.path,
        query=masked(dict(call.query)),
        body=masked(call.body()),
        status=answer.status,
        answer=answered,
        verdict=answer.verdict,
    )
    world.traffic.add(exchange)


class _CutResponse(Response):
    """Begins an answer and stops: uvicorn then closes the connection, and the client never gets the rest."""

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        headers = [(b"content-type", b"application/json"), (b"content-length", b"2048")]
        await send({"type": "http.response.start", "status": 201, "headers": headers})


def _response(call: Call, answer: Answer) -> Response:
    if answer.cut:
        return _CutResponse()
    response = _body_of(call, answer)
    response.headers.update({"x-zm-trackingid": f"v=2.0;clid=sandbox;rid=WEB_{secrets.token_hex(16)}"})
    response.headers.update(answer.headers)
    return response


def _body_of(call: Call, answer: Answer) -> Response:
    if answer.location is not None:
        return RedirectResponse(answer.location, status_code=answer.status)
    if answer.html is not None:
        return HTMLResponse(answer.html, status_code=answer.status, headers={"Cache-Control": "no-store"})
    if answer.body is None:
        return Response(status_code=answer.status)
    if answer.status >= 400 and call.path.startswith("/v2") and not call.wants_json:  # noqa: PLR2004 - HTTP's own line
        return Response(_xml(answer), status_code=answer.status, media_type="application/xml")
    return JSONResponse(answer.body, status_code=answer.status)


def _xml(answer: Answer) -> str:
    """Shape 5: what a client gets that did not ask for JSON."""
    code, message = answer.body["code"], escape(answer.body["message"])
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f"<error><code>{code}</code><message>{message}</message></error>"
    )
