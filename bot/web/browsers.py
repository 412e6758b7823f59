"""What a browser says of the person before it, and how it is sent on."""

from collections.abc import Mapping
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse

from bot.locales.words import LANGUAGES

_SEE_OTHER = 303


def proposed_language(request: Request) -> str:
    """Find the first of our languages that the browser asks for; English where it asks for none."""
    wanted = sorted(map(_weighed, request.headers.get("accept-language", "").split(",")), key=lambda each: -each[1])
    return next((language for language, weight in wanted if weight > 0 and language in LANGUAGES), "en")


def is_sent_here_by_another_site(request: Request) -> bool:
    """Tell a form that another site sent: it is shown first, and sent by the person who reads it."""
    return request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}


def see_other(url: str, query: Mapping[str, str] | None = None) -> RedirectResponse:
    """Answer a form with a page to look at."""
    return RedirectResponse(f"{url}?{urlencode(query)}" if query else url, _SEE_OTHER)


def _weighed(part: str) -> tuple[str, float]:
    """Read "es-MX;q=0.8" as the language and its weight."""
    language, _, rest = part.strip().partition(";")
    weight = rest.strip().removeprefix("q=")
    is_number = weight.replace(".", "", 1).isdecimal()
    return language.strip().partition("-")[0].lower(), float(weight) if is_number else 1.0
