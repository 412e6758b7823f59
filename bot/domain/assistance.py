"""Assistants: whom a professional has appointed to schedule for them."""

from dataclasses import dataclass

from bot.domain.acts import Act
from bot.domain.people import Professional

# What an assistant does with the professional's meetings. Starting signs in as the host, ending closes a call, deleting
# cannot be undone: these stay with the professional.
ACTS_FOR_ANOTHER = frozenset({Act.RETRY, Act.DETAILS, Act.CANCEL})
MOST_ASSISTANTS = 10


@dataclass(frozen=True, kw_only=True)
class Assisted:
    """A professional for whom somebody schedules; `is_chosen` is the one whom their Home shows."""

    professional: Professional
    is_chosen: bool = False


@dataclass(frozen=True, kw_only=True)
class Switch:
    """For whom a person can act: the professionals they assist, and themselves where they are one."""

    oneself: Professional
    is_professional: bool
    assisted: tuple[Professional, ...] = ()
