"""The ports of the database: what is stored, each store with its contract.

Times are aware UTC, of the product's clock unless said otherwise. A store raises whatever the database raises, which
answering and the worker turn into "not saved".
"""

from collections.abc import Collection
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.admission_stores import Admissions, Assistants
from bot.domain.day_message import MessagePlace
from bot.domain.meeting import CardPlace, Meeting
from bot.domain.meeting_facts import MeetingFact
from bot.domain.meeting_list import Cursor, ListFilter, ListView
from bot.domain.people import Actor, Patient, Professional, Workspace
from bot.domain.preferences import Profile, WorkspaceDefaults
from bot.domain.trust import Trust
from bot.domain.zoom_connection import ConnectAttempt, ZoomConnection, ZoomGrant, ZoomUser
from bot.record_stores import ApiKeys, Records
from bot.trust_stores import Invitations, OwnPages, Trusts
from bot.upkeep_stores import Notes, Upkeep
from bot.work_stores import Audit, Inbox, Outbox


class People(Protocol):
    """`get` raises LookupError; `find` returns None."""

    async def find_workspace(self) -> Workspace | None:
        """Return the one workspace, None before the first start."""

    async def save_workspace(self, workspace: Workspace) -> None: ...

    async def get_professional(self, professional_id: str) -> Professional: ...

    async def find_professional(self, actor: Actor) -> Professional | None: ...

    async def save_professional(self, professional: Professional) -> Professional:
        """Add or update with what Slack says, known by team and Slack user; returns what is stored.

        The id stays, and so does what the professional chose.
        """

    async def choose_profile(self, professional_id: str, *, name: str, zone: ZoneInfo, language: str) -> None:
        """Write name, zone and language that the professional chose, where they differ from what is stored."""

    async def get_patient(self, patient_id: str) -> Patient: ...

    async def list_patients(self, patient_ids: Collection[str]) -> list[Patient]:
        """List these patients, in any order; one that is not stored is left out."""

    async def find_patient_like(self, slack_team_id: str, *, name: str, mail: str) -> Patient | None:
        """Find by mail and name together (both compared caselessly): several patients may share an address."""

    async def save_patient(self, patient: Patient) -> None:
        """Add or update. Raises AlreadyKnown where another patient is known by the same."""

    async def erase_patient(self, patient_id: str, now: datetime) -> None:
        """Erase whatever says who it is, for good: nobody is found by it any more, and what is left is an id."""

    async def find_trusting_patient(self, professional_id: str, patient_id: str) -> Patient | None:
        """Find a patient only if they chose this professional and have not withdrawn.

        Inside `writing()` they cannot withdraw until the end of the transaction.
        """

    async def has_trusting_patients(self, professional_id: str) -> bool:
        """Tell whether anybody chose this professional and has not withdrawn."""

    async def list_trusting_patients(self, professional_id: str) -> list[Patient]:
        """List all who chose this professional and have not withdrawn, by name."""

    async def search_trusting_patients(self, professional_id: str, typed: str, limit: int) -> list[Patient]:
        """List the first of them, by name, whose name or code has all the words typed, whatever case and accents.

        Made for thousands, and for each letter typed.
        """

    async def save_trust(self, trust: Trust) -> bool:
        """Add, or give again what was withdrawn; tells whether anything changed."""


class Profiles(Protocol):
    """What professionals chose, and their workspaces for them: it comes with each professional that is read."""

    async def save(self, professional_id: str, profile: Profile) -> None: ...

    async def save_defaults(self, slack_team_id: str, defaults: WorkspaceDefaults) -> None: ...

    async def list_professional_ids(self, slack_team_id: str) -> list[str]:
        """List everybody of the workspace who is known here, in any order."""


class Connections(Protocol):
    """Zoom connections and the journeys towards them."""

    async def add_attempt(self, attempt: ConnectAttempt) -> None: ...

    async def take_attempt(self, state_hash: str, browser_hash: str, now: datetime) -> ConnectAttempt | None:
        """Remove and return the attempt if the browser is the same and it has not expired: at most once in any race."""

    async def has_attempt(self, state_hash: str, now: datetime) -> bool:
        """Tell whether an unexpired attempt waits for this state, in whichever browser."""

    async def find(self, professional_id: str) -> ZoomConnection | None: ...

    async def connect(self, professional_id: str, grant: ZoomGrant, user: ZoomUser, now: datetime) -> None:
        """Add or replace the connection; its version grows and any lease is dropped."""

    async def take_lease(self, professional_id: str, version: int, owner: str) -> bool:
        """Take the right to refresh this version, for one lease of the database's clock; False when another has it."""

    async def save_refreshed(self, professional_id: str, version: int, grant: ZoomGrant) -> bool:
        """Replace the grant of `version` and drop the lease; False when the version has moved on."""

    async def drop_lease(self, professional_id: str, owner: str) -> None: ...

    async def is_user(self, professional_id: str, zoom_user_id: str) -> bool:
        """Tell whether the professional's connection is to this Zoom user."""

    async def mark_broken(self, professional_id: str, version: int) -> bool:
        """Delete the grant of `version` and mark the connection broken; False when the version has moved on."""

    async def begin_disconnecting(self, professional_id: str, now: datetime) -> bool:
        """Let the connection end, its grant still usable for what is to be cleared; False when it is not connected."""

    async def end(self, professional_id: str) -> None:
        """Delete the grant and whose account it was, where the connection is ending or broken."""

    async def note_worked(self, professional_id: str, now: datetime) -> None:
        """Write that Zoom has just done what it was asked."""

    async def lock(self, professional_id: str) -> None:
        """Keep others from changing it until the end of the transaction, as each change of it does by itself."""

    async def purge_attempts(self, before: datetime) -> int:
        """Delete the attempts that expired before then; tells how many."""


class ReplacedGrants(Protocol):
    """Grants of Zoom accounts that another has taken the place of, by the version of the connection they were of."""

    async def keep(self, professional_id: str, version: int, grant: ZoomGrant) -> None:
        """Add or replace it."""

    async def find(self, professional_id: str, version: int) -> ZoomGrant | None: ...

    async def drop(self, professional_id: str, version: int) -> None: ...


class Meetings(Protocol):
    """Meetings. `load` is the only way by which a person reaches one; `get` is the worker's.

    Inside `writing()` both lock the row until the end of the transaction.
    """

    async def add(self, meeting: Meeting) -> None: ...

    async def load(self, meeting_id: str, actor: Actor) -> Meeting | None:
        """Find a meeting only if it is this person's, of this workspace."""

    async def get(self, meeting_id: str) -> Meeting: ...

    async def find_by_zoom_id(self, zoom_meeting_id: int) -> Meeting | None:
        """Find the meeting that Zoom knows by this id."""

    async def list_unsettled(self, ended_before: datetime, limit: int) -> list[Meeting]:
        """List meetings still scheduled or in progress whose planned end was before then, oldest first."""

    async def save(self, meeting: Meeting) -> None:
        """Write time, status, version, sequence, failure, Zoom's id and the sealed texts; not the card's place."""

    async def place_card(self, meeting_id: str, place: CardPlace | None) -> None: ...

    async def list_slice(
        self, professional_id: str, wanted: ListFilter, cursor: Cursor | None, limit: int
    ) -> list[Meeting]:
        """List up to `limit` meetings from the cursor on, in the list's order; what was deleted never.

        Status, patient and span filter here; the search does not, as the texts are sealed. Reads only from there on.
        """

    async def list_overlapping(
        self, professional_id: str, starts_at: datetime, ends_at: datetime, limit: int
    ) -> list[Meeting]:
        """List up to `limit` planned meetings that share time with this span, soonest first; locks none.

        One that ends as this begins does not. What is cancelled, over or was never made takes no time.
        """

    async def list_these(self, professional_id: str, wanted: ListFilter, meeting_ids: Collection[str]) -> list[Meeting]:
        """List those of these that status and patient let through, in the list's order; what was deleted never."""

    async def list_upcoming(self, professional_id: str, now: datetime, limit: int) -> list[Meeting]:
        """List what is still to come or being held, soonest first; locked like the others."""

    async def list_upcoming_of(self, patient_id: str, now: datetime) -> list[Meeting]:
        """List the same of one patient, with whichever professional."""

    async def list_all_of(self, patient_id: str) -> list[Meeting]:
        """List every meeting of the patient that was not deleted, oldest first; locked like the others."""


class Facts(Protocol):
    """What happened with meetings."""

    async def add(self, *facts: MeetingFact) -> bool:
        """Write the facts; tells whether any was new."""

    async def list_of(self, meeting_id: str) -> list[MeetingFact]: ...


class ListViews(Protocol):
    """How each professional has set the list in Home."""

    async def find(self, professional_id: str, used_after: datetime) -> ListView | None:
        """Return how it was set, None when that was longer ago."""

    async def save(self, professional_id: str, view: ListView, now: datetime) -> None: ...


class DayMessages(Protocol):
    """Where the one message about a meeting on its day stands."""

    async def find(self, meeting_id: str) -> MessagePlace | None: ...

    async def place(self, meeting_id: str, place: MessagePlace | None) -> None: ...


class Repositories(Protocol):
    """Everything stored, over one connection."""

    @property
    def people(self) -> People: ...
    @property
    def trusts(self) -> Trusts: ...
    @property
    def records(self) -> Records: ...
    @property
    def api_keys(self) -> ApiKeys: ...
    @property
    def invitations(self) -> Invitations: ...
    @property
    def own_pages(self) -> OwnPages: ...
    @property
    def profiles(self) -> Profiles: ...
    @property
    def connections(self) -> Connections: ...
    @property
    def replaced_grants(self) -> ReplacedGrants: ...
    @property
    def meetings(self) -> Meetings: ...
    @property
    def facts(self) -> Facts: ...
    @property
    def list_views(self) -> ListViews: ...
    @property
    def day_messages(self) -> DayMessages: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def inbox(self) -> Inbox: ...
    @property
    def audit(self) -> Audit: ...
    @property
    def admissions(self) -> Admissions: ...
    @property
    def assistants(self) -> Assistants: ...
    @property
    def upkeep(self) -> Upkeep: ...
    @property
    def notes(self) -> Notes: ...


class Store(Protocol):
    """The database.

    Who writes takes a meeting first, then a patient's choice, then a connection, then outbox entries, and Home's last
    of those about pictures: two transactions that took them in different orders would wait for each other.
    """

    def reading(self) -> AbstractAsyncContextManager[Repositories]:
        """Open for reads, each seeing the latest commit. Writing through it is a mistake."""

    def writing(self) -> AbstractAsyncContextManager[Repositories]:
        """Open one transaction: committed at the end of the block, undone when it raises."""
