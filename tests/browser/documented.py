"""What Slack documents that it sends, written out by hand: of what cannot be foreseen, the form.

After docs.slack.dev, reference/interaction-payloads, and the types that Slack's own Bolt gives to the same payloads.
"""

import re
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Like:
    """Equals each text of this form."""

    form: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, str) and re.fullmatch(self.form, other) is not None

    def __hash__(self) -> int:
        return hash(self.form)


TRIGGER = Like(r"\d+\.\d+\.[0-9a-f]{32}")
MOMENT = Like(r"\d{10}\.\d{6}")
VIEW_ID = Like(r"V[0-9A-Z]{8,}")
HASH = Like(r"\d{10}\.\S+")
CHANNEL_ID = Like(r"D[0-9A-Z]{8,}")
_RESPONSE_URL = Like(r"http://127\.0\.0\.1:\d+/slack/response/\S+")
_TEAM = "T0NORTE0001"
_APP = "A0CONSULTA1"


def _of_every_interaction(kind: str) -> Json:
    return {
        "type": kind,
        "team": {"id": _TEAM, "domain": "clinica-norte"},
        "user": {"id": "U0ANA000001", "username": "ana", "name": "ana", "team_id": _TEAM},
        "api_app_id": _APP,
        "token": Like(r".+"),
        "enterprise": None,
        "is_enterprise_install": False,
    }


def seen_view(content: Json, values: Json) -> Json:
    """The view `content` as the app gave it, with all that Slack adds; `values` is its state."""
    modal_only = {name: content.get(name) for name in ("title", "submit", "close")} if _is_modal(content) else {}
    return {
        "private_metadata": "",
        "callback_id": "",
        "external_id": "",
        "clear_on_close": False,
        "notify_on_close": False,
        **modal_only,
        **content,
        "blocks": [_completed(block) for block in content["blocks"]],
        "id": VIEW_ID,
        "team_id": _TEAM,
        "state": {"values": values},
        "hash": HASH,
        "previous_view_id": None,
        "root_view_id": VIEW_ID,
        "app_id": _APP,
        "app_installed_team_id": _TEAM,
        "bot_id": "B0CONSULTA1",
    }


def _is_modal(content: Json) -> bool:
    return bool(content["type"] == "modal")


def _completed(block: Json) -> Json:
    return {"optional": False, "dispatch_action": False, **block} if block["type"] == "input" else block


def clicked_in_view(content: Json, action: Json, values: Json | None = None) -> Json:
    """The `block_actions` of an element in a Home or a modal."""
    return {
        **_of_every_interaction("block_actions"),
        "trigger_id": TRIGGER,
        "container": {"type": "view", "view_id": VIEW_ID},
        "view": seen_view(content, values or {}),
        "actions": [{"action_ts": MOMENT, **action}],
    }


def clicked_in_message(message: Json, action: Json, values: Json | None = None) -> Json:
    """The `block_actions` of an element in a direct message: it names the message, and where to answer."""
    container = {"type": "message", "message_ts": MOMENT, "channel_id": CHANNEL_ID, "is_ephemeral": False}
    return {
        **_of_every_interaction("block_actions"),
        "trigger_id": TRIGGER,
        "container": container,
        "channel": {"id": CHANNEL_ID, "name": "directmessage"},
        "message": {
            "type": "message",
            "user": "U0CONSULTA1",
            "bot_id": "B0CONSULTA1",
            "app_id": _APP,
            "team": _TEAM,
            "ts": MOMENT,
            **message,
        },
        "state": {"values": values or {}},
        "response_url": _RESPONSE_URL,
        "actions": [{"action_ts": MOMENT, **action}],
    }


def asked_for_options(content: Json, block_id: str, query: str) -> Json:
    """The `block_suggestion` of an external select."""
    return {
        **_of_every_interaction("block_suggestion"),
        "container": {"type": "view", "view_id": VIEW_ID},
        "view": seen_view(content, {block_id: {"act": {"type": "external_select", "selected_option": None}}}),
        "block_id": block_id,
        "action_id": "act",
        "value": query,
    }


def submitted(content: Json, values: Json) -> Json:
    return {
        **_of_every_interaction("view_submission"),
        "trigger_id": TRIGGER,
        "view": seen_view(content, values),
        "response_urls": [],
    }


def closed(content: Json, values: Json, *, is_cleared: bool = False) -> Json:
    return {**_of_every_interaction("view_closed"), "view": seen_view(content, values), "is_cleared": is_cleared}
