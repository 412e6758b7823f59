"""The one table of what was promised, what was done to it and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Row:
    """`figure` is what was counted, `required` what it must be; `is_kept` is the verdict."""

    promise: str
    done: str
    figure: str
    required: str
    is_kept: bool

    @property
    def verdict(self) -> str:
        return "kept" if self.is_kept else "BROKEN"

    def as_property(self) -> tuple[str, ...]:
        return (self.promise, self.done, self.figure, self.required, self.verdict)


def as_table(rows: Sequence[Sequence[str]]) -> str:
    """Write it as Markdown, in the order of the promises."""
    head = ("promise", "what was done", "figure", "required", "verdict")
    lines = [f"| {' | '.join(row)} |" for row in (head, *sorted(rows))]
    return "\n".join([lines[0], "|---" * len(head) + "|", *lines[1:]])
