"""Saying no, and saying that something broke, in the way of the surface on which it was asked."""

from bot.domain.links import Links
from bot.domain.people import Actor
from bot.domain.preview import AlreadyBooked
from bot.domain.refusals import (
    DoubledHour,
    Field,
    FieldRefusal,
    NoPatients,
    NotAnAdmin,
    NotAProfessional,
    NotConnected,
    NotInYourList,
    Refusal,
)
from bot.slack.answers import Answer, Choices, FieldErrors, HomeTab, Message, NewView, message
from bot.slack.blocks import Block, actions, escaped
from bot.slack.buttons import authenticate_button, my_meetings_button, patients_button, support_button, try_again_button
from bot.slack.forms import schedule_request
from bot.slack.home import home_not_loaded, home_of_stranger
from bot.slack.ids import ActionId, CallbackId
from bot.slack.modals.amending import has_block, with_notice, with_question
from bot.slack.modals.plain import message_modal
from bot.slack.modals.preview import fold_field, overlap_field, unanswered_words
from bot.slack.requests import Kind, SlackRequest

_BOOKED = "Tick this to schedule both, or choose another time."


def refusal_answer(request: SlackRequest, refusal: Refusal, links: Links) -> Answer:
    """Word an expected "no"."""
    if request.kind is Kind.CHOICES:
        return Choices()
    if request.kind is Kind.EVENT:
        return HomeTab(view=home_of_stranger(links))
    if request.kind is Kind.SUBMISSION:
        return _form_refusal(request, refusal, links)
    return refusal_message(refusal, request.actor, links)


def failure_answer(request: SlackRequest, reference: str, links: Links, *, may_be_done: bool = False) -> Answer:
    """Word what nobody expected; `reference` is in the log. That nothing changed is said only where it is known."""
    if request.kind is Kind.CHOICES:
        return Choices()
    if request.kind is Kind.EVENT:
        return HomeTab(view=home_not_loaded(reference, links))
    if request.kind is Kind.SUBMISSION:
        words = _perhaps_saved_words(reference) if may_be_done else _not_saved_words(request, reference)
        return NewView(view=with_notice(request.view, words))
    words = _perhaps_done_words(reference) if may_be_done else _broken_words(reference)
    return message(words, actions(*_once_more(request), support_button(links)))


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
    is_about_rights = isinstance(refusal, NotAProfessional | NotAnAdmin)
    return [actions(support_button(links))] if is_about_rights else []


def _form_refusal(request: SlackRequest, refusal: Refusal, links: Links) -> Answer:
    if isinstance(refusal, FieldRefusal):
        return FieldErrors(replies=refusal.replies)
    if isinstance(refusal, DoubledHour):
        asked = schedule_request(request.view)
        question = fold_field(asked.wall_start, asked.zone, refusal)
        return _questioned(request.view, question, Field.FOLD, unanswered_words(refusal))
    if isinstance(refusal, AlreadyBooked):
        return _questioned(request.view, overlap_field(refusal.overlaps), Field.OVERLAP, _BOOKED)
    if isinstance(refusal, NotConnected):
        way_on = authenticate_button(links, request.actor)
        is_new = request.name == CallbackId.SCHEDULE
        sentence = "*Not saved.* Zoom is not connected. Nothing was scheduled." if is_new else refusal.reply
        return NewView(view=with_notice(request.view, sentence, way_on))
    return NewView(view=message_modal(refusal_message(refusal, request.actor, links)))


def _questioned(view: Block, question: Block, about: Field, unanswered: str) -> Answer:
    """Ask in the form; where that was asked already, say beside the question that it needs an answer."""
    if has_block(view, question["block_id"]):
        return FieldErrors(replies={about: unanswered})
    return NewView(view=with_question(view, question))


def _not_saved_words(request: SlackRequest, reference: str) -> str:
    if request.name == CallbackId.SCHEDULE:
        return f"*Not saved.* Nothing was scheduled and no email was sent. Try again. Reference {reference}."
    return _broken_words(reference)


def _perhaps_saved_words(reference: str) -> str:
    """A form that is sent again is known by its view: it has its effect once."""
    sentence = "Something went wrong on our side, and this may have been saved."
    return f"{sentence} Send it again to be sure: nothing is done twice. Reference {reference}."


def _perhaps_done_words(reference: str) -> str:
    return f"Something went wrong on our side, and this may have been done. Look again. Reference {reference}."


def _broken_words(reference: str) -> str:
    return f"Something went wrong on our side. Nothing changed. Reference {reference}."
