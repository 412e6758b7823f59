"""What was asked is held against what holds when the message leaves."""

from datetime import timedelta

import pytest

from bot.domain.meeting import MeetingStatus, ZoomMove
from bot.domain.notices import NoticeKind, is_still_true
from bot.domain.zoom_connection import ConnectionState
from tests.builders import NOW, a_connection, a_scheduled_meeting

BROKEN = a_connection(grant=None, state=ConnectionState.BROKEN)
REMOVED = a_scheduled_meeting(status=MeetingStatus.CANCELLED_ON_ZOOM)
MOVED = a_scheduled_meeting(zoom_move=ZoomMove(starts_at=NOW, duration=timedelta(minutes=30)))


@pytest.mark.parametrize(
    ("kind", "meeting", "connection", "expected"),
    [
        (NoticeKind.RECONNECT, None, BROKEN, True),
        (NoticeKind.RECONNECT, None, a_connection(), False),
        (NoticeKind.RECONNECT, None, None, False),
        (NoticeKind.REMOVED_IN_ZOOM, REMOVED, a_connection(), True),
        (NoticeKind.REMOVED_AND_NEAR, a_scheduled_meeting(), a_connection(), False),
        (NoticeKind.NOT_PUT_BACK, REMOVED.cancelled("I am ill.", NOW), a_connection(), False),
        (NoticeKind.MOVED_IN_ZOOM, MOVED, a_connection(), True),
        (NoticeKind.MOVED_IN_ZOOM, a_scheduled_meeting(), a_connection(), False),
        (NoticeKind.MAIL_REFUSED, a_scheduled_meeting(), None, True),
        (NoticeKind.CONNECTED, None, BROKEN, True),
    ],
)
def test_nobody_is_asked_what_they_have_answered(kind, meeting, connection, expected):
    assert is_still_true(kind, meeting, connection) is expected
