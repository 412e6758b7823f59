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
    return await details_of(request.value, desk, request, professional)


async def details_of(
    meeting_id: str, desk: Desk, request: SlackRequest, professional: Professional, told: str = ""
) -> Answer:
    """Show how a meeting stands; `told` is what has just been done with it, or why it was not."""
    card = await desk.detailing.details(professional, meeting_id)
    return Modal(view=details_modal(card, desk.links, beneath=request.shown_beneath, told=told))


async def send_again(desk: Desk, request: SlackRequest, professional: Professional) -> Answer:
    """Have a mail sent once more that was not accepted."""
    await desk.resending.send_again(professional, request.value)
    return await details_of(request.value, desk, request, professional, "The email is being sent again.")


async def tell_stale(desk: Desk, request: SlackRequest, professional: Professional, refusal: AlreadyOver) -> Answer:
    """Say what has become of the meeting, show how it stands, and have drawn anew what showed otherwise."""
    await desk.detailing.show_anew(professional, refusal.meeting_id)
    if request.kind is Kind.SUBMISSION:
        await redraw_beneath(desk, request.view, professional)
        return NewView(view=message_modal(_told(refusal)))
    try:
        return await details_of(refusal.meeting_id, desk, request, professional, refusal.reply)
    except (AlreadyOver, NotInYourList):
        return _told(refusal)


def _told(refusal: AlreadyOver) -> Message:
    return message(escaped(refusal.reply), actions(my_meetings_button()))
