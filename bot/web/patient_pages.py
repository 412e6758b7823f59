"""The patients' pages, from values to HTML."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.responses import HTMLResponse

from bot.domain.patient_forms import LANGUAGES, LONGEST_NAME
from bot.domain.people import Professional
from bot.domain.refusals import Field
from bot.domain.time_words import date_words
from bot.services.choosing import Chosen, Question
from bot.web.pages import Pages
from bot.web.qr import qr_svg
from bot.web.zones import zones_by_region

_BAD_REQUEST = 400
_NOT_FOUND = 404
_GONE = 410


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What stands in a form, and beside its fields what is to be mended."""

    name: str = field(default="", repr=False)
    mail: str = field(default="", repr=False)
    language: str = "en"
    zone: str = ""
    errors: Mapping[Field, str] = field(default_factory=dict)

    @property
    def status(self) -> int:
        return _BAD_REQUEST if self.errors else 200


@dataclass(frozen=True, kw_only=True)
class PatientPages:
    pages: Pages

    def question(self, question: Question, token: str, typed: Typed) -> HTMLResponse:
        """Ask whether this is their professional; a browser with scripts proposes its own zone the first time."""
        invitation = question.invitation
        return self.pages.render(
            "choose.html",
            status=typed.status,
            token=token,
            professional=question.professional.name,
            invitation=invitation,
            until=date_words(invitation.expires_at, question.professional.zone),
            typed=typed,
            languages=LANGUAGES,
            zones=zones_by_region(),
            longest_name=LONGEST_NAME,
        )

    def chosen(self, chosen: Chosen, leave_url: str, erase_url: str) -> HTMLResponse:
        return self.pages.render(
            "chosen.html", professional=chosen.professional.name, leave_url=leave_url, erase_url=erase_url
        )

    def declined(self) -> HTMLResponse:
        return self.pages.render("declined.html")

    def no_longer_open(self) -> HTMLResponse:
        """One page for whatever is not open: used, withdrawn, expired, never there."""
        return self.pages.render("not_open.html", status=_GONE)

    def own_page(self, professional: Professional, slug: str, typed: Typed) -> HTMLResponse:
        return self.pages.render(
            "own_page.html",
            status=typed.status,
            professional=professional.name,
            slug=slug,
            typed=typed,
            longest_name=LONGEST_NAME,
        )

    def asked(self, professional: Professional) -> HTMLResponse:
        return self.pages.render("asked.html", professional=professional.name)

    def no_own_page(self) -> HTMLResponse:
        return self.pages.render("no_own_page.html", status=_NOT_FOUND)

    def sheet(self, professional: Professional, url: str) -> HTMLResponse:
        return self.pages.render("sheet.html", professional=professional.name, url=url, code=qr_svg(url))
