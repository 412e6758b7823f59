"""What a professional's App Home tells."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.meeting_list import ListView, MeetingPage
from bot.domain.own_meeting import OwnMeeting
from bot.domain.people import Patient, Professional
from bot.domain.zoom_connection import ConnectionState, ZoomConnection


@dataclass(frozen=True, kw_only=True)
class ShownList:
    """A list as it is set, the page it shows, and the patient it is filtered by."""

    view: ListView
    page: MeetingPage
    patient: Patient | None = None


@dataclass(frozen=True, kw_only=True)
class HomeFacts:
    """`connection` is None for somebody who never connected. Where it does not let them manage their meetings,
    `upcoming` counts those that still stand at Zoom, `at_risk` those of the next seven days, and `is_clearing` tells
    that some are being removed there.
    """

    professional: Professional
    connection: ZoomConnection | None
    at: datetime
    has_patients: bool = False
    upcoming: int = 0
    at_risk: int = 0
    is_clearing: bool = False
    next: OwnMeeting | None = None
    shown: ShownList = ShownList(view=ListView(), page=MeetingPage())

    @property
    def state(self) -> ConnectionState:
        return self.connection.state if self.connection else ConnectionState.DISCONNECTED
