"""What every act on a meeting begins with: it is one's own, it is possible as it stands, and Zoom is connected."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.acts import Act, require
from bot.domain.assistance import ACTS_FOR_ANOTHER
from bot.domain.meeting import Meeting
from bot.domain.own_meeting import OwnMeeting
from bot.domain.people import Professional
from bot.domain.refusals import MadeElsewhere, NotForAssistants, NotInYourList, NotManageable
from bot.domain.zoom_connection import ConnectionState
from bot.ports import Clock
from bot.services.looking import with_people
from bot.stores import Repositories, Store

# With a connection that Zoom has ended, the patient can still be told that a meeting is off.
_WITHOUT_GRANT = frozenset({Act.CANCEL, Act.DELETE})


@dataclass(frozen=True, kw_only=True)
class Acting:
    store: Store
    clock: Clock

    async def find(self, act: Act, professional: Professional, meeting_id: str) -> OwnMeeting:
        """Find the meeting to ask about before the act. Raises NotInYourList, AlreadyOver and NotManageable."""
        now = self.clock.now()
        async with self.store.reading() as look:
            meeting = await load_for(act, look, professional, meeting_id, now)
            (own,) = await with_people(look, professional, [meeting], now)
        return own


async def note_act(
    work: Repositories, professional: Professional, action: str, meeting: Meeting, outcome: str, now: datetime
) -> None:
    """Write down what was done with the meeting, by whom, and for whom where an assistant did it."""
    await work.audit.add(
        at=now,
        actor=professional.doer_id,
        action=action,
        about=meeting.id,
        outcome=outcome,
        on_behalf_of=professional.on_behalf_of,
    )


async def load_own(look: Repositories, professional: Professional, meeting_id: str) -> Meeting:
    """Load one of the professional's meetings, its row locked within `writing()`. Raises NotInYourList."""
    meeting = await look.meetings.load(meeting_id, professional.actor)
    if meeting is None:
        raise NotInYourList(meeting_id)
    return meeting


async def load_for(act: Act, look: Repositories, professional: Professional, meeting_id: str, now: datetime) -> Meeting:
    """Load one of the professional's meetings to do this with it. Raises NotInYourList, AlreadyOver, NotManageable."""
    meeting = await load_own(look, professional, meeting_id)
    await require_possible(act, look, professional, meeting, now)
    return meeting


async def require_possible(
    act: Act, look: Repositories, professional: Professional, meeting: Meeting, now: datetime
) -> None:
    """Raise AlreadyOver unless the meeting allows the act now, and NotManageable unless the connection does.

    Raises NotForAssistants where somebody acts for the professional who may not do this.
    """
    if professional.assisted_by and act not in ACTS_FOR_ANOTHER:
        raise NotForAssistants
    require(act, meeting, now, professional.zone)
    if act is Act.DETAILS:
        return
    connection = await look.connections.find(professional.id)
    state = connection.state if connection else ConnectionState.DISCONNECTED
    if state is ConnectionState.BROKEN and act in _WITHOUT_GRANT:
        return
    if connection is None or state is not ConnectionState.CONNECTED:
        raise NotManageable
    if act is Act.START and not connection.is_of(meeting):
        raise MadeElsewhere
