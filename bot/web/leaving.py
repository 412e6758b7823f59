"""Where a patient leaves a professional or has their data erased: by the links of each mail. Only a POST does it."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from bot.domain.links import Links
from bot.domain.parting import Fate
from bot.domain.refusals import FieldRefusal
from bot.services.erasing import Erasing
from bot.services.leaving import Leaving
from bot.web.browsers import is_sent_here_by_another_site, proposed_language, see_other
from bot.web.handler import Handler
from bot.web.leaving_pages import LeavingPages


@dataclass(frozen=True, kw_only=True)
class LeavingSide:
    leaving: Leaving
    erasing: Erasing
    links: Links
    pages: LeavingPages

    async def show_leave(self, request: Request) -> Response:
        """Ask; to look changes nothing, so that scanners of mails do no harm."""
        text = request.query_params.get("with", "")
        link = self.links.read_leave(text)
        if link is None:
            return self.pages.unknown()
        found, erase_url = await self.leaving.look(link), self.links.erase(link.patient_id)
        if not found.has_chosen:
            return self.pages.has_left(found, erase_url)
        return self.pages.ask_to_leave(found, text, erase_url)

    async def leave(self, request: Request) -> Response:
        form = await request.form()
        text = str(form.get("with", ""))
        link = self.links.read_leave(text)
        if link is None:
            return self.pages.unknown()
        if is_sent_here_by_another_site(request):
            return see_other("/leave", {"with": text})
        fate, erase_url = _fate(str(form.get("upcoming", ""))), self.links.erase(link.patient_id)
        try:
            found = await self.leaving.leave(link, fate)
        except FieldRefusal as refusal:
            return self.pages.ask_to_leave(await self.leaving.look(link), text, erase_url, refusal.replies)
        if not found.has_chosen:
            return self.pages.has_left(found, erase_url)
        return self.pages.left(found, fate, erase_url)

    async def show_erase(self, request: Request) -> Response:
        """Ask; to look changes nothing here, too."""
        text = request.query_params.get("with", "")
        patient_id = self.links.read_erase(text)
        if patient_id is None:
            return self.pages.unknown()
        found = await self.erasing.look(patient_id)
        if found.patient.erased_at is not None:
            return self.pages.erased(proposed_language(request))
        return self.pages.ask_to_erase(found, text)

    async def erase(self, request: Request) -> Response:
        form = await request.form()
        text = str(form.get("with", ""))
        patient_id = self.links.read_erase(text)
        if patient_id is None:
            return self.pages.unknown()
        if is_sent_here_by_another_site(request):
            return see_other("/erase", {"with": text})
        found = await self.erasing.look(patient_id)
        await self.erasing.begin(patient_id)
        return self.pages.being_erased(found.patient.language)

    def routes(self) -> list[tuple[str, Handler, str]]:
        return [
            ("/leave", self.show_leave, "GET"),
            ("/leave", self.leave, "POST"),
            ("/erase", self.show_erase, "GET"),
            ("/erase", self.erase, "POST"),
        ]


def _fate(text: str) -> Fate | None:
    return Fate(text) if text in set(Fate) else None
