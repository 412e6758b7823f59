"""The worker's voice in Slack."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.card import MeetingCard
from bot.domain.day_message import MessagePlace
from bot.domain.failures import DeliveryError
from bot.domain.home import HomeFacts
from bot.domain.links import Links
from bot.domain.meeting import CardPlace
from bot.domain.notices import Notice
from bot.domain.own_meeting import OwnMeeting
from bot.domain.parting import PartingStep
from bot.ports import Clock
from bot.slack.answers import Message
from bot.slack.cards import meeting_card
from bot.slack.home import home_view
from bot.slack.modals.disconnect import parting_view
from bot.slack.modals.schedule import result_view
from bot.slack.notices import notice_message, waiting_message
from bot.slack.nudges import nudge_message
from bot.slack.pauses import Pauses
from bot.slack.web_api import calling_slack

_SECONDS = 10.0


@dataclass(frozen=True, kw_only=True)
class SlackMessenger:
    """Speaks to professionals in their direct messages with the app, found by their Slack id."""

    client: AsyncWebClient
    links: Links
    clock: Clock
    pauses: Pauses = field(default_factory=Pauses)

    async def post_card(self, card: MeetingCard) -> CardPlace:
        channel, ts = await self._post(card.professional.slack_user_id, meeting_card(card, self.links))
        return CardPlace(channel=channel, ts=ts, posted_as=card.meeting.status)

    async def update_card(self, place: CardPlace, card: MeetingCard) -> None:
        message = meeting_card(card, self.links)
        async with self._calling("chat.update", place.channel):
            await self.client.chat_update(
                channel=place.channel, ts=place.ts, text=message.text, blocks=list(message.blocks)
            )

    async def delete_card(self, place: CardPlace) -> None:
        await self._delete(place.channel, place.ts)

    async def update_result(self, slack_view_id: str, card: MeetingCard) -> None:
        async with self._calling("views.update"):
            await self.client.views_update(view_id=slack_view_id, view=result_view(card))

    async def update_parting(self, slack_view_id: str, step: PartingStep) -> None:
        async with self._calling("views.update"):
            await self.client.views_update(view_id=slack_view_id, view=parting_view(step))

    async def show_home(self, home: HomeFacts) -> None:
        async with self._calling("views.publish"):
            await self.client.views_publish(user_id=home.viewer.slack_user_id, view=home_view(home, self.links))

    async def post_notice(self, notice: Notice) -> None:
        await self._post(notice.professional.slack_user_id, notice_message(notice, self.links))

    async def post_nudge(self, own: OwnMeeting) -> MessagePlace:
        channel, ts = await self._post(own.professional.slack_user_id, nudge_message(own, self.links))
        return MessagePlace(channel=channel, ts=ts)

    async def delete_nudge(self, place: MessagePlace) -> None:
        await self._delete(place.channel, place.ts)

    async def post_waiting(self, own: OwnMeeting) -> CardPlace:
        channel, ts = await self._post(own.professional.slack_user_id, waiting_message(own, self.links))
        return CardPlace(channel=channel, ts=ts, posted_as=own.meeting.status)

    async def _post(self, slack_user_id: str, message: Message) -> tuple[str, str]:
        """Post, and return where: the direct channel's own id, by which the message is changed later."""
        async with self._calling("chat.postMessage", slack_user_id):
            answer = await self.client.chat_postMessage(
                channel=slack_user_id,
                text=message.text,
                blocks=list(message.blocks),
                unfurl_links=False,
                unfurl_media=False,
            )
        return str(answer["channel"]), str(answer["ts"])

    async def _delete(self, channel: str, ts: str) -> None:
        async with self._calling("chat.delete", channel):
            await self.client.chat_delete(channel=channel, ts=ts)

    @asynccontextmanager
    async def _calling(self, method: str, channel: str = "") -> AsyncIterator[None]:
        """Call unless Slack asked for a pause that still lasts, and remember the one it asks for now."""
        self.pauses.require_none(method, channel, self.clock.now())
        try:
            async with calling_slack(_SECONDS, self.clock):
                yield
        except DeliveryError as failure:
            self.pauses.note(method, channel, failure)
            raise
