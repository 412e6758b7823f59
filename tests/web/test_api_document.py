"""The interface does what its document says, and the document says what it does."""

import asyncio
from copy import deepcopy

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openapi_schema_validator import OAS31Validator

from bot.domain.api_key import new_api_key
from bot.web.api.routes import build_api
from tests.builders import NOW
from tests.web.conftest import Web

PUBLIC_URL = "https://consulta.example"
WORDS = st.sampled_from(
    ["", " ", "Noah Clarke", "noah@patients.example", "Europe/Madrid", "es", "keep", "2026-11-01", "U0ANA000001"]
)
ANYTHING = st.one_of(WORDS, st.none(), st.booleans(), st.integers(0, 2), st.text(max_size=5), st.just([]), st.just({}))
CHOICES = st.one_of(
    ANYTHING,
    st.fixed_dictionaries(
        {"slack_user_id": st.one_of(st.sampled_from(["U0ANA000001", "W0BEN000001", "ana"]), ANYTHING)},
        optional={"chosen": st.one_of(st.booleans(), ANYTHING), "chosen_at": ANYTHING, "other": ANYTHING},
    ),
)
MEMBERS = {
    "name": st.one_of(st.just("Noah Clarke"), ANYTHING),
    "mail": st.one_of(st.just("noah@patients.example"), ANYTHING),
    "professionals": st.one_of(st.lists(CHOICES, max_size=3), ANYTHING),
}
OTHERS = {"zone": ANYTHING, "language": ANYTHING, "meetings": ANYTHING, "other": ANYTHING}
BODIES = st.one_of(
    st.fixed_dictionaries(MEMBERS, optional=OTHERS),
    st.fixed_dictionaries({}, optional={**MEMBERS, **OTHERS}),
)


@pytest.fixture
def document():
    return Web(public_url=PUBLIC_URL).api.document


def schema_of(document, name):
    """A schema by itself, with what it refers to."""
    return {**document["components"]["schemas"][name], "components": deepcopy(document["components"])}


def is_valid(document, name, value):
    return OAS31Validator(schema_of(document, name)).is_valid(value)


async def test_it_is_served_to_whoever_asks(browser, document):
    answer = await browser.get("/api/v1/openapi.json")
    assert (answer.status_code, answer.json()) == (200, document)
    assert (document["openapi"], document["servers"]) == ("3.1.0", [{"url": f"{PUBLIC_URL}/api/v1"}])


def test_its_schemas_are_schemas(document):
    for name in document["components"]["schemas"]:
        OAS31Validator.check_schema(schema_of(document, name))


def test_every_reference_leads_somewhere(document):
    for reference in _references(document):
        found = document
        for step in reference.removeprefix("#/").split("/"):
            found = found[step]


def _references(value):
    if isinstance(value, dict):
        yield from (inner for name, inner in value.items() if name == "$ref")
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from _references(inner)


def test_it_has_the_addresses_that_there_are(document):
    mount = build_api(Web(public_url=PUBLIC_URL).api)
    there = {(route.path, method.lower()) for route in mount.routes for method in route.methods - {"HEAD"}}
    methods = {"get", "put", "post", "delete", "patch"}
    told = {(path, method) for path, acts in document["paths"].items() for method in acts if method in methods}
    assert told == there


async def exchange(body):
    """Send a body by PUT, then ask by GET; gives both answers."""
    web = Web(public_url=PUBLIC_URL)
    key, token = new_api_key("Site", NOW)
    async with web.store.writing() as work:
        await work.api_keys.add(key)
    async with web.browser() as client:
        client.headers["Authorization"] = f"Bearer {token}"
        return await client.put("/api/v1/patients/4711", json=body), await client.get("/api/v1/patients/4711")


@settings(max_examples=300, deadline=None)
@given(body=BODIES)
def test_what_is_taken_the_document_allows_and_what_is_answered_it_describes(body):
    document = Web(public_url=PUBLIC_URL).api.document
    answers = asyncio.run(exchange(body))
    path = document["paths"]["/patients/{external_id}"]
    for answer, operation in zip(answers, (path["put"], path["get"]), strict=True):
        described = operation["responses"][str(answer.status_code)]["content"]
        media = answer.headers["content-type"]
        schema = described[media]["schema"]["$ref"].rpartition("/")[2]
        assert is_valid(document, schema, answer.json())
    if answers[0].is_success:
        assert is_valid(document, "Patient", body)
    elif not is_valid(document, "Patient", body):
        assert answers[0].status_code == httpx.codes.UNPROCESSABLE_ENTITY


@pytest.mark.parametrize("name", ["name", "mail", "professionals"])
def test_what_it_requires_is_required(document, name):
    body = {"name": "Noah", "mail": "noah@patients.example", "professionals": []}
    assert is_valid(document, "Patient", body)
    del body[name]
    assert not is_valid(document, "Patient", body)
    assert asyncio.run(exchange(body))[0].status_code == httpx.codes.UNPROCESSABLE_ENTITY
