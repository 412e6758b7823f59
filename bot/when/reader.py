"""Text in people's words -> a local time, a duration, and the words left over. The face of this package.

Reading is pure: `now` is given, nothing is remembered and nothing leaves the process.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.domain.local_time import wall_of
from bot.when.assembling import assemble, hour_beside
from bot.when.grammar.reading_order import read_days, read_facts
from bot.when.grammar.rewriting import Scene, found
from bot.when.left_over import left_over, understood
from bot.when.lexing import read_tokens
from bot.when.reading import PeriodReading, Problem, Reading
from bot.when.symbols import Kind, Token
from bot.when.usual_dates import warm_dates, with_usual_date
from bot.when.vocabulary.lookup import TABLES, lookup

LANGUAGES = tuple(TABLES)
LONGEST = 200


def languages_for(language: str) -> tuple[str, ...]:
    """Put a professional's language first, then the others: "es" or "es-MX" -> es-MX, en, pt, fr."""
    others = [each for each in LANGUAGES if each != _base(language)]
    return (language, *others) if _base(language) in LANGUAGES else LANGUAGES


def read_words(text: str, *, now: datetime, zone: ZoneInfo, languages: Sequence[str] = LANGUAGES) -> Reading:
    """Read when a meeting shall be: "tomorrow 3pm", "mañana a las 15h 45 min con Ana".

    `now` is an aware instant, `zone` the professional's, `languages` theirs first: it decides between day and month
    in "1/2", and words that two languages share. A region counts: "en-GB" has the day first, "en" the month.
    Never raises: what cannot be read has a `problem`.
    """
    if len(text) > LONGEST:
        return Reading(left_over=text, problem=Problem.TOO_LONG)
    scene, tokens = _read(text, now, zone, languages)
    facts = with_usual_date(scene, text, read_facts(scene, tokens))
    said = assemble(scene, facts)
    return Reading(
        day=said.day,
        hour=said.hour,
        duration=said.duration,
        elsewhere=said.elsewhere,
        problem=said.problem,
        left_over=left_over(text, facts),
        understood=understood(text, facts),
    )


def read_period(text: str, *, now: datetime, zone: ZoneInfo, languages: Sequence[str] = LANGUAGES) -> PeriodReading:
    """Read which days are looked for: "next week", "ontem", "from Monday to Friday". Never raises."""
    if len(text) > LONGEST:
        return PeriodReading(left_over=text)
    scene, tokens = _read(text, now, zone, languages)
    facts = read_days(scene, tokens)
    periods = found(facts, Kind.PERIOD)
    if len(periods) != 1 or found(facts, "VB"):
        return PeriodReading(left_over=text.strip())
    return PeriodReading(
        period=periods[0],
        hour=hour_beside(scene, facts),
        left_over=left_over(text, facts),
        understood=understood(text, facts),
    )


def warm(*, now: datetime, languages: Sequence[str] = LANGUAGES) -> None:
    """Load now what the first reading would wait for: for the start of the program, at any time `now`."""
    bases = _known(languages)
    read_words("12/1 3pm Madrid time", now=now, zone=ZoneInfo("UTC"), languages=bases)
    for language in bases:
        lookup(language)
    warm_dates(bases, wall_of(now, ZoneInfo("UTC")))


def _read(text: str, now: datetime, zone: ZoneInfo, languages: Sequence[str]) -> tuple[Scene, list[Token]]:
    bases = _known(languages)
    tokens, language = read_tokens(text, bases)
    is_month_first = _is_month_first(languages[0] if languages else LANGUAGES[0])
    scene = Scene(
        now=wall_of(now, zone).replace(second=0, microsecond=0),
        instant=now.astimezone(UTC).replace(second=0, microsecond=0),
        zone=zone,
        language=language,
        is_month_first=is_month_first,
        is_order_sure=language == bases[0] or _is_month_first(language) == is_month_first,
    )
    return scene, tokens


def _known(languages: Sequence[str]) -> list[str]:
    """List the languages that can be read, each once, without its region."""
    return list(dict.fromkeys([base for base in map(_base, languages) if base in LANGUAGES])) or list(LANGUAGES)


def _base(language: str) -> str:
    return language.replace("_", "-").partition("-")[0].lower()


def _is_month_first(language: str) -> bool:
    return language.replace("_", "-").lower() in {"en", "en-us"}
