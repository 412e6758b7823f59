"""Text in people's words -> a local time, a duration, and the words left over. The face of this package.

Reading is pure: `now` is given, nothing is remembered and nothing leaves the process.
"""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.when.reading import PeriodReading, Reading

LANGUAGES = ("en", "es", "pt", "fr")


def languages_for(language: str) -> tuple[str, ...]:
    """Put a professional's language first, then the others: "es" or "es-MX" -> es, en, pt, fr."""


def read_words(text: str, *, now: datetime, zone: ZoneInfo, languages: Sequence[str] = LANGUAGES) -> Reading:
    """Read when a meeting shall be: "tomorrow 3pm", "mañana a las 15h 45 min con Ana".

    `now` is an aware instant, `zone` the professional's, `languages` theirs first: it decides between day and month
    in "1/2", and words that two languages share. A region counts: "en-GB" has the day first, "en" the month.
    Never raises: what cannot be read has a `problem`.
    """


def read_period(text: str, *, now: datetime, zone: ZoneInfo, languages: Sequence[str] = LANGUAGES) -> PeriodReading:
    """Read which days are looked for: "next week", "ontem", "from Monday to Friday". Never raises."""


def warm(languages: Sequence[str] = LANGUAGES) -> None:
    """Load now what the first reading would wait for; for the start of the program."""
