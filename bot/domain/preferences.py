"""How professionals want things done, and what their workspace does where they chose nothing."""

from dataclasses import dataclass, field, fields, replace
from datetime import time, timedelta
from enum import StrEnum

from bot.domain.reminders import DEFAULT_LEADS

DEFAULT_DURATION = timedelta(minutes=50)
NO_NUDGE = timedelta(0)
_MONDAY_TO_SUNDAY = 7


class MailWording(StrEnum):
    """What the subject of a mail says: it is read over shoulders, and by servers on the way."""

    NEUTRAL = "neutral"
    TOPIC = "topic"  # of meetings whose topic is shared with the patient


class NamesShown(StrEnum):
    """How patients are named in Slack."""

    BY_PLACE = "by_place"  # whole names in Home and modals, initials in messages
    INITIALS = "initials"  # everywhere
    CODE = "code"  # everywhere


@dataclass(frozen=True, kw_only=True)
class Habits:
    """How things are done. `leads` are the reminders of patients, `nudge` is the professional's own: zero is none."""

    duration: timedelta = DEFAULT_DURATION
    leads: tuple[timedelta, ...] = DEFAULT_LEADS
    nudge: timedelta = timedelta(minutes=10)
    wording: MailWording = MailWording.NEUTRAL
    names: NamesShown = NamesShown.BY_PLACE


@dataclass(frozen=True, kw_only=True)
class Preferences:
    """What a professional chose of the habits; None follows the workspace."""

    duration: timedelta | None = None
    leads: tuple[timedelta, ...] | None = None
    nudge: timedelta | None = None
    wording: MailWording | None = None
    names: NamesShown | None = None

    def over(self, below: Habits) -> Habits:
        """Put what was chosen over what holds for the workspace."""
        chosen = {each.name: getattr(self, each.name) for each in fields(self)}
        return replace(below, **{name: value for name, value in chosen.items() if value is not None})


def rechosen(before: Preferences, *, wanted: Habits, drawn: Habits, below: Habits) -> Preferences:
    """Read a form that was drawn with some habits and sent with others.

    What was not touched stays as it was, chosen or not; what was set to the workspace's goes on following it.
    """
    chosen = {
        name: None if getattr(wanted, name) == getattr(below, name) else getattr(wanted, name)
        for name in (each.name for each in fields(Habits))
        if getattr(wanted, name) != getattr(drawn, name)
    }
    return replace(before, **chosen)


@dataclass(frozen=True, kw_only=True)
class WorkspaceDefaults:
    """What holds where a professional chose nothing; with `fixes_names` none may choose how patients are named."""

    habits: Habits = Habits()
    fixes_names: bool = False


@dataclass(frozen=True, kw_only=True)
class Shift:
    """From when to when somebody works on a day, on their own clock; `until` 0:00 is the end of the day."""

    since: time
    until: time


@dataclass(frozen=True, kw_only=True)
class Profile:
    """What a professional chose beside name, zone and language.

    `signature` and `phone` are shown to patients. `hours` are the shifts from Monday to Sunday, None for a day off;
    without any nothing was said about working hours.
    """

    chosen: Preferences = Preferences()
    signature: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    hours: tuple[Shift | None, ...] = ()

    def __post_init__(self) -> None:
        if len(self.hours) not in {0, _MONDAY_TO_SUNDAY}:
            raise ValueError("a week has seven days")

    def habits(self, defaults: WorkspaceDefaults) -> Habits:
        """Say how things are done for this professional."""
        settled = self.chosen.over(defaults.habits)
        return replace(settled, names=defaults.habits.names) if defaults.fixes_names else settled
