"""My profile, working hours and workspace defaults, as they were sent."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from bot.domain.local_time import in_minutes
from bot.domain.people import Professional
from bot.domain.preferences import Habits, MailWording, NamesShown, Shift, WorkspaceDefaults
from bot.domain.refusals import Field, FieldRefusal
from bot.domain.working_hours import parse_shift
from bot.locales.words import LANGUAGES, spoken
from bot.services.profile import ChosenProfile
from bot.slack.blocks import Block
from bot.slack.durations import DURATIONS
from bot.slack.forms import SubmittedForm, chosen_zone
from bot.slack.ids import BlockId
from bot.slack.modals.habits import LEADS, NUDGES
from bot.slack.modals.hours import DAYS

T = TypeVar("T")
_UNREAD = "Write it like 9:00 AM to 5:00 PM, or leave it empty."


def read_profile(view: Block, professional: Professional) -> ChosenProfile:
    """Raise FieldRefusal for a zone that was not offered."""
    form = SubmittedForm(view=view)
    return ChosenProfile(
        name=form.kept_text(Field.NAME),
        zone=chosen_zone(form),
        language=_language(form.choice(Field.LANGUAGE), professional.language),
        habits=_habits(form.kept, professional.habits),
        drawn=_habits(form.drawn, professional.habits),
        signature=form.kept_text(Field.SIGNATURE),
        phone=form.kept_text(Field.PHONE),
    )


def read_defaults(view: Block, present: WorkspaceDefaults) -> WorkspaceDefaults:
    form = SubmittedForm(view=view)
    return WorkspaceDefaults(
        habits=_habits(form.kept, present.habits), fixes_names=bool(form.kept(BlockId.NAMES_FIXED))
    )


def read_hours(view: Block) -> tuple[Shift | None, ...]:
    """Raise FieldRefusal beside each day that cannot be read."""
    form = SubmittedForm(view=view)
    typed = {day: form.kept_text(day).strip() for day in DAYS}
    shifts = {day: parse_shift(text) for day, text in typed.items()}
    unread = {day: _UNREAD for day, text in typed.items() if text and shifts[day] is None}
    if unread:
        raise FieldRefusal(unread)
    return tuple(shifts.values())


def _language(chosen: str, present: str) -> str:
    """Keep the region of a language that stays the same: the form has none, and 1/2 is February 1 in en-GB."""
    return present if chosen not in LANGUAGES or chosen == spoken(present) else chosen


def _habits(pick: Callable[[str], Any], present: Habits) -> Habits:
    """Read the habits on a form; what is not on it, or was not offered, is as at present."""
    ticked = {each["value"] for each in pick(Field.LEADS) or ()}
    return Habits(
        duration=_one(pick(Field.DURATION), {str(in_minutes(each)): each for each in DURATIONS}, present.duration),
        leads=tuple(lead for lead in LEADS if str(in_minutes(lead)) in ticked),
        nudge=_one(pick(Field.NUDGE), {str(in_minutes(each)): each for each in NUDGES}, present.nudge),
        wording=_one(pick(Field.WORDING), {each.value: each for each in MailWording}, present.wording),
        names=_one(pick(Field.NAMES), {each.value: each for each in NamesShown}, present.names),
    )


def _one(chosen: Mapping[str, Any] | None, offered: Mapping[str, T], otherwise: T) -> T:
    return offered.get(str(chosen["value"]), otherwise) if chosen else otherwise
