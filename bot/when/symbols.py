"""What the words of all languages come down to: kinds of a letter each, so that the grammar is patterns of letters."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """Kinds of tokens; the small ones at the end are made by the rules."""

    WEEKDAY = "W"
    DOUBTFUL_WEEKDAY = "6"  # a short name that is a word or a name, too: "mon", "Domingo"
    DAY = "D"  # days from today
    MONTH = "M"
    NUMBER = "N"
    DECIMAL = "%"  # 1.5
    YEAR = "Y"  # four digits
    ORDINAL = "O"
    FEMININE = "2"  # 2ª: a weekday in Portuguese
    ONE = "n"  # "a", "una": one of something
    FRACTION = "F"  # in minutes of an hour
    HOURS = "H"
    MINUTES = "m"
    UNIT = "U"  # days, weeks, months, years
    PART = "P"  # of the day
    FIXED = "X"  # noon, midnight
    CLOCK = "C"  # 15:30
    HOUR_MARK = "h"  # 15h, 15h30
    DOTTED = "."  # 15.30 or 15.12
    SLASHED = "/"  # 15/12
    DATE = "I"  # three numbers
    ZONE = "Z"
    TIME_WORD = "T"  # "New York time"
    AT = "@"
    TO = ">"
    DASH = "-"
    UNTIL = "u"
    FROM = "<"
    IN = "i"
    ON = "o"
    THE = "E"  # el, le: an article that can stand before the day of the month
    FOR = "f"
    AND = "y"
    PAST = "p"
    MINUS = "k"
    BEFORE = "t"  # "cuarto para las tres"
    NEXT = "x"
    LAST = "v"
    THIS = "z"
    AGO = "g"
    SINCE = "G"  # "hace", "il y a": ago, said first
    FROM_NOW = "j"
    LATER = "b"  # "en huit": seven days later
    WEEKEND = "w"
    SHARP = "e"  # o'clock
    VAGUE = "!"
    OR = "|"
    OTHER = "?"

    # Made by the rules
    DAY_READ = "d"
    SHIFTED = "a"  # a day some weeks away: a weekday beside it is one of that week
    WEEK = "q"
    MONTH_READ = "Q"
    DAY_OF_MONTH = "r"
    SPAN = "S"  # a number of days, weeks, months
    LENGTH = "l"
    HOUR_READ = "c"
    RANGE = "R"
    INSTANT = "s"
    VAGUE_HOUR = "V"
    VAGUE_DAY = "B"
    ZONE_READ = "A"
    PERIOD = "K"


# Small words that mean nothing where no time stands beside them.
FUNCTION_WORDS = frozenset("@>-u<ioEfytn|ze")
# Kinds that say something of the time: their words are not left over.
FACTS = frozenset("dWaqQrlcRsVBPAK")


class Part(StrEnum):
    """Parts of the day, as said with an hour."""

    AM = "am"
    PM = "pm"
    EARLY = "early"
    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    NIGHT = "night"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text, from `start` to before `end`; what `value` is depends on its kind."""

    kind: str
    value: Any
    start: int
    end: int
