"""The pages by which a patient leaves or has their data erased, from values to HTML."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from starlette.responses import HTMLResponse

from bot.domain.meeting import Meeting
from bot.domain.parting import Fate
from bot.domain.people import Patient
from bot.domain.refusals import Field
from bot.domain.time_words import listed_words, long_day_words
from bot.services.erasing import Erasure
from bot.services.leaving import PatientLeave
from bot.web.pages import Pages

_BAD_REQUEST = 400
_NOT_FOUND = 404


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """What stands beside a form's fields to be mended, where templates look for it."""

    errors: Mapping[Field, str]


@dataclass(frozen=True, kw_only=True)
class LeavingPages:
    pages: Pages

    def ask_to_leave(
        self, found: PatientLeave, link: str, erase_url: str, errors: Mapping[Field, str] | None = None
    ) -> HTMLResponse:
        return self.pages.render(
            "leave.html",
            status=_BAD_REQUEST if errors else 200,
            professional=found.professional.name,
            ahead=_times(found.patient, found.ahead),
            link=link,
            erase_url=erase_url,
            typed=Chosen(errors=errors or {}),
        )

    def left(self, found: PatientLeave, fate: Fate | None, erase_url: str) -> HTMLResponse:
        return self.pages.render(
            "left.html",
            professional=found.professional.name,
            ahead=_times(found.patient, found.ahead),
            is_cancelled=fate is Fate.CANCEL,
            erase_url=erase_url,
        )

    def has_left(self, found: PatientLeave, erase_url: str) -> HTMLResponse:
        return self.pages.render("has_left.html", professional=found.professional.name, erase_url=erase_url)

    def ask_to_erase(self, found: Erasure, link: str) -> HTMLResponse:
        return self.pages.render(
            "erase.html",
            professionals=listed_words([each.name for each in found.professionals]),
            ahead=_times(found.patient, found.ahead),
            link=link,
        )

    def being_erased(self) -> HTMLResponse:
        return self.pages.render("being_erased.html")

    def erased(self) -> HTMLResponse:
        return self.pages.render("erased.html")

    def unknown(self) -> HTMLResponse:
        return self.pages.render("not_found.html", status=_NOT_FOUND)


def _times(patient: Patient, meetings: Iterable[Meeting]) -> list[str]:
    """Write when each meeting is, on the patient's clock."""
    return [long_day_words(each.starts_at, patient.zone or each.zone) for each in meetings]
