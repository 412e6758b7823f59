"""What a JSON value must look like, and what is wrong with one that does not: Zoom's field errors."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

NOT_AN_OBJECT = "Request Body should be a valid JSON object."


@dataclass(frozen=True, kw_only=True)
class Problem:
    """`field` is the path with dots, as "settings.jbh_time"."""

    field: str
    message: str


class Shape(Protocol):
    def problems(self, value: object, path: str) -> Iterator[Problem]:
        """Tell what breaks the rules; nothing when all is well."""
        ...


def _invalid(path: str, why: str) -> Problem:
    return Problem(field=path, message=f"Invalid parameter: {path.rpartition('.')[2]}. {why}")


@dataclass(frozen=True, kw_only=True)
class Text:
    max_length: int | None = None
    one_of: frozenset[str] | None = None
    pattern: str | None = None

    def problems(self, value: object, path: str) -> Iterator[Problem]:
        if not isinstance(value, str):
            yield _invalid(path, "It must be a string.")
        elif self.max_length is not None and len(value) > self.max_length:
            yield _invalid(path, f"It must have at most {self.max_length} characters.")
        elif self.one_of is not None and value not in self.one_of:
            yield _invalid(path, "This value is not known.")
        elif self.pattern is not None and not re.fullmatch(self.pattern, value, re.ASCII):
            yield _invalid(path, "It has another form.")


@dataclass(frozen=True, kw_only=True)
class Number:
    minimum: int | None = None
    maximum: int | None = None
    one_of: frozenset[int] | None = None

    def problems(self, value: object, path: str) -> Iterator[Problem]:
        if not isinstance(value, int) or isinstance(value, bool):
            yield _invalid(path, "It must be an integer.")
        elif self.one_of is not None and value not in self.one_of:
            yield _invalid(path, "This value is not known.")
        elif not self._is_within(value):
            yield _invalid(path, f"It must be from {self.minimum} to {self.maximum}.")

    def _is_within(self, value: int) -> bool:
        too_small = self.minimum is not None and value < self.minimum
        too_large = self.maximum is not None and value > self.maximum
        return not (too_small or too_large)


@dataclass(frozen=True, kw_only=True)
class Flag:
    def problems(self, value: object, path: str) -> Iterator[Problem]:
        if not isinstance(value, bool):
            yield _invalid(path, "It must be true or false.")


@dataclass(frozen=True, kw_only=True)
class Listing:
    of: Shape
    at_least: int = 0
    at_most: int | None = None

    def problems(self, value: object, path: str) -> Iterator[Problem]:
        if not isinstance(value, list):
            yield _invalid(path, "It must be an array.")
        elif len(value) < self.at_least or (self.at_most is not None and len(value) > self.at_most):
            yield _invalid(path, "It has too few or too many items.")
        else:
            for item in value:
                yield from self.of.problems(item, path)


@dataclass(frozen=True, kw_only=True)
class Fields:
    """An object with these properties and no others."""

    known: Mapping[str, Shape]
    required: frozenset[str] = field(default_factory=frozenset)

    def problems(self, value: object, path: str) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield Problem(field=path, message=NOT_AN_OBJECT)
            return
        for name in sorted(self.required - value.keys()):
            yield _invalid(_under(path, name), "It is required.")
        for name, inner in value.items():
            yield from self._problems_of(name, inner, _under(path, name))

    def _problems_of(self, name: str, value: object, path: str) -> Iterator[Problem]:
        if name not in self.known:
            yield _invalid(path, "This property is not known.")
        else:
            yield from self.known[name].problems(value, path)


def _under(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
