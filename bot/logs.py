"""Logging that can be shown to anyone: event names and ids of ours, and of a failure its type and place only."""

import logging
import sys
import traceback
from types import TracebackType

# These write request bodies, addresses or URLs with queries at INFO and below, some even on WARNING.
_TALKATIVE = ("slack_bolt", "slack_sdk", "httpx", "httpcore", "aiohttp", "aiosmtplib", "sqlalchemy", "alembic", "mail")
_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class PlainFormatter(logging.Formatter):
    """Writes an exception as type and places: its message may quote what a person typed."""

    def formatException(self, ei: _ExcInfo) -> str:  # noqa: N802 - the name that logging calls
        kind, _, trace = ei
        places = [f"{frame.filename}:{frame.lineno} in {frame.name}" for frame in traceback.extract_tb(trace)]
        return "\n  ".join([kind.__name__ if kind else "", *places])


class ContentFilter(logging.Filter):
    """Lets through our own records, and of everybody else's only that there was one."""

    def filter(self, record: logging.LogRecord) -> bool:
        if not record.name.startswith("consulta"):
            record.msg, record.args = f"message from {record.pathname}:{record.lineno}", ()
        return True


def configure_logging() -> None:
    """Set logging up for the whole process: once, by the command line."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(PlainFormatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    handler.addFilter(ContentFilter())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("consulta").setLevel(logging.INFO)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.ERROR)
