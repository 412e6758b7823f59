"""Browsing one's own meetings: pages, filters, search, and Home, which is a list with what comes next above it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain import intents
from bot.domain.home import HomeFacts, ShownList
from bot.domain.meeting import Meeting
from bot.domain.meeting_list import PAGE_LENGTH, VIEW_LIFETIME, Cursor, Found, ListFilter, ListView, MeetingPage
from bot.domain.outbox import OutboxKind
from bot.domain.own_meeting import OwnMeeting
from bot.domain.people import Professional
from bot.ports import Clock
from bot.services.assisting import switch_of
from bot.services.clearing import is_clearing
from bot.services.looking import matching, with_people
from bot.stores import Repositories, Store

_MOST_COUNTED = 100
_RISK_AHEAD = timedelta(days=7)
# A search opens the sealed texts of each meeting it looks at: so many at a time, and so many within an answer.
_BATCH = 500
MOST_SEARCHED = 20_000


@dataclass(frozen=True, kw_only=True)
class Browsing:
    store: Store
    clock: Clock

    async def show(self, professional: Professional, view: ListView) -> ShownList:
        """Look at the list as it is set."""
        async with self.store.reading() as look:
            return await _shown(look, professional, view, self.clock.now())

    async def home(self, professional: Professional) -> HomeFacts:
        """Look at Home, the list set as it was left, and searched anew."""
        now = self.clock.now()
        async with self.store.reading() as look:
            view = await view_in_home(look, professional, now)
            if not view.filter.search:
                return await home_facts(look, professional, view, now)
        return await self.set_home(professional, view)

    async def home_view(self, professional: Professional) -> ListView:
        """Tell how the list in Home is set."""
        async with self.store.reading() as look:
            return await view_in_home(look, professional, self.clock.now())

    async def set_home(self, professional: Professional, view: ListView) -> HomeFacts:
        """Set the list in Home; it stays so for as long as it is used."""
        async with self.store.reading() as look:
            home = await home_facts(look, professional, replace(view, found=None), self.clock.now())
        found = home.shown.page.found if view.filter.search else None
        now = self.clock.now()
        async with self.store.writing() as work:
            await work.list_views.save(professional.doer_id, replace(home.shown.view, found=found), now)
            if await work.outbox.has_waiting(professional.id, (OutboxKind.SLACK_HOME,)):
                # One that is being drawn at this moment shows the list as it was, and may come last.
                await work.outbox.renew(intents.home(professional.id, now))
        return home


async def home_facts(look: Repositories, professional: Professional, view: ListView, now: datetime) -> HomeFacts:
    """Gather what Home shows, for the person who opens it and for the worker who redraws it."""
    connection = await look.connections.find(professional.id)
    is_connected = connection is not None and connection.lets_manage
    upcoming = await look.meetings.list_upcoming(professional.id, now, 1 if is_connected else _MOST_COUNTED)
    shown = await _shown(look, professional, view, now)
    return HomeFacts(
        professional=professional,
        connection=connection,
        at=now,
        has_patients=await look.people.has_trusting_patients(professional.id),
        is_clearing=not is_connected and await is_clearing(look, professional.id),
        upcoming=sum(meeting.zoom_meeting_id is not None for meeting in upcoming),
        at_risk=0 if is_connected else sum(meeting.starts_at <= now + _RISK_AHEAD for meeting in upcoming),
        next=await _next(look, professional, upcoming[:1], shown, now),
        shown=shown,
        switch=await switch_of(look, professional),
    )


async def _next(
    look: Repositories, professional: Professional, upcoming: Sequence[Meeting], shown: ShownList, now: datetime
) -> OwnMeeting | None:
    """Put what comes next beside its people; most often it is in the list below, which was put beside them already."""
    listed = [own for own in shown.page.meetings if own.meeting in upcoming]
    return next(iter(listed or await with_people(look, professional, upcoming, now)), None)


async def view_in_home(look: Repositories, professional: Professional, now: datetime) -> ListView:
    return await look.list_views.find(professional.doer_id, now - VIEW_LIFETIME) or ListView()


async def _shown(look: Repositories, professional: Professional, view: ListView, now: datetime) -> ShownList:
    wanted = view.filter.patient_id
    # What a filter names comes back from Slack like anything else: only one's own patients are named.
    patient = await look.people.find_trusting_patient(professional.id, wanted) if wanted else None
    page = await _page(look, professional, view, now)
    was_found = view.found is not None and bool(view.found.meeting_ids)
    if not page.meetings and (view.cursor is not None or was_found):
        # What stood there has gone, by an act or by time: the list is shown from its beginning.
        view = view.turned_to(None)
        page = await _page(look, professional, view, now)
    return ShownList(view=view, page=page, patient=patient, names=professional.habits.names)


async def _page(look: Repositories, professional: Professional, view: ListView, now: datetime) -> MeetingPage:
    """Read one more than a page holds: it tells whether there is more on that side."""
    if view.found is not None:
        return await _page_again(look, professional, view.filter, view.found, now)
    found, is_cut = await _found(look, professional, view.filter, view.cursor)
    is_backwards = view.cursor is not None and view.cursor.is_backwards
    has_more = len(found) > PAGE_LENGTH
    kept = found[-PAGE_LENGTH:] if is_backwards else found[:PAGE_LENGTH]
    return MeetingPage(
        meetings=await with_people(look, professional, kept, now),
        has_previous=has_more if is_backwards else view.cursor is not None,
        has_next=is_backwards or has_more,
        is_cut=is_cut,
    )


async def _page_again(
    look: Repositories, professional: Professional, wanted: ListFilter, found: Found, now: datetime
) -> MeetingPage:
    meetings = await look.meetings.list_these(professional.id, wanted, found.meeting_ids)
    return MeetingPage(
        meetings=await with_people(look, professional, meetings, now),
        has_previous=found.has_previous,
        has_next=found.has_next,
        is_cut=found.is_cut,
    )


async def _found(
    look: Repositories, professional: Professional, wanted: ListFilter, cursor: Cursor | None
) -> tuple[list[Meeting], bool]:
    """Read a page and one more in the list's order; tells whether the search was cut off."""
    most = PAGE_LENGTH + 1
    if not wanted.search.strip():
        return await look.meetings.list_slice(professional.id, wanted, cursor, most), False
    found: list[Meeting] = []
    is_backwards = cursor is not None and cursor.is_backwards
    for _ in range(MOST_SEARCHED // _BATCH):
        batch = await look.meetings.list_slice(professional.id, wanted, cursor, _BATCH)
        fitting = await matching(look, batch, wanted.search)
        found = [*fitting, *found][-most:] if is_backwards else [*found, *fitting][:most]
        if len(batch) < _BATCH or len(found) == most:
            return found, False
        cursor = Cursor.before(batch[0]) if is_backwards else Cursor.after(batch[-1])
        await asyncio.sleep(0)  # others are answered between two batches
    return found, True
