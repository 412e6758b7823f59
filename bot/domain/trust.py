"""A patient's choice of the professional whom they trust."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.local_time import require_all_utc


class HowChosen(StrEnum):
    IMPORT = "import"  # the clinic's records say so
    INVITATION = "invitation"  # the professional asked, and the patient said yes
    PAGE = "page"  # the patient came by the professional's own page
    API = "api"  # the clinic's own site says so


# In person: the professional waits for that answer, or would not know of it. A clinic's records bring thousands.
TOLD_OF = frozenset({HowChosen.INVITATION, HowChosen.PAGE})
# By the word of the clinic's records, not of the patient to us.
OF_RECORDS = frozenset({HowChosen.IMPORT, HowChosen.API})


@dataclass(frozen=True, kw_only=True)
class Trust:
    """Only while it is not withdrawn may the professional pick the patient.

    `withdrawn_by` is whose word ended it: the patient's id, or the name of the records that said so.
    """

    patient_id: str
    professional_id: str
    since: datetime
    how: HowChosen
    withdrawn_at: datetime | None = None
    withdrawn_by: str = ""

    def __post_init__(self) -> None:
        require_all_utc(self.since, self.withdrawn_at)

    @property
    def stands(self) -> bool:
        return self.withdrawn_at is None
