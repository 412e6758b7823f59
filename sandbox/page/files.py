"""The page's own files, with the headers that keep everything else out."""

from pathlib import Path
from typing import Any

from starlette.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles

DIRECTORY = Path(__file__).resolve().with_name("static")
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
        "frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",  # who changes a file sees it by loading the page again
}


class PageFiles(StaticFiles):
    """Serves the modules and the styles."""

    def __init__(self) -> None:
        super().__init__(directory=DIRECTORY)

    def file_response(self, *arguments: Any, **named: Any) -> Response:  # noqa: ANN401 - as Starlette's own
        response = super().file_response(*arguments, **named)
        response.headers.update(HEADERS)
        return response


def index() -> Response:
    """The one page."""
    return FileResponse(DIRECTORY / "index.html", headers=HEADERS)
