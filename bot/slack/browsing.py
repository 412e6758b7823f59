"""The list of meetings with its filters, search and pages: the same in Home and in its own modal."""

from collections.abc import Collection, Mapping
from typing import Any

from bot.domain.acts import Act
from bot.domain.home import ShownList
from bot.domain.links import Links
from bot.domain.meeting_list import LONGEST_SEARCH, Cursor, ListFilter, ListView, StatusGroup
from bot.domain.people import Patient
from bot.domain.preferences import NamesShown
from bot.services.browsing import MOST_SEARCHED
from bot.slack.beneath import Shown, with_metadata
from bot.slack.blocks import Block, actions, context, cut, field, modal, option, plain_section, section
from bot.slack.buttons import clear_filters_button, page_turns
from bot.slack.elements import one_of, text_input, typed_select
from bot.slack.ids import ActionId, BlockId, CallbackId
from bot.slack.patients import patient_options
from bot.slack.rows import meeting_rows
from bot.slack.spans import read_moment, read_span, span_metadata

TITLE = "My meetings"
ALL_PATIENTS = "all"
EVERY_ACT = frozenset(Act)
_GROUP_WORDS = {
    StatusGroup.UPCOMING: "Upcoming",
    StatusGroup.ENDED: "Ended",
    StatusGroup.CANCELLED: "Canceled",
    StatusGroup.MISSED: "Not held",
    StatusGroup.FAILED: "Not scheduled",
    StatusGroup.ALL: "All meetings",
}
_ORDER_WORDS = {
    StatusGroup.UPCOMING: "Upcoming meetings, soonest first.",
    StatusGroup.ENDED: "Ended meetings, newest first.",
    StatusGroup.CANCELLED: "Canceled meetings, newest first.",
    StatusGroup.MISSED: "Meetings that were not held, newest first.",
    StatusGroup.FAILED: "Meetings that were not scheduled, newest first.",
    StatusGroup.ALL: "All meetings, newest first.",
}


def list_blocks(shown: ShownList, links: Links, *, acts: Collection[Act] = EVERY_ACT, is_told: bool) -> list[Block]:
    """Filters, search, rows and pages. `is_told`: a search is reported with Enter, where there is no submit."""
    return [*_controls(shown, is_told=is_told), *_rows(shown, acts, links), *_pages(shown)]


def list_modal(shown: ShownList, links: Links, *, unread: str = "") -> Block:
    """The list as a modal; how it is set travels with it. `unread` are words that were not understood but searched."""
    words = _showing(shown.view.filter, unread)
    told = [plain_section(words)] if words else []
    listed = modal(
        TITLE,
        [*told, *list_blocks(shown, links, is_told=False)],
        submit="Search",
        close="Close",
        callback_id=CallbackId.LIST,
    )
    return with_metadata(listed, _metadata(shown.view))


def read_list_view(metadata: Mapping[str, Any]) -> ListView:
    """Read how a list is set from what travelled with it; what is not ours filters nothing."""
    generation = metadata.get("generation")
    return ListView(
        filter=ListFilter(
            group=StatusGroup.read(str(metadata.get("group", ""))),
            patient_id=str(metadata.get("patient", "")),
            search=str(metadata.get("search", ""))[:LONGEST_SEARCH],
            span=read_span(metadata.get("span")),
        ),
        cursor=read_cursor(str(metadata.get("cursor", ""))),
        generation=generation if isinstance(generation, int) else 0,
    )


def read_cursor(text: str) -> Cursor | None:
    """Read a page button's value, None when it is not ours."""
    side, _, rest = text.partition(" ")
    moment, _, meeting_id = rest.partition(" ")
    starts_at = read_moment(moment)
    return Cursor(starts_at=starts_at, meeting_id=meeting_id, is_backwards=side == "before") if starts_at else None


def patient_filter_options(patients: list[Patient], names: NamesShown) -> list[Block]:
    return [_all_patients(), *patient_options(patients, names)][:100]


def search_block_id(view: ListView) -> str:
    """A new generation forgets what was typed: Slack keeps it as long as the id stays."""
    return f"{ActionId.SEARCH}:{view.generation}"


def _showing(wanted: ListFilter, unread: str) -> str:
    """Say what the list is narrowed to: "Showing: next week. Canceled."."""
    parts = [
        wanted.span.words if wanted.span else "",
        "" if wanted.group is StatusGroup.UPCOMING else _GROUP_WORDS[wanted.group],
        "" if unread else wanted.search,
    ]
    narrowed = ". ".join(filter(None, parts))
    searched = f"I couldn't read “{cut(unread, LONGEST_SEARCH)}”, so I searched for it." if unread else ""
    return " ".join(filter(None, [f"Showing: {narrowed}." if narrowed else "", searched]))


def _controls(shown: ShownList, *, is_told: bool) -> list[Block]:
    view = shown.view
    clear = [clear_filters_button()] if view.filter.is_set else []
    filters = actions(
        _patient_select(shown), _status_select(view), *clear, block_id=f"{BlockId.FILTERS}:{view.generation}"
    )
    search = text_input(LONGEST_SEARCH, view.filter.search, placeholder="Topic, description, patient, or reference")
    return [
        filters,
        field("Search", search_block_id(view), search, is_optional=True, is_told=is_told),
        context(_ORDER_WORDS[view.filter.group]),
    ]


def _patient_select(shown: ShownList) -> Block:
    chosen = patient_options([shown.patient], shown.names)[0] if shown.patient else _all_patients()
    return {"action_id": ActionId.FILTER_PATIENT, **typed_select("All patients", chosen)}


def _status_select(view: ListView) -> Block:
    options = {group: option(_GROUP_WORDS[group], group) for group in StatusGroup}
    return {"action_id": ActionId.FILTER_STATUS, **one_of("static_select", options, view.filter.group)}


def _rows(shown: ShownList, acts: Collection[Act], links: Links) -> list[Block]:
    rows = meeting_rows(shown.page.meetings, acts, links)
    if not rows:
        rows = _nothing(shown.view)
    if shown.page.is_cut:
        stopped = f"The search stopped after {MOST_SEARCHED:,} meetings. Choose a patient or a status to search on."
        rows = [*rows, context(stopped)]
    return rows


def _nothing(view: ListView) -> list[Block]:
    if view.filter.is_set:
        return [section("No meeting matches.")]
    return [section("No upcoming meetings. Click New meeting to schedule one.")]


def _pages(shown: ShownList) -> list[Block]:
    page = shown.page
    if not page.meetings:
        return []
    first, last = page.meetings[0].meeting, page.meetings[-1].meeting
    return page_turns(
        (ActionId.PREVIOUS_PAGE, ActionId.NEXT_PAGE),
        _cursor_text(Cursor.before(first)) if page.has_previous else None,
        _cursor_text(Cursor.after(last)) if page.has_next else None,
    )


def _cursor_text(cursor: Cursor) -> str:
    return f"{'before' if cursor.is_backwards else 'after'} {cursor.starts_at.timestamp()!r} {cursor.meeting_id}"


def _metadata(view: ListView) -> dict[str, Any]:
    wanted = view.filter
    return {
        "shows": Shown.LIST,
        "group": wanted.group,
        "patient": wanted.patient_id,
        "search": wanted.search,
        **({"span": span_metadata(wanted.span)} if wanted.span else {}),
        "cursor": _cursor_text(view.cursor) if view.cursor else "",
        "generation": view.generation,
    }


def _all_patients() -> Block:
    return option("All patients", ALL_PATIENTS)
