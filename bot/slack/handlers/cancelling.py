"""Cancelling: chosen from the list or by a button, asked for a reason, done."""

from bot.domain.people import Professional
from bot.slack.answers import Answer, Modal, NewView
from bot.slack.beneath import its_meeting_id
from bot.slack.desk import Desk
from bot.slack.forms import typed_reason
from bot.slack.handlers.redrawing import cancellable, redraw_beneath
from bot.slack.modals import cancel
from bot.slack.requests import SlackRequest


async def choose_what_to_cancel(desk: Desk, request: SlackRequest, professional: Professional) -> Answer:
    """Ask at once about the one meeting that the words behind the command fit, or show those they fit."""
    upcoming = await cancellable(desk, professional, request.words)
    if len(upcoming) == 1:
        return Modal(view=cancel.cancel_form(upcoming[0]))
    return Modal(view=cancel.choose_meeting(upcoming, request.words))


async def cancel_meeting(desk: Desk, request: SlackRequest, professional: Professional) -> Answer:
    view = request.view
    cancelled = await desk.cancelling.cancel(
        professional, its_meeting_id(view), typed_reason(view), slack_view_id=view["id"]
    )
    await redraw_beneath(desk, view, professional)
    return NewView(view=cancel.cancelled_view(cancelled))
