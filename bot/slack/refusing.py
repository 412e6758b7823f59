"""Saying no, and saying that something broke, in the way of the surface on which it was asked."""

from bot.domain.links import Links
from bot.domain.people import Actor
from bot.domain.refusals import (
    DoubledHour,
    Field,
    FieldRefusal,
    NoPatients,
    NotAProfessional,
    NotConnected,
    NotInYourList,
    Refusal,
)
from bot.slack.answers import Answer, Choices, FieldErrors, HomeTab, Message, NewView, message
from bot.slack.blocks import Block, actions, escaped
from bot.slack.buttons import authenticate_button, my_meetings_button, patients_button, support_button, try_again_button
from bot.slack.forms import fold_block_id, schedule_request
from bot.slack.home import home_not_loaded, home_of_stranger
from bot.slack.ids import ActionId, CallbackId
from bot.slack.modals.amending import has_block, with_fold, with_notice
from bot.slack.modals.plain import message_modal
from bot.slack.requests import Kind, SlackRequest


def refusal_answer(request: SlackRequest, refusal: Refusal, links: Links) -> Answer:
    """Word an expected "no"."""
    if request.kind is Kind.CHOICES:
        return Choices()
    if request.kind is Kind.EVENT:
        return HomeTab(view=home_of_stranger(links))
    if request.kind is Kind.SUBMISSION:
        return _form_refusal(request, refusal, links)
    return refusal_message(refusal, request.actor, links)


def failure_answer(request: SlackRequest, reference: str, links: Links) -> Answer:
    """Word what nobody expected; `reference` is in the log."""
    if request.kind is Kind.CHOICES:
        return Choices()
    if request.kind is Kind.EVENT:
        return HomeTab(view=home_not_loaded(reference, links))
    if request.kind is Kind.SUBMISSION:
        return NewView(view=with_notice(request.view, _not_saved_words(request, reference)))
    return message(_broken_words(reference), actions(*_once_more(request), support_button(links)))


def _once_more(request: SlackRequest) -> list[Block]:
    """Offer to do the same again: what a command's words said is typed anew."""
    if request.kind is Kind.COMMAND:
        return [try_again_button(ActionId.USE_COMMAND, request.name)]
    return [try_again_button(request.name, request.value)] if request.kind is Kind.CLICK else []


def refusal_message(refusal: Refusal, actor: Actor, links: Links) -> Message:
    """Say no with the one way on, where there is one."""
    return message(escaped(refusal.reply), *_way_on(refusal, actor, links))


def _way_on(refusal: Refusal, actor: Actor, links: Links) -> list[Block]:
    if isinstance(refusal, NotConnected):
        return [actions(authenticate_button(links, actor))]
    if isinstance(refusal, NotInYourList):
        return [actions(my_meetings_button())]
    if isinstance(refusal, NoPatients):
        return [actions(patients_button())]
    return [actions(support_button(links))] if isinstance(refusal, NotAProfessional) else []


def _form_refusal(request: SlackRequest, refusal: Refusal, links: Links) -> Answer:
    if isinstance(refusal, FieldRefusal):
        return FieldErrors(replies=refusal.replies)
    if isinstance(refusal, DoubledHour):
        return _fold_question(request.view, refusal)
    if isinstance(refusal, NotConnected):
        way_on = authenticate_button(links, request.actor)
        is_new = request.name == CallbackId.SCHEDULE
        sentence = "*Not saved.* Zoom is not connected. Nothing was scheduled." if is_new else refusal.reply
        return NewView(view=with_notice(request.view, sentence, way_on))
    return NewView(view=message_modal(refusal_message(refusal, request.actor, links)))


def _fold_question(view: Block, refusal: DoubledHour) -> Answer:
    """Ask which hour is meant; where that was asked already, say beside the question that it needs an answer."""
    asked = schedule_request(view)
    block_id = fold_block_id(asked.wall_start, asked.zone)
    if has_block(view, block_id):
        return FieldErrors(replies={Field.FOLD: f"Choose the first or the second {refusal.hour}."})
    return NewView(view=with_fold(view, block_id, refusal))


def _not_saved_words(request: SlackRequest, reference: str) -> str:
    if request.name == CallbackId.SCHEDULE:
        return f"*Not saved.* Nothing was scheduled and no email was sent. Try again. Reference {reference}."
    return _broken_words(reference)


def _broken_words(reference: str) -> str:
    return f"Something went wrong on our side. Nothing changed. Reference {reference}."
