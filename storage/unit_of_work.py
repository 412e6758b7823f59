"""The store over SQL: reads that see the latest commit, and transactions."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

from storage.audit import SqlAudit
from storage.engine import Engines
from storage.inbox import SqlInbox
from storage.list_views import SqlListViews
from storage.meeting_facts import SqlFacts
from storage.meetings import SqlMeetings
from storage.outbox import SqlOutbox
from storage.people import SqlPeople
from storage.reading import AnyConnection
from storage.vault import Vault
from storage.zoom_connections import SqlConnections

# The right to refresh a grant outlasts the slowest answer of Zoom's: a second refresh would burn the token.
GRANT_LEASE = timedelta(seconds=15)


@dataclass(frozen=True, kw_only=True)
class SqlRepositories:
    """Everything stored, over one connection."""

    people: SqlPeople
    connections: SqlConnections
    meetings: SqlMeetings
    facts: SqlFacts
    list_views: SqlListViews
    outbox: SqlOutbox
    inbox: SqlInbox
    audit: SqlAudit


@dataclass(frozen=True, kw_only=True)
class SqlStore:
    """`lease` is how long a claim or the right to refresh a grant lasts, unless begun anew."""

    engines: Engines
    vault: Vault
    lease: timedelta

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[SqlRepositories]:
        async with self.engines.reader.connect() as connection:
            yield self._over(connection, locks=False)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[SqlRepositories]:
        async with self.engines.writer.begin() as connection:
            yield self._over(connection, locks=True)

    def _over(self, connection: AnyConnection, *, locks: bool) -> SqlRepositories:
        return SqlRepositories(
            people=SqlPeople(connection=connection, vault=self.vault),
            connections=SqlConnections(connection=connection, vault=self.vault, lease=max(self.lease, GRANT_LEASE)),
            meetings=SqlMeetings(connection=connection, vault=self.vault, locks=locks),
            facts=SqlFacts(connection=connection),
            list_views=SqlListViews(connection=connection, vault=self.vault),
            outbox=SqlOutbox(connection=connection, lease=self.lease),
            inbox=SqlInbox(connection=connection),
            audit=SqlAudit(connection=connection),
        )
