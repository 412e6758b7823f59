"""Taking an answer to the person: within the acknowledgement where Slack lets us, else by one call."""

from collections.abc import Mapping
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.failures import DeliveryError
from bot.domain.refusals import Field
from bot.slack.answers import Answer, ChangedView, Choices, FieldErrors, HomeTab, Message, Modal, NewView
from bot.slack.blocks import Block, plain
from bot.slack.modals.plain import message_modal
from bot.slack.requests import Kind, SlackRequest
from bot.slack.web_api import calling_slack

# Bolt takes a text or a JSON object; the empty text is the bare acknowledgement.
Acknowledgement = str | dict[str, Any]
NOTHING: Acknowledgement = ""
_SECONDS = 2.0
_OVERTAKEN = frozenset({"slack_hash_conflict", "slack_not_found"})


async def reply(client: AsyncWebClient, request: SlackRequest, answer: Answer) -> Acknowledgement:
    """Return what to acknowledge with. Raises DeliveryError when a call was needed and did not succeed."""
    if isinstance(answer, Message) and request.kind is Kind.COMMAND:
        return {"response_type": "ephemeral", "text": answer.text, "blocks": list(answer.blocks)}
    if isinstance(answer, Message):
        await _show(client, request, message_modal(answer))
    if isinstance(answer, Modal):
        await _show(client, request, answer.view)
    if isinstance(answer, ChangedView):
        await _change(client, request, answer.view)
    if isinstance(answer, HomeTab):
        async with calling_slack(_SECONDS):
            await client.views_publish(user_id=request.actor.slack_user_id, view=answer.view)
    return _acknowledgement(request, answer)


def _acknowledgement(request: SlackRequest, answer: Answer) -> Acknowledgement:
    if isinstance(answer, NewView):
        return {"response_action": "update", "view": answer.view}
    if isinstance(answer, FieldErrors):
        return {"response_action": "errors", "errors": _by_block(request.view, answer.replies)}
    if isinstance(answer, Choices):
        return _choices(answer)
    return NOTHING


def _choices(answer: Choices) -> Acknowledgement:
    options = list(answer.options)
    if not answer.group:
        return {"options": options}
    return {"option_groups": [{"label": plain(answer.group), "options": options}]}


async def _show(client: AsyncWebClient, request: SlackRequest, view: Block) -> None:
    """Open the view; over another modal it is pushed, and that one waits beneath. A third is replaced."""
    if request.is_over_two:
        await _change(client, request, view)
        return
    async with calling_slack(_SECONDS):
        if request.is_in_modal:
            await client.views_push(trigger_id=request.trigger_id, view=view)
        else:
            await client.views_open(trigger_id=request.trigger_id, view=view)


async def _change(client: AsyncWebClient, request: SlackRequest, view: Block) -> None:
    """Change the modal, unless it has changed meanwhile, as a later click is being answered, or was closed."""
    shown = request.view
    try:
        async with calling_slack(_SECONDS):
            await client.views_update(view_id=shown["id"], hash=shown.get("hash"), view=view)
    except DeliveryError as failure:
        if failure.code not in _OVERTAKEN:
            raise


def _by_block(view: Block, replies: Mapping[Field, str]) -> dict[str, str]:
    """Name the blocks of this form: Slack refuses errors beside what is not an input of it."""
    return {_block_of(view, field): words for field, words in replies.items()}


def _block_of(view: Block, field: Field) -> str:
    inputs = [str(block["block_id"]) for block in view["blocks"] if block["type"] == "input"]
    return next((each for each in inputs if each.partition(":")[0] == field), inputs[0])
