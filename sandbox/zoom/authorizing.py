"""The authorization request and the person's decision about it (contract section 1.1)."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from sandbox.world import World
from sandbox.zoom.cloud import Account
from sandbox.zoom.grants import CODE_LIFE, Code
from sandbox.zoom.refusals import authorize_refusal

_KNOWN = frozenset({"response_type", "client_id", "redirect_uri", "state", "code_challenge", "code_challenge_method"})
_URL_SAFE = re.compile(r"[A-Za-z0-9._~-]+", re.ASCII)
_S256 = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class AuthorizationRequest:
    """A request that passed all checks."""

    client_id: str
    redirect_uri: str
    state: str
    challenge: str

    def fields(self) -> dict[str, str]:
        """The parameters as the app sent them, to be carried through the consent page's form."""
        return {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": self.redirect_uri,
            "state": self.state,
            "code_challenge": self.challenge,
            "code_challenge_method": "S256",
        }


def read_authorization(world: World, query: Mapping[str, str]) -> AuthorizationRequest:
    """Check the parameters; a refusal is shown by Zoom and never reaches the app.

    Zoom itself lets state and PKCE be left out; here an app without them is told so at once.
    """
    if "scope" in query:
        raise authorize_refusal(4711, "Invalid scope: scopes are configured in the app, not asked for.")
    for name in sorted(query.keys() - _KNOWN):
        raise authorize_refusal(4700, f"Unknown parameter: {name}.")
    _check_app(world, query)
    _check_proof(query)
    return AuthorizationRequest(
        client_id=query["client_id"],
        redirect_uri=query["redirect_uri"],
        state=query["state"],
        challenge=query["code_challenge"],
    )


def _check_app(world: World, query: Mapping[str, str]) -> None:
    if query.get("client_id") != world.zoom.app.client_id:
        raise authorize_refusal(4702, "Invalid client_id.")
    if query.get("redirect_uri") not in world.zoom.app.redirect_uris:
        raise authorize_refusal(4700, f"Invalid redirect: {query.get('redirect_uri', '')}")
    if query.get("response_type") != "code":
        raise authorize_refusal(4700, "Invalid response_type: it must be code.")


def _check_proof(query: Mapping[str, str]) -> None:
    if not _URL_SAFE.fullmatch(query.get("state", "")):
        raise authorize_refusal(4700, "Invalid state: it is missing or not safe in an address.")
    if query.get("code_challenge_method") != "S256":
        raise authorize_refusal(4700, "Invalid code_challenge_method: it must be S256 (Zoom's own default is plain).")
    if not _S256.fullmatch(query.get("code_challenge", "")):
        raise authorize_refusal(4700, "Invalid code_challenge: it must be 43 characters of Base64 for addresses.")


def allowed(world: World, request: AuthorizationRequest, user: Account, scopes: Collection[str]) -> str:
    """Where the person's browser goes after *Allow*, with a code for the ticked `scopes`.

    Outside the owner's Zoom account an app that is not published is refused. Zoom documents no form for that, nor for
    declining; both answers follow RFC 6749, section 4.1.2.1.
    """
    if user.account_id != world.zoom.app.owner_account_id:
        return _back(request, error="unauthorized_client")
    granted = tuple(scope for scope in world.zoom.app.scopes if scope in scopes)
    code = Code(
        user_id=user.user_id,
        scopes=granted,
        redirect_uri=request.redirect_uri,
        challenge=request.challenge,
        expires_at=world.clock.now() + CODE_LIFE,
    )
    return _back(request, code=world.zoom.grants.add_code(code))


def declined(request: AuthorizationRequest) -> str:
    return _back(request, error="access_denied")


def _back(request: AuthorizationRequest, **outcome: str) -> str:
    separator = "&" if "?" in request.redirect_uri else "?"
    return request.redirect_uri + separator + urlencode(outcome | {"state": request.state})


def without(scopes: Iterable[str], left_out: Collection[str]) -> tuple[str, ...]:
    return tuple(scope for scope in scopes if scope not in left_out)
