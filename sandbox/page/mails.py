"""One mail as a mail program shows it; its HTML is a document of its own that may do nothing."""

from starlette.responses import HTMLResponse, Response

from sandbox.mail.entries import calendar_entry
from sandbox.mail.mailboxes import Mail
from sandbox.slack.workspace import Json
from sandbox.world import World

# The frame around it is as strict. Only a link may be followed, in a tab of its own, as a mail program does.
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'self'; frame-ancestors 'self'; "
    "sandbox allow-popups allow-popups-to-escape-sandbox"
)


def mail_numbered(world: World, number: int) -> Mail:
    """The mail with this number among all; LookupError when there is none."""
    if not 0 <= number < len(world.mail.messages):
        raise LookupError(f"There is no mail {number}.")
    return world.mail.messages[number]


def shown_mail(world: World, number: int) -> Json:
    mail = mail_numbered(world, number)
    return {
        "number": number,
        "recipient": mail.recipient,
        "sender": mail.sender,
        "subject": mail.subject,
        "received_at": mail.received_at,
        "text": mail.text,
        "has_html": bool(mail.html),
        "calendar": mail.calendar,
        "entry": calendar_entry(mail.calendar),
        "headers": [[name, value] for name, value in mail.headers.items()],
    }


def html_of(world: World, number: int) -> Response:
    html = mail_numbered(world, number).html + '<base target="_blank">'
    return HTMLResponse(html, headers={"Content-Security-Policy": _POLICY, "Referrer-Policy": "no-referrer"})
