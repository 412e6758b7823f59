"""Assistants: appointed and dismissed by a professional, and acting for one or another."""

from bot.domain.people import Professional
from bot.slack.answers import Answer, ChangedView, HomeTab, Modal
from bot.slack.desk import Desk
from bot.slack.handlers.telling import told_of
from bot.slack.home import home_view
from bot.slack.modals.assistants import assistants_modal
from bot.slack.requests import SlackRequest


async def open_assistants(desk: Desk, _request: SlackRequest, professional: Professional) -> Answer:
    return Modal(view=assistants_modal(await desk.assisting.assistants(professional)))


async def appoint(desk: Desk, request: SlackRequest, professional: Professional) -> Answer:
    told = await told_of(desk.assisting.appoint(professional, request.value), "can schedule for you now.")
    return await _changed(desk, professional, told)


async def dismiss(desk: Desk, request: SlackRequest, professional: Professional) -> Answer:
    told = await told_of(desk.assisting.dismiss(professional, request.value), "no longer schedules for you.")
    return await _changed(desk, professional, told)


async def _changed(desk: Desk, professional: Professional, told: str) -> Answer:
    return ChangedView(view=assistants_modal(await desk.assisting.assistants(professional), told=told))


async def act_for(desk: Desk, request: SlackRequest, professional: Professional) -> Answer:
    """Turn Home to another for whom the person acts."""
    await desk.assisting.switch(professional, request.value)
    chosen = await desk.assisting.acting(request.actor)
    return HomeTab(view=home_view(await desk.browsing.home(chosen), desk.links))
