"""Meetings."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, desc, literal, or_, select, tuple_, union_all, update

from bot.domain.meeting import UPCOMING, CardPlace, Meeting, MeetingStatus, ZoomMove
from bot.domain.meeting_list import Cursor, ListFilter, Span
from bot.domain.people import Actor
from storage.people_tables import professional
from storage.reading import AnyConnection
from storage.statements import changes_one
from storage.tables import IS_UNSETTLED, meeting
from storage.vault import Vault

# Longer than any meeting: what began before that is over, so that the index is read only around now.
_LONGER_THAN_ANY = timedelta(days=2)


@dataclass(frozen=True, kw_only=True)
class SqlMeetings:
    """`locks` is set inside a transaction: then a meeting that is read is kept from others until its end."""

    connection: AnyConnection
    vault: Vault
    locks: bool

    async def add(self, added: Meeting) -> None:
        values = {
            "id": added.id,
            "slack_team_id": added.slack_team_id,
            "professional_id": added.professional_id,
            "patient_id": added.patient_id,
            "shares_topic": added.shares_topic,
            "zone": added.zone,
            "nonce": added.nonce,
            "created_at": added.created_at,
            "assistant_id": added.assistant_id,
        }
        await self.connection.execute(meeting.insert().values(values | self._changing(added) | _place(added.card)))

    async def load(self, meeting_id: str, actor: Actor) -> Meeting | None:
        owned = select(meeting).join(professional, professional.c.id == meeting.c.professional_id)
        return await self._find(
            owned.where(
                meeting.c.id == meeting_id,
                meeting.c.slack_team_id == actor.slack_team_id,
                professional.c.slack_team_id == actor.slack_team_id,
                professional.c.slack_user_id == actor.slack_user_id,
            )
        )

    async def get(self, meeting_id: str) -> Meeting:
        found = await self._find(select(meeting).where(meeting.c.id == meeting_id))
        if found is None:
            raise LookupError(meeting_id)
        return found

    async def find_by_zoom_id(self, zoom_meeting_id: int) -> Meeting | None:
        return await self._find(select(meeting).where(meeting.c.zoom_meeting_id == zoom_meeting_id))

    async def list_unsettled(self, ended_before: datetime, limit: int) -> list[Meeting]:
        rows = await self.connection.execute(
            select(meeting)
            .where(IS_UNSETTLED, meeting.c.ends_at < ended_before)
            .order_by(meeting.c.ends_at, meeting.c.id)
            .limit(limit)
        )
        return [self.read(row) for row in rows]

    async def save(self, saved: Meeting) -> None:
        changed = update(meeting).where(meeting.c.id == saved.id).values(self._changing(saved))
        if not await changes_one(self.connection, changed):
            raise LookupError(saved.id)

    async def place_card(self, meeting_id: str, place: CardPlace | None) -> None:
        await self.connection.execute(update(meeting).where(meeting.c.id == meeting_id).values(_place(place)))

    async def list_slice(
        self, professional_id: str, wanted: ListFilter, cursor: Cursor | None, limit: int
    ) -> list[Meeting]:
        is_descending = wanted.is_newest_first != (cursor is not None and cursor.is_backwards)
        base = _listed(professional_id, wanted)
        if cursor is not None:
            base = base.where(_beyond(cursor, is_descending=is_descending))
        rows = await self.connection.execute(_merged(base, wanted.statuses, limit, is_descending=is_descending))
        found = [self.read(row) for row in rows]
        return found[::-1] if cursor is not None and cursor.is_backwards else found

    async def list_these(self, professional_id: str, wanted: ListFilter, meeting_ids: Collection[str]) -> list[Meeting]:
        order = (meeting.c.starts_at, meeting.c.id)
        query = _listed(professional_id, wanted).where(meeting.c.id.in_(meeting_ids))
        if wanted.statuses:
            query = query.where(meeting.c.status.in_(sorted(wanted.statuses)))
        rows = await self.connection.execute(query.order_by(*(map(desc, order) if wanted.is_newest_first else order)))
        return [self.read(row) for row in rows]

    async def list_upcoming(self, professional_id: str, now: datetime, limit: int) -> list[Meeting]:
        query = _upcoming(now).where(meeting.c.professional_id == professional_id).limit(limit)
        return [self.read(row) for row in await self.connection.execute(self._locked(query))]

    async def list_upcoming_of(self, patient_id: str, now: datetime) -> list[Meeting]:
        query = _upcoming(now).where(meeting.c.patient_id == patient_id)
        return [self.read(row) for row in await self.connection.execute(self._locked(query))]

    async def list_all_of(self, patient_id: str) -> list[Meeting]:
        query = select(meeting).where(meeting.c.patient_id == patient_id, meeting.c.deleted_at.is_(None))
        rows = await self.connection.execute(self._locked(query.order_by(meeting.c.starts_at, meeting.c.id)))
        return [self.read(row) for row in rows]

    async def list_overlapping(
        self, professional_id: str, starts_at: datetime, ends_at: datetime, limit: int
    ) -> list[Meeting]:
        query = (
            select(meeting)
            .where(
                meeting.c.professional_id == professional_id,
                meeting.c.status.in_(sorted(UPCOMING)),
                meeting.c.starts_at > starts_at - _LONGER_THAN_ANY,
                meeting.c.starts_at < ends_at,
                meeting.c.ends_at > starts_at,
            )
            .order_by(meeting.c.starts_at, meeting.c.id)
            .limit(limit)
        )
        return [self.read(row) for row in await self.connection.execute(self._locked(query))]

    async def _find(self, query: Select[Any]) -> Meeting | None:
        row = (await self.connection.execute(self._locked(query))).one_or_none()
        return self.read(row) if row else None

    def _locked(self, query: Select[Any]) -> Select[Any]:
        # SQLite leaves the clause out: there the whole database is locked by the transaction.
        return query.with_for_update(of=meeting) if self.locks else query

    def _changing(self, of: Meeting) -> dict[str, Any]:
        """List what may change in a meeting's life."""
        texts = {"topic": of.topic, "description": of.description, "reason": of.reason, "join_url": of.join_url}
        return {
            "sealed": self.vault.seal(meeting.name, of.id, texts),
            "status": of.status,
            "version": of.version,
            "ical_sequence": of.ical_sequence,
            "zoom_meeting_id": of.zoom_meeting_id,
            "zoom_user_hmac": of.zoom_user or None,
            "failure": of.failure,
            "started_at": of.started_at,
            "ended_at": of.ended_at,
            "cancelled_at": of.cancelled_at,
            "deleted_at": of.deleted_at,
            "wall_start": of.wall_start,
            "starts_at": of.starts_at,
            "ends_at": of.ends_at,
            "duration": of.duration,
            "zoom_move_starts_at": of.zoom_move.starts_at if of.zoom_move else None,
            "zoom_move_duration": of.zoom_move.duration if of.zoom_move else None,
        }

    def read(self, row: Row[Any]) -> Meeting:
        return Meeting(
            id=row.id,
            slack_team_id=row.slack_team_id,
            professional_id=row.professional_id,
            patient_id=row.patient_id,
            shares_topic=row.shares_topic,
            wall_start=row.wall_start,
            zone=row.zone,
            starts_at=row.starts_at,
            duration=row.duration,
            status=row.status,
            version=row.version,
            nonce=row.nonce,
            ical_sequence=row.ical_sequence,
            zoom_meeting_id=row.zoom_meeting_id,
            zoom_user=row.zoom_user_hmac or "",
            failure=row.failure,
            created_at=row.created_at,
            started_at=row.started_at,
            ended_at=row.ended_at,
            cancelled_at=row.cancelled_at,
            deleted_at=row.deleted_at,
            card=_card(row),
            assistant_id=row.assistant_id,
            zoom_move=_zoom_move(row),
            **self.vault.open(meeting.name, row.id, row.sealed),
        )


def _listed(professional_id: str, wanted: ListFilter) -> Select[Any]:
    base = select(meeting).where(meeting.c.professional_id == professional_id, meeting.c.deleted_at.is_(None))
    if wanted.patient_id:
        base = base.where(meeting.c.patient_id == wanted.patient_id)
    return base if wanted.span is None else base.where(*_within(wanted.span))


def _upcoming(now: datetime) -> Select[Any]:
    is_ahead = or_(meeting.c.ends_at > now, meeting.c.status == MeetingStatus.STARTED)
    return (
        select(meeting)
        .where(meeting.c.status.in_(sorted(UPCOMING)), meeting.c.starts_at > now - _LONGER_THAN_ANY, is_ahead)
        .order_by(meeting.c.starts_at, meeting.c.id)
    )


def _within(span: Span) -> list[ColumnElement[bool]]:
    since, until = span.since, span.until
    return [
        *([] if since is None else [meeting.c.starts_at >= since]),
        *([] if until is None else [meeting.c.starts_at < until]),
    ]


def _beyond(cursor: Cursor, *, is_descending: bool) -> ColumnElement[bool]:
    """Keep what comes after the cursor in this order."""
    edge = tuple_(literal(cursor.starts_at, meeting.c.starts_at.type), literal(cursor.meeting_id))
    key = tuple_(meeting.c.starts_at, meeting.c.id)
    return key < edge if is_descending else key > edge


def _merged(base: Select[Any], statuses: Collection[MeetingStatus], limit: int, *, is_descending: bool) -> Select[Any]:
    """Read so many of each status by its index, and merge: of several at once a database would sort all there are."""

    def first(query: Select[Any], columns: Any) -> Select[Any]:  # noqa: ANN401 - columns of a table or a subquery
        order = (columns.starts_at, columns.id)
        return query.order_by(*(map(desc, order) if is_descending else order)).limit(limit)

    if not statuses:
        return first(base, meeting.c)
    parts = [first(base.where(meeting.c.status == status), meeting.c).subquery() for status in sorted(statuses)]
    found = union_all(*map(select, parts)).subquery()
    return first(select(found), found.c)


def _place(place: CardPlace | None) -> dict[str, Any]:
    if place is None:
        return {"card_channel": None, "card_ts": None, "card_posted_as": None}
    return {"card_channel": place.channel, "card_ts": place.ts, "card_posted_as": place.posted_as}


def _zoom_move(row: Row[Any]) -> ZoomMove | None:
    if row.zoom_move_starts_at is None:
        return None
    return ZoomMove(starts_at=row.zoom_move_starts_at, duration=row.zoom_move_duration)


def _card(row: Row[Any]) -> CardPlace | None:
    if row.card_channel is None:
        return None
    return CardPlace(channel=row.card_channel, ts=row.card_ts, posted_as=row.card_posted_as)
