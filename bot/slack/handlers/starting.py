"""Starting a meeting outside its window, and asking Zoom once more for one that it did not make."""

from bot.domain.acts import Act
from bot.domain.people import Professional
from bot.slack.answers import Answer, Modal
from bot.slack.desk import Desk
from bot.slack.modals.details import details_modal
from bot.slack.modals.start import start_modal
from bot.slack.requests import SlackRequest


async def offer_start(desk: Desk, request: SlackRequest, professional: Professional) -> Answer:
    own = await desk.acting.find(Act.START, professional, request.value)
    return Modal(view=start_modal(own, desk.links))


async def try_again(desk: Desk, request: SlackRequest, professional: Professional) -> Answer:
    meeting = await desk.scheduling.try_again(professional, request.value)
    card = await desk.detailing.details(professional, meeting.id)
    return Modal(view=details_modal(card, desk.links, beneath=request.shown_beneath))
