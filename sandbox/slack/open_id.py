"""Sign in with Slack (OpenID Connect): the page on which a person says who they are, the token, and who it stands for.

Docs: docs.slack.dev, "Sign in with Slack", and the methods openid.connect.token and openid.connect.userInfo.
"""

import base64
import binascii
import hmac
import json
import secrets
from collections.abc import Mapping
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response

from sandbox.pages import pages_of
from sandbox.slack.refusal import SlackRefusal
from sandbox.slack.sign_ins import SignInCode
from sandbox.slack.workspace import Json
from sandbox.traffic import Exchange
from sandbox.world import World

CODE_SECONDS = 600
ISSUER = "https://slack.com"
_NEEDED = frozenset({"response_type", "scope", "client_id", "redirect_uri", "state"})
_KNOWN = _NEEDED | {"nonce", "team"}
_PARTS_OF_BASIC = 2
_pages = pages_of("sandbox.slack")


async def show_sign_in(world: World, request: Request) -> Response:
    fields = dict(request.query_params)
    trouble = _trouble(world, fields)
    if trouble:
        return PlainTextResponse(trouble, status_code=400)
    people = [member for member in world.slack.members.values() if not (member.is_bot or member.deleted)]
    page = _pages.get_template("sign_in.html").render(
        fields=fields, members=people, team=world.slack.team_name, app=world.slack.app.name
    )
    return HTMLResponse(page, headers={"Cache-Control": "no-store"})


async def decide(world: World, request: Request) -> Response:
    """Take the page's form: the request's own fields, who is signed in, and the button."""
    form = {name: str(value) for name, value in (await request.form()).items()}
    account, decision = form.pop("account", ""), form.pop("decision", "")
    trouble = _trouble(world, form)
    if trouble or account not in world.slack.members:
        return PlainTextResponse(trouble or "Nobody is signed in.", status_code=400)
    if decision != "allow":
        return _back(form, error="access_denied")
    code = secrets.token_urlsafe(24)
    world.slack.sign_ins.codes[code] = SignInCode(
        user_id=account,
        redirect_uri=form["redirect_uri"],
        nonce=form.get("nonce", ""),
        made_at=world.slack.real_now(),
    )
    return _back(form, code=code)


def _trouble(world: World, fields: Mapping[str, str]) -> str:
    """Say what is wrong with a request, "" when nothing is; Slack shows it and does not lead back."""
    app = world.slack.app
    wrong = sorted(_NEEDED - fields.keys() | fields.keys() - _KNOWN)
    if wrong:
        return f"Missing or unknown: {', '.join(wrong)}"
    if fields["client_id"] != app.client_id:
        return "invalid_client_id"
    if fields["redirect_uri"] not in app.redirect_uris:
        return f"redirect_uri did not match any configured URIs. Passed URI: {fields['redirect_uri']}"
    if fields["response_type"] != "code" or fields["scope"] != "openid":
        return "invalid_scope"
    return (
        "invalid_team_for_non_distributed_app" if fields.get("team", world.slack.team_id) != world.slack.team_id else ""
    )


def _back(fields: Mapping[str, str], **outcome: str) -> Response:
    query = urlencode(outcome | {"state": fields["state"]})
    return RedirectResponse(f"{fields['redirect_uri']}?{query}", status_code=302)


async def give_token(world: World, request: Request) -> Response:
    """Answer openid.connect.token; kept in the traffic without anything secret."""
    form = {name: str(value) for name, value in (await request.form()).items()}
    try:
        answer = _token(world, request, form)
    except SlackRefusal as refusal:
        answer = refusal.answer()
    _note(world, "openid.connect.token", answer)
    return JSONResponse(answer)


def _token(world: World, request: Request, form: Mapping[str, str]) -> Json:
    app = world.slack.app
    client_id, client_secret = _credentials(request, form)
    if client_id != app.client_id:
        raise SlackRefusal("invalid_client_id")
    if not hmac.compare_digest(client_secret.encode(), app.client_secret.encode()):
        raise SlackRefusal("bad_client_secret")
    if form.get("grant_type") != "authorization_code":
        raise SlackRefusal("invalid_grant_type")
    code = world.slack.sign_ins.codes.pop(form.get("code", ""), None)
    if code is None or code.made_at + CODE_SECONDS < world.slack.real_now():
        raise SlackRefusal("invalid_code")
    if code.redirect_uri != form.get("redirect_uri"):
        raise SlackRefusal("bad_redirect_uri")
    token = f"xoxp-{secrets.token_hex(24)}"
    world.slack.sign_ins.tokens[token] = code.user_id
    return {"ok": True, "access_token": token, "token_type": "Bearer", "id_token": _id_token(world, code)}


def _credentials(request: Request, form: Mapping[str, str]) -> tuple[str, str]:
    """The app's own, from the Basic header or from the form."""
    scheme, _, encoded = request.headers.get("authorization", "").partition(" ")
    try:
        pair = base64.b64decode(encoded, validate=True).decode().split(":") if scheme == "Basic" else []
    except (binascii.Error, UnicodeDecodeError):
        pair = []
    return (
        (pair[0], pair[1])
        if len(pair) == _PARTS_OF_BASIC
        else (form.get("client_id", ""), form.get("client_secret", ""))
    )


def _id_token(world: World, code: SignInCode) -> str:
    now = int(world.slack.real_now())
    claims = {
        "iss": ISSUER,
        "aud": world.slack.app.client_id,
        "sub": code.user_id,
        "iat": now,
        "exp": now + CODE_SECONDS,
        "nonce": code.nonce,
        **_who(world, code.user_id),
    }
    parts = [json.dumps({"typ": "JWT", "alg": "RS256"}).encode(), json.dumps(claims).encode(), secrets.token_bytes(256)]
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)


async def tell_user(world: World, request: Request) -> Response:
    """Answer openid.connect.userInfo."""
    token = request.headers.get("authorization", "").removeprefix("Bearer ").strip()
    user_id = world.slack.sign_ins.tokens.get(token)
    answer: Json = {"ok": False, "error": "invalid_auth"}
    if user_id is not None:
        answer = {"ok": True, "sub": user_id, **_who(world, user_id)}
    _note(world, "openid.connect.userInfo", answer)
    return JSONResponse(answer)


def _who(world: World, user_id: str) -> Json:
    team_id = world.slack.members[user_id].team_id or world.slack.team_id
    return {f"{ISSUER}/user_id": user_id, f"{ISSUER}/team_id": team_id}


def _note(world: World, method: str, answer: Json) -> None:
    shown = {name: value for name, value in answer.items() if not name.endswith("_token")}
    world.traffic.add(
        Exchange(
            at=world.clock.now(),
            to="slack",
            method="POST",
            path=f"/slack/api/{method}",
            status=200,
            answer=shown,
            verdict=str(answer.get("error", "ok")),
        )
    )
