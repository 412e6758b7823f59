"""The Slack app as its settings at Slack have to be: for Socket Mode, or for HTTP to an address of one's own.

`manifest.yml` is the first of them, as `consulta manifest` prints it; a test holds both against the table of handlers.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from bot.slack.directory import BOT_SCOPES
from bot.slack.ids import EventType, ShortcutId
from bot.slack.routes import EVENTS_PATH

Node: TypeAlias = Mapping[str, Any] | Sequence[Any] | str | bool

_COMMAND = {
    "command": "/meeting",
    "description": "Schedule and cancel Zoom meetings with your patients",
    "usage_hint": "new tomorrow 3pm | list | cancel | connect | help",
    "should_escape": False,
}
_SHORTCUT = {
    "name": "New meeting",
    "type": "global",
    "callback_id": ShortcutId.NEW_MEETING.value,
    "description": "Schedule a Zoom meeting with a patient",
}


def app_manifest(public_url: str | None = None) -> Node:
    """Describe the app: with the address under which Slack finds us, or without one for Socket Mode."""
    address = f"{public_url}{EVENTS_PATH}" if public_url else None
    return {
        "display_information": {
            "name": "Consulta",
            "description": "Meet your patients on Zoom",
            "background_color": "#1d3557",
        },
        "features": _features(address),
        "oauth_config": {"scopes": {"bot": sorted(BOT_SCOPES)}},
        "settings": _settings(address),
    }


def _features(address: str | None) -> Node:
    return {
        # Typed text would be met with silence, so the Messages tab is for reading.
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": True,
        },
        "bot_user": {"display_name": "Consulta", "always_online": True},
        "shortcuts": [_SHORTCUT],
        "slash_commands": [{**_COMMAND, **_at(address, "url")}],
    }


def _settings(address: str | None) -> Node:
    return {
        "event_subscriptions": {**_at(address, "request_url"), "bot_events": [each.value for each in EventType]},
        "interactivity": {"is_enabled": True, **_at(address, "request_url", "message_menu_options_url")},
        "org_deploy_enabled": False,
        "socket_mode_enabled": address is None,
        "token_rotation_enabled": False,
    }


def _at(address: str | None, *names: str) -> Mapping[str, str]:
    return dict.fromkeys(names, address) if address else {}


def as_yaml(node: Node) -> str:
    """Write maps, lists, texts and truths; a text in JSON is one in YAML, and never taken for anything else."""
    return "".join(f"{line}\n" for line in _lines(node))


def _lines(node: Node) -> Iterator[str]:
    if isinstance(node, Mapping):
        for name, inner in node.items():
            yield from _entry(name, inner)
    elif isinstance(node, Sequence) and not isinstance(node, str):
        for item in node:
            first, *rest = _lines(item)
            yield f"- {first}"
            yield from (f"  {line}" for line in rest)
    else:
        yield json.dumps(node)


def _entry(name: str, inner: Node) -> Iterator[str]:
    if isinstance(inner, str | bool):
        yield f"{name}: {json.dumps(inner)}"
    else:
        yield f"{name}:"
        yield from (f"  {line}" for line in _lines(inner))
