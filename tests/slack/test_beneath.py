import pytest

from bot.slack.beneath import its_meeting_id, views_beneath, with_metadata

LIST = {"shows": "list"}
DETAILS = {"shows": "details", "beneath": LIST}


def form(metadata, **ids):
    return {"id": "V3", **with_metadata({}, metadata), **ids}


def test_a_form_names_the_views_beneath_it_the_nearest_first():
    view = form({"meeting": "one", "beneath": DETAILS}, previous_view_id="V2", root_view_id="V1")
    assert views_beneath(view) == [("V2", DETAILS), ("V1", LIST)]


def test_a_form_over_one_view_names_it_once():
    view = form({"meeting": "one", "beneath": LIST}, previous_view_id="V1", root_view_id="V1")
    assert views_beneath(view) == [("V1", LIST)]


def test_a_form_that_lies_over_nothing_names_nothing():
    assert views_beneath(form({"meeting": "one", "beneath": LIST}, root_view_id="V3")) == []


@pytest.mark.parametrize("metadata", ["", "not json", "[1]", "3"])
def test_metadata_that_is_not_ours_names_no_meeting(metadata):
    assert its_meeting_id({"private_metadata": metadata}) == ""
