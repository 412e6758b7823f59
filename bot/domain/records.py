"""What the clinic's records say of a patient, in a file or from the clinic's site: read, checked, not yet believed."""

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.addresses import is_valid_address
from bot.domain.folding import caseless
from bot.domain.local_time import find_zone

LONGEST_NAME = 100
EXTERNAL_ID = r"[A-Za-z0-9._~-]{1,64}"  # what stands in an address as it is
SLACK_USER_ID = r"[UW][A-Z0-9]{2,31}"
LANGUAGE = r"[A-Za-z]{2,3}"

RecordKey = tuple[str, ...]

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
# Nobody alive chose before; the first day of the calendar cannot be told on clocks that are behind.
_EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)
_ZONES_AHEAD = timedelta(days=1)  # a date may have begun elsewhere


class RecordProblem(ValueError):
    """Something that cannot be taken: `words` say what to do about `field`, without repeating what stood there."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(f"{field}: {words}")
        self.field = field
        self.words = words


@dataclass(frozen=True, kw_only=True)
class Choice:
    """That the patient chose this professional, or has them no longer. `chosen_at` is when they said so, if known."""

    slack_user_id: str
    is_chosen: bool = True
    chosen_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class PatientRecord:
    """One patient. What is empty the records do not say.

    With `is_whole` the choices are all that the records know of, and what they leave out is no longer so.
    """

    external_id: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    mail: str = field(default="", repr=False)
    zone: ZoneInfo | None = None
    language: str = ""
    choices: tuple[Choice, ...] = ()
    is_whole: bool = False

    @property
    def keys(self) -> list[RecordKey]:
        return record_keys(name=self.name, mail=self.mail, external_id=self.external_id)


def record_keys(*, name: str, mail: str, external_id: str) -> list[RecordKey]:
    """List by what a patient is known: by the clinic's id, and by name and mail together."""
    keys: list[RecordKey] = [(external_id,)] if external_id else []
    return [*keys, name_and_mail(name, mail)] if name and mail else keys


def name_and_mail(name: str, mail: str) -> RecordKey:
    """Write them so that two are the same which differ in case only."""
    return caseless(name), caseless(mail)


def parse_external_id(text: str) -> str:
    if not re.fullmatch(EXTERNAL_ID, text):
        raise RecordProblem("external_id", "write 1 to 64 letters, digits, or any of . _ ~ -")
    return text


def parse_name(text: str) -> str:
    name = " ".join(text.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise RecordProblem("name", f"write one of 1 to {LONGEST_NAME} characters.")
    return name


def parse_mail(text: str) -> str:
    mail = text.strip()
    if not is_valid_address(mail):
        raise RecordProblem("mail", "write one address, such as maria@example.org.")
    return mail


def parse_zone(text: str) -> ZoneInfo:
    zone = find_zone(text.strip())
    if zone is None:
        raise RecordProblem("zone", "write an IANA zone, such as Europe/Madrid, or leave it empty.")
    return zone


def parse_language(text: str) -> str:
    if not re.fullmatch(LANGUAGE, text.strip()):
        raise RecordProblem("language", "write a language code, such as en or es, or leave it empty.")
    return text.strip().lower()


def parse_slack_user_id(text: str) -> str:
    if not re.fullmatch(SLACK_USER_ID, text.strip()):
        raise RecordProblem("professional", "write the Slack user id, such as U012AB3CD (not the name).")
    return text.strip()


def parse_chosen_at(text: str, now: datetime) -> datetime:
    """Read a date, or a moment with its offset; not one to come, nor one that nobody can mean."""
    moment = _moment(text.strip())
    if moment is None or not _EARLIEST <= moment <= now + _ZONES_AHEAD:
        words = "write when the patient chose, such as 2026-11-25 or 2026-11-25T09:30:00Z, or leave it empty."
        raise RecordProblem("chosen_at", words)
    return min(moment, now)


def _moment(text: str) -> datetime | None:
    try:
        if _DATE.fullmatch(text):
            return datetime.combine(date.fromisoformat(text), time(), UTC)
        found = datetime.fromisoformat(text)
        return found.astimezone(UTC) if found.tzinfo else None
    except (ValueError, OverflowError):
        return None
