"""Disconnecting Zoom."""

from bot.domain.people import Professional
from bot.domain.refusals import NotConnected
from bot.slack.answers import Answer, Modal, NewView
from bot.slack.commands import connect_message
from bot.slack.desk import Desk
from bot.slack.forms import chosen_fate, typed_reason
from bot.slack.modals import disconnect
from bot.slack.modals.plain import message_modal
from bot.slack.requests import SlackRequest


async def ask_to_disconnect(desk: Desk, _request: SlackRequest, professional: Professional) -> Answer:
    try:
        leave = await desk.disconnecting.ask(professional)
    except NotConnected:
        return connect_message(professional, desk.links)
    return Modal(view=disconnect.disconnect_form(leave))


async def disconnect_zoom(desk: Desk, request: SlackRequest, professional: Professional) -> Answer:
    view = request.view
    try:
        step = await desk.disconnecting.disconnect(
            professional, chosen_fate(view), typed_reason(view), slack_view_id=view["id"]
        )
    except NotConnected:
        return NewView(view=message_modal(connect_message(professional, desk.links)))
    return NewView(view=disconnect.parting_view(step))
