"""The cookie that ties a journey to Zoom to the browser in which it began."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from bot.domain.zoom_connection import ATTEMPT_LIFETIME

_NAME = "consulta-connect"


@dataclass(frozen=True, kw_only=True)
class JourneyCookie:
    """With https it has the prefix `__Host-`, which lets no other host set it; plain http is for one's own machine.

    SameSite is Lax, not Strict: the browser comes back from Zoom by a link of Zoom's, and must bring it.
    """

    is_https: bool

    @property
    def name(self) -> str:
        return f"__Host-{_NAME}" if self.is_https else _NAME

    def read(self, request: Request) -> str:
        return request.cookies.get(self.name, "")

    def put(self, response: Response, secret: str) -> None:
        lifetime = int(ATTEMPT_LIFETIME.total_seconds())
        response.set_cookie(
            self.name, secret, max_age=lifetime, path="/", secure=self.is_https, httponly=True, samesite="lax"
        )

    def clear(self, response: Response) -> None:
        response.delete_cookie(self.name, path="/", secure=self.is_https, httponly=True, samesite="lax")
