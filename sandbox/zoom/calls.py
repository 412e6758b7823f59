"""One request to the sandbox's Zoom and what it answers, as plain values."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


@dataclass(frozen=True, kw_only=True)
class Call:
    """`path` is Zoom's own, as "/v2/users/me/meetings" or "/oauth/token"."""

    method: str
    path: str
    path_values: Mapping[str, Any]
    query: Mapping[str, str]
    headers: Mapping[str, str]  # names in small letters
    raw: bytes = field(repr=False)

    @property
    def content_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def wants_json(self) -> bool:
        return JSON in self.headers.get("accept", "")

    def form(self) -> dict[str, str]:
        """The fields of a form body; empty when the body is no form."""
        return dict(self.form_pairs())

    def form_pairs(self) -> list[tuple[str, str]]:
        if self.content_type != FORM:
            return []
        return parse_qsl(self.raw.decode("utf-8", "replace"), keep_blank_values=True)

    def body(self) -> Any:  # noqa: ANN401 - whatever JSON was sent, to be judged by the reader
        """The JSON or form body, None without one; a text that is neither comes as it is."""
        if not self.raw:
            return None
        if self.content_type == FORM:
            return self.form()
        try:
            return json.loads(self.raw)
        except ValueError:
            return self.raw.decode("utf-8", "replace")


@dataclass(frozen=True, kw_only=True)
class Answer:
    """`body` goes out as JSON, unless there is `html` or `location`. `verdict` is for the traffic log."""

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    html: str | None = None
    location: str | None = None
    verdict: str = "ok"
    cut: bool = False  # the connection breaks off instead of the answer


class RefusedError(Exception):
    """The request breaks one of Zoom's rules, and `answer` is what Zoom says."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.verdict)
        self.answer = answer


async def read_call(request: Request) -> Call:
    return Call(
        method=request.method,
        path=request.url.path.removeprefix("/zoom"),
        path_values=request.path_params,
        query=dict(request.query_params),
        headers=dict(request.headers),
        raw=await request.body(),
    )
