"""What the store in memory keeps."""

from dataclasses import dataclass, field, fields, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.domain.admission import Policy
from bot.domain.api_key import ApiKey
from bot.domain.audit import Seal
from bot.domain.day_message import MessagePlace
from bot.domain.invitation import Invitation
from bot.domain.meeting import CardPlace, Meeting
from bot.domain.meeting_facts import MeetingFact
from bot.domain.meeting_list import ListView
from bot.domain.outbox import OutboxEntry
from bot.domain.own_page import OwnPage
from bot.domain.people import Patient, Professional, Workspace
from bot.domain.preferences import WorkspaceDefaults
from bot.domain.trust import Trust
from bot.domain.zoom_connection import ConnectAttempt, ZoomConnection, ZoomGrant, ZoomUser


class NotUniqueError(Exception):
    """The same thing is stored already: where a database would speak of a constraint."""


@dataclass(kw_only=True)
class Leases:
    """The database's clock, which a test moves by hand, and how long a lease lasts on it."""

    length: timedelta
    now: datetime = datetime(2030, 1, 1, tzinfo=UTC)

    @property
    def end(self) -> datetime:
        return self.now + self.length

    def is_free(self, lease_by: str | None, lease_until: datetime | None) -> bool:
        return lease_by is None or lease_until is None or lease_until <= self.now


@dataclass(frozen=True, kw_only=True)
class StoredConnection:
    connection: ZoomConnection
    user: ZoomUser
    lease_by: str | None = None
    lease_until: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class StoredInvitation:
    """What it is found by, which outlasts its content."""

    invitation: Invitation
    token_hash: str
    name: str
    mail: str


@dataclass(frozen=True, kw_only=True)
class StoredEntry:
    entry: OutboxEntry
    lease_by: str | None = None
    lease_until: datetime | None = None


@dataclass(kw_only=True)
class FakeState:
    """What is committed, or what one transaction sees. Values are frozen, so copying the dicts copies everything."""

    workspaces: dict[str, Workspace] = field(default_factory=dict)
    professionals: dict[str, Professional] = field(default_factory=dict)
    defaults: dict[str, WorkspaceDefaults] = field(default_factory=dict)
    policies: dict[str, Policy] = field(default_factory=dict)
    group_members: dict[str, None] = field(default_factory=dict)
    assistants: dict[tuple[str, str], bool] = field(default_factory=dict)
    patients: dict[str, Patient] = field(default_factory=dict)
    trusts: dict[tuple[str, str], Trust] = field(default_factory=dict)
    left: dict[tuple[str, str], Trust] = field(default_factory=dict)
    erased: dict[tuple[str, ...], datetime] = field(default_factory=dict)
    api_keys: dict[str, ApiKey] = field(default_factory=dict)
    invitations: dict[str, StoredInvitation] = field(default_factory=dict)
    own_pages: dict[str, OwnPage] = field(default_factory=dict)
    connections: dict[str, StoredConnection] = field(default_factory=dict)
    replaced_grants: dict[tuple[str, int], ZoomGrant] = field(default_factory=dict)
    attempts: dict[str, ConnectAttempt] = field(default_factory=dict)
    meetings: dict[str, Meeting] = field(default_factory=dict)
    facts: dict[MeetingFact, None] = field(default_factory=dict)
    list_views: dict[str, tuple[ListView, datetime]] = field(default_factory=dict)
    places: dict[str, CardPlace | None] = field(default_factory=dict)
    day_messages: dict[str, MessagePlace | None] = field(default_factory=dict)
    outbox: dict[str, StoredEntry] = field(default_factory=dict)
    inbox: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    audit: dict[int, dict[str, Any]] = field(default_factory=dict)
    seals: dict[Seal, datetime | None] = field(default_factory=dict)
    zoom_days: dict[tuple[str, date], int] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)

    def copied(self) -> "FakeState":
        return FakeState(**{each.name: dict(getattr(self, each.name)) for each in fields(self)})


def read_professional(state: FakeState, professional_id: str) -> Professional:
    """Find one with what holds in their workspace."""
    found = state.professionals[professional_id]
    return replace(found, defaults=state.defaults.get(found.slack_team_id, WorkspaceDefaults()))
