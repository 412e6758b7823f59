"""In which order the rules are tried: what is longer or plainer first."""

from bot.when.grammar.beside_hours import BESIDE_HOURS, lengths_of_short_hours
from bot.when.grammar.days import DAYS, VAGUE_DAYS
from bot.when.grammar.hours import HOURS, MORE_HOURS
from bot.when.grammar.lengths import LAST_OF_LENGTHS, LENGTHS, SPANS
from bot.when.grammar.periods import PERIODS, RANGES_OF_DAYS
from bot.when.grammar.rewriting import Scene, rewrite
from bot.when.symbols import Kind, Token

_HOURS = (*HOURS, *LENGTHS, *MORE_HOURS, *SPANS)


def read_facts(scene: Scene, tokens: list[Token]) -> list[Token]:
    """Make facts of all tokens that say something of a time; the others stay as they are."""
    tokens = rewrite(tokens, _HOURS, scene, Kind.VAGUE_HOUR)
    tokens = rewrite(tokens, (*DAYS, *VAGUE_DAYS), scene, Kind.VAGUE_DAY)
    tokens = lengths_of_short_hours(rewrite(tokens, LAST_OF_LENGTHS, scene, Kind.VAGUE_HOUR))
    return rewrite(tokens, BESIDE_HOURS, scene, Kind.VAGUE_HOUR)


def read_days(scene: Scene, tokens: list[Token]) -> list[Token]:
    """Make periods of all tokens that say which days are looked for."""
    tokens = rewrite(tokens, RANGES_OF_DAYS, scene, Kind.VAGUE_DAY)
    tokens = rewrite(tokens, _HOURS, scene, Kind.VAGUE_HOUR)
    tokens = rewrite(tokens, DAYS, scene, Kind.VAGUE_DAY)
    return rewrite(tokens, PERIODS, scene, Kind.VAGUE_DAY)
