"""Settings: read once from the environment and `.env`, checked all together, frozen."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from email.errors import HeaderParseError
from email.headerregistry import Address
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from dotenv import dotenv_values

from bot.crashing import Crash, CrashPoint
from bot.domain.addresses import is_valid_address
from bot.domain.day_limits import BY_DEFAULT, DayLimits
from bot.domain.loopback import LOOPBACK
from bot.mail.smtp_server import SmtpServer, parse_smtp_url
from storage.engine import parse_url
from storage.vault import KeyRing, parse_key_ring

T = TypeVar("T")

_SHORTEST_SECRET = 8
_DEFAULT_DATABASE = "sqlite:///consulta.db"


class SettingsError(ValueError):
    """Settings that are wrong or missing: `problems` has one line for each, without their values.

    `fine` names the others.
    """

    def __init__(self, problems: list[str], fine: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems
        self.fine = fine


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything that differs from one installation to another. URLs have no trailing slash.

    `names` are those by which the settings were read.
    """

    names: tuple[str, ...] = field(default=(), compare=False)
    public_url: str
    database_url: str = field(repr=False)
    keys: KeyRing = field(repr=False)
    support_contact: str
    clock_url: str | None
    lease: timedelta
    crash: Crash
    slack_bot_token: str = field(repr=False)
    slack_app_token: str = field(repr=False)  # "" without Socket Mode
    slack_signing_secret: str = field(repr=False)  # "" only with Socket Mode
    slack_api_url: str
    signs_in_with_slack: bool
    slack_client_id: str  # "" unless people sign in with Slack
    slack_client_secret: str = field(repr=False)
    zoom_client_id: str
    zoom_client_secret: str = field(repr=False)
    zoom_webhook_secret: str = field(repr=False)
    zoom_oauth_url: str
    zoom_api_url: str
    smtp: SmtpServer = field(repr=False)
    mail_from: Address
    operator_mail: str  # "" where nobody is mailed
    day_limits: DayLimits = BY_DEFAULT

    @property
    def slack_site(self) -> str:
        """Where Slack's own pages are: the Web API's address without its last part, `/api`."""
        return self.slack_api_url.removesuffix("/api")

    @property
    def outbound_hosts(self) -> frozenset[str]:
        """Name the hosts that are asked by HTTP: no answer and no request can name another."""
        urls = (self.zoom_oauth_url, self.zoom_api_url, self.slack_api_url, self.public_url, self.clock_url or "")
        return frozenset(filter(None, (urlsplit(url).hostname for url in urls)))


@dataclass(frozen=True, kw_only=True)
class StorageSettings:
    """The part that commands need which only touch the database."""

    database_url: str = field(repr=False)


class _Reader:
    """Reads one setting after the other and collects what is wrong with them."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values
        self.problems: list[str] = []
        self.fine: list[str] = []

    def read(self, name: str, parse: Callable[[str], T], default: str | None = None) -> T | None:
        text = self._values.get(name, "").strip() or default
        if text is None:
            self.problems.append(f"{name}: is not set; .env.example explains it")
            return None
        try:
            value = parse(text)
        except ValueError as error:
            self.problems.append(f"{name}: {error}")
            return None
        self.fine.append(name)
        return value


def read_settings(environment: Mapping[str, str], env_file: Path = Path(".env")) -> Settings:
    """Read all settings; the environment goes before the file. Raises SettingsError."""
    reader = _Reader(_merged(environment, env_file))
    signs_in = reader.read("CONSULTA_SIGN_IN_WITH_SLACK", parse_switch, "off")
    app_token = reader.read("SLACK_APP_TOKEN", parse_app_token, "")
    found = {
        "public_url": reader.read("CONSULTA_PUBLIC_URL", parse_base_url),
        "database_url": reader.read("CONSULTA_DATABASE_URL", parse_database_url, _DEFAULT_DATABASE),
        "keys": reader.read("CONSULTA_KEYS", parse_key_ring),
        "support_contact": reader.read("CONSULTA_SUPPORT_CONTACT", parse_support_contact),
        "clock_url": reader.read("CONSULTA_CLOCK_URL", parse_clock_url, ""),
        "day_limits": _day_limits(reader),
        "lease": reader.read("CONSULTA_LEASE_SECONDS", parse_lease, "30"),
        "crash": reader.read("CONSULTA_CRASH_AT", parse_crash, ""),
        "slack_bot_token": reader.read("SLACK_BOT_TOKEN", parse_bot_token),
        "slack_app_token": app_token,
        "slack_signing_secret": reader.read(
            "SLACK_SIGNING_SECRET", parse_optional_secret, None if app_token == "" else ""
        ),
        "slack_api_url": reader.read("SLACK_API_URL", parse_base_url, "https://slack.com/api"),
        "signs_in_with_slack": signs_in,
        "slack_client_id": reader.read("SLACK_CLIENT_ID", parse_word, None if signs_in else ""),
        "slack_client_secret": reader.read("SLACK_CLIENT_SECRET", parse_optional_secret, None if signs_in else ""),
        "zoom_client_id": reader.read("ZOOM_CLIENT_ID", parse_word),
        "zoom_client_secret": reader.read("ZOOM_CLIENT_SECRET", parse_secret),
        "zoom_webhook_secret": reader.read("ZOOM_WEBHOOK_SECRET", parse_optional_secret, ""),
        "zoom_oauth_url": reader.read("ZOOM_OAUTH_URL", parse_base_url, "https://zoom.us/oauth"),
        "zoom_api_url": reader.read("ZOOM_API_URL", parse_base_url, "https://api.zoom.us/v2"),
        "smtp": reader.read("SMTP_URL", parse_smtp_url),
        "mail_from": reader.read("MAIL_FROM", parse_mailbox),
        "operator_mail": reader.read("CONSULTA_OPERATOR_MAIL", parse_optional_mail, ""),
    }
    reader.problems += _crash_problems(found)
    if reader.problems:
        raise SettingsError(reader.problems, reader.fine)
    return Settings(names=tuple(reader.fine), **found)  # type: ignore[arg-type]  # no problem: each was parsed to its type


def _day_limits(reader: _Reader) -> DayLimits | None:
    meetings = reader.read("CONSULTA_MEETINGS_A_DAY", parse_count, str(BY_DEFAULT.meetings))
    mails = reader.read("CONSULTA_MAILS_A_DAY", parse_count, str(BY_DEFAULT.mails))
    return DayLimits(meetings=meetings, mails=mails) if meetings and mails else None


def read_storage_settings(environment: Mapping[str, str], env_file: Path = Path(".env")) -> StorageSettings:
    """Read where the database is. Raises SettingsError."""
    reader = _Reader(_merged(environment, env_file))
    url = reader.read("CONSULTA_DATABASE_URL", parse_database_url, _DEFAULT_DATABASE)
    if url is None:
        raise SettingsError(reader.problems, reader.fine)
    return StorageSettings(database_url=url)


def parse_base_url(text: str) -> str:
    """Check an address under which others are found: https, or plain http on loopback."""
    url = urlsplit(text)
    if url.scheme not in {"http", "https"} or not url.hostname or re.search(r"[\s\x00-\x1f]", text):
        raise ValueError("must be a full address, such as https://consulta.example.org")
    if url.scheme == "http" and url.hostname not in LOOPBACK:
        raise ValueError("must begin with https:// (plain http is for this machine only)")
    if url.query or url.fragment or url.username:
        raise ValueError("must have no user, query or fragment")
    return text.rstrip("/")


def parse_clock_url(text: str) -> str | None:
    """Check the address of a movable clock: the sandbox's, on this machine."""
    if not text:
        return None
    if urlsplit(text).hostname not in LOOPBACK:
        raise ValueError("must be on this machine: it moves the time of the product, for the sandbox only")
    return parse_base_url(text)


def parse_database_url(text: str) -> str:
    """Check where the database is; the storage knows which databases there are."""
    parse_url(text)
    return text


def parse_lease(text: str) -> timedelta:
    seconds = float(text) if re.fullmatch(r"\d{1,3}(\.\d+)?", text) else 0.0
    if not 1 <= seconds <= 300:  # noqa: PLR2004 - said in the message
        raise ValueError("must be a number of seconds from 1 to 300")
    return timedelta(seconds=seconds)


def parse_count(text: str) -> int:
    count = int(text) if re.fullmatch(r"[0-9]{1,6}", text) else 0
    if not count:
        raise ValueError("must be a whole number from 1 to 999999")
    return count


def parse_crash(text: str) -> Crash:
    if text and text not in set(CrashPoint):
        raise ValueError(f"must be one of {', '.join(CrashPoint)}")
    return Crash(point=CrashPoint(text) if text else None)


def parse_switch(text: str) -> bool:
    if text not in {"on", "off"}:
        raise ValueError("must be on or off")
    return text == "on"


def parse_bot_token(text: str) -> str:
    if not text.startswith("xoxb-"):
        raise ValueError("must be a bot token: it begins with xoxb-")
    return parse_secret(text)


def parse_app_token(text: str) -> str:
    if text and not text.startswith("xapp-"):
        raise ValueError("must be an app-level token: it begins with xapp-")
    return parse_optional_secret(text)


def parse_secret(text: str) -> str:
    if len(text) < _SHORTEST_SECRET or any(letter.isspace() for letter in text):
        raise ValueError(f"must have at least {_SHORTEST_SECRET} characters and no spaces")
    return text


def parse_optional_secret(text: str) -> str:
    return parse_secret(text) if text else ""


def parse_word(text: str) -> str:
    if any(letter.isspace() for letter in text):
        raise ValueError("must have no spaces")
    return text


def parse_support_contact(text: str) -> str:
    """Check whom people write to for help: a mail address or a web address."""
    if not (is_valid_address(text) or text.startswith("https://")):
        raise ValueError("must be a mail address or an https:// address")
    return text


def parse_optional_mail(text: str) -> str:
    if text and not is_valid_address(text):
        raise ValueError("must be a mail address")
    return text


def parse_mailbox(text: str) -> Address:
    """Check the sender: `Name <address>` or an address alone."""
    name, _, rest = text.rpartition("<")
    address = rest.removesuffix(">").strip()
    if not is_valid_address(address):
        raise ValueError("must be an address, or Consulta <meetings@clinic.example>")
    try:
        return Address(display_name=name.strip().strip('"'), addr_spec=address)
    except (HeaderParseError, IndexError) as error:
        raise ValueError("must be an address, or Consulta <meetings@clinic.example>") from error


def _crash_problems(found: Mapping[str, object]) -> list[str]:
    """A process that kills itself is for the sandbox: refused unless the clock and every neighbour are its own."""
    crash = found["crash"]
    if not isinstance(crash, Crash) or crash.point is None:
        return []
    neighbours = [found[name] for name in ("clock_url", "slack_api_url", "zoom_oauth_url", "zoom_api_url")]
    if all(url and urlsplit(str(url)).hostname in LOOPBACK for url in neighbours):
        return []
    return ["CONSULTA_CRASH_AT: is for the sandbox only: the clock, Slack and Zoom must be on this machine"]


def _merged(environment: Mapping[str, str], env_file: Path) -> dict[str, str]:
    from_file = {name: value or "" for name, value in dotenv_values(env_file).items()}
    return {**from_file, **environment}
