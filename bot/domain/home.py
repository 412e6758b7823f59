"""What a professional's App Home tells."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.assistance import Switch
from bot.domain.meeting_list import ListView, MeetingPage
from bot.domain.own_meeting import OwnMeeting
from bot.domain.people import Patient, Professional
from bot.domain.preferences import NamesShown
from bot.domain.zoom_connection import ConnectionState, ZoomConnection


@dataclass(frozen=True, kw_only=True)
class ShownList:
    """A list as it is set, the page it shows, the patient it is filtered by, and how patients are named in it."""

    view: ListView
    page: MeetingPage
    patient: Patient | None = None
    names: NamesShown = NamesShown.BY_PLACE


@dataclass(frozen=True, kw_only=True)
class HomeFacts:
    """`connection` is None for somebody who never connected. Where it does not let them manage their meetings,
    `upcoming` counts those that still stand at Zoom, `at_risk` those of the next seven days, and `is_clearing` tells
    that some are being removed there.
    `switch` tells who looks at it, and for whom else they can act, where that was looked up.
    `is_stranger` tells that the person is no professional, or no longer: then nothing else is shown.
    """

    professional: Professional
    connection: ZoomConnection | None
    at: datetime
    has_patients: bool = False
    is_stranger: bool = False
    switch: Switch | None = None
    upcoming: int = 0
    at_risk: int = 0
    is_clearing: bool = False
    next: OwnMeeting | None = None
    shown: ShownList = ShownList(view=ListView(), page=MeetingPage())

    @property
    def viewer(self) -> Professional:
        """Who looks at it: the professional, or the assistant who acts for them."""
        return self.switch.oneself if self.switch else self.professional

    @property
    def state(self) -> ConnectionState:
        return self.connection.state if self.connection else ConnectionState.DISCONNECTED
