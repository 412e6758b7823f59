"""The menu of a row: each choice does what the button of the same name does."""

from collections.abc import Mapping

from bot.domain.acts import Act
from bot.domain.people import Professional
from bot.slack.answers import Answer
from bot.slack.desk import Desk
from bot.slack.handlers import astray, details, starting
from bot.slack.handlers.asking import FORMS, ask_before
from bot.slack.handlers.handler import Handler
from bot.slack.requests import SlackRequest
from bot.slack.rows import read_choice

ACTS: Mapping[str, Handler] = {
    Act.START: starting.offer_start,
    Act.RETRY: starting.try_again,
    Act.DETAILS: details.show_details,
    Act.ACCEPT_MOVE: astray.accept_move,
    Act.PUT_BACK: astray.put_back,
    **{act: ask_before(act) for act in FORMS},
}


async def use_menu(desk: Desk, request: SlackRequest, professional: Professional) -> Answer:
    act, meeting_id = read_choice(request.value)
    handler = ACTS.get(act)
    return await handler(desk, request.about(meeting_id), professional) if handler else None
