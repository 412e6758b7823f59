"""What went wrong at the mail server, as the caller needs it."""

import ssl

from aiosmtplib.errors import SMTPConnectError, SMTPException, SMTPResponseException

from bot.domain.failures import DeliveryError

_NEGATIVE = range(400, 600)  # RFC 5321 4.2.1: 4xx asks to try again, 5xx is for good
_FOR_GOOD = 500


def refused_letter(error: SMTPException | OSError) -> DeliveryError:
    """Judge what happened to a letter. What was cut or took too long may have been accepted: its fate is unknown."""
    if isinstance(error, SMTPResponseException):
        return DeliveryError(_code(error), permanent=error.code in _NEGATIVE and error.code >= _FOR_GOOD)
    return DeliveryError("smtp_timeout" if isinstance(error, TimeoutError) else "smtp_cut")


def no_connection(error: SMTPException | OSError) -> DeliveryError:
    """Judge why there is no connection. Never permanent: an operator can mend a password, a patient's letter waits."""
    if isinstance(error, SMTPResponseException):
        return DeliveryError(_code(error))
    if isinstance(error, TimeoutError):
        return DeliveryError("smtp_timeout")
    if isinstance(error, ssl.SSLError) or isinstance(error.__cause__, ssl.SSLError):
        return DeliveryError("smtp_certificate")
    if isinstance(error, SMTPConnectError | OSError):
        return DeliveryError("smtp_unreachable")
    return DeliveryError("smtp_not_offered")  # the server has no STARTTLS, or no sign-in that we know


def _code(error: SMTPResponseException) -> str:
    return f"smtp_{error.code}" if error.code in _NEGATIVE else "smtp_garbled"
