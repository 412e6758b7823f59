from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from markupsafe import Markup

from bot.locales.markup import saying_in_html
from bot.locales.times import say_clock, say_day, say_length, say_list, say_zone, say_zone_at
from bot.locales.words import spoken, words_in
from tests.builders import MADRID, NEW_YORK

START = datetime(2026, 11, 19, 14, 0, tzinfo=UTC)
NBSP = "\N{NO-BREAK SPACE}"


def with_spaces(text):
    """Write as plain spaces those that keep a line from breaking."""
    return text.replace(NBSP, " ")


@pytest.mark.parametrize(
    ("tag", "language"),
    [("es", "es"), ("es-MX", "es"), ("pt_BR", "pt"), ("FR", "fr"), ("en-GB", "en"), ("de", "en"), ("", "en")],
)
def test_a_language_that_is_not_spoken_is_english(tag, language):
    assert (spoken(tag), words_in(tag).language) == (language, language)


@pytest.mark.parametrize(
    ("language", "day"),
    [
        ("en", "Thursday, November 19, 2026 at 9:00 AM (New York time)"),
        ("es", "jueves 19 de noviembre de 2026 a las 9:00 (hora de Nueva York)"),
        ("pt", "quinta-feira, 19 de novembro de 2026, às 09:00 (horário de Nova York)"),
        ("fr", "jeudi 19 novembre 2026 à 9 h 00 (heure de New York)"),
    ],
)
def test_a_day_is_written_as_the_language_does(language, day):
    assert with_spaces(say_day(words_in(language), START, NEW_YORK)) == day


@pytest.mark.parametrize(
    ("language", "day"),
    [
        ("en", "Thursday, November 19 at 9:00 AM (New York time)"),
        ("es", "jueves 19 de noviembre a las 9:00 (hora de Nueva York)"),
        ("pt", "quinta-feira, 19 de novembro, às 09:00 (horário de Nova York)"),
        ("fr", "jeudi 19 novembre à 9 h 00 (heure de New York)"),
    ],
)
def test_subjects_leave_the_year_out(language, day):
    assert with_spaces(say_day(words_in(language), START, NEW_YORK, with_year=False)) == day


@pytest.mark.parametrize(
    ("language", "words"), [("en", "January 1, "), ("es", "1 de enero"), ("pt", "1º de janeiro"), ("fr", "1er janvier")]
)
def test_the_first_of_a_month_is_counted_as_the_language_does(language, words):
    assert words in say_day(words_in(language), datetime(2027, 1, 1, 12, 0, tzinfo=UTC), MADRID)


@pytest.mark.parametrize(
    ("language", "clock"), [("en", "3:00 PM"), ("es", "15:00"), ("pt", "15:00"), ("fr", "15 h 00")]
)
def test_an_hour_alone_is_written_as_its_readers_do(language, clock):
    assert with_spaces(say_clock(words_in(language), START, MADRID)) == clock


@pytest.mark.parametrize(
    ("language", "zone", "words"),
    [
        ("en", "Europe/London", "London time"),
        ("es", "Europe/London", "hora de Londres"),
        ("pt", "Africa/Cairo", "horário do Cairo"),
        ("fr", "Africa/Cairo", "heure du Caire"),
        ("fr", "Europe/Athens", "heure d\N{RIGHT SINGLE QUOTATION MARK}Athènes"),
        ("fr", "UTC", "UTC"),
        ("es", "EST5EDT", "hora de EST5EDT"),
    ],
)
def test_a_zone_is_called_by_its_city(language, zone, words):
    assert say_zone(words_in(language), ZoneInfo(zone)) == words


def test_in_a_doubled_hour_it_is_told_which_is_meant():
    instant = datetime(2027, 11, 7, 5, 30, tzinfo=UTC)
    assert say_zone_at(words_in("es"), instant, NEW_YORK) == "hora de Nueva York, EDT (UTC-04:00)"


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(1, "1 minuto"), (50, "50 minutos"), (60, "1 hora"), (90, "90 minutos"), (1440, "24 horas"), (4320, "3 días")],
)
def test_lengths_are_written_as_people_say_them(minutes, words):
    assert say_length(words_in("es"), timedelta(minutes=minutes)) == words


def test_words_are_joined_as_in_a_sentence():
    assert [say_list(words_in("fr"), list(parts)) for parts in ("", "a", "ab", "abc")] == [
        "",
        "a",
        "a et b",
        "a, b et c",
    ]


def test_what_people_typed_is_never_read_as_a_field_of_the_sentence():
    assert words_in("fr").say("Topic: {topic}", topic="{0.__class__}") == f"Sujet{NBSP}: {{0.__class__}}"


def test_in_a_page_what_people_typed_is_escaped_and_links_are_not():
    say = saying_in_html(words_in("en"))
    told = say("{professional} asks you to {write}.", professional="<b>Ana</b>", write=Markup("<a>write</a>"))
    assert told == "&lt;b&gt;Ana&lt;/b&gt; asks you to <a>write</a>."
