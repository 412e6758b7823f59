"""Zoom's error bodies (contract sections 1.4 and 2.7), one function a shape."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from sandbox.zoom.calls import Answer, RefusedError
from sandbox.zoom.meetings import utc_text
from sandbox.zoom.shapes import NOT_AN_OBJECT, Problem


def rest_refusal(
    status: int,
    code: int,
    message: str,
    *,
    errors: Iterable[Problem] = (),
    headers: Mapping[str, str] | None = None,
) -> RefusedError:
    """Shape 1, or 2 when there are `errors` beside the fields."""
    body: dict[str, object] = {"code": code, "message": message}
    fields = [{"field": problem.field, "message": problem.message} for problem in errors]
    verdict = f"{code}: {message}"
    if fields:
        body["errors"] = fields
        verdict += " " + " ".join(f"[{item['field']}] {item['message']}" for item in fields)
    return RefusedError(Answer(status=status, body=body, headers=headers or {}, verdict=verdict))


def validation_refusal(problems: Iterable[Problem]) -> RefusedError:
    """The 300 for a body or a query that breaks the rules."""
    found = list(problems)
    if any(problem.message == NOT_AN_OBJECT for problem in found):
        return rest_refusal(400, 300, NOT_AN_OBJECT)
    return rest_refusal(400, 300, "Validation Failed.", errors=found)


def no_such_meeting(meeting_id: object) -> RefusedError:
    return rest_refusal(404, 3001, f"Meeting does not exist: {meeting_id}.")


def bad_token(message: str = "Invalid access token.") -> RefusedError:
    """Code 124; its HTTP status is 401 in practice, whatever the specification says."""
    return rest_refusal(401, 124, message)


def missing_scope(scope: str) -> RefusedError:
    return rest_refusal(400, 4711, f"Invalid access token, does not contain scopes:[{scope}].")


def too_fast(now: datetime, weight: str, limit: int) -> RefusedError:
    """The 429 of a second. Retry-After is a date-time, never a number of seconds."""
    again_at = now + timedelta(seconds=1)
    headers = {
        "X-RateLimit-Category": weight,
        "X-RateLimit-Type": "QPS",
        "X-RateLimit-Limit": str(limit),
        "X-RateLimit-Remaining": "0",
        "X-RateLimit-Reset": str(int(again_at.timestamp())),
        "Retry-After": utc_text(again_at),
    }
    message = "You have reached the maximum per-second rate limit for this API. Try again later."
    return rest_refusal(429, 429, message, headers=headers)


def day_is_spent() -> RefusedError:
    """The 429 of a host's hundred creates and updates; it has neither a type nor a Retry-After."""
    message = (
        "You have exceeded the daily rate limit (100) of Meeting Create/Update API requests permitted for this "
        "particular user. You may resume these requests at GMT 00:00:00."
    )
    headers = {"X-RateLimit-Category": "Light", "X-RateLimit-Limit": "6000", "X-RateLimit-Remaining": "5893"}
    return rest_refusal(429, 429, message, headers=headers)


def one_at_a_time() -> RefusedError:
    return rest_refusal(429, 429, "Too many concurrent requests. A request to delete a meeting is still running.")


def oauth_refusal(status: int, error: str, reason: str, *, why: str = "") -> RefusedError:
    """Shape 3, of the token endpoint. `why` is for the traffic log only: Zoom does not tell."""
    verdict = f"{error}: {reason}" + (f" ({why})" if why else "")
    return RefusedError(Answer(status=status, body={"reason": reason, "error": error}, verdict=verdict))


def authorize_refusal(code: int, message: str) -> RefusedError:
    """Shape 4, which a person sees at Zoom; the app's callback is never reached."""
    body = {"status": False, "errorCode": code, "errorMessage": message, "result": None}
    return RefusedError(Answer(status=400, body=body, verdict=f"{code}: {message}"))
