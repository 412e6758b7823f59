"""Rules for hours: "3pm", "à 15 h 30", "las cinco menos cuarto", "half past ten", "dez para as três"."""

from bot.when.clocks import Clock, clock, midnight, minutes_before
from bot.when.grammar.rewriting import Scene, rule
from bot.when.reading import Problem
from bot.when.symbols import Kind, Part, Token

_Made = tuple[Kind, Clock | Problem] | None

# From five on "15 horas" is an hour of the day; "2 horas" is a length. In English hours are always a length.
_FIRST_OF_DAY = 5
_PREFIXES = "@>"
# "At", which is no part of the hour where it stands between the two of a range.
_PREFIX = r"(?:(?<![cCh])(?<!<N)(?<!<@N)[@>])?"
_ROUND = {5, 10, 15, 20, 25}
_LONGEST_LIKELY = 6


def _parts(tokens: list[Token]) -> list[Token]:
    """Leave the small words away."""
    return [token for token in tokens if token.kind in "NnHhCFXPm.yk"]


def _is_said(tokens: list[Token], hour: int) -> bool:
    """Tell whether this is an hour of the day rather than a length."""
    has_prefix = tokens[0].kind in _PREFIXES
    lengths = [token for token in tokens if token.kind == Kind.HOURS]
    if lengths and lengths[0].value == "length":
        return has_prefix and hour > 99  # noqa: PLR2004 - "at 1500 hours"
    return has_prefix or not lengths or hour >= _FIRST_OF_DAY


def _base(token: Token, *, is_at: bool) -> Clock:
    """Read the token that says the hour."""
    if token.kind == Kind.CLOCK:
        hour, minute, has_zero = token.value
        return clock(hour, minute, is_written=True, has_zero=has_zero)
    if token.kind == Kind.DOTTED:
        return clock(*token.value)
    if token.kind == Kind.HOUR_MARK:
        hour, said, has_zero = token.value
        may_last = not is_at and 1 <= hour < _FIRST_OF_DAY and not has_zero
        return clock(hour, said or 0, is_written=True, has_zero=has_zero, may_last=may_last)
    return clock(token.value)


@rule(r"X(?:yF)?")
def noon(_: Scene, tokens: list[Token]) -> _Made:
    if not tokens[0].value:
        return (Kind.HOUR_READ, midnight()) if len(tokens) == 1 else (Kind.VAGUE_HOUR, Problem.VAGUE)
    minute = tokens[-1].value if len(tokens) > 1 else 0
    return Kind.HOUR_READ, clock(tokens[0].value, minute, has_zero=True)


@rule(r"[@>]?n?F[>t][Nn](?![Um])")
def quarter_to(_: Scene, tokens: list[Token]) -> _Made:
    fraction = next(token.value for token in tokens if token.kind == Kind.FRACTION)
    return (Kind.HOUR_READ, minutes_before(tokens[-1].value, fraction)) if fraction < 45 else None  # noqa: PLR2004


@rule(r"(?<!<)(?:@?Nm?[>t][Nn](?=P)|@?Nm?t[Nn](?![Um])|@?Nm>[Nn](?![Um])|@N>[Nn](?![Um]))")
def minutes_to(scene: Scene, tokens: list[Token]) -> _Made:
    """Read "ten to five pm", unless it may as well be from ten to five: "10 to 11am"."""
    parts = [token.value for token in tokens if token.kind in "Nn"]
    minutes, hour = parts
    is_plain = minutes > 12 or any(token.kind in "tm" for token in tokens)  # noqa: PLR2004 - no such hour
    if minutes not in _ROUND or hour > 12 or not (is_plain or scene.language == "en"):  # noqa: PLR2004 - twelve hours
        return None
    if is_plain or (hour - minutes) % 12 > _LONGEST_LIKELY:
        return Kind.HOUR_READ, minutes_before(hour, minutes)
    return Kind.VAGUE_HOUR, Problem.VAGUE


@rule(r"(?<!<)N>[Nn](?![Um?])")
def many_minutes_to(scene: Scene, tokens: list[Token]) -> _Made:
    """Read "25 to 11"; "10 to 11" is left to those who say more."""
    minutes, hour = tokens[0].value, tokens[2].value
    is_said = scene.language == "en" and minutes in _ROUND and minutes > 12 >= hour  # noqa: PLR2004 - no such hour
    return (Kind.HOUR_READ, minutes_before(hour, minutes)) if is_said else None


@rule(r"[@>]?(?:n?F|Nm?)p[Nn](?![Um])")
def past(_: Scene, tokens: list[Token]) -> _Made:
    minutes = next(token.value for token in tokens if token.kind in "FN")
    return Kind.HOUR_READ, clock(tokens[-1].value, minutes)


@rule(r"[@>]?FN(?![HmU?yF])")
def half_nine(scene: Scene, tokens: list[Token]) -> _Made:
    """Read "half nine", which is after nine in English."""
    is_half = tokens[-2].value == 30 and scene.language == "en"  # noqa: PLR2004 - minutes
    return (Kind.HOUR_READ, clock(tokens[-1].value, 30)) if is_half else None


@rule(r"[@>]?NHy?Nm")
def hours_and_minutes(_: Scene, tokens: list[Token]) -> _Made:
    """Read "às 14 horas e 30 minutos"; "15 h 45 min" may be an hour or an hour and a length."""
    hour, hours, *_and, minutes = (token for token in tokens if token.kind in "NHy")
    if hour.value < _FIRST_OF_DAY or hours.value == "length":
        return None
    if not any(token.kind == Kind.AND for token in tokens):
        return Kind.VAGUE_HOUR, Problem.VAGUE
    return Kind.HOUR_READ, clock(hour.value, minutes.value, is_written=True)


@rule(_PREFIX + r"(?:[Nn]H|[Nn]|h)e?(?:y?F(?![Hn])|kF|k[N]|yN(?!m))e?")
def with_minutes(scene: Scene, tokens: list[Token]) -> _Made:
    """Read "las diez y cuarto", "onze heures moins le quart", "três e meia"; "hora y media" is a length."""
    parts = _parts(tokens)
    base, minutes = parts[0], parts[-1].value
    hour = base.value[0] if base.kind == Kind.HOUR_MARK else base.value
    is_bare = tokens[0].kind not in _PREFIXES and base.kind in "Nn" and Kind.HOURS not in [part.kind for part in parts]
    joins = {part.kind for part in parts}
    if not _is_said(tokens, hour) or (is_bare and (base.kind == Kind.ONE or not joins & {"y", "k"})):
        return None
    if is_bare and parts[-1].kind == Kind.NUMBER and Kind.AND in joins:
        return None
    if not joins & {"y", "k"} and scene.language != "fr":
        return None
    if Kind.MINUS in joins:
        return Kind.HOUR_READ, minutes_before(hour, minutes)
    return Kind.HOUR_READ, clock(hour, minutes)


@rule(_PREFIX + r"(?:NHN(?![mU])|hN(?!m|[<oE\-]*M))|@NN(?![mU?H])|(?<![MWE?U])NN(?=P)|@?NyN(?=P)")
def with_number(_: Scene, tokens: list[Token]) -> _Made:
    """Read "15 h 30", "at 3 30", "three thirty pm"; "15h 30" may be an hour or an hour and a length."""
    parts = _parts(tokens)
    if parts[0].kind == Kind.HOUR_MARK:
        return None if parts[0].value[1] is not None else (Kind.VAGUE_HOUR, Problem.VAGUE)
    minute = parts[-1].value
    has_length = any(part.value == "length" for part in parts if part.kind == Kind.HOURS)
    if minute > 59 or has_length or parts[0].value > 23:  # noqa: PLR2004 - of the clock
        return None
    if parts[-1].end - parts[-1].start == 1:  # "3 5 pm" is no hour; 3:05 is written with two digits
        return Kind.VAGUE_HOUR, Problem.VAGUE
    return Kind.HOUR_READ, clock(parts[0].value, minute, is_written=len(parts) > 2)  # noqa: PLR2004


@rule(rf"C|{_PREFIX}h|@\.|\.(?=P)")
def written(_: Scene, tokens: list[Token]) -> _Made:
    return Kind.HOUR_READ, _base(tokens[-1], is_at=len(tokens) > 1)


@rule(r"(?<=[?U])NN(?=P)")
def number_before(*_: object) -> _Made:
    """Refuse "review 3 30 pm": the first number may belong to the word before it."""
    return Kind.VAGUE_HOUR, Problem.VAGUE


@rule(r"\.")
def dotted(_: Scene, tokens: list[Token]) -> _Made:
    """Take "15.30" for an hour where it cannot be a day and a month."""
    hour, minute = tokens[0].value
    return (Kind.HOUR_READ, clock(hour, minute)) if hour < 24 and 12 < minute < 60 else None  # noqa: PLR2004


@rule(_PREFIX + r"(?:[Nn]H|Ne)|(?<!<N)(?<!<@N)@[Nn](?![mUMNO])|N(?=P)|>n(?=P)")
def bare(_: Scene, tokens: list[Token]) -> _Made:
    parts = _parts(tokens)
    hour = parts[0].value
    if not _is_said(tokens, hour) or (len(parts) == 1 and tokens[-1].kind == Kind.ONE and tokens[0].value != 1):
        return None
    if hour > 99:  # noqa: PLR2004 - "1500 hours"
        return Kind.HOUR_READ, clock(hour // 100, hour % 100, has_zero=True)
    return Kind.HOUR_READ, clock(hour)


@rule(r"cP")
def with_part(_: Scene, tokens: list[Token]) -> _Made:
    said, part = tokens[0].value, tokens[1].value
    if said.is_midnight:
        return Kind.HOUR_READ, said
    return Kind.HOUR_READ, Clock(
        hour=said.hour, minute=said.minute, part=Part(part), has_zero=said.has_zero, is_written=said.is_written
    )


@rule(r"c[>\-u@]+c|(?<![ME])<?N[>\-]@?c|<N[@u]c|<@?N[>\-u@]+N(?![?mHUM<])|c[>\-u]@?N(?![?mHUMN<])")
def ranged(_: Scene, tokens: list[Token]) -> tuple[Kind, tuple[Clock, Clock]] | None:
    """Read from when to when."""
    start, end = (
        token.value if token.kind == Kind.HOUR_READ else clock(token.value) for token in tokens if token.kind in "cN"
    )
    return Kind.RANGE, (start, end)


@rule(r"!@?(?:N?[y>\-]?@?)?[cR]|u@?c|[cR]\|@?[cRN]|N\|@?c")
def vague_hour(*_: object) -> _Made:
    """Refuse "after 3pm", "3pm or 4pm": they say something about the hour, not which."""
    return Kind.VAGUE_HOUR, Problem.VAGUE


@rule(r"[cR]!")
def or_later(_: Scene, tokens: list[Token]) -> _Made:
    """Refuse "3pm or later"; "3pm after surgery" says an hour."""
    return (Kind.VAGUE_HOUR, Problem.VAGUE) if tokens[1].value == "later" else None


HOURS = (noon, quarter_to, past, half_nine, minutes_to, many_minutes_to, hours_and_minutes)
MORE_HOURS = (with_minutes, with_number, number_before, written, bare, dotted, with_part, ranged, vague_hour, or_later)
