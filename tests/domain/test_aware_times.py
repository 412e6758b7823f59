import pytest

from bot.domain.zoom_connection import ConnectionState, ZoomConnection
from tests.builders import (
    MADRID,
    NOW,
    a_grant,
    a_meeting,
    a_notification,
    a_professional,
    a_trust,
    a_zoom_meeting,
    an_attempt,
    an_entry,
)


def a_connection(**changes):
    plain = {"professional_id": "professional-ana", "grant": None, "state": ConnectionState.BROKEN, "version": 1}
    return ZoomConnection(**plain, **changes)


@pytest.mark.parametrize("instant", [NOW.replace(tzinfo=None), NOW.astimezone(MADRID)], ids=["naive", "local"])
@pytest.mark.parametrize(
    ("build", "name"),
    [
        (a_meeting, "created_at"),
        (a_meeting, "cancelled_at"),
        (an_entry, "due_at"),
        (an_entry, "deadline"),
        (an_entry, "settled_at"),
        (a_professional, "seen_at"),
        (a_trust, "since"),
        (a_notification, "composed_at"),
        (a_grant, "expires_at"),
        (an_attempt, "expires_at"),
        (a_connection, "connected_at"),
        (a_zoom_meeting, "starts_at"),
    ],
)
def test_an_instant_of_the_product_is_aware_and_in_utc(build, name, instant):
    with pytest.raises(ValueError, match="aware UTC time"):
        build(**{name: instant})
