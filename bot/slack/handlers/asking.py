"""Asking before an act: its form, for a meeting with which that can be done now."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.domain.acts import Act
from bot.domain.own_meeting import OwnMeeting
from bot.domain.people import Professional
from bot.slack.answers import Answer, Modal
from bot.slack.blocks import Block
from bot.slack.desk import Desk
from bot.slack.handlers.handler import Handler
from bot.slack.modals.cancel import cancel_form
from bot.slack.modals.delete import delete_form
from bot.slack.modals.end import end_form
from bot.slack.requests import SlackRequest

FORMS: Mapping[Act, Callable[[OwnMeeting, Mapping[str, Any] | None], Block]] = {
    Act.CANCEL: cancel_form,
    Act.END: end_form,
    Act.DELETE: delete_form,
}


def ask_before(act: Act) -> Handler:
    """Make the handler that opens the form of this act."""

    async def ask(desk: Desk, request: SlackRequest, professional: Professional) -> Answer:
        own = await desk.acting.find(act, professional, request.value)
        return Modal(view=FORMS[act](own, request.shown_beneath))

    return ask
