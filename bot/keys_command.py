"""`consulta keys api ...`: keys of the clinic's own site are made, listed and revoked. They need only the database."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from bot.clock import SystemClock
from bot.domain.api_key import LONGEST_KEY_NAME, ApiKey, new_api_key
from bot.settings import StorageSettings
from storage.api_keys import SqlApiKeys
from storage.audit import SqlAudit
from storage.engine import open_engines
from storage.schema import ensure_current

_OPERATOR = "operator"


@dataclass(frozen=True, kw_only=True)
class _Books:
    keys: SqlApiKeys
    audit: SqlAudit

    async def note(self, action: str, key_id: str, now: datetime) -> None:
        await self.audit.add(at=now, actor=_OPERATOR, action=action, about=key_id, outcome="done")


def checked_name(text: str) -> str:
    """Check what a key is to be called. ValueError says what to do."""
    name = " ".join(text.split())
    if not name or len(name) > LONGEST_KEY_NAME or not name.isprintable():
        raise ValueError(f"must have 1 to {LONGEST_KEY_NAME} characters, such as 'Clinic site'")
    return name


async def make_key(settings: StorageSettings, name: str) -> int:
    """Make a key and print its token alone, so that it can be passed on to where it is kept."""
    now = SystemClock().now()
    key, token = new_api_key(name, now)
    async with _opened(settings) as books:
        await books.keys.add(key)
        await books.note("make_key", key.id, now)
    print(f"Key {key.id}, {name}. It is shown this once: keep it as you keep a password.", file=sys.stderr)  # noqa: T201
    print(token)  # noqa: T201 - what the command is for
    return 0


async def list_keys(settings: StorageSettings) -> int:
    async with _opened(settings) as books:
        keys = await books.keys.list_all()
    for key in keys:
        print(_line(key))  # noqa: T201 - what the command is for
    return 0


async def revoke_key(settings: StorageSettings, key_id: str) -> int:
    now = SystemClock().now()
    async with _opened(settings) as books:
        is_revoked = await books.keys.revoke(key_id, now)
        if is_revoked:
            await books.note("revoke_key", key_id, now)
    words = (
        f"Key {key_id} is revoked." if is_revoked else f"consulta: no key {key_id} holds; see `consulta keys api list`"
    )
    print(words, file=sys.stdout if is_revoked else sys.stderr)
    return 0 if is_revoked else 1


def _line(key: ApiKey) -> str:
    used = f"last used {_minute(key.last_used_at)}" if key.last_used_at else "never used"
    ended = f", revoked {_minute(key.revoked_at)}" if key.revoked_at else ""
    return f"{key.id}  {key.name}: made {_minute(key.made_at)}, {used}{ended}"


def _minute(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"


@asynccontextmanager
async def _opened(settings: StorageSettings) -> AsyncIterator[_Books]:
    """Open the database, brought to this version first, for one transaction."""
    await ensure_current(settings.database_url)
    async with open_engines(settings.database_url) as engines, engines.writer.begin() as connection:
        yield _Books(keys=SqlApiKeys(connection=connection), audit=SqlAudit(connection=connection))
