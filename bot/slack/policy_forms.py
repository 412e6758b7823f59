"""The form of who is a professional, read into what is asked for."""

from enum import StrEnum
from typing import TypeVar

from bot.domain.admission import OnLeaving, WhoServes
from bot.domain.refusals import Field, FieldRefusal
from bot.services.administering import PolicyChoice
from bot.slack.blocks import Block
from bot.slack.forms import SubmittedForm

T = TypeVar("T", bound=StrEnum)


def policy_choice(view: Block) -> PolicyChoice:
    """Read what was chosen. Raises FieldRefusal for what its elements could not have given."""
    form = SubmittedForm(view=view)
    return PolicyChoice(
        who=_one_of(WhoServes, form.choice(Field.WHO), Field.WHO),
        slack_group_id=form.choice(Field.GROUP),
        on_leaving=_one_of(OnLeaving, form.choice(Field.ON_LEAVING), Field.ON_LEAVING),
        disconnects=bool(form.value(Field.DISCONNECTS)),
    )


def _one_of(kind: type[T], value: str, beside: Field) -> T:
    try:
        return kind(value)
    except ValueError:
        raise FieldRefusal({beside: "Choose one of these."}) from None
