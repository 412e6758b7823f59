from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.when.reader import LONGEST, languages_for
from bot.when.reading import Elsewhere, Problem, Reading
from tests.builders import NEW_YORK
from tests.when.reading_words import NOW, read


def test_a_reading_has_the_time_its_length_and_the_other_words():
    assert read("Noah Clarke mañana a las 15h 45 min, revisión", "es") == Reading(
        day=date(2026, 11, 19),
        hour=time(15, 0),
        duration=timedelta(minutes=45),
        left_over="Noah Clarke revisión",
        understood="mañana a las 15h 45 min",
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("knee review", Problem.NOTHING),
        ("", Problem.NOTHING),
        ("tomorrow", Problem.NO_HOUR),
        ("tomorrow morning", Problem.NO_HOUR),
        ("45 min", Problem.NO_HOUR),
        ("tomorrow at 3", Problem.WHICH_HALF),
        ("tomorrow after 3pm", Problem.VAGUE),
        ("next month 3pm", Problem.VAGUE),
        ("every friday 3pm", Problem.VAGUE),
        ("3pm 4pm", Problem.CONFLICT),
        ("friday 21 november 3pm", Problem.CONFLICT),
        ("3pm tomorrow morning", Problem.CONFLICT),
        ("01/12/2026 a las 15h", Problem.WHICH_ORDER),
        ("february 30 3pm", Problem.IMPOSSIBLE),
        ("tomorrow 25:00", Problem.IMPOSSIBLE),
        ("tomorrow 3pm Boston time", Problem.OTHER_ZONE),
        ("x" * (LONGEST + 1), Problem.TOO_LONG),
    ],
)
def test_without_an_hour_the_reading_says_why(text, problem):
    reading = read(text)
    assert (reading.problem, reading.hour) == (problem, None)


@pytest.mark.parametrize("text", ["tomorrow", "tomorrow at 3", "tomorrow after 3pm", "tomorrow 3pm Boston time"])
def test_the_day_is_kept_where_only_the_hour_is_refused(text):
    assert read(text).day == date(2026, 11, 19)


@pytest.mark.parametrize(
    "text", ["every friday 3pm", "today or tomorrow 3pm", "friday 21 november 3pm", "next month 3pm"]
)
def test_no_day_is_given_that_is_not_sure(text):
    assert read(text).day is None


@pytest.mark.parametrize(
    ("language", "day"),
    [("en", date(2027, 3, 4)), ("en-US", date(2027, 3, 4)), ("en-GB", date(2027, 4, 3)), ("es", date(2027, 4, 3))],
)
def test_day_and_month_follow_the_professionals_language(language, day):
    assert read("3/4 15:00", language).day == day


def test_of_two_orders_the_one_that_gives_a_date_is_taken():
    assert (read("25/12 15:00").day, read("12/25 15:00", "es").day) == (date(2026, 12, 25), date(2026, 12, 25))


def test_languages_are_put_in_order():
    assert (languages_for("es-MX"), languages_for("de")) == (("es-MX", "en", "pt", "fr"), ("en", "es", "pt", "fr"))


def test_an_hour_that_is_past_today_is_tomorrows():
    assert (read("9am").day, read("11am").day) == (date(2026, 11, 19), date(2026, 11, 18))


def test_a_time_that_is_past_is_read_as_it_is_said():
    assert (read("today 9am").wall, read("yesterday 3pm").wall) == (
        datetime(2026, 11, 18, 9, 0),
        datetime(2026, 11, 17, 15, 0),
    )


def test_today_is_the_day_of_the_professionals_zone():
    late = datetime(2026, 11, 18, 23, 30, tzinfo=UTC)
    assert (read("tomorrow 3pm", now=late).day, read("tomorrow 3pm", now=late, zone=NEW_YORK).day) == (
        date(2026, 11, 20),
        date(2026, 11, 19),
    )


def test_hours_from_now_are_counted_in_real_time_across_a_change_of_the_clocks():
    before = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # 2:30 in Madrid, for the first time
    assert read("in 2 hours", now=before).wall == datetime(2026, 10, 25, 3, 30)


def test_a_time_that_the_clocks_skip_is_read_as_it_is_said():
    assert read("march 28 2027 2:30 am").wall == datetime(2027, 3, 28, 2, 30)


@pytest.mark.parametrize("text", ["july 1 3pm EST", "november 29 3pm BST", "tomorrow 3pm IST", "tomorrow 3pm PT"])
def test_a_zone_that_is_not_sure_is_refused(text):
    assert read(text).problem is Problem.OTHER_ZONE


def test_an_abbreviation_of_the_professionals_own_zone_is_theirs():
    kolkata = ZoneInfo("Asia/Kolkata")
    assert read("tomorrow 3pm IST", zone=kolkata).wall == datetime(2026, 11, 19, 15, 0)


def test_a_zone_that_skips_the_hour_is_refused():
    assert read("march 14 2027 2:30am New York time").problem is Problem.OTHER_ZONE


def test_an_hour_of_another_zone_has_its_day_on_the_professionals_clock():
    assert read("tomorrow 11pm New York time").wall == datetime(2026, 11, 20, 5, 0)


def test_an_hour_of_another_zone_is_told_as_it_was_said_too():
    said = Elsewhere(wall=datetime(2026, 11, 19, 15, 0), zone=NEW_YORK)
    assert read("tomorrow 3pm New York time").elsewhere == said
    assert read("tomorrow 3pm EST").elsewhere == said
    assert read("tomorrow 14:00 UTC").elsewhere == Elsewhere(wall=datetime(2026, 11, 19, 14, 0), zone=ZoneInfo("UTC"))


@pytest.mark.parametrize("text", ["tomorrow 3pm", "tomorrow 3pm Madrid time", "tomorrow 3pm CET", "tomorrow 3pm UTC+2"])
def test_what_is_no_other_zone_with_a_name_is_nowhere_else(text):
    assert read(text).elsewhere is None


def test_seconds_of_now_are_not_carried_into_the_meeting():
    assert read("in 30 minutes", now=NOW + timedelta(seconds=40)).wall == datetime(2026, 11, 18, 10, 30)


@pytest.mark.parametrize(
    ("text", "left_over"),
    [
        ("tomorrow 3pm with May", "with May"),
        ("follow-up for Ana on friday at 3pm", "follow-up for Ana"),
        ("3pm tomorrow: review of blood test (urgent)", "review of blood test (urgent"),
        ("tomorrow 3pm <@U123> *bold*", "<@U123> *bold*"),
    ],
)
def test_the_other_words_are_left_as_they_are_written(text, left_over):
    assert read(text).left_over.rstrip(")") == left_over


@pytest.mark.parametrize(
    ("text", "day"),
    [("1/dic/2026 15h", date(2026, 12, 1)), ("1.dic.2026 15h", date(2026, 12, 1)), ("3 ene 27 15h", date(2027, 1, 3))],
)
def test_dates_in_other_usual_ways_are_read(text, day):
    assert (read(text, "es").day, read(text, "es").hour) == (day, time(15, 0))


def test_a_reading_without_hour_and_problem_cannot_be_made():
    with pytest.raises(ValueError, match="there is a problem"):
        Reading(day=date(2026, 11, 19))


def test_an_hour_without_day_cannot_be_read():
    with pytest.raises(ValueError, match="needs its day"):
        Reading(hour=time(15, 0))
