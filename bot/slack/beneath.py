"""What modals carry with them: the meeting they are about, and what is shown by the views beneath them.

A form that changes a meeting lies over a list or over the details, and Slack keeps those as they were drawn. What they
show travels with the form, so that they can be drawn anew after the act. All of it comes back as user input: it names
things, and grants nothing.
"""

import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from bot.slack.blocks import Block


class Shown(StrEnum):
    """The views that others lie over; `shows` in their metadata says which one it is."""

    CANCELLABLE = "cancellable"
    LIST = "list"
    DETAILS = "details"
    ROSTER = "roster"
    PATIENTS = "patients"


def with_metadata(view: Block, metadata: Mapping[str, Any]) -> Block:
    return {**view, "private_metadata": json.dumps(metadata, separators=(",", ":"))}


def lying_over(beneath: Mapping[str, Any] | None) -> dict[str, Any]:
    """Name what the view shows over which this one lies; nothing where it lies over none."""
    return {"beneath": dict(beneath)} if beneath else {}


def act_metadata(meeting_id: str, beneath: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Name the meeting that a form is about, and what the view beneath it shows."""
    return {"meeting": meeting_id, **lying_over(beneath)}


def read_metadata(view: Mapping[str, Any]) -> dict[str, Any]:
    """Read what a view carries; nothing when it is not ours."""
    try:
        found = json.loads(view.get("private_metadata") or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def its_page(shown: Mapping[str, Any]) -> int:
    """The page on which the list is that a view shows, from 0; the first when it names none."""
    page = shown.get("page")
    return page if isinstance(page, int) else 0


def its_meeting_id(view: Mapping[str, Any]) -> str:
    """The meeting that the form is about, "" when it names none."""
    return str(read_metadata(view).get("meeting", ""))


def views_beneath(view: Mapping[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """List the views under a submitted form, the nearest first: Slack's id of each, and what it shows."""
    ids = [view.get("previous_view_id"), view.get("root_view_id")]
    found, shown = [], read_metadata(view).get("beneath")
    for slack_view_id in dict.fromkeys(filter(None, ids)):
        if isinstance(shown, dict) and slack_view_id != view.get("id"):
            found.append((str(slack_view_id), shown))
            shown = shown.get("beneath")
    return found
