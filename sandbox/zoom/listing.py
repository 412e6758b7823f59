"""GET /users/me/meetings: which meetings, in which order, in pages (contract 2.5)."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from sandbox.world import World
from sandbox.zoom.calls import Answer, Call
from sandbox.zoom.cloud import Account
from sandbox.zoom.meetings import INSTANT, ZoomMeeting, listed
from sandbox.zoom.paging import Page
from sandbox.zoom.refusals import rest_refusal
from sandbox.zoom.rest import check_is_me, check_query
from sandbox.zoom.shapes import Fields, Text

_KINDS = frozenset({"scheduled", "live", "upcoming", "upcoming_meetings", "previous_meetings"})
_SIX_MONTHS = timedelta(days=183)
_DAY = Text(pattern=r"\d{4}-\d\d-\d\d")
_QUERY = Fields(
    known={
        "type": Text(one_of=_KINDS),
        "page_size": Text(pattern=r"[1-9]\d{0,2}"),
        "next_page_token": Text(),
        "page_number": Text(pattern=r"[1-9]\d{0,5}"),
        "from": _DAY,
        "to": _DAY,
        "timezone": Text(),
    }
)
_LARGEST_PAGE = 300


async def list_meetings(world: World, host: Account, call: Call) -> Answer:
    check_is_me(call)
    check_query(call, _QUERY)
    size = int(call.query.get("page_size", "30"))
    if size > _LARGEST_PAGE:
        raise rest_refusal(400, 300, f"The page size cannot be more than {_LARGEST_PAGE}.")
    meetings = _chosen(world, host, call)
    start = _start(world, host, call, size)
    end = start + size
    body = {
        "page_size": size,
        "page_number": start // size + 1,
        "page_count": -(-len(meetings) // size),
        "total_records": len(meetings),
        "next_page_token": _token(world, host, call, end) if end < len(meetings) else "",
        "meetings": [listed(meeting) for meeting in meetings[start:end]],
    }
    return Answer(status=200, body=body)


def _chosen(world: World, host: Account, call: Call) -> list[ZoomMeeting]:
    """The host's meetings of the asked kind, earliest first. Instant ones are never listed."""
    now = world.clock.now()
    is_of_kind = _kind(call.query.get("type", "scheduled"), now)
    first, last = _days(call)
    chosen = (
        meeting
        for meeting in world.zoom.meetings.values()
        if meeting.host_id == host.user_id and meeting.type != INSTANT and meeting.is_there(now)
        if is_of_kind(meeting) and first <= meeting.starts_at.date() <= last
    )
    return sorted(chosen, key=lambda meeting: (meeting.starts_at, meeting.id))


def _kind(name: str, now: datetime) -> Callable[[ZoomMeeting], bool]:
    """How to tell a meeting of this kind. Nothing can be started here yet, so none is live and none was held."""
    if name == "scheduled":
        return lambda _meeting: True
    if name.startswith("upcoming"):
        return lambda meeting: meeting.ends_at > now and meeting.starts_at <= now + _SIX_MONTHS
    return lambda _meeting: False


def _days(call: Call) -> tuple[date, date]:
    try:
        first = date.fromisoformat(call.query.get("from", "0001-01-01"))
        last = date.fromisoformat(call.query.get("to", "9999-12-31"))
    except ValueError:
        raise rest_refusal(400, 300, "Invalid parameter: from or to.") from None
    return first, last


def _start(world: World, host: Account, call: Call, size: int) -> int:
    token = call.query.get("next_page_token", "")
    if not token:
        return (int(call.query.get("page_number", "1")) - 1) * size
    start = world.zoom.pages.start_of(token, host_id=host.user_id, filters=_filters(call), now=world.clock.now())
    if start is None:
        raise rest_refusal(400, 300, "The next page token is invalid or expired.")
    return start


def _token(world: World, host: Account, call: Call, start: int) -> str:
    page = Page(host_id=host.user_id, filters=_filters(call), start=start)
    return world.zoom.pages.token_for(page, world.clock.now())


def _filters(call: Call) -> tuple[str, ...]:
    return tuple(call.query.get(name, "") for name in ("type", "from", "to"))
