"""Starting a meeting outside its window, and asking Zoom once more for one that it did not make."""

from bot.domain.acts import Act
from bot.domain.people import Professional
from bot.slack.answers import Answer, Modal
from bot.slack.desk import Desk
from bot.slack.handlers.details import details_of
from bot.slack.modals.start import start_modal
from bot.slack.requests import SlackRequest


async def offer_start(desk: Desk, request: SlackRequest, professional: Professional) -> Answer:
    own = await desk.acting.find(Act.START, professional, request.value)
    return Modal(view=start_modal(own, desk.links))


async def try_again(desk: Desk, request: SlackRequest, professional: Professional) -> Answer:
    meeting = await desk.scheduling.try_again(professional, request.value)
    return await details_of(meeting.id, desk, request, professional)
