"""The pages by which a patient leaves or has their data erased, from values to HTML."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from starlette.responses import HTMLResponse

from bot.domain.meeting import Meeting
from bot.domain.parting import Fate
from bot.domain.people import Patient
from bot.domain.refusals import Field
from bot.locales.times import say_day, say_list
from bot.locales.words import Words, words_in
from bot.services.erasing import Erasure
from bot.services.leaving import PatientLeave
from bot.web.pages import Pages
from bot.web.patient_pages import Typed


@dataclass(frozen=True, kw_only=True)
class LeavingPages:
    """Each page is in the patient's language."""

    pages: Pages

    def ask_to_leave(
        self, found: PatientLeave, link: str, erase_url: str, errors: Mapping[Field, str] | None = None
    ) -> HTMLResponse:
        words, typed = words_in(found.patient.language), Typed(errors=errors or {})
        return self.pages.render(
            "leave.html",
            status=typed.status,
            language=words.language,
            professional=found.professional.name,
            ahead=_times(words, found.patient, found.ahead),
            link=link,
            erase_url=erase_url,
            typed=typed.in_words(words),
        )

    def left(self, found: PatientLeave, fate: Fate | None, erase_url: str) -> HTMLResponse:
        words = words_in(found.patient.language)
        return self.pages.render(
            "left.html",
            language=words.language,
            professional=found.professional.name,
            ahead=_times(words, found.patient, found.ahead),
            is_cancelled=fate is Fate.CANCEL,
            erase_url=erase_url,
        )

    def has_left(self, found: PatientLeave, erase_url: str) -> HTMLResponse:
        return self.pages.render(
            "has_left.html",
            language=found.patient.language,
            professional=found.professional.name,
            erase_url=erase_url,
        )

    def ask_to_erase(self, found: Erasure, link: str) -> HTMLResponse:
        words = words_in(found.patient.language)
        return self.pages.render(
            "erase.html",
            language=words.language,
            professionals=say_list(words, [each.name for each in found.professionals if each.name]),
            ahead=_times(words, found.patient, found.ahead),
            link=link,
        )

    def being_erased(self, language: str) -> HTMLResponse:
        return self.pages.render("being_erased.html", language=language)

    def erased(self, language: str) -> HTMLResponse:
        return self.pages.render("erased.html", language=language)

    def unknown(self) -> HTMLResponse:
        return self.pages.not_found()


def _times(words: Words, patient: Patient, meetings: Iterable[Meeting]) -> list[str]:
    """Write when each meeting is, on the patient's clock."""
    return [say_day(words, each.starts_at, patient.zone or each.zone) for each in meetings]
