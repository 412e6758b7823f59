"""Answering what was done in Zoom: what was moved or removed there is accepted, or put back."""

from bot.domain.people import Professional
from bot.slack.answers import Answer
from bot.slack.desk import Desk
from bot.slack.handlers.details import details_of
from bot.slack.requests import SlackRequest


async def accept_move(desk: Desk, request: SlackRequest, professional: Professional) -> Answer:
    await desk.zoom_moves.accept(professional, request.value)
    told = "The new time holds. Your patient is being emailed."
    return await details_of(request.value, desk, request, professional, told)


async def put_back(desk: Desk, request: SlackRequest, professional: Professional) -> Answer:
    await desk.zoom_moves.put_back(professional, request.value)
    return await details_of(request.value, desk, request, professional, "It is being put back in Zoom.")
