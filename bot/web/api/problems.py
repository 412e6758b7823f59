"""What the interface says when it does not do what it is asked: RFC 9457, "problem details"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from starlette.responses import JSONResponse

MEDIA_TYPE = "application/problem+json"


class ProblemResponse(JSONResponse):
    media_type = MEDIA_TYPE


@dataclass(frozen=True, kw_only=True)
class FieldError:
    """`pointer` leads to a value in the body, or `parameter` names one of the address."""

    detail: str
    pointer: str = ""
    parameter: str = ""

    @property
    def written(self) -> dict[str, str]:
        where = {"pointer": self.pointer} if self.pointer else {"parameter": self.parameter}
        return {"detail": self.detail, **where}


class Problem(Exception):
    """An answer that is not success. What was sent is never repeated in it."""

    def __init__(
        self,
        status: HTTPStatus,
        detail: str,
        *,
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.errors = errors
        self.headers = headers

    @property
    def response(self) -> ProblemResponse:
        said: dict[str, object] = {"title": self.status.phrase, "status": int(self.status), "detail": self.detail}
        if self.errors:
            said["errors"] = [error.written for error in self.errors]
        return ProblemResponse(said, self.status, headers=self.headers)
