"""The words behind `/meeting list` and `/meeting cancel`: times, status words, and what is searched for."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.local_time import first_instant, wall_of
from bot.domain.meeting_list import LONGEST_SEARCH, ListFilter, Span, StatusGroup
from bot.domain.people import Professional
from bot.domain.time_words import date_words
from bot.slack.blocks import cut
from bot.slack.status_words import take_status
from bot.when.reader import languages_for, read_period
from bot.when.reading import Period, PeriodReading

_LONGEST_LABEL = 60
_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class ListWords:
    """What is looked for; `unread` are words that are neither a time nor a status: names, topics, or not understood."""

    filter: ListFilter
    unread: str = field(default="", repr=False)


def read_list(text: str, professional: Professional, now: datetime) -> ListWords:
    """Read what a professional looks for, in their own language first.

    Where no status is said, past days are looked for whatever the status: "last month" has no upcoming meetings.
    """
    zone = professional.zone
    reading = read_period(text, now=now, zone=zone, languages=languages_for(professional.language))
    span = _span(reading, zone, wall_of(now, zone))
    group, unread = take_status(reading.left_over)
    if group is None:
        today = first_instant(datetime.combine(wall_of(now, zone), time()), zone)
        is_past = span is not None and _is_past(span, today)
        group = StatusGroup.ALL if is_past else StatusGroup.UPCOMING
    return ListWords(filter=ListFilter(group=group, search=unread[:LONGEST_SEARCH], span=span), unread=unread)


def _span(reading: PeriodReading, zone: ZoneInfo, now: datetime) -> Span | None:
    """Turn the local days into instants; an hour of a day stands for what begins within it."""
    period = reading.period
    if period is None:
        return None
    label = _label(reading.understood, period, now)
    if period.first and reading.hour is not None:
        since = first_instant(datetime.combine(period.first, reading.hour), zone)
        return Span(since=since, until=since + _HOUR, words=label)
    return Span(since=_day_start(period.first, zone), until=_day_start(period.until, zone), words=label)


def _is_past(span: Span, today: datetime) -> bool:
    if span.since is not None:
        return span.since < today
    return span.until is not None and span.until <= today


def _label(said: str, period: Period, now: datetime) -> str:
    """Repeat what was said; a date in numbers is written out, as 3/4 is March to one and April to another."""
    said = cut(said, _LONGEST_LABEL)
    return f"{said} ({_days_words(period, now)})" if any(letter.isdigit() for letter in said) else said


def _days_words(period: Period, now: datetime) -> str:
    first = date_words(period.first, now) if period.first else ""
    last = date_words(period.until - _DAY, now) if period.until else ""
    if first and last:
        return first if first == last else f"{first} to {last}"
    return f"from {first}" if first else f"until {last}"


def _day_start(day: date | None, zone: ZoneInfo) -> datetime | None:
    return first_instant(datetime.combine(day, time()), zone) if day else None
