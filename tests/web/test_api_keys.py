"""The interface for the clinic's own site: with which key, how fast, and what is noted of it."""

from datetime import timedelta

import pytest

from bot.web.api.pace import MOST_AT_ONCE
from tests.builders import NOW
from tests.web.site import ANA, PATIENT, a_body, known, put


@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "Bearer",
        "Bearer nonsense",
        "Basic Y29uc3VsdGE6",
        "Bearer consulta_" + "0" * 12 + "_" + "A" * 43,
        "Bearer {id}_" + "A" * 43,
        "Bearer consulta_{id}_" + "A" * 43,
    ],
)
@pytest.mark.parametrize("method", ["PUT", "GET", "DELETE"])
async def test_without_a_key_that_holds_nothing_is_done(web, browser, key, authorization, method):
    headers = {"Authorization": authorization.format(id=key.id)}
    answer = await browser.request(method, PATIENT, json=a_body(ANA), headers=headers)
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert answer.headers["content-type"] == "application/problem+json"
    assert (web.store.state.patients, web.store.state.api_keys[key.id].last_used_at) == ({}, None)


async def test_a_key_that_was_revoked_opens_nothing(web, site, key):
    async with web.store.writing() as work:
        await work.api_keys.revoke(key.id, NOW)
    assert (await put(site, ANA)).status_code == 401


async def test_the_last_use_of_a_key_is_noted_to_the_minute(web, site, key):
    for seconds in (0, 30, 40):
        web.clock.advance(timedelta(seconds=seconds))
        await site.get(PATIENT)
    assert web.store.state.api_keys[key.id].last_used_at == NOW + timedelta(seconds=70)
    web.clock.advance(timedelta(seconds=59))
    await site.get(PATIENT)
    assert web.store.state.api_keys[key.id].last_used_at == NOW + timedelta(seconds=70)


async def test_each_change_is_audited_with_the_key(web, site, key):
    await put(site, ANA)
    await put(site, name="Noah Bell")
    patient, said = known(web), {"at": NOW, "actor": f"api:{key.id}", "about": known(web)}
    assert [*web.store.state.audit.values()] == [
        {**said, "action": "record", "outcome": "added"},
        {**said, "action": "choose", "outcome": "professional-ana"},
        {**said, "action": "leave", "outcome": "professional-ana"},
        {**said, "action": "record", "outcome": "changed"},
    ]
    assert patient == said["about"]


async def test_a_key_may_go_so_fast_and_then_is_told_when_to_go_on(web, site):
    statuses = [(await site.get(PATIENT)).status_code for _ in range(MOST_AT_ONCE + 1)]
    assert statuses == [404] * MOST_AT_ONCE + [429]
    assert (await site.get(PATIENT)).headers["retry-after"] == "1"
    web.clock.advance(timedelta(seconds=1))
    assert (await site.get(PATIENT)).status_code == 404
