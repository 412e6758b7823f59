"""What every act on a meeting begins with: it is one's own, and the act is possible as it stands now."""

from datetime import datetime

from bot.domain.acts import Act, require
from bot.domain.meeting import Meeting
from bot.domain.people import Professional
from bot.domain.refusals import NotInYourList
from bot.stores import Repositories


async def load_own(look: Repositories, professional: Professional, meeting_id: str) -> Meeting:
    """Load one of the professional's meetings, its row locked within `writing()`. Raises NotInYourList."""
    meeting = await look.meetings.load(meeting_id, professional.actor)
    if meeting is None:
        raise NotInYourList
    return meeting


async def load_for(act: Act, look: Repositories, professional: Professional, meeting_id: str, now: datetime) -> Meeting:
    """Load one of the professional's meetings to do this with it. Raises NotInYourList and AlreadyOver."""
    meeting = await load_own(look, professional, meeting_id)
    require(act, meeting, now, professional.zone)
    return meeting
