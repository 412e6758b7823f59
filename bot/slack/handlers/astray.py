"""Answering what was done in Zoom: what was moved or removed there is accepted, or put back."""

from bot.domain.people import Professional
from bot.slack.answers import Answer, Modal
from bot.slack.desk import Desk
from bot.slack.modals.details import details_modal
from bot.slack.requests import SlackRequest


async def accept_move(desk: Desk, request: SlackRequest, professional: Professional) -> Answer:
    await desk.zoom_moves.accept(professional, request.value)
    return await _details(desk, request, professional, "The new time holds. Your patient is being emailed.")


async def put_back(desk: Desk, request: SlackRequest, professional: Professional) -> Answer:
    await desk.zoom_moves.put_back(professional, request.value)
    return await _details(desk, request, professional, "It is being put back in Zoom.")


async def _details(desk: Desk, request: SlackRequest, professional: Professional, told: str) -> Answer:
    card = await desk.detailing.details(professional, request.value)
    return Modal(view=details_modal(card, desk.links, beneath=request.shown_beneath, told=told))
