"""Our addresses as OpenAPI describes them, for a tool that tries them all; a test holds it against the routes."""

from typing import Any

Json = dict[str, Any]
_TEXT = {"type": "string"}
_ANSWER = {"responses": {"default": {"description": "anything below 500"}}}
_FORM = "application/x-www-form-urlencoded"
INTERACTIONS = ["block_actions", "view_submission", "view_closed", "shortcut", "block_suggestion", "message_action"]
ZOOM_EVENTS = [
    "meeting.started",
    "meeting.ended",
    "meeting.deleted",
    "meeting.recovered",
    "meeting.updated",
    "meeting.participant_joined",
    "app_deauthorized",
    "endpoint.url_validation",
    "user.updated",
]


def _query(*names: str) -> list[Json]:
    return [{"name": name, "in": "query", "schema": _TEXT} for name in names]


def _body(media: str, schema: Json) -> Json:
    return {"requestBody": {"content": {media: {"schema": schema}}}}


def _object(**properties: Json) -> Json:
    return {"type": "object", "properties": properties, "additionalProperties": True}


_ACTION = _object(action_id=_TEXT, block_id=_TEXT, value=_TEXT, type=_TEXT, selected_option=_object(value=_TEXT))
_VIEW = _object(id=_TEXT, callback_id=_TEXT, type=_TEXT, private_metadata=_TEXT, state=_object(values=_object()))
_PERSON = _object(id=_TEXT, team_id=_TEXT)
_INTERACTION = _object(
    type={"enum": INTERACTIONS},
    team=_object(id=_TEXT),
    user=_PERSON,
    trigger_id=_TEXT,
    actions={"type": "array", "items": _ACTION},
    view=_VIEW,
    callback_id=_TEXT,
    action_id=_TEXT,
    value=_TEXT,
)
_COMMAND = _object(command={"enum": ["/meeting", "/other"]}, text=_TEXT, user_id=_TEXT, team_id=_TEXT, trigger_id=_TEXT)
_EVENT = _object(type={"enum": ["event_callback", "url_verification"]}, team_id=_TEXT, event=_object(type=_TEXT))
_MEETING = _object(
    id={"type": ["string", "integer"]}, uuid=_TEXT, host_id=_TEXT, start_time=_TEXT, participant=_object()
)
_REPORT = _object(
    event={"enum": ZOOM_EVENTS},
    event_ts={"type": "integer"},
    payload=_object(account_id=_TEXT, plainToken=_TEXT, object=_MEETING),
)

# The three forms in which Slack speaks to its one address; only the first exists as a route of this name.
SLACK_INTERACTION, SLACK_COMMAND, SLACK_EVENT = "/slack/events", "/slack/events?as=command", "/slack/events?as=event"

PATHS: Json = {
    SLACK_INTERACTION: {"post": {**_body("application/json", _INTERACTION), **_ANSWER}},
    SLACK_COMMAND: {"post": {**_body(_FORM, _COMMAND), **_ANSWER}},
    SLACK_EVENT: {"post": {**_body("application/json", _EVENT), **_ANSWER}},
    "/zoom/webhook": {"post": {**_body("application/json", _REPORT), **_ANSWER}},
    "/connect": {
        "get": {"parameters": _query("who"), **_ANSWER},
        "post": {**_body(_FORM, _object(who=_TEXT)), **_ANSWER},
    },
    "/slack/signed-in": {"get": {"parameters": _query("state", "code", "error"), **_ANSWER}},
    "/zoom/callback": {"get": {"parameters": _query("state", "code", "error"), **_ANSWER}},
    "/start": {"get": {"parameters": _query("with"), **_ANSWER}},
    "/support": {"get": _ANSWER},
    "/privacy": {"get": _ANSWER},
    "/livez": {"get": _ANSWER},
    "/readyz": {"get": _ANSWER},
}

SURFACE: Json = {"openapi": "3.1.0", "info": {"title": "Consulta", "version": "1"}, "paths": PATHS}
