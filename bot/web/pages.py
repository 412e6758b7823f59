"""The pages, from values to HTML: one template each, one style sheet for all."""

import hashlib
from base64 import b64encode
from dataclasses import dataclass, field

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from bot.locales.markup import saying_in_html
from bot.locales.words import ENGLISH, words_in
from bot.services.connecting import ConnectPerson

_STYLE, _SCRIPT = "style.html", "script.html"


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
        return self.render("connect.html", person=person, hint=hint)

    def connected(self) -> HTMLResponse:
        return self.render("connected.html")

    def nothing_connected(self, reply: str) -> HTMLResponse:
        return self.render("nothing_connected.html", status=400, reply=reply)

    def not_started(self, reply: str) -> HTMLResponse:
        return self.render("not_started.html", status=409, reply=reply)

    def support(self) -> HTMLResponse:
        return self.render("support.html")

    def privacy(self) -> HTMLResponse:
        return self.render("privacy.html")

    def not_found(self) -> HTMLResponse:
        return self.render("not_found.html", status=404)

    def went_wrong(self, reference: str) -> HTMLResponse:
        return self.render("went_wrong.html", status=500, reference=reference)

    @property
    def style_hash(self) -> str:
        """Name the style sheet as a Content-Security-Policy does: the only one that browsers may apply."""
        return self._hash_of(_STYLE, "style")

    @property
    def script_hash(self) -> str:
        """Name in the same way the only script that browsers may run: a few lines that propose a time zone."""
        return self._hash_of(_SCRIPT, "script")

    def _hash_of(self, template: str, tag: str) -> str:
        element = self._templates.get_template(template).render()
        text = element.strip().removeprefix(f"<{tag}>").removesuffix(f"</{tag}>")
        return f"sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}"

    def render(self, template: str, *, status: int = 200, language: str = ENGLISH, **values: object) -> HTMLResponse:
        """Make a page; what its template says with `say` is in this language."""
        words = words_in(language)
        said = {"facts": self.facts, "language": words.language, "say": saying_in_html(words)}
        return HTMLResponse(self._templates.get_template(template).render(**said, **values), status)
