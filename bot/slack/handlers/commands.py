"""What `/meeting` answers by itself, without opening a form."""

from bot.domain.people import Professional
from bot.domain.refusals import NotConnected
from bot.slack.answers import Answer
from bot.slack.commands import (
    connect_message,
    connected_message,
    help_message,
    next_meeting_message,
    status_message,
)
from bot.slack.desk import Desk
from bot.slack.requests import SlackRequest


async def tell_next_meeting(desk: Desk, _request: SlackRequest, professional: Professional) -> Answer:
    if not await desk.listing.is_connected(professional):
        raise NotConnected
    return next_meeting_message(await desk.listing.next(professional), desk.links)


async def tell_how_to_connect(desk: Desk, _request: SlackRequest, professional: Professional) -> Answer:
    if await desk.listing.is_connected(professional):
        return connected_message()
    return connect_message(professional, desk.links)


async def tell_status(desk: Desk, _request: SlackRequest, professional: Professional) -> Answer:
    connection = await desk.listing.connection(professional)
    if connection is None or not connection.lets_manage:
        return connect_message(professional, desk.links)
    return status_message(connection, professional, desk.listing.clock.now())


async def tell_help(_desk: Desk, _request: SlackRequest, _professional: Professional) -> Answer:
    return help_message()
