"""Where patients choose: the link of an invitation, and the professional's own page. Only a POST changes anything."""

from dataclasses import dataclass
from urllib.parse import quote

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from bot.domain.links import LeaveLink, Links
from bot.domain.local_time import find_zone
from bot.domain.refusals import AlreadyAnswered, FieldRefusal
from bot.services.choosing import Answer, Choosing
from bot.web.browsers import is_sent_here_by_another_site, proposed_language, see_other
from bot.web.handler import Handler
from bot.web.patient_pages import PatientPages, Typed

# A field that people do not see; programs that fill in every form fill it in, too.
_BAIT = "website"


@dataclass(frozen=True, kw_only=True)
class ChoosingSide:
    choosing: Choosing
    links: Links
    pages: PatientPages

    async def show_question(self, request: Request) -> Response:
        """Ask; to look changes nothing, so that scanners of mails do no harm."""
        token = request.query_params.get("with", "")
        question = await self.choosing.look(token)
        invitation = question.invitation
        zone = invitation.zone or question.professional.zone
        language = invitation.language if invitation.language != "en" else proposed_language(request)
        typed = Typed(name=invitation.name, language=language, zone=zone.key)
        return self.pages.question(question, token, typed)

    async def answer(self, request: Request) -> Response:
        """Take the patient's yes or no."""
        form = await request.form()
        token, said = _text(form, "with"), _text(form, "answer")
        if is_sent_here_by_another_site(request) or said not in {"yes", "no"}:
            return see_other("/choose", {"with": token})
        if said == "no":
            await self.choosing.decline(token)
            return self.pages.declined(proposed_language(request))
        return await self._accept(token, form)

    async def _accept(self, token: str, form: FormData) -> Response:
        name, language, zone = (_text(form, field) for field in ("name", "language", "zone"))
        try:
            chosen = await self.choosing.accept(token, Answer(name=name, zone=find_zone(zone), language=language))
        except FieldRefusal as refusal:
            typed = Typed(name=name, language=language, zone=zone, errors=refusal.replies)
            return self.pages.question(await self.choosing.look(token), token, typed)
        patient, professional = chosen.patient, chosen.professional
        leave = self.links.leave(LeaveLink(patient_id=patient.id, professional_id=professional.id))
        return self.pages.chosen(chosen, leave, self.links.erase(patient.id))

    async def show_own_page(self, request: Request) -> Response:
        slug, language = request.path_params["slug"], proposed_language(request)
        professional = await self.choosing.whose_page(slug)
        if professional is None:
            return self.pages.no_own_page(language)
        return self.pages.own_page(professional, slug, Typed(language=language))

    async def ask(self, request: Request) -> Response:
        """Take name and mail. The answer is the same for whoever they are, and for programs that take the bait."""
        slug, form = request.path_params["slug"], await request.form()
        if is_sent_here_by_another_site(request):
            return see_other(f"/with/{quote(slug)}")
        name, mail, language = _text(form, "name"), _text(form, "mail"), proposed_language(request)
        professional = await self.choosing.whose_page(slug)
        if professional is None:
            return self.pages.no_own_page(language)
        if _text(form, _BAIT):
            return self.pages.asked(professional, language)
        try:
            await self.choosing.ask(slug, name, mail, language=language)
        except FieldRefusal as refusal:
            typed = Typed(name=name, mail=mail, language=language, errors=refusal.replies)
            return self.pages.own_page(professional, slug, typed)
        return self.pages.asked(professional, language)

    async def show_sheet(self, request: Request) -> Response:
        """Show the sheet to print."""
        slug = request.path_params["slug"]
        professional = await self.choosing.whose_page(slug)
        if professional is None:
            return self.pages.no_own_page(proposed_language(request))
        return self.pages.sheet(professional, self.links.own_page(slug))

    def open_only(self, handler: Handler) -> Handler:
        """Answer with one page for whatever is not open."""

        async def answer(request: Request) -> Response:
            try:
                return await handler(request)
            except AlreadyAnswered:
                return self.pages.no_longer_open(proposed_language(request))

        return answer

    def routes(self) -> list[tuple[str, Handler, str]]:
        return [
            ("/choose", self.open_only(self.show_question), "GET"),
            ("/choose", self.open_only(self.answer), "POST"),
            ("/with/{slug}", self.show_own_page, "GET"),
            ("/with/{slug}", self.ask, "POST"),
            ("/with/{slug}/sheet", self.show_sheet, "GET"),
        ]


def _text(form: FormData, name: str) -> str:
    return str(form.get(name, ""))
