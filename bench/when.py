"""Reading times in people's words: what a phrase costs, the worst text that a search finds, and what loading takes.

`python -m bench.when` prints the figures; `measure_when` is for whoever puts them in a table with others.
"""

import json
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles
from zoneinfo import ZoneInfo

from bench.report import Figure
from bot.when.reader import LANGUAGES, LONGEST, languages_for, read_period, read_words, warm
from bot.when.vocabulary.lookup import TABLES

_PHRASES = Path(__file__).parents[1] / "tests" / "when" / "phrases.json"
_NOW = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
_ZONE = ZoneInfo("Europe/Madrid")
_MOST_MICROSECONDS = 100
_MOST_MILLISECONDS = 20
_ROUNDS = 50
_TEXTS = 20_000
_LOOKS = 3
_LOADED = """
import time
from pathlib import Path
pages = lambda: int(Path("/proc/self/statm").read_text().split()[1])
before, began = pages(), time.process_time()
{loads}
print(time.process_time() - began, (pages() - before) * 4096)
"""
_GRAMMAR = "import bot.when.zone_names, bot.when.grammar.reading_order, bot.when.vocabulary.lookup, bot.when.lexing"
_ALL = f"{_GRAMMAR}\nimport bot.when.reader, datetime\nbot.when.reader.warm(now=datetime.datetime.now(datetime.UTC))"
_PIECES = (
    *(phrase for table in TABLES.values() for phrase, _ in (*table.full(), *table.short())),
    *"3pm 15h 15h30 15:30 1h30 20 45 3 0 99 2026 1/2 12.30 1.12.2026 - @ 20th EST UTC+2 Ana $ 2ª ( ) ? 1.5".split(),  # noqa: SIM905 - a line
)

# Near to dates, so that dateparser is asked.
_DATES = tuple(
    f"{day}{by}{month}{by}{year}"
    for day in (1, 31, 99)
    for by in "/.- "
    for month in ("dic", "déc", "dez", "deciembre", "décembr", "januar", "abri", "marz")
    for year in ("", "26", "2027")
)


def measure_when(texts: int = _TEXTS) -> tuple[Figure, ...]:
    """Measure in CPU time; `texts` are those among which the worst is searched."""
    warm(now=_NOW)
    phrases = sorted(_phrase_seconds())
    worst, text = _worst_seconds(texts)
    grammar_seconds, grammar_memory = _loading(_GRAMMAR)
    all_seconds, all_memory = _loading(_ALL)
    return (
        Figure(what="a phrase, median", value=median(phrases) * 1e6, unit="us", aim=_MOST_MICROSECONDS),
        Figure(what="a phrase, p99", value=quantiles(phrases, n=100)[98] * 1e6, unit="us"),
        Figure(what=f"the worst of {texts:,}, {text[:40]!a}", value=worst * 1e3, unit="ms", aim=_MOST_MILLISECONDS),
        Figure(what="loading the grammar", value=grammar_seconds, unit="s"),
        Figure(what="loading the grammar", value=grammar_memory / 1e6, unit="MB"),
        Figure(what="loading it with dateparser, warmed", value=all_seconds, unit="s"),
        Figure(what="loading it with dateparser, warmed", value=all_memory / 1e6, unit="MB"),
    )


def _phrase_seconds() -> Iterator[float]:
    """Read each phrase of the contract many times; the least of each counts."""
    for phrase in json.loads(_PHRASES.read_text(encoding="utf-8"))["phrases"]:
        yield min(_seconds(phrase["text"], phrase["language"], read_words) for _ in range(_ROUNDS))


def _worst_seconds(texts: int) -> tuple[float, str]:
    """Search among made-up texts, near to times and far from them."""
    source = random.Random(texts)  # noqa: S311 - the same texts in each run
    found, worst = 0.0, ""
    for _ in range(texts):
        text, language = _made_up(source), source.choice(LANGUAGES)
        for read in (read_words, read_period):
            if _seconds(text, language, read) <= found:
                continue
            seconds = min(_seconds(text, language, read) for _ in range(_LOOKS))  # not the noise of one moment
            if seconds > found:
                found, worst = seconds, text
    return found, worst


def _made_up(source: random.Random) -> str:
    kind = source.random()
    if kind < 0.2:  # noqa: PLR2004 - one of five
        return f"{source.choice(_DATES)} {source.choice(('', '', '3pm', 'Ana', *_PIECES))}"
    if kind < 0.3:  # noqa: PLR2004 - one of ten
        return "".join(
            chr(source.choice((source.randint(32, 126), source.randint(160, 0x2FFF)))) for _ in range(LONGEST)
        )
    return " ".join(source.choice(_PIECES) for _ in range(source.choice((1, 2, 3, 4, 5, 8, 20, 60))))[:LONGEST]


def _seconds(text: str, language: str, read: Callable[..., object]) -> float:
    languages = languages_for(language)
    began = time.thread_time()
    read(text, now=_NOW, zone=_ZONE, languages=languages)
    return time.thread_time() - began


def _loading(loads: str) -> tuple[float, float]:
    """Load in a process of its own, some times; the least counts."""
    command = [sys.executable, "-c", _LOADED.format(loads=loads)]
    runs = [subprocess.run(command, check=True, capture_output=True, text=True).stdout.split() for _ in range(_LOOKS)]  # noqa: S603 - our own words
    return min(float(seconds) for seconds, _ in runs), min(float(memory) for _, memory in runs)


def main() -> None:
    for figure in measure_when():
        aim = "" if figure.aim is None else f" ({'holds' if figure.value <= figure.aim else 'misses'}: {figure.aim:g})"
        print(f"{figure.what}: {figure.value:.3g} {figure.unit}{aim}")  # noqa: T201 - what the command is for


if __name__ == "__main__":
    main()
