"""Zoom's meetings, by REST, in the name of one professional at a time."""

from collections.abc import Mapping
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from bot.domain.failures import ZoomError
from bot.domain.zoom_codes import ZoomCode
from bot.domain.zoom_connection import ZoomGrant
from bot.domain.zoom_meeting import ZoomMeeting, ZoomPlan
from bot.domain.zoom_reports import ZoomOutcome, read_id
from bot.zoom.api import ZoomApi, path_of
from bot.zoom.meeting_bodies import UNNAMED, creation_body, read_instance, read_planned, starts_with

_SITE = "zoom.us"


@dataclass(frozen=True, kw_only=True)
class ZoomClient(ZoomApi):
    """Makes, finds and ends meetings, and asks what became of them."""

    async def create(self, grant: ZoomGrant, plan: ZoomPlan) -> ZoomMeeting:
        """Make the meeting and see that it is what was asked: Zoom turns a start it dislikes into "now" silently.

        What is not is deleted again; ZoomError `mismatch`, permanent once that has succeeded.
        """
        answer = await self._ask(grant, "POST", "/users/me/meetings", json=creation_body(plan))
        made = read_planned(answer, plan)
        if made is None:
            await self._take_back(grant, answer)
            raise ZoomError(ZoomCode.MISMATCH, permanent=True)
        return made

    async def find(self, grant: ZoomGrant, plan: ZoomPlan) -> ZoomMeeting | None:
        """Find by the first line of the agenda."""
        zoom_meeting_id = await self._find_id(grant, plan.reference)
        if zoom_meeting_id is None:
            return None
        try:
            answer = await self._ask(grant, "GET", path_of(zoom_meeting_id))
        except ZoomError as error:
            if error.code == ZoomCode.GONE:
                return None  # deleted since the list was made
            raise
        made = read_planned(answer, plan)
        if made is None:
            await self.delete(grant, zoom_meeting_id)
        return made

    async def start_url(self, grant: ZoomGrant, zoom_meeting_id: int) -> str:
        """Take the address only if it leads to Zoom: a browser is sent there."""
        answer = await self._ask(grant, "GET", path_of(zoom_meeting_id))
        url = answer.get("start_url")
        if not isinstance(url, str) or not is_zooms(url, self.api_url):
            raise ZoomError(ZoomCode.UNKNOWN)
        return url

    async def end(self, grant: ZoomGrant, zoom_meeting_id: int) -> None:
        """What Zoom answers for a meeting that is not open is documented nowhere: after a refusal it is looked at."""
        try:
            await self._ask(grant, "PUT", f"{path_of(zoom_meeting_id)}/status", json={"action": "end"})
        except ZoomError as error:
            if error.code == ZoomCode.GONE:
                return
            if error.code != ZoomCode.REFUSED or await self._running_uuid(grant, zoom_meeting_id):
                raise

    async def outcome(self, grant: ZoomGrant, zoom_meeting_id: int) -> ZoomOutcome:
        """Ask for what is open first: a meeting's own status does not tell "not yet" from "already over"."""
        running_uuid = await self._running_uuid(grant, zoom_meeting_id)
        if running_uuid:
            return ZoomOutcome(running_uuid=running_uuid)
        try:
            answer = await self._ask(grant, "GET", f"/past_meetings/{quote(str(zoom_meeting_id), safe='')}")
        except ZoomError as error:
            if error.code == ZoomCode.GONE:
                return ZoomOutcome()  # no instance was ever held
            if error.code == ZoomCode.REFUSED:
                return ZoomOutcome(is_known=False)
            raise
        held = read_instance(answer)
        if held is None:
            raise ZoomError(ZoomCode.UNKNOWN)  # there was one, but not when
        return ZoomOutcome(held=held)

    async def _running_uuid(self, grant: ZoomGrant, zoom_meeting_id: int) -> str:
        """Name the instance that is open now, "" when none is."""
        try:
            answer = await self._ask(grant, "GET", path_of(zoom_meeting_id))
        except ZoomError as error:
            if error.code == ZoomCode.GONE:
                return ""
            raise
        if answer.get("status") != "started":
            return ""
        return read_id(answer.get("uuid")) or UNNAMED

    async def delete(self, grant: ZoomGrant, zoom_meeting_id: int) -> None:
        """Delete without Zoom's own mails: the patient hears of it from us."""
        silence = {"schedule_for_reminder": "false", "cancel_meeting_reminder": "false"}
        try:
            await self._ask(grant, "DELETE", path_of(zoom_meeting_id), params=silence)
        except ZoomError as error:
            if error.code != ZoomCode.GONE:
                raise

    async def _take_back(self, grant: ZoomGrant, answer: Mapping[str, Any]) -> None:
        """Delete what was made wrongly. Where that fails, the retry finds it by its nonce."""
        zoom_meeting_id = answer.get("id")
        if not isinstance(zoom_meeting_id, int):
            raise ZoomError(ZoomCode.UNKNOWN)
        try:
            await self.delete(grant, zoom_meeting_id)
        except ZoomError as error:
            raise ZoomError(ZoomCode.MISMATCH) from error

    async def _find_id(self, grant: ZoomGrant, reference: str) -> int | None:
        """Say "not there" only at the list's true end: it lets the meeting be made a second time."""
        async with aclosing(self._listed(grant, "scheduled")) as listed:
            async for meeting in listed:
                if starts_with(meeting, reference):
                    return int(meeting["id"])
        return None


def is_zooms(url: str, api_url: str) -> bool:
    """Tell whether the address is on Zoom's site, of which an account may have a subdomain, or where the API is."""
    try:
        target, api = urlsplit(url), urlsplit(api_url)
    except ValueError:
        return False
    host = target.hostname or ""
    if target.netloc == api.netloc:
        return target.scheme == api.scheme
    return target.scheme == "https" and (host == _SITE or host.endswith(f".{_SITE}"))
