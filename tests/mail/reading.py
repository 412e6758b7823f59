"""Mails as their receivers read them: through their bytes."""

from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr
from html.parser import HTMLParser

from icalendar import Calendar, Event


def received(letter: bytes) -> EmailMessage:
    return message_from_bytes(letter, policy=default)


def recipient_name_of(letter: bytes) -> str:
    """Read the name in To by RFC 2047; Python 3.11's newer parser puts a space between two encoded words."""
    name, _ = parseaddr("".join(str(message_from_bytes(letter)["To"]).splitlines()))
    return str(make_header(decode_header(name)))


def part(letter: EmailMessage, content_type: str) -> EmailMessage:
    found = [each for each in letter.walk() if each.get_content_type() == content_type]
    assert len(found) == 1
    return found[0]


def text_of(letter: EmailMessage) -> str:
    return str(part(letter, "text/plain").get_content()).replace("\r\n", "\n")


def html_of(letter: EmailMessage) -> "Page":
    page = Page()
    page.feed(str(part(letter, "text/html").get_content()))
    return page


def event_of(letter: EmailMessage) -> Event:
    calendar = Calendar.from_ical(str(part(letter, "text/calendar").get_content()))
    assert len(calendar.events) == len(calendar.subcomponents) == 1
    return calendar.events[0]


class Page(HTMLParser):
    """Tags in order, links, and the words that are shown."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str | None] = []
        self.pieces: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag == "a":
            self.links.append(dict(attrs)["href"])

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)

    @property
    def words(self) -> str:
        return " ".join("".join(self.pieces).split())
