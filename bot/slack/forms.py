"""A submitted form, read into what the services are asked for, or refused beside the field."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from bot.domain.local_time import find_zone
from bot.domain.parting import Fate
from bot.domain.planning import ScheduleMeeting
from bot.domain.preferences import DEFAULT_DURATION
from bot.domain.preview import Draft
from bot.domain.refusals import Field, FieldRefusal
from bot.services.inviting import Invite
from bot.slack.blocks import Block
from bot.slack.ids import BlockId
from bot.slack.modals.preview import fold_block_id

# Where each element keeps what is in it, and what it was drawn with.
_VALUES = ("value", "selected_date", "selected_time", "selected_option", "selected_options")
_INITIALS = ("initial_value", "initial_date", "initial_time", "initial_option", "initial_options")
_HOUR = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")
# A length that was said may be any of these; the others are chosen from a list.
_MINUTES = range(5, 481)
_DIGITS = 3
# Far enough for any meeting, and far from the years in which arithmetic with zones overflows.
_YEARS = range(2000, 2101)
T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, kw_only=True)
class SubmittedForm:
    """The view of a submission: its blocks as they were drawn, and its state."""

    view: Block = field(repr=False)

    def value(self, block_id: str) -> Any:  # noqa: ANN401 - text, option or options, as the element has it
        """Return what the field holds; what it was drawn with where Slack leaves an untouched one out of the state."""
        return _first(self._held(block_id) or {}, _VALUES) or self.drawn(block_id)

    def text(self, block_id: str) -> str:
        return str(self.value(block_id) or "")

    def typed(self, block_id: str) -> str:
        """Return what stands in the field now, "" where it was emptied: what it was drawn with no longer counts."""
        return str((self._held(block_id) or {}).get("value") or "")

    def kept(self, block_id: str) -> Any:  # noqa: ANN401 - as `value`
        """Return what stands in the field now: nothing where it was emptied, even if it was drawn with something."""
        held = self._held(block_id)
        return self.drawn(block_id) if held is None else _first(held, _VALUES)

    def kept_text(self, block_id: str) -> str:
        return str(self.kept(block_id) or "")

    def drawn(self, block_id: str) -> Any:  # noqa: ANN401 - as `value`
        """Return what the field was drawn with."""
        return _first(self._element(block_id), _INITIALS)

    def choice(self, block_id: str) -> str:
        """Return the chosen option's value, "" when nothing is chosen."""
        chosen = self.value(block_id)
        return str(chosen["value"]) if isinstance(chosen, Mapping) else ""

    def _held(self, block_id: str) -> Block | None:
        """Find the field in the state; None where Slack leaves it out."""
        held: Mapping[str, Block] = self.view["state"]["values"].get(block_id, {})
        return next(iter(held.values()), None)

    def _element(self, block_id: str) -> Block:
        elements: list[Block] = [block["element"] for block in self.view["blocks"] if block.get("block_id") == block_id]
        return next(iter(elements), {})


def schedule_request(view: Block) -> ScheduleMeeting:
    """Read the New meeting form. Raises FieldRefusal for what its elements could not have given."""
    form = SubmittedForm(view=view)
    wall_start, zone = _wall_start(form), chosen_zone(form)
    return ScheduleMeeting(
        topic=form.text(Field.TOPIC),
        description=form.text(Field.DESCRIPTION),
        shares_topic=bool(form.value(BlockId.SHARE)),
        on=wall_start.date(),
        at=wall_start.time(),
        zone=zone,
        duration=_duration(form),
        patient_id=form.choice(Field.PATIENT),
        fold_offset_minutes=_fold(form, wall_start, zone),
        accepted_overlaps=_accepted_overlaps(form),
    )


def read_draft(view: Block, zone: ZoneInfo) -> Draft:
    """Read the form as far as it is filled in; `zone` where none is chosen. What no element gives counts as nothing."""
    form = SubmittedForm(view=view)
    draft = Draft(
        on=_or_none(_date, form.text(Field.DATE)),
        at=_or_none(_time, form.text(Field.HOUR)),
        zone=_or_none(chosen_zone, form) or zone,
        duration=_or_none(_duration, form) or DEFAULT_DURATION,
        patient_id=form.choice(Field.PATIENT),
    )
    wall = draft.wall_start
    return draft if wall is None else replace(draft, fold_offset_minutes=_fold(form, wall, draft.zone))


def chosen_patient(view: Block | None) -> str:
    """Read whom the form names so far, "" where that is nobody; a message has no form."""
    return SubmittedForm(view=view).choice(Field.PATIENT) if view and "state" in view else ""


def _or_none(read: Callable[[T], R], given: T) -> R | None:
    try:
        return read(given)
    except FieldRefusal:
        return None


def _fold(form: SubmittedForm, wall_start: datetime, zone: ZoneInfo) -> int | None:
    """Read which of a doubled hour is meant, where that was asked of this hour."""
    fold = form.choice(fold_block_id(wall_start, zone))
    return int(fold) if fold.removeprefix("-").isdecimal() else None


def _accepted_overlaps(form: SubmittedForm) -> frozenset[str]:
    """Read beside which meetings this one may stand: those that the ticked question names."""
    asked = [str(block.get("block_id", "")).partition(":") for block in form.view["blocks"]]
    ticked = [ids for name, _, ids in asked if name == Field.OVERLAP and form.value(f"{name}:{ids}")]
    return frozenset(meeting_id for ids in ticked for meeting_id in ids.split(","))


def typed_invite(view: Block) -> Invite:
    """Read the invitation form; a zone is optional, and what was not offered is none."""
    form = SubmittedForm(view=view)
    return Invite(
        name=form.typed(Field.NAME),
        mail=form.typed(Field.MAIL),
        language=form.choice(Field.LANGUAGE),
        zone=find_zone(form.choice(Field.ZONE)),
    )


def typed_reason(view: Block) -> str:
    return SubmittedForm(view=view).text(Field.REASON)


def chosen_fate(view: Block) -> Fate:
    """Read what is to become of the meetings that lie ahead; where nothing was asked, they stay as they are."""
    return Fate.CANCEL if SubmittedForm(view=view).choice(Field.UPCOMING) == Fate.CANCEL else Fate.KEEP


def _wall_start(form: SubmittedForm) -> datetime:
    on, at = _date(form.text(Field.DATE)), _time(form.text(Field.HOUR))
    return datetime.combine(on, at)


def _date(text: str) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise FieldRefusal({Field.DATE: "Choose a date."}) from None
    if found.year not in _YEARS:
        raise FieldRefusal({Field.DATE: "This date is too far away. Choose another."})
    return found


def _time(text: str) -> time:
    if not _HOUR.fullmatch(text):
        raise FieldRefusal({Field.HOUR: "Choose a time."})
    return time.fromisoformat(text)


def chosen_zone(form: SubmittedForm) -> ZoneInfo:
    """Raise FieldRefusal for a zone that was not offered."""
    zone = find_zone(form.choice(Field.ZONE))
    if zone is None:
        raise FieldRefusal({Field.ZONE: "Choose a time zone from the list."})
    return zone


def _duration(form: SubmittedForm) -> timedelta:
    minutes = form.choice(Field.DURATION)
    if minutes.isascii() and minutes.isdecimal() and len(minutes) <= _DIGITS and int(minutes) in _MINUTES:
        return timedelta(minutes=int(minutes))
    raise FieldRefusal({Field.DURATION: "Choose a duration from the list."})


def _first(element: Mapping[str, Any], keys: tuple[str, ...]) -> Any:  # noqa: ANN401 - as `value`
    return next((element[key] for key in keys if element.get(key)), None)
