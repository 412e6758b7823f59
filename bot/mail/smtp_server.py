"""Where mail is handed over, as one setting says it."""

from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import SplitResult, unquote, urlsplit

from bot.domain.loopback import LOOPBACK

_WANTED = "must be smtp://USER:PASSWORD@HOST:PORT, or smtps:// for TLS from the first byte."


class TlsMode(StrEnum):
    """How the connection is protected. There is no "if offered": who can cut the offer out could read the mail."""

    AT_ONCE = "at_once"
    STARTTLS = "starttls"  # required
    NONE = "none"  # loopback only, where nothing leaves the machine


# RFC 8314 and RFC 6409: submission over TLS, and submission.
_PORTS = {TlsMode.AT_ONCE: 465, TlsMode.STARTTLS: 587, TlsMode.NONE: 587}


@dataclass(frozen=True, kw_only=True)
class SmtpServer:
    """An empty `user` means that the server wants no sign-in."""

    host: str
    port: int
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    tls: TlsMode


def parse_smtp_url(url: str) -> SmtpServer:
    """Read `smtp://` or `smtps://`, user and password percent-encoded.

    Raises ValueError, which says what is wanted and never what was given.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ValueError(_WANTED) from error
    if parts.path.strip("/") or parts.query or parts.fragment or not parts.hostname:
        raise ValueError(_WANTED)
    if bool(parts.username) != bool(parts.password):
        raise ValueError("must have both a user and a password, or neither.")
    tls = _tls_of(parts)
    return SmtpServer(
        host=parts.hostname,
        port=port or _PORTS[tls],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        tls=tls,
    )


def _tls_of(parts: SplitResult) -> TlsMode:
    match parts.scheme:
        case "smtps":
            return TlsMode.AT_ONCE
        case "smtp":
            return TlsMode.NONE if parts.hostname in LOOPBACK else TlsMode.STARTTLS
        case _:
            raise ValueError(_WANTED)
