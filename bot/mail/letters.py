"""The letter as mail: text, HTML and calendar of equal content."""

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from bot.domain.asking import Asking
from bot.domain.links import Links
from bot.domain.notification import Notification, Reason
from bot.locales.markup import saying_in_html
from bot.mail.asking_wording import AskingWording, word_asking
from bot.mail.calendar import CalendarEntry, Method
from bot.mail.folding import LETTER_POLICY
from bot.mail.wording import Wording, one_line, word

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=select_autoescape(["html"], default=False),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)
_METHODS = {
    Reason.INVITATION: Method.REQUEST,
    Reason.CHANGE: Method.REQUEST,
    Reason.CANCELLATION: Method.CANCEL,
}
_PURPOSE = b"consulta message id\0"


@dataclass(frozen=True, kw_only=True)
class Letters:
    """Composes letters from `sender`."""

    sender: Address
    links: Links
    message_key: bytes = field(repr=False)

    def compose(self, notification: Notification) -> bytes:
        """Compose the mail; the same notification always gets the same Message-ID, so that a second copy is known."""
        wording, patient = word(notification, self.links), notification.patient
        to = Address(display_name=one_line(patient.name), addr_spec=patient.mail)
        letter = self._begin(wording.subject, to, notification.composed_at, notification.key)
        _write(letter, notification.reason, wording)
        self._add_calendar(letter, notification)
        return letter.as_bytes()

    def compose_asking(self, asking: Asking) -> bytes:
        """Compose the mail that asks whom somebody chooses, under the same rule."""
        wording = word_asking(asking, self.links)
        # Without a name: through a page, anybody can have typed it.
        to = Address(addr_spec=asking.invitation.mail)
        letter = self._begin(wording.subject, to, asking.composed_at, asking.key)
        _write(letter, "asking", wording)
        return letter.as_bytes()

    def compose_plain(self, subject: str, text: str, *, recipient: str, at: datetime, key: str) -> bytes:
        """Compose a mail of nothing but this text, under the same rule."""
        letter = self._begin(subject, Address(addr_spec=recipient), at, key)
        letter.set_content(text)
        return letter.as_bytes()

    def _begin(self, subject: str, to: Address, composed_at: datetime, key: str) -> EmailMessage:
        letter = EmailMessage(policy=LETTER_POLICY)
        letter["Subject"] = subject
        letter["From"] = self.sender
        letter["To"] = to
        letter["Date"] = composed_at
        letter["Message-ID"] = self._message_id(key)
        letter["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers
        return letter

    def _add_calendar(self, letter: EmailMessage, notification: Notification) -> None:
        """Add the calendar part, which mail programs act on, and the same as a file, for people to open."""
        method = _METHODS.get(notification.reason)
        if method is None:
            return
        entry = CalendarEntry(notification=notification, sender=self.sender, method=method).to_ical()
        # Gmail ignores a calendar part whose `method` does not say what its content says.
        letter.add_alternative(entry.decode(), subtype="calendar", charset="utf-8", params={"method": method.value})
        letter.add_attachment(entry, maintype="application", subtype="ics", filename="invite.ics")

    def _message_id(self, key: str) -> str:
        """Name a mail so that the name tells nothing."""
        seal = hmac.new(self.message_key, _PURPOSE + key.encode(), hashlib.sha256).hexdigest()
        return f"<{seal[:40]}@{self.sender.domain}>"


def _write(letter: EmailMessage, template: str, wording: Wording | AskingWording) -> None:
    text, page = (_TEMPLATES.get_template(f"{template}.{ending}") for ending in ("txt", "html"))
    letter.set_content(text.render(letter=wording, say=wording.words.say))
    letter.add_alternative(page.render(letter=wording, say=saying_in_html(wording.words)), subtype="html")
