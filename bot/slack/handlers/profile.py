"""My profile, working hours, and for admins what holds in the whole workspace."""

from bot.domain.people import Professional
from bot.slack.answers import Answer, Modal, NewView
from bot.slack.desk import Desk
from bot.slack.modals import defaults, hours, profile
from bot.slack.profile_forms import read_defaults, read_hours, read_profile
from bot.slack.requests import SlackRequest


async def open_profile(_desk: Desk, _request: SlackRequest, professional: Professional) -> Answer:
    return Modal(view=profile.profile_form(professional))


async def save_profile(desk: Desk, request: SlackRequest, professional: Professional) -> Answer:
    await desk.profile.choose(professional, read_profile(request.view, professional))
    return NewView(view=profile.saved_view())


async def open_hours(_desk: Desk, _request: SlackRequest, professional: Professional) -> Answer:
    return Modal(view=hours.hours_form(professional))


async def save_hours(desk: Desk, request: SlackRequest, professional: Professional) -> Answer:
    await desk.profile.keep_hours(professional, read_hours(request.view))
    return NewView(view=profile.saved_view(hours.TITLE))


async def open_defaults(desk: Desk, _request: SlackRequest, professional: Professional) -> Answer:
    desk.profile.require_admin(professional)
    return Modal(view=defaults.defaults_form(professional.defaults))


async def save_defaults(desk: Desk, request: SlackRequest, professional: Professional) -> Answer:
    await desk.profile.set_defaults(professional, read_defaults(request.view, professional.defaults))
    return NewView(view=profile.saved_view(defaults.TITLE))
