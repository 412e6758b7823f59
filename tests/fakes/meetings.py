"""Meetings in memory."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from bot.domain.meeting import UPCOMING, CardPlace, Meeting, MeetingStatus
from bot.domain.meeting_list import Cursor, ListFilter
from bot.domain.people import Actor
from tests.fakes.state import FakeState, NotUniqueError


class FakeMeetings:
    """The card's place is kept beside the meeting, as `save` must not touch it."""

    def __init__(self, state: FakeState) -> None:
        self._state = state

    async def add(self, meeting: Meeting) -> None:
        nonces = {each.nonce for each in self._state.meetings.values()}
        if meeting.id in self._state.meetings or meeting.nonce in nonces:
            raise NotUniqueError("meeting")
        self._state.meetings[meeting.id] = replace(meeting, card=None)
        await self.place_card(meeting.id, meeting.card)

    async def load(self, meeting_id: str, actor: Actor) -> Meeting | None:
        meeting = self._state.meetings.get(meeting_id)
        if meeting is None or meeting.slack_team_id != actor.slack_team_id:
            return None
        owner = self._state.professionals.get(meeting.professional_id)
        return self._placed(meeting) if owner is not None and owner.actor == actor else None

    async def get(self, meeting_id: str) -> Meeting:
        return self._placed(self._state.meetings[meeting_id])

    async def find_by_zoom_id(self, zoom_meeting_id: int) -> Meeting | None:
        found = [each for each in self._state.meetings.values() if each.zoom_meeting_id == zoom_meeting_id]
        return self._placed(found[0]) if found else None

    async def list_unsettled(self, ended_before: datetime, limit: int) -> list[Meeting]:
        unsettled = {MeetingStatus.SCHEDULED, MeetingStatus.STARTED}
        found = [
            self._placed(each)
            for each in self._state.meetings.values()
            if each.status in unsettled and each.ends_at < ended_before
        ]
        return sorted(found, key=lambda each: (each.ends_at, each.id))[:limit]

    async def save(self, meeting: Meeting) -> None:
        self._state.meetings[meeting.id] = replace(
            self._state.meetings[meeting.id],
            topic=meeting.topic,
            description=meeting.description,
            reason=meeting.reason,
            join_url=meeting.join_url,
            status=meeting.status,
            version=meeting.version,
            ical_sequence=meeting.ical_sequence,
            zoom_meeting_id=meeting.zoom_meeting_id,
            zoom_user=meeting.zoom_user,
            failure=meeting.failure,
            started_at=meeting.started_at,
            ended_at=meeting.ended_at,
            cancelled_at=meeting.cancelled_at,
            deleted_at=meeting.deleted_at,
            wall_start=meeting.wall_start,
            starts_at=meeting.starts_at,
            duration=meeting.duration,
            zoom_move=meeting.zoom_move,
        )

    async def place_card(self, meeting_id: str, place: CardPlace | None) -> None:
        self._state.places[meeting_id] = place

    async def list_slice(
        self, professional_id: str, wanted: ListFilter, cursor: Cursor | None, limit: int
    ) -> list[Meeting]:
        found = sorted(
            (each for each in self._state.meetings.values() if _is_wanted(each, professional_id, wanted)),
            key=_place_in_list,
            reverse=wanted.is_newest_first,
        )
        if cursor is None:
            return [self._placed(meeting) for meeting in found[:limit]]
        edge = (cursor.starts_at, cursor.meeting_id)
        before = [each for each in found if (_place_in_list(each) < edge) != wanted.is_newest_first]
        before = [each for each in before if _place_in_list(each) != edge]
        after = [each for each in found if each not in before and _place_in_list(each) != edge]
        return [self._placed(each) for each in (before[-limit:] if cursor.is_backwards else after[:limit])]

    async def list_overlapping(
        self, professional_id: str, starts_at: datetime, ends_at: datetime, limit: int
    ) -> list[Meeting]:
        found = [
            self._placed(meeting)
            for meeting in self._state.meetings.values()
            if meeting.professional_id == professional_id
            and meeting.status in UPCOMING
            and meeting.starts_at < ends_at
            and meeting.ends_at > starts_at
        ]
        return sorted(found, key=lambda meeting: (meeting.starts_at, meeting.id))[:limit]

    async def list_these(self, professional_id: str, wanted: ListFilter, meeting_ids: Collection[str]) -> list[Meeting]:
        found = await self.list_slice(professional_id, wanted, None, len(self._state.meetings))
        return [meeting for meeting in found if meeting.id in meeting_ids]

    async def list_upcoming(self, professional_id: str, now: datetime, limit: int) -> list[Meeting]:
        return [each for each in self._upcoming(now) if each.professional_id == professional_id][:limit]

    async def list_upcoming_of(self, patient_id: str, now: datetime) -> list[Meeting]:
        return [each for each in self._upcoming(now) if each.patient_id == patient_id]

    async def list_all_of(self, patient_id: str) -> list[Meeting]:
        kept = [each for each in self._state.meetings.values() if each.deleted_at is None]
        found = [self._placed(each) for each in kept if each.patient_id == patient_id]
        return sorted(found, key=_place_in_list)

    def _upcoming(self, now: datetime) -> list[Meeting]:
        ahead = [
            self._placed(meeting)
            for meeting in self._state.meetings.values()
            if meeting.status in UPCOMING and (meeting.ends_at > now or meeting.status is MeetingStatus.STARTED)
        ]
        return sorted(ahead, key=_place_in_list)

    def _placed(self, meeting: Meeting) -> Meeting:
        return replace(meeting, card=self._state.places[meeting.id])


def _place_in_list(meeting: Meeting) -> tuple[datetime, str]:
    return meeting.starts_at, meeting.id


def _is_wanted(meeting: Meeting, professional_id: str, wanted: ListFilter) -> bool:
    return (
        meeting.professional_id == professional_id
        and meeting.deleted_at is None
        and (not wanted.statuses or meeting.status in wanted.statuses)
        and wanted.patient_id in {"", meeting.patient_id}
        and (wanted.span is None or wanted.span.has(meeting.starts_at))
    )
