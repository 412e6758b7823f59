"""Zoom's OAuth pages and endpoints (contract sections 1.1, 1.2, 1.4 and 1.5)."""

import base64
import binascii
import hmac
from collections import Counter

from sandbox.faults import Fault
from sandbox.world import World
from sandbox.zoom.authorizing import allowed, declined, read_authorization
from sandbox.zoom.calls import FORM, Answer, Call
from sandbox.zoom.grants import Tokens
from sandbox.zoom.pages import consent_page
from sandbox.zoom.refusals import authorize_refusal, oauth_refusal

_FIELDS = {
    "authorization_code": frozenset({"grant_type", "code", "redirect_uri", "code_verifier"}),
    "refresh_token": frozenset({"grant_type", "refresh_token"}),
}
_DECISION = frozenset({"account", "scopes", "decision"})


async def show_consent(world: World, call: Call) -> Answer:
    request = read_authorization(world, call.query)
    return Answer(status=200, html=consent_page(world.zoom, request))


async def decide(world: World, call: Call) -> Answer:
    """Take the consent page's form: the request's own fields, who is signed in, the ticked scopes, the button."""
    form = call.form()
    request = read_authorization(world, {name: value for name, value in form.items() if name not in _DECISION})
    if form.get("decision") != "allow":
        return Answer(status=302, location=declined(request), verdict="ok; declined")
    user = world.zoom.accounts.get(form.get("account", ""))
    if user is None:
        raise authorize_refusal(4700, "Nobody is signed in.")
    ticked = [value for name, value in call.form_pairs() if name == "scopes"]
    return Answer(status=302, location=allowed(world, request, user, ticked))


async def give_tokens(world: World, call: Call) -> Answer:
    form = _form_of_the_app(world, call)
    grant_type = form.get("grant_type", "")
    if grant_type not in _FIELDS:
        raise oauth_refusal(400, "unsupported_grant_type", "unsupported grant type")
    if form.keys() != _FIELDS[grant_type]:
        wrong = ", ".join(sorted(form.keys() ^ _FIELDS[grant_type]))
        raise oauth_refusal(400, "invalid_request", "Bad Request", why=f"missing or unknown: {wrong}")
    tokens = _redeemed(world, form) if grant_type == "authorization_code" else _rotated(world, form)
    body = {
        "access_token": tokens.access_token,
        "token_type": "bearer",
        "refresh_token": tokens.refresh_token,
        "expires_in": 3599,
        "scope": " ".join(sorted(tokens.scopes)),
        "api_url": f"{world.addresses.sandbox}/zoom",
    }
    return Answer(status=200, body=body, headers={"Cache-Control": "no-store"})


def _redeemed(world: World, form: dict[str, str]) -> Tokens:
    tokens = world.zoom.grants.redeem(
        code=form["code"],
        redirect_uri=form["redirect_uri"],
        verifier=form["code_verifier"],
        now=world.clock.now(),
    )
    if tokens is None:
        raise oauth_refusal(
            400, "invalid_grant", "Invalid authorization code", why="spent, too old, or not this redirect and verifier"
        )
    return tokens


def _rotated(world: World, form: dict[str, str]) -> Tokens:
    if world.faults.shows(Fault.ZOOM_REVOKED):
        raise oauth_refusal(400, "invalid_grant", "Invalid Token!", why="fault: revoked")
    tokens = world.zoom.grants.rotate(form["refresh_token"], world.clock.now())
    if tokens is None:
        raise oauth_refusal(400, "invalid_grant", "Invalid Token!", why="spent, revoked or superseded")
    return tokens


async def revoke(world: World, call: Call) -> Answer:
    """End the grant that an access token belongs to, its refresh token included."""
    form = _form_of_the_app(world, call)
    if form.keys() != {"token"}:
        raise oauth_refusal(400, "invalid_request", "Bad Request", why="exactly the field token is expected")
    right = world.zoom.grants.right_of(form["token"], world.clock.now())
    if right is None:
        raise oauth_refusal(400, "invalid_grant", "Invalid Token!")
    world.zoom.grants.revoke(right.user_id)
    return Answer(status=200, body={"status": "success"})


def _form_of_the_app(world: World, call: Call) -> dict[str, str]:
    """The form body of a request that the app signed with its Basic credentials."""
    if not _is_the_app(world, call):
        raise oauth_refusal(401, "invalid_client", "Invalid client_id or client_secret")
    if call.query:
        raise oauth_refusal(400, "invalid_request", "Bad Request", why="fields belong in the body, not in the query")
    if call.content_type != FORM:
        raise oauth_refusal(400, "invalid_request", "Bad Request", why="the body must be a form")
    if any(times > 1 for times in Counter(name for name, _ in call.form_pairs()).values()):
        raise oauth_refusal(400, "invalid_request", "Bad Request", why="a field came twice")
    return call.form()


def _is_the_app(world: World, call: Call) -> bool:
    scheme, _, encoded = call.headers.get("authorization", "").partition(" ")
    app = world.zoom.app
    try:
        given = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        return False
    return scheme == "Basic" and hmac.compare_digest(given, f"{app.client_id}:{app.client_secret}".encode())
