"""The body of a request, from bytes to a record: everything that is wrong with it is told at once."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from http import HTTPStatus
from typing import Any, NoReturn, TypeVar

from bot.domain.parting import Fate
from bot.domain.records import (
    Choice,
    PatientRecord,
    RecordProblem,
    parse_chosen_at,
    parse_external_id,
    parse_language,
    parse_mail,
    parse_name,
    parse_slack_user_id,
    parse_zone,
)
from bot.web.api.problems import FieldError, Problem

MOST_BYTES = 32 * 1024
MOST_PROFESSIONALS = 100
REQUIRED = ("name", "mail", "professionals")
MEMBERS = (*REQUIRED, "zone", "language", "meetings")
CHOICE_MEMBERS = ("slack_user_id", "chosen", "chosen_at")

T = TypeVar("T")


def read_record(external_id: str, raw: bytes, now: datetime) -> tuple[PatientRecord, Fate]:
    """Read what is to be known of a patient, and what becomes of the meetings. Raises Problem."""
    body = _object(raw)
    reader = _Reader()
    record = PatientRecord(
        external_id=reader.parameter("external_id", external_id, parse_external_id),
        name=reader.text(body, "name", "#/name", parse_name) or "",
        mail=reader.text(body, "mail", "#/mail", parse_mail) or "",
        zone=reader.optional(body, "zone", "#/zone", parse_zone),
        language=reader.optional(body, "language", "#/language", parse_language) or "",
        choices=reader.choices(body, now),
        is_whole=True,
    )
    fate = reader.optional(body, "meetings", "#/meetings", _parse_fate) or Fate.KEEP
    reader.require_known(body, MEMBERS, "#")
    reader.require_fine()
    return record, fate


def read_external_id(text: str) -> str:
    """Read it alone. Raises Problem."""
    reader = _Reader()
    external_id = reader.parameter("external_id", text, parse_external_id)
    reader.require_fine()
    return external_id


class _Reader:
    """Reads one value after the other and collects what is wrong with them."""

    def __init__(self) -> None:
        self.errors: list[FieldError] = []

    def parameter(self, name: str, text: str, parse: Callable[[str], str]) -> str:
        try:
            return parse(text)
        except RecordProblem as problem:
            self.errors.append(FieldError(parameter=name, detail=problem.words))
            return ""

    def text(self, body: dict[str, Any], name: str, pointer: str, parse: Callable[[str], T]) -> T | None:
        if name not in body:
            self._wrong(pointer, "is missing.")
            return None
        if not isinstance(body[name], str):
            self._wrong(pointer, "must be a string.")
            return None
        try:
            return parse(body[name])
        except RecordProblem as problem:
            self._wrong(pointer, problem.words)
            return None

    def optional(self, body: dict[str, Any], name: str, pointer: str, parse: Callable[[str], T]) -> T | None:
        """Read what may be missing or null: then nothing is said of it."""
        return None if body.get(name) is None else self.text(body, name, pointer, parse)

    def choices(self, body: dict[str, Any], now: datetime) -> tuple[Choice, ...]:
        pointer, said = "#/professionals", body.get("professionals")
        if not isinstance(said, list) or len(said) > MOST_PROFESSIONALS:
            self._wrong(pointer, f"must be an array of {MOST_PROFESSIONALS} at most: all whom the patient chose.")
            return ()
        choices = [self._choice(each, f"{pointer}/{place}", now) for place, each in enumerate(said)]
        named = {choice.slack_user_id for choice in choices}
        if len(named) < len(choices):
            self._wrong(pointer, "names a professional twice.")
        return tuple(choices)

    def _choice(self, said: object, pointer: str, now: datetime) -> Choice:
        if not isinstance(said, dict):
            self._wrong(pointer, "must be an object with a slack_user_id.")
            return Choice(slack_user_id=pointer)
        is_chosen = said.get("chosen", True)
        if not isinstance(is_chosen, bool):
            self._wrong(f"{pointer}/chosen", "must be true or false.")
        self.require_known(said, CHOICE_MEMBERS, pointer)
        return Choice(
            slack_user_id=self.text(said, "slack_user_id", f"{pointer}/slack_user_id", parse_slack_user_id) or pointer,
            is_chosen=is_chosen is True,
            chosen_at=self.optional(said, "chosen_at", f"{pointer}/chosen_at", partial(parse_chosen_at, now=now)),
        )

    def require_known(self, said: dict[str, Any], known: Sequence[str], pointer: str) -> None:
        """A member that is not known is told: a misspelt `chosen` would turn a no into a yes."""
        if set(said) - set(known):
            self._wrong(pointer, f"has members that are not known. Known are {', '.join(known)}.")

    def require_fine(self) -> None:
        if self.errors:
            words = "Nothing was changed. See errors for what to mend."
            raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, words, errors=self.errors)

    def _wrong(self, pointer: str, words: str) -> None:
        self.errors.append(FieldError(pointer=pointer, detail=words))


def _parse_fate(text: str) -> Fate:
    try:
        return Fate(text)
    except ValueError as error:
        raise RecordProblem("meetings", "write keep or cancel, or leave it out for keep.") from error


def _object(raw: bytes) -> dict[str, Any]:
    if len(raw) > MOST_BYTES:
        raise too_large()
    try:
        body = json.loads(raw, object_pairs_hook=_without_doubles, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise Problem(HTTPStatus.BAD_REQUEST, "The body is not JSON in UTF-8.") from error
    if not isinstance(body, dict):
        raise Problem(HTTPStatus.BAD_REQUEST, "The body is not a JSON object.")
    return body


def too_large() -> Problem:
    return Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"The body has more than {MOST_BYTES:,} bytes.")


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse an object that says something twice: which of the two is meant nobody knows."""
    read = dict(pairs)
    if len(read) < len(pairs):
        raise ValueError
    return read


def _refuse(_: str) -> NoReturn:
    """Refuse NaN and the infinities, which are no JSON."""
    raise ValueError
