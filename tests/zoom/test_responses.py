from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from bot.domain.failures import ZoomDailyLimitError, ZoomError
from bot.zoom.responses import read_answer

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 17, tzinfo=UTC)
XML = '<?xml version="1.0" encoding="UTF-8"?><error><code>{code}</code><message>{message}</message></error>'


def failure_of(response: httpx.Response) -> ZoomError:
    with pytest.raises(ZoomError) as caught:
        read_answer(response, NOW)
    return caught.value


def told(response: httpx.Response) -> tuple[str, bool, bool]:
    error = failure_of(response)
    return error.code, error.permanent, error.reconnect


def said(status: int, body: dict[str, Any]) -> httpx.Response:
    return httpx.Response(status, json=body)


def rest(status: int, code: int, message: str = "Something.") -> httpx.Response:
    return said(status, {"code": code, "message": message})


def test_an_object_is_the_value() -> None:
    assert read_answer(said(201, {"id": 92674392836, "status": "waiting"}), NOW) == {
        "id": 92674392836,
        "status": "waiting",
    }


def test_no_body_is_an_empty_value() -> None:
    assert read_answer(httpx.Response(204), NOW) == {}


def test_the_answer_to_a_revoke_is_no_complaint() -> None:
    assert read_answer(said(200, {"status": "success"}), NOW) == {"status": "success"}


FIELD_ERRORS = {
    "code": 300,
    "message": "Validation Failed.",
    "errors": [{"field": "settings.jbh_time", "message": "Invalid parameter: jbh_time."}],
}
GATEWAY = {"status": False, "errorCode": 401, "errorMessage": "Unauthorized", "result": None}
PERMANENT, RECONNECT = True, True
SHAPES = {
    "a token, with the status of practice": (rest(401, 124), ("token", False, False)),
    "a token, with the status of the specification": (rest(400, 124), ("token", False, False)),
    "a token, at the gateway": (said(401, GATEWAY), ("token", False, False)),
    "a token, in XML": (httpx.Response(401, text=XML.format(code=124, message="no")), ("token", False, False)),
    "a code as text": (said(400, {"code": "124", "message": "no"}), ("token", False, False)),
    "a scope": (rest(400, 4711, "does not contain scopes:[x]"), ("scope", PERMANENT, RECONNECT)),
    "a scope, older": (rest(400, 4700), ("scope", PERMANENT, RECONNECT)),
    "no such user": (rest(404, 1001), ("account_gone", PERMANENT, RECONNECT)),
    "not of the account": (rest(400, 1010), ("account_gone", PERMANENT, RECONNECT)),
    "invitation over": (rest(400, 1120), ("account_gone", PERMANENT, RECONNECT)),
    "no such meeting": (rest(404, 3001), ("gone", PERMANENT, False)),
    "no such meeting, older": (rest(404, 300, "Meeting 1 is not found or has expired."), ("gone", PERMANENT, False)),
    "no such meeting, in XML": (
        httpx.Response(404, text=XML.format(code=3001, message="x")),
        ("gone", PERMANENT, False),
    ),
    "ended": (rest(400, 3007), ("gone", PERMANENT, False)),
    "under way": (rest(400, 3002), ("in_progress", False, False)),
    "may not schedule": (rest(400, 3161), ("may_not_schedule", PERMANENT, False)),
    "field errors": (said(400, FIELD_ERRORS), ("refused", PERMANENT, False)),
    "field errors, in XML": (
        httpx.Response(400, text=XML.format(code=300, message="Request Body should be a valid JSON object.")),
        ("refused", PERMANENT, False),
    ),
    "the catch-all": (rest(400, 3000), ("refused", PERMANENT, False)),
    "no permission, under a code like a status": (rest(400, 200), ("refused", PERMANENT, False)),
    "an unheard-of code": (rest(400, 98765), ("refused", PERMANENT, False)),
    "a fault with a body": (rest(500, 98765), ("unknown", False, False)),
    "a fault of the gateway": (said(200, {**GATEWAY, "errorCode": 503}), ("unknown", False, False)),
    "a gateway without a code": (said(400, {**GATEWAY, "errorCode": None}), ("unknown", False, False)),
    "a fault": (httpx.Response(502, text="<html>Bad gateway</html>"), ("unknown", False, False)),
    "a page instead of JSON": (httpx.Response(200, text="<html>Sign in</html>"), ("unknown", False, False)),
    "a list": (httpx.Response(200, json=[]), ("unknown", False, False)),
    "a cut body": (httpx.Response(200, text='{"id": 926'), ("unknown", False, False)),
    "a forbidding page": (httpx.Response(403, text="<html>blocked</html>"), ("unknown", False, False)),
    "a redirect": (httpx.Response(302, headers={"Location": "https://elsewhere.example"}), ("unknown", False, False)),
    "a depth that no parser bears": (httpx.Response(200, text="[" * 100_000), ("unknown", False, False)),
}


@pytest.mark.parametrize("name", SHAPES)
def test_each_shape_of_refusal_is_understood(name: str) -> None:
    response, outcome = SHAPES[name]

    assert told(response) == outcome


@pytest.mark.parametrize(
    ("status", "error", "reason", "outcome"),
    [
        (400, "invalid_grant", "Invalid Token!", ("invalid_grant", PERMANENT, RECONNECT)),
        (400, "invalid_request", "Invalid Token!", ("invalid_grant", PERMANENT, RECONNECT)),
        (400, "invalid_grant", "Invalid authorization code abc", ("invalid_grant", PERMANENT, RECONNECT)),
        (400, "invalid_client", "Invalid client_id or client_secret", ("invalid_client", False, False)),
        (401, "invalid_client", "Invalid client_id or client_secret", ("invalid_client", False, False)),
        (400, "unauthorized_client", "", ("not_open", False, False)),
        (400, "invalid_request", "Bad Request", ("unknown", False, False)),
        (400, "unsupported_grant_type", "", ("unknown", False, False)),
        (500, "server_error", "", ("unknown", False, False)),
    ],
)
def test_each_refusal_of_the_token_endpoint_is_understood(
    status: int, error: str, reason: str, outcome: tuple[str, bool, bool]
) -> None:
    assert told(said(status, {"error": error, "reason": reason})) == outcome


@pytest.mark.parametrize(
    ("code", "expected"),
    [(4702, "invalid_client"), (4741, "invalid_grant"), (4735, "invalid_grant"), (4738, "not_open")],
)
def test_the_numbers_of_zooms_authorization_errors_are_understood(code: int, expected: str) -> None:
    assert failure_of(rest(400, code)).code == expected


def too_many(message: str, **headers: str) -> httpx.Response:
    return httpx.Response(
        429, json={"code": 429, "message": message}, headers={name.replace("_", "-"): headers[name] for name in headers}
    )


PER_SECOND = "You have reached the maximum per-second rate limit for this API."
PER_DAY = "You have reached the maximum daily rate limit for this API."
PER_HOST = "You have exceeded the daily rate limit (100) of Meeting Create/Update API requests permitted."


@pytest.mark.parametrize(
    ("retry_after", "seconds"),
    [
        ("2026-11-16T09:00:02Z", 2),
        ("2026-11-16T10:00:02+01:00", 2),
        ("2026-11-16T09:00:02", 2),
        ("Mon, 16 Nov 2026 09:00:02 GMT", 2),
        ("2", 2),
    ],
)
def test_the_limit_of_the_second_says_when_to_come_back(retry_after: str, seconds: int) -> None:
    error = failure_of(too_many(PER_SECOND, X_RateLimit_Type="QPS", Retry_After=retry_after))

    assert (error.code, error.retryable, error.retry_at) == ("rate", True, NOW + timedelta(seconds=seconds))


@pytest.mark.parametrize("retry_after", ["", "soon", "99999999999999", "9999-99-99", "-1", "²"])
def test_a_time_to_come_back_that_makes_no_sense_is_left_out(retry_after: str) -> None:
    error = failure_of(httpx.Response(429, headers={"Retry-After": retry_after.encode()}))

    assert (error.code, error.retry_at) == ("rate", None)


@pytest.mark.parametrize(
    "response",
    [
        too_many(PER_HOST, X_RateLimit_Category="Light"),
        too_many(PER_DAY, X_RateLimit_Type="Daily-limit", Retry_After="2026-11-17T00:00:00Z"),
        too_many("Another wording.", X_RateLimit_Type="Daily-limit"),
        too_many("Another wording.", Retry_After="2026-11-17T00:00:00Z"),
        said(400, {"code": 429, "message": PER_HOST}),
        httpx.Response(429, text=XML.format(code=429, message=PER_HOST)),
    ],
)
def test_the_limit_of_the_day_ends_at_midnight_utc(response: httpx.Response) -> None:
    error = failure_of(response)

    assert isinstance(error, ZoomDailyLimitError)
    assert (error.code, error.retryable, error.retry_at) == ("daily_limit", True, MIDNIGHT)


def test_no_failure_carries_zooms_words() -> None:
    assert str(failure_of(rest(404, 3001, "Meeting does not exist: 92674392836."))) == "gone"
