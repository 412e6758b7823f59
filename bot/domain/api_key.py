"""Keys by which the clinic's own site shows that it may push records: shown once, and kept as a hash only."""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.local_time import require_all_utc

LONGEST_KEY_NAME = 100
_TOKEN = re.compile(r"consulta_([0-9a-f]{12})_([A-Za-z0-9_-]{43})")


@dataclass(frozen=True, kw_only=True)
class ApiKey:
    """`secret_hash` is plain SHA-256: nobody guesses 256 random bits, however fast they try."""

    id: str
    name: str
    secret_hash: str = field(repr=False)
    made_at: datetime
    last_used_at: datetime | None = None
    revoked_at: datetime | None = None

    def __post_init__(self) -> None:
        require_all_utc(self.made_at, self.last_used_at, self.revoked_at)

    def opens_with(self, secret: str) -> bool:
        """Tell whether this is the secret, in the same time for every wrong one, and whether the key still holds."""
        return hmac.compare_digest(self.secret_hash, _hash(secret)) and self.revoked_at is None


def new_api_key(name: str, now: datetime) -> tuple[ApiKey, str]:
    """Make a key and the token to hand over, which is not kept."""
    key_id, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
    key = ApiKey(id=key_id, name=name, secret_hash=_hash(secret), made_at=now)
    return key, f"consulta_{key_id}_{secret}"


def read_token(token: str) -> tuple[str, str] | None:
    """Split a token into the key's id and its secret; None for what is no token of ours."""
    found = _TOKEN.fullmatch(token)
    return (found[1], found[2]) if found else None


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
