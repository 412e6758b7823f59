"""Sealing: what a stolen copy of the database must not tell.

A sealed value is `key id : nonce ciphertext`, AES-256-GCM over JSON. Table, row and key id are authenticated with it,
so that a value moved to another row does not open.
"""

import base64
import hashlib
import hmac
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_KEY_BYTES = 32
_NONCE_BYTES = 12  # what GCM is made for; random, as one key seals far fewer than 2**32 values
_KEY_ID = re.compile(r"[a-z][a-z0-9_-]{0,30}")
_BASE64URL = re.compile(r"[A-Za-z0-9_-]*={0,2}")
_INDEX = "index"


class SealError(Exception):
    """A sealed value does not open. The message names its row, never its content."""


class UnknownKeyError(SealError):
    """The key that sealed the value is not on the ring."""


class TamperedError(SealError):
    """The value was changed, moved to another row, or sealed with another key of the same name."""


@dataclass(frozen=True, kw_only=True)
class KeyRing:
    """`sealing` maps key ids to keys of 32 bytes: the first one seals, all of them open."""

    index_key: bytes = field(repr=False)
    sealing: Mapping[str, bytes] = field(repr=False)

    @property
    def newest(self) -> str:
        return next(iter(self.sealing))

    def derive(self, purpose: str) -> bytes:
        """Make a key of 32 bytes for one purpose, which tells nothing about any other."""
        return hmac.digest(self.index_key, b"derive\0" + purpose.encode(), "sha256")


@dataclass(frozen=True, kw_only=True)
class Vault:
    """Seals and opens the one sealed value of a row, and makes blind indexes to find rows by what is sealed."""

    keys: KeyRing

    def seal(self, table: str, row_id: str, content: Mapping[str, str]) -> bytes:
        key_id, nonce = self.keys.newest, os.urandom(_NONCE_BYTES)
        plain = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
        cipher = AESGCM(self.keys.sealing[key_id])
        return key_id.encode() + b":" + nonce + cipher.encrypt(nonce, plain, _bound_to(table, row_id, key_id))

    def open(self, table: str, row_id: str, sealed: bytes) -> dict[str, str]:
        """Raise UnknownKeyError or TamperedError."""
        head, _, rest = sealed.partition(b":")
        key_id = head.decode(errors="replace")
        key = self.keys.sealing.get(key_id)
        if key is None:
            raise UnknownKeyError(f"{table} {row_id} is sealed with key {key_id!r}, which is not on the key ring")
        nonce, body = rest[:_NONCE_BYTES], rest[_NONCE_BYTES:]
        try:
            plain = AESGCM(key).decrypt(nonce, body, _bound_to(table, row_id, key_id))
        except (InvalidTag, ValueError) as error:
            raise TamperedError(f"{table} {row_id} does not open: it was changed, or belongs to another row") from error
        content: dict[str, str] = json.loads(plain)
        return content

    def index(self, purpose: str, text: str) -> str:
        """Make the blind index of a text; the same text gives another one for another purpose."""
        key = self.keys.derive(f"index {purpose}")
        return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def parse_key_ring(text: str) -> KeyRing:
    """Read `index:<key>,k1:<key>[,k2:<key>]`, keys in base64url of 32 bytes; the first after `index` seals.

    ValueError, in one line and without repeating any key.
    """
    keys: dict[str, bytes] = {}
    for part in text.replace("\n", "").split(","):
        name, colon, encoded = part.strip().partition(":")
        if not colon or not _KEY_ID.fullmatch(name):
            raise ValueError("keys are written index:<key>,k1:<key>; make them with `consulta keys new`")
        if name in keys:
            raise ValueError(f"key {name} is there twice")
        keys[name] = _parse_key(name, encoded)
    if _INDEX not in keys:
        raise ValueError("the key named index is missing; make keys with `consulta keys new`")
    index_key = keys.pop(_INDEX)
    if not keys:
        raise ValueError("a key that seals is missing, such as k1; make keys with `consulta keys new`")
    return KeyRing(index_key=index_key, sealing=keys)


def new_key_ring() -> str:
    """Make a key ring in the form of the setting."""
    return f"{_INDEX}:{_new_key()},k1:{_new_key()}"


def _parse_key(name: str, encoded: str) -> bytes:
    text = encoded.strip()
    bare = text.rstrip("=")
    if not _BASE64URL.fullmatch(text) or len(bare) % 4 == 1:
        raise ValueError(f"key {name} is not base64url")
    key = base64.urlsafe_b64decode(bare + "=" * (-len(bare) % 4))
    if len(key) != _KEY_BYTES:
        raise ValueError(f"key {name} has {len(key)} bytes, not {_KEY_BYTES}")
    return key


def _new_key() -> str:
    return base64.urlsafe_b64encode(os.urandom(_KEY_BYTES)).decode().rstrip("=")


def _bound_to(table: str, row_id: str, key_id: str) -> bytes:
    return f"{table}\0{row_id}\0{key_id}".encode()
