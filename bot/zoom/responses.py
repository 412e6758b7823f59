"""Zoom's answers, in every shape it has for them, as a value or a `ZoomError`.

What is decided, is decided on the code in the body: Zoom has changed the HTTP status of a code without notice.
"""

import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NoReturn

import httpx

from bot.domain.failures import ZoomDailyLimitError, ZoomError
from bot.domain.local_time import next_utc_midnight
from bot.domain.zoom_codes import ZoomCode
from bot.zoom.retry_after import parse_retry_after

_SERVER_FAULT = 500
_RATE = 429
# A limit that holds for longer than this is one of the day, not of the second.
_FAR = timedelta(hours=1)
_CODES = {
    124: ZoomCode.TOKEN,
    401: ZoomCode.TOKEN,  # the gateway's own
    1001: ZoomCode.ACCOUNT_GONE,
    1010: ZoomCode.ACCOUNT_GONE,
    1120: ZoomCode.ACCOUNT_GONE,
    3001: ZoomCode.GONE,
    3002: ZoomCode.IN_PROGRESS,
    3007: ZoomCode.GONE,
    3161: ZoomCode.MAY_NOT_SCHEDULE,
    4700: ZoomCode.SCOPE,
    4702: ZoomCode.INVALID_CLIENT,
    4704: ZoomCode.INVALID_CLIENT,
    4706: ZoomCode.INVALID_CLIENT,
    4711: ZoomCode.SCOPE,
    4717: ZoomCode.NOT_OPEN,
    4733: ZoomCode.INVALID_GRANT,
    4734: ZoomCode.INVALID_GRANT,
    4735: ZoomCode.INVALID_GRANT,
    4737: ZoomCode.INVALID_GRANT,
    4738: ZoomCode.NOT_OPEN,
    4741: ZoomCode.INVALID_GRANT,
}
_WORDS = {
    "invalid_grant": ZoomCode.INVALID_GRANT,
    "invalid_client": ZoomCode.INVALID_CLIENT,
    "unauthorized_client": ZoomCode.NOT_OPEN,
    "access_denied": ZoomCode.NOT_OPEN,
}
_PERMANENT = frozenset(
    {
        ZoomCode.SCOPE,
        ZoomCode.ACCOUNT_GONE,
        ZoomCode.GONE,
        ZoomCode.MAY_NOT_SCHEDULE,
        ZoomCode.REFUSED,
        ZoomCode.INVALID_GRANT,
    }
)
_RECONNECT = frozenset({ZoomCode.SCOPE, ZoomCode.ACCOUNT_GONE, ZoomCode.INVALID_GRANT})
_XML_CODE = re.compile(r"<code>\s*(\d{1,6})\s*</code>")
_XML_MESSAGE = re.compile(r"<message>(.*?)</message>", re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class _Complaint:
    """What an error body says: a number (REST, gateway) or a word (OAuth), and a text that is never logged."""

    number: int = 0
    word: str = ""
    text: str = ""


def read_answer(response: httpx.Response, now: datetime) -> dict[str, Any]:
    """Return the JSON object of an answer, empty where there is no body. Raises ZoomError for everything else."""
    value = _json_object(response)
    complaint = _complaint_of_json(value) if value else _complaint_of_xml(response.text)
    if complaint is not None:
        _raise(complaint, response, now)
    if response.status_code == _RATE:
        raise _slowed_down("", response, now)
    if not response.is_success or (value is None and response.content):
        raise ZoomError(ZoomCode.UNKNOWN)
    return value or {}


def _json_object(response: httpx.Response) -> dict[str, Any] | None:
    try:
        value = json.loads(response.content)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _complaint_of_json(value: dict[str, Any]) -> _Complaint | None:
    if "errorCode" in value:
        return _Complaint(number=_number(value["errorCode"]), text=str(value.get("errorMessage", "")))
    if isinstance(value.get("error"), str):
        return _Complaint(word=value["error"], text=str(value.get("reason", "")))
    if "code" in value and "message" in value:
        return _Complaint(number=_number(value["code"]), text=str(value["message"]))
    return None


def _complaint_of_xml(text: str) -> _Complaint | None:
    """Read `<error><code>..</code>`, sent to clients whose wish for JSON was overheard."""
    code = _XML_CODE.search(text) if "<error>" in text else None
    if code is None:
        return None
    message = _XML_MESSAGE.search(text)
    return _Complaint(number=int(code[1]), text=message[1] if message else "")


def _number(code: object) -> int:
    return int(code) if isinstance(code, int) or (isinstance(code, str) and code.isdecimal()) else 0


def _raise(complaint: _Complaint, response: httpx.Response, now: datetime) -> NoReturn:
    if _RATE in (complaint.number, response.status_code):
        raise _slowed_down(complaint.text, response, now)
    code = _code_of_word(complaint) if complaint.word else _code_of_number(complaint, response.status_code)
    raise ZoomError(code, permanent=code in _PERMANENT, reconnect=code in _RECONNECT)


def _code_of_word(complaint: _Complaint) -> ZoomCode:
    """Take every word of OAuth that is not known for temporary: nobody is disconnected by a fault of an endpoint."""
    if complaint.word == "invalid_request" and "invalid token" in complaint.text.lower():
        return ZoomCode.INVALID_GRANT  # the older wording
    return _WORDS.get(complaint.word, ZoomCode.UNKNOWN)


def _code_of_number(complaint: _Complaint, status: int) -> ZoomCode:
    if complaint.number in _CODES:
        return _CODES[complaint.number]
    if "not found or has expired" in complaint.text:
        return ZoomCode.GONE  # an older form of 3001, under the code of all bad requests
    is_fault = status >= _SERVER_FAULT or _SERVER_FAULT <= complaint.number < _SERVER_FAULT + 100
    return ZoomCode.UNKNOWN if is_fault or not complaint.number else ZoomCode.REFUSED


def _slowed_down(text: str, response: httpx.Response, now: datetime) -> ZoomError:
    """Tell a limit of the second, to be tried again soon, from one of the day."""
    retry_at = parse_retry_after(response.headers.get("Retry-After", ""), now)
    is_of_the_day = (
        "daily rate limit" in text.lower()
        or response.headers.get("X-RateLimit-Type", "").lower() == "daily-limit"
        or (retry_at is not None and retry_at - now > _FAR)
    )
    if is_of_the_day:
        return ZoomDailyLimitError(ZoomCode.DAILY_LIMIT, retry_at=next_utc_midnight(now))
    return ZoomError(ZoomCode.RATE, retry_at=retry_at)
