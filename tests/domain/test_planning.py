from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain.planning import plan
from bot.domain.refusals import DoubledHour, Field, FieldRefusal, FoldChoice
from tests.builders import MADRID, NEW_YORK, NOW, a_meeting, a_professional, a_request


def refusal_of(**changes) -> dict[Field, str]:
    with pytest.raises(FieldRefusal) as refusal:
        plan(a_request(**changes), a_professional(), NOW)
    return refusal.value.replies


def test_what_was_typed_becomes_a_pending_meeting():
    meeting = plan(a_request(), a_professional(), NOW)
    assert meeting == a_meeting(id=meeting.id, nonce=meeting.nonce)


def test_every_meeting_has_its_own_id_and_nonce():
    one, other = (plan(a_request(), a_professional(), NOW) for _ in range(2))
    assert one.id != other.id
    assert one.nonce != other.nonce


def test_texts_are_trimmed():
    meeting = plan(a_request(topic="  Follow-up ", description=" Bring it \n"), a_professional(), NOW)
    assert (meeting.topic, meeting.description) == ("Follow-up", "Bring it")


def test_a_blank_topic_is_refused():
    assert refusal_of(topic="  ") == {Field.TOPIC: "Write a topic."}


def test_a_day_that_has_passed_is_refused_beside_the_date():
    assert refusal_of(on=date(2026, 11, 15)) == {Field.DATE: "This time has passed. Choose a later one."}


def test_an_hour_that_has_passed_today_is_refused_beside_the_hour():
    assert refusal_of(on=date(2026, 11, 16), at=time(10, 0)) == {
        Field.HOUR: "This time has passed. Choose a later one."
    }


def test_a_time_that_does_not_exist_is_refused_with_its_neighbours():
    assert refusal_of(on=date(2027, 3, 28), at=time(2, 30)) == {
        Field.HOUR: "Clocks go forward that night. 2:30 AM does not exist in Madrid. Nearest: 1:59 AM or 3:00 AM."
    }


def test_a_doubled_hour_asks_which():
    with pytest.raises(DoubledHour) as refusal:
        plan(a_request(on=date(2027, 11, 7), at=time(1, 30), zone=NEW_YORK), a_professional(), NOW)
    assert (refusal.value.hour, refusal.value.choices) == (
        "1:30 AM",
        (
            FoldChoice(offset_minutes=-240, words="First, EDT (UTC-04:00)"),
            FoldChoice(offset_minutes=-300, words="Second, EST (UTC-05:00)"),
        ),
    )


@pytest.mark.parametrize(("offset", "hour"), [(-240, 5), (-300, 6)])
def test_the_answer_decides_the_instant(offset, hour):
    request = a_request(on=date(2027, 11, 7), at=time(1, 30), zone=NEW_YORK, fold_offset_minutes=offset)
    assert plan(request, a_professional(), NOW).starts_at == datetime(2027, 11, 7, hour, 30, tzinfo=UTC)


def test_an_answer_to_another_question_asks_again():
    request = a_request(on=date(2027, 10, 31), at=time(2, 30), zone=MADRID, fold_offset_minutes=-300)
    with pytest.raises(DoubledHour):
        plan(request, a_professional(), NOW)


def test_an_answer_that_is_no_longer_needed_is_ignored():
    assert plan(a_request(fold_offset_minutes=-300), a_professional(), NOW).starts_at == a_meeting().starts_at


def test_the_duration_is_taken_as_chosen():
    assert plan(a_request(duration=timedelta(minutes=15)), a_professional(), NOW).ends_at == datetime(
        2026, 11, 19, 14, 15, tzinfo=UTC
    )
