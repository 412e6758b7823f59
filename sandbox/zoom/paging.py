"""The `next_page_token` of Zoom's lists: opaque, bound to who asked for what, good for 15 minutes."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

TOKEN_LIFE = timedelta(minutes=15)


@dataclass(frozen=True, kw_only=True)
class Page:
    """Where a list goes on: for this host, with these filters, at this row."""

    host_id: str
    filters: tuple[str, ...]
    start: int


@dataclass
class Pages:
    _tokens: dict[str, tuple[Page, datetime]] = field(default_factory=dict, repr=False)

    def token_for(self, page: Page, now: datetime) -> str:
        token = secrets.token_urlsafe(24)
        self._tokens[token] = (page, now + TOKEN_LIFE)
        return token

    def start_of(self, token: str, *, host_id: str, filters: tuple[str, ...], now: datetime) -> int | None:
        """The row at which `token` goes on; None when it is unknown, too old or made for another list."""
        page, expires_at = self._tokens.get(token, (None, now))
        if page is None or expires_at <= now or (page.host_id, page.filters) != (host_id, filters):
            return None
        return page.start
