"""The patients' pages, from values to HTML."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from starlette.responses import HTMLResponse

from bot.domain.addresses import LONGEST_ADDRESS
from bot.domain.patient_forms import LONGEST_NAME
from bot.domain.people import Professional
from bot.domain.refusals import Field
from bot.locales.times import say_date
from bot.locales.words import LANGUAGES, Words, words_in
from bot.services.choosing import Chosen, Question
from bot.web.mending import refused_in
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

    def in_words(self, words: Words) -> "Typed":
        """Say what is to be mended in this language."""
        return replace(self, errors=refused_in(words, self.errors))


@dataclass(frozen=True, kw_only=True)
class PatientPages:
    """Each page is in the language of whoever reads it, as far as that is known."""

    pages: Pages

    def question(self, question: Question, token: str, typed: Typed) -> HTMLResponse:
        """Ask whether this is their professional; a browser with scripts proposes its own zone the first time."""
        invitation, words = question.invitation, words_in(typed.language)
        return self.pages.render(
            "choose.html",
            status=typed.status,
            language=typed.language,
            token=token,
            professional=question.professional.name,
            invitation=invitation,
            until=say_date(words, invitation.expires_at, question.professional.zone),
            typed=typed.in_words(words),
            languages=LANGUAGES,
            zones=zones_by_region(),
            longest_name=LONGEST_NAME,
        )

    def chosen(self, chosen: Chosen, leave_url: str, erase_url: str) -> HTMLResponse:
        return self.pages.render(
            "chosen.html",
            language=chosen.patient.language,
            professional=chosen.professional.name,
            leave_url=leave_url,
            erase_url=erase_url,
        )

    def declined(self, language: str) -> HTMLResponse:
        return self.pages.render("declined.html", language=language)

    def no_longer_open(self, language: str) -> HTMLResponse:
        """One page for whatever is not open: used, withdrawn, expired, never there."""
        return self.pages.render("not_open.html", status=_GONE, language=language)

    def own_page(self, professional: Professional, slug: str, typed: Typed) -> HTMLResponse:
        return self.pages.render(
            "own_page.html",
            status=typed.status,
            language=typed.language,
            professional=professional.name,
            slug=slug,
            typed=typed.in_words(words_in(typed.language)),
            longest_name=LONGEST_NAME,
            longest_mail=LONGEST_ADDRESS,
        )

    def asked(self, professional: Professional, language: str) -> HTMLResponse:
        return self.pages.render("asked.html", language=language, professional=professional.name)

    def no_own_page(self, language: str) -> HTMLResponse:
        return self.pages.render("no_own_page.html", status=_NOT_FOUND, language=language)

    def sheet(self, professional: Professional, url: str) -> HTMLResponse:
        """The sheet that the professional prints: in their own language, as nobody knows who will read it."""
        return self.pages.render(
            "sheet.html", language=professional.language, professional=professional.name, url=url, code=qr_svg(url)
        )
