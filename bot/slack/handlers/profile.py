"""My profile."""

from bot.domain.people import Professional
from bot.slack.answers import Answer, Modal, NewView
from bot.slack.desk import Desk
from bot.slack.forms import chosen_profile
from bot.slack.modals import profile
from bot.slack.requests import SlackRequest


async def open_profile(_desk: Desk, _request: SlackRequest, professional: Professional) -> Answer:
    return Modal(view=profile.profile_form(professional))


async def save_profile(desk: Desk, request: SlackRequest, professional: Professional) -> Answer:
    name, zone = chosen_profile(request.view)
    await desk.profile.choose(professional, name=name, zone=zone)
    return NewView(view=profile.saved_view())
