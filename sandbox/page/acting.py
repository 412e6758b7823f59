"""From a form of the page to the human actions it stands for."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.datastructures import FormData

from sandbox.people.entering import CHOOSABLE
from sandbox.people.finding import Found, ImpossibleError, Wanted, find, top_modal
from sandbox.people.person import Outcome, Person
from sandbox.slack.inputs import shown_value


@dataclass(frozen=True, kw_only=True)
class Press:
    """A button pressed on the page, with all fields of the form around it.

    `act` is "apply", "submit", "close", or with `key` (block_id, action_id, for a menu also the option's value)
    "click", "menu", "suggest". `where` is as in Wanted; `seen` the id of the modal that was on the page.
    """

    act: str
    where: str
    key: tuple[str, ...] = ()
    seen: str = ""
    fields: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    queries: dict[str, str] = field(default_factory=dict)  # by the key as one word
    confirmed: bool = False


def read_press(form: FormData) -> Press:
    """Read the form; ValueError when it is none of this page's."""
    queries = {name.removeprefix("query:"): str(form[name]) for name in form if name.startswith("query:")}
    do = _text(form, "do")
    act, _, key = (_entered(form, queries) if do == "enter" else do).partition(":")
    fields: dict[tuple[str, str], list[str]] = {}
    for name in form:
        if name.startswith("field:"):
            block_id, action_id = json.loads(name.removeprefix("field:"))
            values = [str(value).replace("\r\n", "\n") for value in form.getlist(name)]
            fields[block_id, action_id] = [value for value in values if value]
    return Press(
        act=act or "apply",
        where=_text(form, "where"),
        key=tuple(json.loads(key)) if key else (),
        seen=_text(form, "seen"),
        fields=fields,
        queries=queries,
        confirmed=bool(_text(form, "confirmed")),
    )


def _entered(form: FormData, queries: Mapping[str, str]) -> str:
    """What the Enter key does: find what was typed to be found, else what the form is for."""
    asked = next((key for key, query in queries.items() if query.strip()), "")
    return f"suggest:{asked}" if asked else _text(form, "enter")


async def perform(person: Person, press: Press) -> Outcome:
    """Enter what was changed, then do what was pressed; ImpossibleError as the acts themselves."""
    if press.act == "close":
        return await person.close()
    if press.where == "modal" and press.seen != top_modal(person.world, person.user_id).id:
        raise ImpossibleError("Another form is open by now.")
    for found, values in _changes(person, press):
        value: str | list[str] = values if found.element["type"] == "checkboxes" else "".join(values)
        outcome = await person.fill(found.key[1], value, block_id=found.key[0], where=press.where)
        if outcome.result == "failed":
            return outcome
    return await _pressed(person, press)


async def _pressed(person: Person, press: Press) -> Outcome:
    if press.act == "submit":
        return await person.submit()
    if press.act == "apply":
        return Outcome(result="done")
    block_id, action_id, *rest = press.key
    if press.act == "suggest":
        query = press.queries.get(json.dumps([block_id, action_id]), "")
        options = await person.offers(action_id, query, block_id=block_id, where=press.where)
        return Outcome(result="done", error="" if options else "Nothing is offered for that.")
    if press.act == "menu":
        return await person.choose(action_id, rest[0], block_id=block_id, where=press.where, confirmed=press.confirmed)
    return await person.click(action_id, block_id=block_id, where=press.where, confirmed=press.confirmed)


def link_of(person: Person, press: Press) -> str:
    """Where a pressed URL button leads, "" for every other act."""
    if press.act != "click":
        return ""
    wanted = Wanted(name=press.key[1], block_id=press.key[0], where=press.where)
    found = find(person.world, person.user_id, wanted, frozenset({"button"}))
    return str(found.element.get("url", ""))


def _changes(person: Person, press: Press) -> list[tuple[Found, list[str]]]:
    """The fields that hold something else than before; those that are reported at once come last."""
    changes = []
    for (block_id, action_id), values in press.fields.items():
        wanted = Wanted(name=action_id, block_id=block_id, where=press.where)
        found = find(person.world, person.user_id, wanted, CHOOSABLE)
        if values != as_entered(shown_value(found.element, found.key, found.place.state)):
            changes.append((found, values))
    return sorted(changes, key=lambda change: change[0].dispatches)


def as_entered(value: object) -> list[str]:
    """What a field's form control holds for a value: text, date, or the values of options."""
    values = value if isinstance(value, list) else [value] if value else []
    return [str(one["value"] if isinstance(one, dict) else one) for one in values]


def _text(form: FormData, name: str) -> str:
    value = form.get(name, "")
    return value if isinstance(value, str) else ""
