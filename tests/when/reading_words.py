"""How the tests of words read: Wednesday November 18, 2026, ten in the morning in Madrid, as in the phrase file."""

from datetime import UTC, datetime

from bot.when.reader import languages_for, read_period, read_words
from bot.when.reading import PeriodReading, Reading
from tests.builders import MADRID

NOW = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)


def read(text: str, language: str = "en", **given) -> Reading:
    return read_words(text, **{"now": NOW, "zone": MADRID, "languages": languages_for(language), **given})


def read_days(text: str, language: str = "en") -> PeriodReading:
    return read_period(text, now=NOW, zone=MADRID, languages=languages_for(language))
