"""Any time, written in the usual ways of each language, is read back as it was."""

from datetime import date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.when.reading_words import read

_TODAY = date(2026, 11, 18)
_WEEKDAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    "pt": ("segunda-feira", "terça-feira", "quarta-feira", "quinta-feira", "sexta-feira", "sábado", "domingo"),
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
}
_MONTHS = {
    "en": "January,February,March,April,May,June,July,August,September,October,November,December",
    "es": "enero,febrero,marzo,abril,mayo,junio,julio,agosto,septiembre,octubre,noviembre,diciembre",
    "pt": "janeiro,fevereiro,março,abril,maio,junho,julho,agosto,setembro,outubro,novembro,dezembro",
    "fr": "janvier,février,mars,avril,mai,juin,juillet,août,septembre,octobre,novembre,décembre",
}
_DAYS = {
    "en": (
        "{month} {day}, {year}",
        "{day} {month} {year}",
        "{weekday}, {month} {day}, {year}",
        "{m}/{d}/{year}",
        "{iso}",
    ),
    "es": ("{day} de {month} de {year}", "el {weekday} {day} de {month} de {year}", "{d}/{m}/{year}", "{iso}"),
    "pt": ("{day} de {month} de {year}", "{weekday}, {day} de {month} de {year}", "{d}/{m}/{year}", "{iso}"),
    "fr": ("le {day} {month} {year}", "{weekday} {day} {month} {year}", "{d}/{m}/{year}", "{iso}"),
}
_HOURS = {
    "en": ("{hour12}:{minute} {half}", "at {hour12}:{minute}{half}", "{hour12}.{minute} {half}", "{hour}:{minute}"),
    "es": ("a las {hour}:{minute}", "{hour}h{minute}", "a las {hour12}:{minute} {half}", "{hour}:{minute} horas"),
    "pt": ("às {hour}h{minute}", "{hour}:{minute}", "às {hour}:{minute}"),
    "fr": ("à {hour}h{minute}", "{hour} h {minute}", "à {hour} heures {minute}", "{hour}:{minute}"),
}

_MORNING = 8  # "1 h 00" may be refused, as a length; it is never another hour

languages = st.sampled_from(sorted(_DAYS))
walls = st.datetimes(datetime(2026, 1, 1), datetime(2031, 12, 31)).map(lambda at: at.replace(second=0, microsecond=0))
# From eight on, an hour without its half of the day is the morning.
plain_hours = st.times(time(8, 10)).map(lambda at: at.replace(second=0, microsecond=0))


def _words_of_day(day: date, language: str, form: str) -> str:
    return form.format(
        month=_MONTHS[language].split(",")[day.month - 1],
        weekday=_WEEKDAYS[language][day.weekday()],
        day=day.day,
        year=day.year,
        d=f"{day.day:02}",
        m=f"{day.month:02}",
        iso=day.isoformat(),
    )


def _words_of_hour(hour: time, form: str) -> str:
    return form.format(
        hour=f"{hour.hour:02}",
        hour12=hour.hour % 12 or 12,
        minute=f"{hour.minute:02}",
        half="am" if hour.hour < 12 else "pm",
    )


@given(wall=walls, language=languages, data=st.data())
def test_a_date_and_an_hour_written_out_are_read_back(wall, language, data):
    day = _words_of_day(wall.date(), language, data.draw(st.sampled_from(_DAYS[language])))
    hour = _words_of_hour(wall.time(), data.draw(st.sampled_from(_HOURS[language])))
    parts = data.draw(st.permutations([day, hour]))
    reading = read(" ".join(parts), language)
    assert reading.wall == wall or (reading.hour is None and wall.hour < _MORNING)


@given(hour=plain_hours, days=st.integers(1, 7), language=languages, data=st.data())
def test_a_weekday_and_an_hour_are_read_back(hour, days, language, data):
    day = _TODAY + timedelta(days=days)
    words = _words_of_hour(hour, data.draw(st.sampled_from(_HOURS[language])))
    assert read(f"{_WEEKDAYS[language][day.weekday()]} {words}", language).wall == datetime.combine(day, hour)


@given(minutes=st.integers(1, 60 * 12), language=languages)
def test_minutes_from_now_are_counted(minutes, language):
    words = {"en": "in {} minutes", "es": "dentro de {} minutos", "pt": "daqui a {} minutos", "fr": "dans {} minutes"}
    expected = datetime(2026, 11, 18, 10, 0) + timedelta(minutes=minutes)
    assert read(words[language].format(minutes), language).wall == expected


@given(count=st.integers(1, 300), hour=plain_hours)
def test_days_and_weeks_from_now_are_counted(count, hour):
    at = f"at {hour:%H:%M}"
    assert read(f"in {count} days {at}").wall == datetime.combine(_TODAY + timedelta(days=count), hour)
    assert read(f"in {count} weeks {at}").wall == datetime.combine(_TODAY + timedelta(weeks=count), hour)


@given(start=plain_hours, length=st.integers(5, 240), language=languages)
def test_from_one_hour_to_another_is_a_time_and_its_length(start, length, language):
    until = (datetime.combine(_TODAY, start) + timedelta(minutes=length)).time()
    words = {"en": "from {} to {}", "es": "de {} a {}", "pt": "das {} às {}", "fr": "de {} à {}"}
    reading = read(words[language].format(f"{start:%H:%M}", f"{until:%H:%M}"), language)
    assert (reading.hour, reading.duration) == (start, timedelta(minutes=length))


@given(minutes=st.sampled_from([15, 20, 30, 45, 50, 60, 90, 120]), language=languages)
def test_a_length_is_read_in_every_way(minutes, language):
    at = {"en": "tomorrow 3pm", "es": "mañana a las 15h", "pt": "amanhã às 15h", "fr": "demain à 15h"}[language]
    marked = f"{minutes // 60}h{minutes % 60:02}"
    ways = [f"{minutes} min", f"{minutes}", f"({minutes} minutes)", *([marked] if minutes >= 60 else [])]
    for words in ways:
        reading = read(f"{at} {words}", language)
        assert reading.hour is None or reading.duration == timedelta(minutes=minutes)
        assert reading.hour in {None, time(15, 0)}
