"""Rules for what only its place beside an hour tells: a zone by its city, minutes without their word."""

from datetime import timedelta, tzinfo

from bot.when.grammar.rewriting import Scene, rule
from bot.when.reading import Problem
from bot.when.symbols import Kind, Token
from bot.when.zone_names import city_zone

_Zone = tuple[Kind, str | tzinfo] | None

_MINUTES = range(10, 241, 5)
# Words before "time" that name no zone: "3pm first time visit".
_NO_ZONE = {"first", "second", "third", "part", "full", "some", "any", "long", "short", "extra"}


def _words(tokens: list[Token]) -> str:
    return " ".join(str(token.value) for token in tokens if token.kind == Kind.OTHER)


@rule(r"(?<=[cR])Z")
def abbreviation(_: Scene, tokens: list[Token]) -> _Zone:
    """Read "3pm EST"; such letters elsewhere are something else."""
    return Kind.ZONE_READ, tokens[0].value


@rule(r"(?<=[cR])[<io]*\?{1,2}T")
def city_before(scene: Scene, tokens: list[Token]) -> _Zone:
    """Read "3pm New York time"; of a city that is not known, so that its hour is refused."""
    words = _words(tokens)
    return None if scene.language != "en" or words in _NO_ZONE else (Kind.ZONE_READ, city_zone(words))


@rule(r"(?<=[cR])H<?\?\?")
def two_words_after(_: Scene, tokens: list[Token]) -> _Zone:
    """Read "15h hora de Nueva York", "15h heure de New York"."""
    zone = city_zone(_words(tokens))
    return None if tokens[0].value != "one" or isinstance(zone, str) else (Kind.ZONE_READ, zone)


@rule(r"(?<=[cR])H<?[oE]?\?")
def word_after(_: Scene, tokens: list[Token]) -> _Zone:
    return None if tokens[0].value != "one" else (Kind.ZONE_READ, city_zone(_words(tokens)))


@rule(r"cH(?!<)")
def hours_said(_: Scene, tokens: list[Token]) -> tuple[Kind, object] | None:
    """Read "17:30 horas" as one hour."""
    return None if tokens[1].value != "many" else (Kind.HOUR_READ, tokens[0].value)


@rule(r"(?<=[cRA])N$|(?<=[cR][dW])N$")
def minutes_at_the_end(_: Scene, tokens: list[Token]) -> tuple[Kind, timedelta | Problem]:
    """Read the number of "tomorrow 3pm 45" as minutes; "3pm 7" may be anything."""
    count = tokens[0].value
    return (Kind.LENGTH, timedelta(minutes=count)) if count in _MINUTES else (Kind.VAGUE_HOUR, Problem.VAGUE)


def lengths_of_short_hours(tokens: list[Token]) -> list[Token]:
    """Take "1h30" for a length where another hour is said: "demain 15h 1h30"."""
    hours = [token for token in tokens if token.kind == Kind.HOUR_READ]
    short = [token for token in hours if token.value.may_last and token.value.part is None]
    if len(hours) - len(short) + sum(token.kind == Kind.RANGE for token in tokens) != 1:
        return tokens
    return [_as_length(token) if token in short else token for token in tokens]


def _as_length(token: Token) -> Token:
    length = timedelta(hours=token.value.hour, minutes=token.value.minute)
    return Token(Kind.LENGTH, length, token.start, token.end)


BESIDE_HOURS = (hours_said, abbreviation, city_before, two_words_after, word_after, minutes_at_the_end)
