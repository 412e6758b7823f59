"""What a professional's App Home tells."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.meeting_list import ListView, MeetingPage
from bot.domain.own_meeting import OwnMeeting
from bot.domain.people import Patient, Professional
from bot.domain.zoom_connection import ConnectionState


@dataclass(frozen=True, kw_only=True)
class ShownList:
    """A list as it is set, the page it shows, and the patient it is filtered by."""

    view: ListView
    page: MeetingPage
    patient: Patient | None = None


@dataclass(frozen=True, kw_only=True)
class HomeFacts:
    """`state` is that of the Zoom connection. `upcoming` counts the meetings that still stand at Zoom, where the
    connection does not let the professional manage them.
    """

    professional: Professional
    state: ConnectionState
    at: datetime
    has_patients: bool = False
    upcoming: int = 0
    next: OwnMeeting | None = None
    shown: ShownList = ShownList(view=ListView(), page=MeetingPage())
