"""What a run sends to Zoom, held against Zoom's own OpenAPI data with unknown properties refused."""

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from openapi_schema_validator import OAS30Validator

from tests.acceptance.stage import Json, next_afternoon

OPENAPI = Path(__file__).parents[3] / "shared" / "contracts" / "zoom-openapi.json"

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    # What is sent depends neither on the database nor on Slack's way.
    pytest.mark.parametrize("stage", ["sqlite-http"], indirect=True, scope="module"),
    pytest.mark.skipif(not OPENAPI.exists(), reason="Zoom's OpenAPI data is not there"),
]


def closed(schema: Any, document: Json) -> Any:
    """Resolve references and refuse what is not described."""
    if isinstance(schema, list):
        return [closed(each, document) for each in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return closed(document["components"]["schemas"][name], document)
    inner = {key: closed(value, document) for key, value in schema.items()}
    return {**inner, "additionalProperties": False} if "properties" in inner else inner


def operation_of(exchange: Json, document: Json) -> Json:
    """Find what the document says of this method and path; ids and `me` stand for path parameters."""
    path = exchange["path"].removeprefix("/v2")
    for template, operations in document["paths"].items():
        if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), path):
            return operations[exchange["method"].lower()]
    raise AssertionError(f"Zoom has no {path}")


def faults_of(exchange: Json, document: Json) -> list[str]:
    operation = operation_of(exchange, document)
    known = {each["name"]: each["schema"] for each in operation.get("parameters", []) if each["in"] == "query"}
    faults = [f"unknown parameter {name}" for name in exchange["query"] if name not in known]
    for media in operation.get("requestBody", {}).get("content", {}).values():
        validator = OAS30Validator(closed(media["schema"], document))
        faults += [error.message for error in validator.iter_errors(exchange["body"])]
    return faults


async def play(stage, ana) -> None:
    """Connect, make a meeting whose first answer is lost, let the token run out, cancel it; end one, and miss one."""
    await ana.connect()
    await stage.act("faults", name="zoom_create_then_cut", on=True, times=1)
    await ana.schedule("Noah Clarke", await next_afternoon(stage, days=5))
    card = await ana.card("Meeting scheduled for")
    await ana.do("close")
    await stage.act("clock", advance_seconds=7200)
    await ana.do("click", name="Cancel meeting", where=card["ts"])
    await ana.do("fill", name="reason", value="I am ill.")
    await ana.do("submit")
    await ana.card_says(card["ts"], "Zoom: removed")
    await ana.do("close")
    await end_one_and_miss_one(stage, ana)


async def end_one_and_miss_one(stage, ana) -> None:
    """Mark a meeting as over, and let another go by."""
    starts = [await next_afternoon(stage, days) for days in (2, 3)]
    tss = []
    for start in starts:
        await ana.schedule("Noah Clarke", start)
        tss.append((await ana.card_of(start))["ts"])
        await ana.do("close")
    await stage.move_to(starts[0])
    await ana.card_says(tss[0], "End meeting")
    await ana.do("click", name="End meeting", where=tss[0])
    await ana.do("submit")
    await ana.card_says(tss[0], "Zoom: the call is closed")
    await stage.move_to(starts[1] + timedelta(minutes=80))
    await ana.card_says(tss[1], "No one opened the meeting on")


async def test_every_request_to_zoom_is_one_that_zoom_describes(stage, ana):
    await play(stage, ana)
    document = json.loads(OPENAPI.read_text())
    # The consent page is a person's, in their browser.
    requests = await stage.look("traffic?to=zoom")
    exchanges = [each for each in requests if each["path"] != "/oauth/authorize"]
    assert {
        f"{each['method']} {each['path']}: {fault}" for each in exchanges for fault in faults_of(each, document)
    } == set()
    kinds = {(each["method"], re.sub(r"\d{5,}", "ID", each["path"])) for each in exchanges}
    assert kinds >= {
        ("POST", "/oauth/token"),
        ("GET", "/v2/users/me"),
        ("POST", "/v2/users/me/meetings"),
        ("GET", "/v2/users/me/meetings"),
        ("GET", "/v2/meetings/ID"),
        ("DELETE", "/v2/meetings/ID"),
        ("PUT", "/v2/meetings/ID/status"),
        ("GET", "/v2/past_meetings/ID"),
    }
