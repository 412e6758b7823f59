"""Zoom and Slack as a history plays them: a cloud that holds meetings, and a workspace that keeps what is shown."""

import json
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count
from typing import Any

from bot.domain.failures import ZoomError
from bot.domain.zoom_codes import ZoomCode
from bot.domain.zoom_connection import ZoomGrant
from bot.domain.zoom_meeting import ZoomMeeting, ZoomPlan
from bot.domain.zoom_reports import ZoomInstance, ZoomOutcome
from tests.fakes.edges import FakeClock
from tests.fakes.slack import FakeSlackClient
from tests.fakes.zoom import invalid_grant


@dataclass(frozen=True, kw_only=True)
class Instance:
    uuid: str
    opened: datetime
    closed: datetime | None = None


@dataclass
class PlayedZoom:
    """`mode` is "ok", "down" (nothing is answered) or "refuses" (no meeting is made)."""

    clock: FakeClock
    mode: str = "ok"
    is_revoked: bool = False
    meetings: dict[int, ZoomPlan] = field(default_factory=dict)
    instances: dict[int, list[Instance]] = field(default_factory=dict)
    numbers: "count[int]" = field(default_factory=lambda: count(90_000_000_001))

    async def create(self, grant: ZoomGrant, plan: ZoomPlan) -> ZoomMeeting:
        self._answer()
        if self.mode == "refuses":
            raise ZoomError(ZoomCode.MAY_NOT_SCHEDULE, permanent=True)
        number = next(self.numbers)
        self.meetings[number], self.instances[number] = plan, []
        return _made(number, plan)

    async def find(self, grant: ZoomGrant, plan: ZoomPlan) -> ZoomMeeting | None:
        self._answer()
        return next((_made(number, each) for number, each in self.meetings.items() if each == plan), None)

    async def start_url(self, grant: ZoomGrant, zoom_meeting_id: int) -> str:
        self._answer()
        return f"https://zoom.us/s/{zoom_meeting_id}?zak=secret"

    async def end(self, grant: ZoomGrant, zoom_meeting_id: int) -> None:
        self._answer()
        self.close(zoom_meeting_id)

    async def outcome(self, grant: ZoomGrant, zoom_meeting_id: int) -> ZoomOutcome:
        self._answer()
        running, closed = self.running(zoom_meeting_id), self.latest_closed(zoom_meeting_id)
        if running is not None:
            return ZoomOutcome(running_uuid=running.uuid)
        if closed is None or closed.closed is None:
            return ZoomOutcome()
        return ZoomOutcome(held=ZoomInstance(zoom_uuid=closed.uuid, started_at=closed.opened, ended_at=closed.closed))

    async def delete(self, grant: ZoomGrant, zoom_meeting_id: int) -> None:
        self._answer()
        if self.running(zoom_meeting_id) is not None:
            raise ZoomError(ZoomCode.IN_PROGRESS)
        self.meetings.pop(zoom_meeting_id, None)

    def open(self, number: int) -> Instance:
        instance = Instance(uuid=f"{number}/{len(self.instances[number])}==", opened=self.clock.now())
        self.instances[number].append(instance)
        return instance

    def close(self, number: int) -> Instance | None:
        running = self.running(number)
        if running is None:
            return None
        closed = replace(running, closed=self.clock.now())
        self.instances[number][-1] = closed
        return closed

    def running(self, number: int) -> Instance | None:
        return next((each for each in self.instances.get(number, []) if each.closed is None), None)

    def latest_closed(self, number: int) -> Instance | None:
        closed = [each for each in self.instances.get(number, []) if each.closed is not None]
        return closed[-1] if closed else None

    def _answer(self) -> None:
        if self.is_revoked:
            raise invalid_grant()
        if self.mode == "down":
            raise ZoomError(ZoomCode.UNKNOWN)


class PlayedSlack(FakeSlackClient):
    """Keeps what Ana sees: messages by their ts, Home, and the view that was opened or pushed last."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: dict[str, dict[str, Any]] = {}
        self.home: dict[str, Any] = {}
        self.shown: dict[str, Any] = {}
        self._times = count(1)

    async def api_call(self, api_method, *, params=None, json=None, data=None, **rest):
        given = {name: _read(value) for name, value in (params or json or data or {}).items()}
        if api_method == "chat.postMessage":
            self.answers[api_method] = {"channel": "D0ANA000001", "ts": f"{next(self._times)}.000100"}
            self.messages[self.answers[api_method]["ts"]] = given
        elif api_method == "chat.update":
            self.messages[given["ts"]] = given
        elif api_method == "chat.delete":
            del self.messages[given["ts"]]
        elif api_method == "views.publish":
            self.home = given["view"]
        elif api_method in {"views.open", "views.push", "views.update"}:
            self.shown = given["view"]
        self.calls.clear()
        return await super().api_call(api_method, params=params, json=json, data=data, **rest)


def _read(value: Any) -> Any:
    try:
        return json.loads(value) if isinstance(value, str) and value[:1] in "[{" else value
    except ValueError:
        return value


def _made(number: int, plan: ZoomPlan) -> ZoomMeeting:
    return ZoomMeeting(
        zoom_meeting_id=number,
        join_url=f"https://zoom.us/j/{number}?pwd=abc",
        starts_at=plan.starts_at,
        duration=plan.duration,
    )
