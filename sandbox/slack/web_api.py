"""The Web API over HTTP: token, scope, rate, arguments, and the answer in Slack's form."""

import json
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from sandbox.faults import Fault
from sandbox.slack.limits import seconds_to_wait
from sandbox.slack.methods import METHODS, Method
from sandbox.slack.refusal import SlackRefusal
from sandbox.slack.workspace import Json
from sandbox.traffic import Exchange
from sandbox.world import World

SLOW_SECONDS = 4
_JSON_ARGUMENTS = ("view", "blocks")  # sent as JSON within a form


async def answer_call(world: World, request: Request) -> Response:
    """Answer one call, and keep it in the traffic without its token."""
    name = request.path_params["method"]
    if world.faults.shows(Fault.SLACK_DOWN):
        return _kept(world, request, name, {}, PlainTextResponse("Service Unavailable", status_code=503), "slack_down")
    if world.faults.shows(Fault.SLACK_SLOW):
        await world.slack.pause(SLOW_SECONDS)
    arguments: Json = {}
    try:
        arguments = await read_arguments(request)
        method = _permitted(world, request, name)
        wait = seconds_to_wait(world, name, method.per_minute, str(arguments.get("channel", "")))
        if wait:
            return _kept(world, request, name, arguments, _rate_limited(wait), "ratelimited")
        answer, verdict = {"ok": True, **method.run(world, _checked(method, arguments))}, "ok"
    except SlackRefusal as refusal:
        answer, verdict = refusal.answer(), str(refusal)
    response = JSONResponse(answer, headers={"x-oauth-scopes": _listed(_granted(world, request) or frozenset())})
    return _kept(world, request, name, arguments, response, verdict)


async def read_arguments(request: Request) -> Json:
    """The arguments from query and body, form-encoded or JSON; the token is left out."""
    arguments: Json = dict(request.query_params)
    if "application/json" in request.headers.get("content-type", ""):
        body = _decoded(await request.body())
        if not isinstance(body, dict):
            raise SlackRefusal("json_not_object")
        arguments.update(body)
    else:
        arguments.update(_from_form(await request.form()))
    arguments.pop("token", None)
    return arguments


def _from_form(form: Mapping[str, object]) -> Json:
    return {
        key: _decoded(value) if key in _JSON_ARGUMENTS and isinstance(value, str) else value
        for key, value in form.items()
    }


def _decoded(text: str | bytes) -> Any:  # noqa: ANN401 - any JSON
    try:
        return json.loads(text)
    except ValueError:
        raise SlackRefusal("invalid_json") from None


def _permitted(world: World, request: Request, name: str) -> Method:
    """The method, when the token may call it."""
    if not _token(request):
        raise SlackRefusal("not_authed")
    granted = _granted(world, request)
    if granted is None:
        raise SlackRefusal("invalid_auth")
    method = METHODS.get(name)
    if method is None:
        raise SlackRefusal("unknown_method", req_method=name)
    if method.is_of_app is not (_token(request) == world.slack.app.app_token):
        raise SlackRefusal("not_allowed_token_type")
    if method.scope and method.scope not in granted:
        raise SlackRefusal("missing_scope", needed=method.scope, provided=_listed(granted))
    return method


def _token(request: Request) -> str:
    return request.headers.get("authorization", "").removeprefix("Bearer ").strip()


def _granted(world: World, request: Request) -> frozenset[str] | None:
    """The scopes of the token, None of one that is not the app's."""
    app = world.slack.app
    return {app.bot_token: app.scopes, app.app_token: app.app_token_scopes}.get(_token(request))


def _listed(scopes: frozenset[str]) -> str:
    return ",".join(sorted(scopes))


def _checked(method: Method, arguments: Json) -> Json:
    """Refuse missing and unknown arguments, and texts where Slack wants texts and gets something else."""
    missing = [f"[ERROR] missing required field: {key}" for key in method.needs if arguments.get(key) in (None, "")]
    unknown = [f"[ERROR] unknown argument: {key}" for key in arguments if key not in (*method.needs, *method.takes)]
    wrong = [
        f"[ERROR] must be a string [json-pointer:/{key}]"
        for key in method.needs
        if key not in _JSON_ARGUMENTS and not isinstance(arguments.get(key, ""), str)
    ]
    if missing or unknown or wrong:
        raise SlackRefusal("invalid_arguments", messages=[*missing, *unknown, *wrong])
    return arguments


def _rate_limited(wait: int) -> Response:
    return JSONResponse({"ok": False, "error": "ratelimited"}, status_code=429, headers={"Retry-After": str(wait)})


def _kept(world: World, request: Request, name: str, arguments: Json, response: Response, verdict: str) -> Response:
    world.traffic.add(
        Exchange(
            at=world.clock.now(),
            to="slack",
            method=request.method,
            path=f"/slack/api/{name}",
            body=arguments,
            status=response.status_code,
            answer=_readable(bytes(response.body), METHODS[name].hides if name in METHODS else ()),
            verdict=verdict,
        )
    )
    return response


def _readable(body: bytes, hidden: tuple[str, ...]) -> Any:  # noqa: ANN401 - any JSON, or the text as it is
    try:
        answer = json.loads(body)
    except ValueError:
        return body.decode()
    return {key: value for key, value in answer.items() if key not in hidden}
