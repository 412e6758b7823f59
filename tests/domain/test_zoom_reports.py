from datetime import timedelta

import pytest

from bot.domain.meeting_facts import FactKind
from bot.domain.zoom_reports import ZoomInstance, ZoomOutcome, read_id
from tests.builders import a_fact, a_meeting

START = a_meeting().starts_at
NOW = START + timedelta(minutes=80)
HELD = ZoomInstance(zoom_uuid="one", started_at=START, ended_at=START + timedelta(minutes=40))


@pytest.mark.parametrize(
    ("outcome", "facts"),
    [
        (ZoomOutcome(), []),
        (ZoomOutcome(is_known=False), []),
        (ZoomOutcome(running_uuid="one"), [a_fact(zoom_uuid="one", at=NOW)]),
        (
            ZoomOutcome(held=HELD),
            [a_fact(zoom_uuid="one"), a_fact(zoom_uuid="one", kind=FactKind.ENDED, at=HELD.ended_at)],
        ),
    ],
)
def test_an_outcome_is_written_as_facts(outcome, facts):
    assert outcome.facts_about("meeting-one", NOW) == facts


@pytest.mark.parametrize("uuid", ["aDYlohsHRtCd4ii1uC2+hA==", "/a//b==", "x" * 64])
def test_ids_of_zooms_are_read_with_their_slashes(uuid):
    assert read_id(uuid) == uuid


@pytest.mark.parametrize("text", [None, 7, "", "x" * 65, "a b", "a\n", "\x00", "\ud800", "Revisión", ["one"]])
def test_what_could_not_be_stored_is_no_id(text):
    assert read_id(text) == ""
