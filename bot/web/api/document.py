"""The interface as OpenAPI 3.1 describes it. A test holds it against what the code takes, refuses and answers."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from bot.domain.parting import Fate
from bot.domain.records import EXTERNAL_ID, LANGUAGE, LONGEST_NAME, SLACK_USER_ID
from bot.domain.trust import HowChosen
from bot.web.api.body import CHOICE_MEMBERS, MEMBERS, MOST_BYTES, MOST_PROFESSIONALS, REQUIRED
from bot.web.api.pace import A_SECOND, MOST_AT_ONCE
from bot.web.api.problems import MEDIA_TYPE
from bot.web.api.routes import PREFIX

Json = dict[str, Any]

_ABOUT = f"""Pushes which patients chose which professionals, and learns how their choices stand.

Make a key with `consulta keys api new NAME`, and send it as `Authorization: Bearer ...`. A key may make
{MOST_AT_ONCE} requests at once and {A_SECOND} a second from then on; 429 tells how long to wait. All is safe to repeat.
Problems are told as RFC 9457 has it, and never repeat what was sent.
"""
_PUT = """Says all that the clinic's records know of the patient, who is known by `external_id`; at first, a patient of
the same name and mail who is in no record yet is the same. `zone` and `language` that are left out stay as they are.

`professionals` is the whole set. One who was pushed or imported before and is left out is no longer chosen. One whom
the patient chose in Consulta itself stays until named with `"chosen": false`. One whom the patient left in Consulta
itself, like all of them after the patient had their data erased, is not given again, unless `chosen_at` says that the
patient chose later than that; `held_back` names them.

Who is no longer chosen cannot schedule with the patient any more and is told so. Upcoming meetings stay, or with
`"meetings": "cancel"` are called off and the patient told."""
_DELETE = """The patient is no longer offered to anybody at once; upcoming meetings are called off and they are told so.
Name, mail and all texts go when the last mail has left, after 72 hours in any case. A later PUT brings the patient back
only with a `chosen_at` after the erasing: take the patient out of your own records, too."""
_NOBODY = {
    HTTPStatus.NOT_FOUND: "No patient is known by this id.",
    HTTPStatus.UNPROCESSABLE_ENTITY: "The id cannot be one.",
}
_WAYS = "`import` and `api` are the clinic's records, `invitation` and `page` the patient in Consulta itself."


def openapi(public_url: str) -> Json:
    """Describe the interface of the installation at this address."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Consulta: the clinic's records", "version": "1", "description": _ABOUT},
        "servers": [{"url": f"{public_url}{PREFIX}"}],
        "security": [{"key": []}],
        "paths": {
            "/patients/{external_id}": {
                "parameters": [{"$ref": "#/components/parameters/external_id"}],
                "put": _put(),
                "get": _get(),
                "delete": _delete(),
            },
            "/openapi.json": {"get": _get_document()},
        },
        "components": {
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
            "parameters": {"external_id": _external_id_parameter()},
            "schemas": {
                "Patient": _patient(),
                "Choice": _choice(),
                "Standing": _standing(),
                "Problem": _problem(),
            },
        },
    }


def _put() -> Json:
    written = {HTTPStatus.OK: "How the choices stand now.", HTTPStatus.CREATED: "The same, of a patient who is new."}
    return {
        "operationId": "putPatient",
        "summary": "Say who a patient is, and whom they chose",
        "description": _PUT,
        "requestBody": {"required": True, "content": {"application/json": {"schema": _ref("Patient")}}},
        "responses": {
            **{str(int(status)): _answer(words, "Standing") for status, words in written.items()},
            **_problems(
                {
                    HTTPStatus.BAD_REQUEST: "The body is not a JSON object, or says something twice.",
                    HTTPStatus.CONFLICT: "By name and mail this would be another patient.",
                    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: f"The body has more than {MOST_BYTES:,} bytes.",
                    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "The body is not said to be JSON.",
                    HTTPStatus.UNPROCESSABLE_ENTITY: "Something is to be mended; `errors` says where.",
                }
            ),
        },
    }


def _get() -> Json:
    return {
        "operationId": "getPatient",
        "summary": "Learn how a patient's choices stand",
        "description": "Also those that were made, or ended, in Consulta itself. Name and mail are not told.",
        "responses": {"200": _answer("How the choices stand now.", "Standing"), **_problems(_NOBODY)},
    }


def _delete() -> Json:
    return {
        "operationId": "deletePatient",
        "summary": "Have everything about a patient erased",
        "description": _DELETE,
        "responses": {"202": {"description": "It is being erased."}, **_problems(_NOBODY)},
    }


def _get_document() -> Json:
    content = {"application/json": {"schema": {"type": "object"}}}
    return {
        "operationId": "getDocument",
        "summary": "This description; it needs no key",
        "security": [],
        "responses": {"200": {"description": "OpenAPI 3.1", "content": content}},
    }


def _problems(noes: Mapping[HTTPStatus, str]) -> Json:
    """Describe all noes of something that needs a key."""
    always = {
        HTTPStatus.UNAUTHORIZED: "There is no key, or none that holds.",
        HTTPStatus.TOO_MANY_REQUESTS: "Too many requests with this key; `Retry-After` has the seconds to wait.",
        HTTPStatus.INTERNAL_SERVER_ERROR: "Something went wrong here; nothing was changed.",
    }
    told = {
        str(int(status)): {"description": words, "content": {MEDIA_TYPE: {"schema": _ref("Problem")}}}
        for status, words in sorted({**always, **noes}.items())
    }
    seconds = {"Retry-After": {"schema": {"type": "integer", "minimum": 1}}}
    told[str(int(HTTPStatus.TOO_MANY_REQUESTS))]["headers"] = seconds
    return told


def _answer(words: str, schema: str) -> Json:
    return {"description": words, "content": {"application/json": {"schema": _ref(schema)}}}


def _ref(schema: str) -> Json:
    return {"$ref": f"#/components/schemas/{schema}"}


def _external_id_parameter() -> Json:
    return {
        "name": "external_id",
        "in": "path",
        "required": True,
        "description": "What the clinic's records call the patient.",
        "schema": _text(EXTERNAL_ID),
    }


def _patient() -> Json:
    properties = {
        "name": {"type": "string", "pattern": r"\S", "description": f"At most {LONGEST_NAME} characters."},
        "mail": {"type": "string", "pattern": "@", "description": "One address of letters, digits and signs of ASCII."},
        "professionals": {"type": "array", "maxItems": MOST_PROFESSIONALS, "items": _ref("Choice")},
        "zone": {"type": ["string", "null"], "description": "An IANA zone, such as Europe/Madrid."},
        "language": {"type": ["string", "null"], "pattern": f"^\\s*{LANGUAGE}\\s*$", "description": "Such as es."},
        "meetings": {"enum": [*[fate.value for fate in Fate], None], "description": "Left out it is keep."},
    }
    return _closed({name: properties[name] for name in MEMBERS}, REQUIRED)


def _choice() -> Json:
    properties = {
        "slack_user_id": {"type": "string", "pattern": f"^\\s*{SLACK_USER_ID}\\s*$"},
        "chosen": {"type": "boolean", "default": True},
        "chosen_at": {
            "type": ["string", "null"],
            "description": "When the patient chose: a date, or a moment with its offset. Not when you send it.",
            "examples": ["2026-11-25", "2026-11-25T09:30:00Z"],
        },
    }
    return _closed({name: properties[name] for name in CHOICE_MEMBERS}, ("slack_user_id",))


def _standing() -> Json:
    choice = {
        "slack_user_id": _text(SLACK_USER_ID),
        "chosen_at": {"type": "string", "format": "date-time"},
        "how": {"enum": [way.value for way in HowChosen], "description": _WAYS},
    }
    properties = {
        "external_id": _text(EXTERNAL_ID),
        "professionals": {"type": "array", "items": _closed(choice, tuple(choice))},
        "held_back": {"type": "array", "items": _text(SLACK_USER_ID)},
    }
    return _closed(properties, tuple(properties))


def _problem() -> Json:
    error = {"detail": {"type": "string"}, "pointer": {"type": "string"}, "parameter": {"type": "string"}}
    properties = {
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {"type": "array", "minItems": 1, "items": _closed(error, ("detail",))},
    }
    return _closed(properties, ("title", "status", "detail"))


def _text(pattern: str) -> Json:
    return {"type": "string", "pattern": f"^{pattern}$"}


def _closed(properties: Json, required: tuple[str, ...]) -> Json:
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }
