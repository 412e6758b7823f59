"""Ending a meeting."""

from bot.domain.people import Professional
from bot.slack.answers import Answer, NewView
from bot.slack.beneath import its_meeting_id
from bot.slack.desk import Desk
from bot.slack.handlers.redrawing import redraw_beneath
from bot.slack.modals import end
from bot.slack.requests import SlackRequest


async def end_meeting(desk: Desk, request: SlackRequest, professional: Professional) -> Answer:
    view = request.view
    await desk.ending.end(professional, its_meeting_id(view), slack_view_id=view["id"])
    await redraw_beneath(desk, view, professional)
    return NewView(view=end.ended_view())
