"""What Slack takes for granted about a text, and says when it gives the text back to the app."""

from typing import Any

_DEFAULTS: dict[str, dict[str, bool]] = {"plain_text": {"emoji": True}, "mrkdwn": {"verbatim": False}}


def with_text_defaults(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """A copy of `value` in which each text object, at any depth, has its defaults."""
    if isinstance(value, list):
        return [with_text_defaults(each) for each in value]
    if not isinstance(value, dict):
        return value
    defaults = _DEFAULTS.get(value.get("type", ""), {}) if "text" in value else {}
    return {**defaults, **{name: with_text_defaults(inner) for name, inner in value.items()}}
