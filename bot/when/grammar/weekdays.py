"""Rules for weekdays: "next friday", "viernes que viene", "lundi en huit", "jueves 19", "3ª-feira"."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.when.calendar_days import last_weekday, monday_of, next_day_of_month, next_weekday
from bot.when.grammar.rewriting import Scene, first_of, rule
from bot.when.reading import Problem
from bot.when.refusing import Unreadable
from bot.when.symbols import Kind, Token

_Day = tuple[Kind, date] | None


@dataclass(frozen=True, kw_only=True)
class Weekday:
    """A weekday as said; `which` is next, last or this, `more` the days after it."""

    weekday: int
    which: str = ""
    more: int = 0

    def after(self, today: date) -> date:
        """Find the day that is meant; "next friday" is the one of the next week."""
        if self.which == Kind.LAST:
            day = last_weekday(today, self.weekday)
        elif self.which == Kind.NEXT:
            day = monday_of(today) + timedelta(days=7 + self.weekday)
        elif self.which == Kind.THIS and self.weekday == today.weekday():
            day = today
        else:
            day = next_weekday(today, self.weekday)
        return day + timedelta(days=self.more)


@rule(r"(?<=[oExvz@])6|6(?!\?)")
def doubtful_weekday(_: Scene, tokens: list[Token]) -> tuple[Kind, int]:
    """Take "sun" for a day where no other word follows: "Sun Li" is somebody."""
    return Kind.WEEKDAY, tokens[0].value


@rule(r"2")
def numbered_weekday(scene: Scene, tokens: list[Token]) -> tuple[Kind, int] | None:
    """Read "2ª", "3ª-feira": Portuguese counts the weekdays from Sunday."""
    number = tokens[0].value
    is_weekday = scene.language == "pt" and 2 <= number <= 6  # noqa: PLR2004 - Monday to Friday
    return (Kind.WEEKDAY, number - 2) if is_weekday else None


@rule(r"xzW|[xvz]W|W[xv](?!U)")
def this_weekday(_: Scene, tokens: list[Token]) -> tuple[Kind, Weekday] | None:
    """Read "next friday", "viernes que viene"; "friday, next session" is only a friday."""
    which = next(token for token in tokens if token.kind != Kind.WEEKDAY)
    if tokens[0].kind == Kind.WEEKDAY and which.value != "after":
        return None
    return Kind.WEEKDAY, Weekday(weekday=first_of(tokens, "W"), which=which.kind)


@rule(r"W[bU](?!N)")
def weekday_week(scene: Scene, tokens: list[Token]) -> tuple[Kind, Weekday] | None:
    """Read "lundi en huit" and "monday week": a week after the next such day."""
    weekday: int | Weekday = tokens[0].value
    more = tokens[1]
    days = more.value if more.kind == Kind.LATER else {"week": 7, "fortnight": 14}.get(more.value, 0)
    if isinstance(weekday, Weekday) or not days or scene.language not in {"fr", "en"}:
        return None
    return Kind.WEEKDAY, Weekday(weekday=weekday, more=days)


@rule(r"W")
def plain_weekday(_: Scene, tokens: list[Token]) -> tuple[Kind, Weekday] | None:
    value = tokens[0].value
    return None if isinstance(value, Weekday) else (Kind.WEEKDAY, Weekday(weekday=value))


@rule(r"W[oE<]*U?[NO](?![HmPeUSM?@>\-]|yN)")
def weekday_and_number(scene: Scene, tokens: list[Token]) -> _Day:
    """Read "jueves 19", "sexta dia 20": the next such day of a month, which must be that weekday."""
    number, unit = first_of(tokens, "NO"), first_of(tokens, "U")
    if unit not in {0, "jour"} or not 1 <= number <= 31:  # noqa: PLR2004 - days of a month
        return None
    day = next_day_of_month(scene.today, number)
    weekday = next(token.value for token in tokens if token.kind == Kind.WEEKDAY)
    if day.weekday() != weekday.weekday:
        raise Unreadable(Problem.CONFLICT)
    return Kind.DAY_READ, day


@rule(r"[qa][oE<]*W|W[oE<]*[qa]")
def weekday_of_week(_: Scene, tokens: list[Token]) -> _Day:
    """Read "in 2 weeks on monday", "el lunes de la semana que viene"."""
    weekday = first_of(tokens, "W")
    if weekday.which:
        raise Unreadable(Problem.CONFLICT)
    return Kind.DAY_READ, monday_of(first_of(tokens, "qa")) + timedelta(days=weekday.weekday)


WEEKDAYS = (doubtful_weekday, numbered_weekday, this_weekday, weekday_week, plain_weekday)
