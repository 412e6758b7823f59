"""Codes and tokens of Zoom's OAuth: lifetimes, rotation and what ends them (contract sections 1.1 to 1.5)."""

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

CODE_LIFE = timedelta(minutes=5)
ACCESS_LIFE = timedelta(hours=1)
REFRESH_LIFE = timedelta(days=90)
_SIGNATURE_BYTES = 384  # as long as Zoom's, so that a column made for short tokens is found out


@dataclass(frozen=True, kw_only=True)
class Code:
    """What a code stands for. `challenge` is the S256 of the verifier that must come with it."""

    user_id: str
    scopes: tuple[str, ...]
    redirect_uri: str
    challenge: str
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class Right:
    """What an access or a refresh token allows, and until when."""

    user_id: str
    scopes: tuple[str, ...]
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class Tokens:
    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    scopes: tuple[str, ...]


@dataclass
class Grants:
    """The codes and tokens that are good now. What is spent or revoked is simply no longer here."""

    codes: dict[str, Code] = field(default_factory=dict, repr=False)
    access: dict[str, Right] = field(default_factory=dict, repr=False)
    refresh: dict[str, Right] = field(default_factory=dict, repr=False)

    def add_code(self, code: Code) -> str:
        text = secrets.token_urlsafe(24)
        self.codes[text] = code
        return text

    def redeem(self, *, code: str, redirect_uri: str, verifier: str, now: datetime) -> Tokens | None:
        """Spend `code`, right or wrong; None unless it is fresh and comes with its redirect URI and verifier.

        A new authorization ends all earlier tokens of the same person (Zoom's error 4741).
        """
        known = self.codes.pop(code, None)
        if known is None or known.expires_at <= now:
            return None
        if (known.redirect_uri, known.challenge) != (redirect_uri, challenge_of(verifier)):
            return None
        self.revoke(known.user_id)
        return self._issue(user_id=known.user_id, scopes=known.scopes, now=now)

    def rotate(self, refresh_token: str, now: datetime) -> Tokens | None:
        """Spend `refresh_token` for a new pair; access tokens given before live out their hour."""
        right = self.refresh.pop(refresh_token, None)
        if right is None or right.expires_at <= now:
            return None
        return self._issue(user_id=right.user_id, scopes=right.scopes, now=now)

    def right_of(self, access_token: str, now: datetime) -> Right | None:
        right = self.access.get(access_token)
        return right if right and now < right.expires_at else None

    def revoke(self, user_id: str) -> None:
        """End every token of this person."""
        self.access = {token: right for token, right in self.access.items() if right.user_id != user_id}
        self.refresh = {token: right for token, right in self.refresh.items() if right.user_id != user_id}

    def _issue(self, *, user_id: str, scopes: tuple[str, ...], now: datetime) -> Tokens:
        tokens = Tokens(access_token=_jwt_like("access"), refresh_token=_jwt_like("refresh"), scopes=scopes)
        self.access[tokens.access_token] = Right(user_id=user_id, scopes=scopes, expires_at=now + ACCESS_LIFE)
        self.refresh[tokens.refresh_token] = Right(user_id=user_id, scopes=scopes, expires_at=now + REFRESH_LIFE)
        return tokens


def challenge_of(verifier: str) -> str:
    """Hash a PKCE verifier as RFC 7636 asks for S256."""
    return _base64url(hashlib.sha256(verifier.encode()).digest())


def _jwt_like(use: str) -> str:
    header = _base64url(json.dumps({"alg": "HS512", "v": "2.0", "kid": secrets.token_hex(8)}).encode())
    claims = _base64url(json.dumps({"use": use, "jti": secrets.token_hex(16)}).encode())
    return f"{header}.{claims}.{_base64url(secrets.token_bytes(_SIGNATURE_BYTES))}"


def _base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
