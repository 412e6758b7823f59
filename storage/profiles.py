"""Professionals with what they and their workspaces chose for them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any

from sqlalchemy import Row, Select, select

from bot.domain.local_time import in_minutes
from bot.domain.people import Professional
from bot.domain.preferences import Habits, Preferences, Profile, Shift, WorkspaceDefaults
from storage.people_tables import professional, profile, workspace_defaults
from storage.reading import AnyConnection
from storage.statements import insert_into

_CHOICES = ("duration", "leads", "nudge", "wording", "names")
_PERSON = [column.name for column in professional.c]
_OWN = [column.name for column in profile.c if column.name != "professional_id"]
_DEFAULTS = [column.name for column in workspace_defaults.c if column.name != "slack_team_id"]
_OWN_AT, _DEFAULTS_AT = len(_PERSON), len(_PERSON) + len(_OWN)
_END = _DEFAULTS_AT + len(_DEFAULTS)


def select_professionals() -> Select[Any]:
    """Select professionals, each with what holds for them, for `read_professional`; columns may be added behind."""
    own = [profile.c[name].label(f"own_{name}") for name in _OWN]
    defaults = [workspace_defaults.c[name].label(f"default_{name}") for name in _DEFAULTS]
    return (
        select(professional, *own, *defaults)
        .outerjoin(profile, profile.c.professional_id == professional.c.id)
        .outerjoin(workspace_defaults, workspace_defaults.c.slack_team_id == professional.c.slack_team_id)
    )


def read_professional(row: Row[Any]) -> Professional:
    """Read by position: this is done for each request, and by name it takes twice as long."""
    return Professional(
        **dict(zip(_PERSON, row, strict=False)),
        profile=_profile(dict(zip(_OWN, row[_OWN_AT:_DEFAULTS_AT], strict=True))),
        defaults=_defaults(dict(zip(_DEFAULTS, row[_DEFAULTS_AT:_END], strict=True))),
    )


@dataclass(frozen=True, kw_only=True)
class SqlProfiles:
    connection: AnyConnection

    async def save(self, professional_id: str, saved: Profile) -> None:
        values = {
            **{name: getattr(saved.chosen, name) for name in _CHOICES},
            "leads": None if saved.chosen.leads is None else _minutes(saved.chosen.leads),
            "signature": saved.signature,
            "phone": saved.phone,
            "hours": [_written(shift) for shift in saved.hours],
        }
        insert = insert_into(self.connection, profile).values(professional_id=professional_id, **values)
        await self.connection.execute(insert.on_conflict_do_update(index_elements=["professional_id"], set_=values))

    async def save_defaults(self, slack_team_id: str, defaults: WorkspaceDefaults) -> None:
        values = {
            **{name: getattr(defaults.habits, name) for name in _CHOICES},
            "leads": _minutes(defaults.habits.leads),
            "fixes_names": defaults.fixes_names,
        }
        insert = insert_into(self.connection, workspace_defaults).values(slack_team_id=slack_team_id, **values)
        await self.connection.execute(insert.on_conflict_do_update(index_elements=["slack_team_id"], set_=values))

    async def list_professional_ids(self, slack_team_id: str) -> list[str]:
        query = select(professional.c.id).where(professional.c.slack_team_id == slack_team_id)
        return list((await self.connection.execute(query)).scalars())


def _profile(row: Mapping[str, Any]) -> Profile:
    if row["signature"] is None:
        return Profile()
    chosen = Preferences(**{**_choices(row), "leads": None if row["leads"] is None else _lengths(row["leads"])})
    hours = tuple(_shift(each) for each in row["hours"])
    return Profile(chosen=chosen, signature=row["signature"], phone=row["phone"], hours=hours)


def _defaults(row: Mapping[str, Any]) -> WorkspaceDefaults:
    if row["fixes_names"] is None:
        return WorkspaceDefaults()
    habits = Habits(**{**_choices(row), "leads": _lengths(row["leads"])})
    return WorkspaceDefaults(habits=habits, fixes_names=row["fixes_names"])


def _choices(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in _CHOICES}


def _minutes(lengths: tuple[timedelta, ...]) -> list[int]:
    return [in_minutes(length) for length in lengths]


def _lengths(minutes: list[int]) -> tuple[timedelta, ...]:
    return tuple(timedelta(minutes=each) for each in minutes)


def _written(shift: Shift | None) -> list[str] | None:
    return [shift.since.isoformat("minutes"), shift.until.isoformat("minutes")] if shift else None


def _shift(written: list[str] | None) -> Shift | None:
    return Shift(since=time.fromisoformat(written[0]), until=time.fromisoformat(written[1])) if written else None
