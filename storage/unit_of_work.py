"""The store over SQL: reads that see the latest commit, and transactions."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from storage.admissions import SqlAdmissions
from storage.api_keys import SqlApiKeys
from storage.assistants import SqlAssistants
from storage.audit import SqlAudit
from storage.day_messages import SqlDayMessages
from storage.engine import Engines
from storage.inbox import SqlInbox
from storage.invitations import SqlInvitations
from storage.list_views import SqlListViews
from storage.meeting_facts import SqlFacts
from storage.meetings import SqlMeetings
from storage.opened_names import OpenedNames
from storage.outbox import SqlOutbox
from storage.own_pages import SqlOwnPages
from storage.people import SqlPeople
from storage.profiles import SqlProfiles
from storage.reading import AnyConnection
from storage.records import SqlRecords
from storage.replaced_grants import SqlReplacedGrants
from storage.trusts import SqlTrusts
from storage.upkeep import SqlNotes, SqlUpkeep
from storage.vault import Vault
from storage.zoom_connections import SqlConnections

# The right to refresh a grant outlasts the slowest answer of Zoom's: a second refresh would burn the token.
GRANT_LEASE = timedelta(seconds=15)


@dataclass(frozen=True, kw_only=True)
class SqlRepositories:
    """Everything stored, over one connection. Each is made when it is asked for: most looks need one or two."""

    connection: AnyConnection
    vault: Vault
    names: OpenedNames
    lease: timedelta
    locks: bool

    @property
    def people(self) -> SqlPeople:
        return SqlPeople(connection=self.connection, vault=self.vault, names=self.names, locks=self.locks)

    @property
    def trusts(self) -> SqlTrusts:
        return SqlTrusts(connection=self.connection, locks=self.locks)

    @property
    def records(self) -> SqlRecords:
        return SqlRecords(connection=self.connection, vault=self.vault)

    @property
    def api_keys(self) -> SqlApiKeys:
        return SqlApiKeys(connection=self.connection)

    @property
    def invitations(self) -> SqlInvitations:
        return SqlInvitations(connection=self.connection, vault=self.vault, locks=self.locks)

    @property
    def own_pages(self) -> SqlOwnPages:
        return SqlOwnPages(connection=self.connection)

    @property
    def profiles(self) -> SqlProfiles:
        return SqlProfiles(connection=self.connection)

    @property
    def connections(self) -> SqlConnections:
        return SqlConnections(connection=self.connection, vault=self.vault, lease=max(self.lease, GRANT_LEASE))

    @property
    def replaced_grants(self) -> SqlReplacedGrants:
        return SqlReplacedGrants(connection=self.connection, vault=self.vault)

    @property
    def meetings(self) -> SqlMeetings:
        return SqlMeetings(connection=self.connection, vault=self.vault, locks=self.locks)

    @property
    def facts(self) -> SqlFacts:
        return SqlFacts(connection=self.connection)

    @property
    def list_views(self) -> SqlListViews:
        return SqlListViews(connection=self.connection, vault=self.vault)

    @property
    def day_messages(self) -> SqlDayMessages:
        return SqlDayMessages(connection=self.connection)

    @property
    def outbox(self) -> SqlOutbox:
        return SqlOutbox(connection=self.connection, lease=self.lease)

    @property
    def inbox(self) -> SqlInbox:
        return SqlInbox(connection=self.connection)

    @property
    def audit(self) -> SqlAudit:
        return SqlAudit(connection=self.connection)

    @property
    def admissions(self) -> SqlAdmissions:
        return SqlAdmissions(connection=self.connection)

    @property
    def assistants(self) -> SqlAssistants:
        return SqlAssistants(connection=self.connection)

    @property
    def upkeep(self) -> SqlUpkeep:
        meetings = SqlMeetings(connection=self.connection, vault=self.vault, locks=False)
        return SqlUpkeep(connection=self.connection, vault=self.vault, meetings=meetings)

    @property
    def notes(self) -> SqlNotes:
        return SqlNotes(connection=self.connection)


@dataclass(frozen=True, kw_only=True)
class SqlStore:
    """`lease` is how long a claim or the right to refresh a grant lasts, unless begun anew."""

    engines: Engines
    vault: Vault
    lease: timedelta
    names: OpenedNames = field(default_factory=OpenedNames)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[SqlRepositories]:
        async with self.engines.reader.connect() as connection:
            yield self._over(connection, locks=False)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[SqlRepositories]:
        async with self.engines.writer.begin() as connection:
            yield self._over(connection, locks=True)

    def _over(self, connection: AnyConnection, *, locks: bool) -> SqlRepositories:
        return SqlRepositories(connection=connection, vault=self.vault, names=self.names, lease=self.lease, locks=locks)
