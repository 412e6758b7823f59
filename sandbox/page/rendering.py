"""Pages from templates."""

import json
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import quote

from jinja2 import Environment, PackageLoader
from starlette.responses import HTMLResponse

from sandbox.page.mrkdwn import mrkdwn
from sandbox.slack.blocks.elements import offered

# Nothing on these pages runs or comes from elsewhere; mails are shown in frames that may do nothing.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'self'; frame-ancestors 'none'"


def page_environment() -> Environment:
    environment = Environment(loader=PackageLoader("sandbox.page"), autoescape=True, trim_blocks=True)
    environment.filters |= {
        "mrkdwn": mrkdwn,
        "offered": offered,
        "keyed": keyed,
        "readable": lambda value: json.dumps(value, indent=2, ensure_ascii=False, default=str),
        "instant": lambda text: f"{datetime.fromisoformat(text):%b %d, %H:%M} UTC",
        "path": lambda text: quote(text, safe=""),
    }
    return environment


def keyed(parts: list[str]) -> str:
    """Ids as one word for the name of a field; `acting` reads it again."""
    return json.dumps(parts)


def page(environment: Environment, template: str, values: Mapping[str, object], *, status: int = 200) -> HTMLResponse:
    html = environment.get_template(template).render(values)
    return HTMLResponse(html, status_code=status, headers={"Content-Security-Policy": _POLICY})
