"""Reads the YAML that manifests are written in: maps, lists and scalars by indentation, nothing more."""

import json
from typing import Any


def read_manifest(text: str) -> Any:
    rows = [row for row in text.splitlines() if row.strip() and not row.lstrip().startswith("#")]
    # An entry of a list that is a map begins beside its dash: the dash becomes a row of its own.
    split = [part for row in rows for part in _without_dash(row)]
    return _node([(len(row) - len(row.lstrip()), row.strip()) for row in split])


def _without_dash(row: str) -> list[str]:
    indent, text = row[: len(row) - len(row.lstrip())], row.strip()
    if text.startswith("- ") and ": " in text:
        return [f"{indent}-", f"{indent}  {text[2:]}"]
    return [row]


def _node(rows: list[tuple[int, str]]) -> Any:
    starts = [number for number, (indent, _) in enumerate(rows) if indent == rows[0][0]]
    parts = [
        (rows[start][1], rows[start + 1 : end]) for start, end in zip(starts, [*starts[1:], len(rows)], strict=True)
    ]
    if rows[0][1].startswith("-"):
        return [_node(inner) if inner else _scalar(text[2:]) for text, inner in parts]
    return {
        text.partition(":")[0]: _node(inner) if inner else _scalar(text.partition(": ")[2]) for text, inner in parts
    }


def _scalar(text: str) -> Any:
    return json.loads(text)
