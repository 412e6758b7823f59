"""What a professional's App Home tells."""

from dataclasses import dataclass

from bot.domain.people import Professional


@dataclass(frozen=True, kw_only=True)
class HomeFacts:
    """`upcoming` counts the meetings that still stand at Zoom, for one who is not connected."""

    professional: Professional
    is_connected: bool = False
    has_patients: bool = False
    upcoming: int = 0
