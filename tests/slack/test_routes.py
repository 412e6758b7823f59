import json
import logging
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.slack.stage import a_stage, signature

BODY = "command=%2Fmeeting&text=help&user_id=U0ANA000001&team_id=T0NORTE0001&trigger_id=1.2.x&note=Noah"


async def status(slack, body=BODY, **headers):
    return (await slack.post(body, **headers)).status_code


async def test_a_signed_request_is_answered(slack):
    assert await status(slack) == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"x-slack-signature": ""},
        {"x-slack-signature": "v0=" + "0" * 64},
        {"x-slack-signature": signature(BODY)["x-slack-signature"][:-2]},
        {"x-slack-request-timestamp": "abc"},
        {"x-slack-request-timestamp": "9" * 400},
        signature(BODY, secret="of another app"),
        signature(BODY, at=str(int(time.time()) - 301)),
    ],
)
async def test_what_is_not_signed_is_refused_unread(slack, headers):
    assert await status(slack, **headers) == 401
    assert slack.client.calls == []


@given(timestamp=st.text(st.characters(max_codepoint=255, exclude_categories=["Cc"])), body=st.text())
async def test_no_header_and_no_body_breaks_the_gate(timestamp, body):
    headers = {"x-slack-request-timestamp": timestamp.encode("latin-1"), "x-slack-signature": "v0=" + "0" * 64}
    assert await status(await a_stage(), body, **headers) == 401


async def test_a_bad_signature_logs_nothing_of_the_body(slack, caplog):
    with caplog.at_level(logging.DEBUG):
        await slack.post(BODY, **signature(BODY, secret="of another app"))
    assert "Noah" not in caplog.text


async def test_the_challenge_is_answered(slack):
    body = json.dumps({"type": "url_verification", "challenge": "c-1", "token": "t"})
    response = await slack.post(body, content_type="application/json")
    assert response.json() == {"challenge": "c-1"}


@pytest.mark.parametrize("body", ["payload=null", "payload=[]", "payload=x", "payload=", "view=null"])
async def test_what_is_signed_and_yet_no_object_is_refused(slack, body):
    assert await status(slack, body, **signature(body)) == 400


async def test_what_nobody_listens_to_logs_nothing_of_the_body(slack, caplog):
    body = json.dumps({"type": "message_action", "callback_id": "Noah", "team": {"id": "T1"}, "user": {"id": "U1"}})
    with caplog.at_level(logging.DEBUG):
        assert await status(slack, "payload=" + body) == 404
    assert "Noah" not in caplog.text


async def test_no_request_costs_a_question_about_the_token(slack):
    await slack.command("help")
    assert slack.client.calls == []
