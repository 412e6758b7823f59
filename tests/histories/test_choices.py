"""Random histories of choosing, leaving, importing, erasing and scheduling: nobody meets whom they had not chosen."""

import asyncio

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes.store import FakeStore
from tests.histories.choices import Choices

ACTS = st.sampled_from(["accept", "import", "push", "leave", "erase", "schedule", "schedule"])
STEPS = st.tuples(ACTS, st.integers(0, 1), st.integers(0, 1), st.integers(0, 1))


async def play(steps):
    choices = Choices(store=FakeStore())
    await choices.begin()
    for step in steps:
        await choices.play(*step)


@settings(max_examples=100, deadline=None)
@given(st.lists(STEPS, min_size=3, max_size=25))
def test_no_meeting_is_made_with_and_no_list_shows_a_patient_who_had_not_chosen(steps):
    asyncio.run(play(steps))
