"""The pages, from values to HTML: one template each, one style sheet for all."""

import hashlib
from base64 import b64encode
from dataclasses import dataclass, field

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from bot.services.connecting import ConnectPerson

_STYLE = "style.html"


@dataclass(frozen=True, kw_only=True)
class PageFacts:
    """What the pages say of this installation. `support_contact` is a mail address or an https address."""

    support_contact: str
    open_slack_url: str
    zoom_signup_url: str = "https://zoom.us/signup"

    @property
    def support_url(self) -> str:
        is_web = self.support_contact.startswith("https://")
        return self.support_contact if is_web else f"mailto:{self.support_contact}"


def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("bot.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@dataclass(frozen=True, kw_only=True)
class Pages:
    facts: PageFacts
    _templates: Environment = field(default_factory=_environment, repr=False)

    def connect(self, person: ConnectPerson, hint: str) -> HTMLResponse:
        return self._page("connect.html", person=person, hint=hint)

    def connected(self) -> HTMLResponse:
        return self._page("connected.html")

    def nothing_connected(self, reply: str) -> HTMLResponse:
        return self._page("nothing_connected.html", status=400, reply=reply)

    def not_started(self, reply: str) -> HTMLResponse:
        return self._page("not_started.html", status=409, reply=reply)

    def support(self) -> HTMLResponse:
        return self._page("support.html")

    def privacy(self) -> HTMLResponse:
        return self._page("privacy.html")

    def not_found(self) -> HTMLResponse:
        return self._page("not_found.html", status=404)

    def went_wrong(self, reference: str) -> HTMLResponse:
        return self._page("went_wrong.html", status=500, reference=reference)

    @property
    def style_hash(self) -> str:
        """Name the style sheet as a Content-Security-Policy does: the only one that browsers may apply."""
        element = self._templates.get_template(_STYLE).render()
        text = element.strip().removeprefix("<style>").removesuffix("</style>")
        return f"sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}"

    def _page(self, template: str, *, status: int = 200, **values: object) -> HTMLResponse:
        return HTMLResponse(self._templates.get_template(template).render(facts=self.facts, **values), status)
