"""Starting a meeting: a link that dies, and behind it an address of Zoom's that is fetched at the click.

Zoom's `start_url` signs whoever opens it in as the host. It is asked for anew each time, handed on and kept nowhere.
"""

from dataclasses import dataclass

from bot.domain.acts import Act
from bot.domain.failures import DeliveryError, ZoomError
from bot.domain.links import StartLink
from bot.domain.meeting import Meeting
from bot.domain.refusals import NotInYourList, NotManageable, Refusal
from bot.domain.zoom_codes import ZoomCode
from bot.ports import Clock, ZoomMeetings
from bot.services.acting import load_for
from bot.services.denying import Denying
from bot.services.identifying import FRESH_AT_THE_DOOR, Identifying
from bot.services.zoom_access import ZoomAccess
from bot.stores import Store


class NotStartable(Refusal):
    """The link leads nowhere, or not now."""


@dataclass(frozen=True, kw_only=True)
class Starting:
    store: Store
    clock: Clock
    access: ZoomAccess
    zoom: ZoomMeetings
    identifying: Identifying

    async def host_url(self, link: StartLink | None) -> str:
        """Fetch the address at which the host starts the meeting. Raises a Refusal in words for the page."""
        if link is None:
            raise NotStartable("This link does not work.")
        if link.until <= self.clock.now():
            raise NotStartable("This link has run out. In Slack, click Start meeting again.")
        try:
            meeting = await self._startable(link)
        except Refusal as refusal:
            denying = Denying(store=self.store, clock=self.clock)
            await denying.note(link.actor, refusal, about="page:start")
            raise
        if meeting.zoom_meeting_id is None:
            raise NotInYourList
        zoom_meeting_id = meeting.zoom_meeting_id
        try:
            return await self.access.with_grant(
                meeting.professional_id,
                lambda grant: self.zoom.start_url(grant, zoom_meeting_id),
                zoom_user=meeting.zoom_user,
            )
        except ZoomError as failure:
            raise _refusal(failure) from failure

    async def _startable(self, link: StartLink) -> Meeting:
        """Load the meeting as the person named in the link: their rights may have changed since it was drawn.

        Slack itself is asked: who was deactivated a moment ago still has the link.
        """
        try:
            professional = await self.identifying.professional(link.actor, within=FRESH_AT_THE_DOOR)
        except DeliveryError as failure:
            raise NotStartable("Slack is not answering. Please try again in a moment.") from failure
        async with self.store.reading() as look:
            return await load_for(Act.START, look, professional, link.meeting_id, self.clock.now())


def _refusal(failure: ZoomError) -> Refusal:
    if failure.code == ZoomCode.GONE:
        return NotStartable("This meeting is no longer in Zoom.")
    if failure.reconnect:
        return NotManageable()
    return NotStartable("Zoom is not answering. Please try again in a moment.")
