"""The details of a meeting, asked for or shown because a button showed an old state."""

from bot.domain.people import Professional
from bot.domain.refusals import AlreadyOver, NotInYourList
from bot.slack.answers import Answer, Message, Modal, NewView, message
from bot.slack.blocks import actions, escaped
from bot.slack.buttons import my_meetings_button
from bot.slack.desk import Desk
from bot.slack.handlers.redrawing import redraw_beneath
from bot.slack.modals.details import details_modal
from bot.slack.modals.plain import message_modal
from bot.slack.requests import Kind, SlackRequest


async def show_details(desk: Desk, request: SlackRequest, professional: Professional) -> Answer:
    card = await desk.detailing.details(professional, request.value)
    return Modal(view=details_modal(card, desk.links, beneath=request.shown_beneath))


async def send_again(desk: Desk, request: SlackRequest, professional: Professional) -> Answer:
    """Have a mail sent once more that was not accepted."""
    await desk.resending.send_again(professional, request.value)
    card = await desk.detailing.details(professional, request.value)
    told = "The email is being sent again."
    return Modal(view=details_modal(card, desk.links, beneath=request.shown_beneath, told=told))


async def tell_stale(desk: Desk, request: SlackRequest, professional: Professional, refusal: AlreadyOver) -> Answer:
    """Say what has become of the meeting, show how it stands, and have drawn anew what showed otherwise."""
    await desk.detailing.show_anew(professional, refusal.meeting_id)
    if request.kind is Kind.SUBMISSION:
        await redraw_beneath(desk, request.view, professional)
        return NewView(view=message_modal(_told(refusal)))
    try:
        card = await desk.detailing.details(professional, refusal.meeting_id)
    except (AlreadyOver, NotInYourList):
        return _told(refusal)
    return Modal(view=details_modal(card, desk.links, beneath=request.shown_beneath, told=refusal.reply))


def _told(refusal: AlreadyOver) -> Message:
    return message(escaped(refusal.reply), actions(my_meetings_button()))
