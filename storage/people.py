"""Workspace, professionals, patients, and who trusts whom."""

import asyncio
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from heapq import nsmallest
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, Select, bindparam, case, select, update
from sqlalchemy.exc import IntegrityError

from bot.domain.folding import caseless, fold, has_words
from bot.domain.people import Actor, Patient, Professional, Workspace, patient_code, types_code
from bot.domain.records import RecordKey, record_keys
from bot.domain.trust import Trust
from bot.record_stores import AlreadyKnown
from storage.opened_names import OpenedNames
from storage.people_tables import erased_record, patient, professional, trust, workspace
from storage.profiles import read_professional, select_professionals
from storage.reading import AnyConnection
from storage.statements import insert_into
from storage.trusts import given_values, insert_given
from storage.vault import TamperedError, Vault

_WORKSPACE = "workspace"
_OPENED_AT_A_TIME = 1_000
# Asked at each request and for most effects: written once, as building them anew takes longer than running them.
_BY_ID = select_professionals().where(professional.c.id == bindparam("professional_id"))
_BY_ACTOR = select_professionals().where(
    professional.c.slack_team_id == bindparam("slack_team_id"),
    professional.c.slack_user_id == bindparam("slack_user_id"),
)


@dataclass(frozen=True, kw_only=True)
class SqlPeople:
    """`locks` is set inside a transaction: then a patient who is found trusting does not withdraw until its end."""

    connection: AnyConnection
    vault: Vault
    names: OpenedNames
    locks: bool

    async def find_workspace(self) -> Workspace | None:
        """Raise SealError when the key ring is not the one that this database was written with."""
        row = (await self.connection.execute(select(workspace).limit(1))).mappings().one_or_none()
        if row is None:
            return None
        found = Workspace(slack_team_id=row["slack_team_id"], name=row["name"], slack_app_id=row["slack_app_id"])
        if self.vault.open(_WORKSPACE, found.slack_team_id, row["sealed"]) != self._proof(found):
            raise TamperedError("the key named index is not the one by which this database finds its patients")
        return found

    async def save_workspace(self, saved: Workspace) -> None:
        values = {
            "slack_team_id": saved.slack_team_id,
            "name": saved.name,
            "slack_app_id": saved.slack_app_id,
            "sealed": self.vault.seal(_WORKSPACE, saved.slack_team_id, self._proof(saved)),
        }
        insert = insert_into(self.connection, workspace).values(values)
        await self.connection.execute(insert.on_conflict_do_update(index_elements=["slack_team_id"], set_=values))

    def _proof(self, proven: Workspace) -> dict[str, str]:
        """What only the right key ring opens, and only the right index key makes."""
        return {"index": self.vault.index("key ring", proven.slack_team_id)}

    async def get_professional(self, professional_id: str) -> Professional:
        row = (await self.connection.execute(_BY_ID, {"professional_id": professional_id})).one_or_none()
        if row is None:
            raise LookupError(professional_id)
        return read_professional(row)

    async def find_professional(self, actor: Actor) -> Professional | None:
        who = {"slack_team_id": actor.slack_team_id, "slack_user_id": actor.slack_user_id}
        row = (await self.connection.execute(_BY_ACTOR, who)).one_or_none()
        return read_professional(row) if row else None

    async def save_professional(self, saved: Professional) -> Professional:
        known_by = {"slack_team_id": saved.slack_team_id, "slack_user_id": saved.slack_user_id}
        values = {
            "name": saved.name,
            "zone": saved.zone,
            "language": saved.language,
            "standing": saved.standing,
            "seen_at": saved.seen_at,
            "is_admin": saved.is_admin,
        }
        insert = insert_into(self.connection, professional).values(id=saved.id, **known_by, **values)
        of = professional.c
        chosen = {
            name: case((of[f"has_chosen_{name}"], of[name]), else_=insert.excluded[name])
            for name in ("name", "zone", "language")
        }
        upsert = insert.on_conflict_do_update(index_elements=list(known_by), set_=values | chosen)
        stored = await self.connection.execute(upsert.returning(of.id))
        return await self.get_professional(stored.scalar_one())

    async def choose_profile(self, professional_id: str, *, name: str, zone: ZoneInfo, language: str) -> None:
        of = professional.c
        # An UPDATE compares with the row as it was: what is the same as Slack's stays Slack's.
        values = {
            "name": name,
            "zone": zone,
            "language": language,
            "has_chosen_name": of.has_chosen_name | (of.name != name),
            "has_chosen_zone": of.has_chosen_zone | (of.zone != zone),
            "has_chosen_language": of.has_chosen_language | (of.language != language),
        }
        await self.connection.execute(update(professional).where(of.id == professional_id).values(values))

    async def get_patient(self, patient_id: str) -> Patient:
        found = await self._find_patient(select(patient).where(patient.c.id == patient_id))
        if found is None:
            raise LookupError(patient_id)
        return found

    async def list_patients(self, patient_ids: Collection[str]) -> list[Patient]:
        rows = await self.connection.execute(select(patient).where(patient.c.id.in_(patient_ids)))
        return [self._patient(row) for row in rows]

    async def find_patient_like(self, slack_team_id: str, *, name: str, mail: str) -> Patient | None:
        indexes = {"mail_index": mail_index(self.vault, mail), "name_index": name_index(self.vault, name)}
        return await self._find_patient(select(patient).filter_by(slack_team_id=slack_team_id, **indexes))

    async def save_patient(self, saved: Patient) -> None:
        values = patient_values(self.vault, saved)
        insert = insert_into(self.connection, patient).values(values)
        try:
            await self.connection.execute(insert.on_conflict_do_update(index_elements=["id"], set_=values))
        except IntegrityError as error:
            raise AlreadyKnown from error

    async def erase_patient(self, patient_id: str, now: datetime) -> None:
        await self._note_erased(await self.get_patient(patient_id), now)
        values = {
            "sealed": self.vault.seal(patient.name, patient_id, {"name": "", "mail": ""}),
            "zone": None,
            "language": "en",
            "erased_at": now,
            # Unlike any other's, and nothing that a name or a mail leads to.
            "mail_index": self.vault.index("patient.erased", patient_id),
            "name_index": self.vault.index("patient.erased", patient_id),
            "external_index": None,
        }
        await self.connection.execute(update(patient).where(patient.c.id == patient_id).values(values))

    async def _note_erased(self, erased: Patient, now: datetime) -> None:
        """Remember by keyed hashes whom the clinic's records must not bring back."""
        keys = record_keys(name=erased.name, mail=erased.mail, external_id=erased.external_id)
        for key in keys:
            index = erased_index(self.vault, erased.slack_team_id, key)
            insert = insert_into(self.connection, erased_record).values(record_index=index, erased_at=now)
            again = insert.on_conflict_do_update(index_elements=["record_index"], set_={"erased_at": now})
            await self.connection.execute(again)

    async def find_trusting_patient(self, professional_id: str, patient_id: str) -> Patient | None:
        query = _trusting(professional_id).where(patient.c.id == patient_id)
        return await self._find_patient(query.with_for_update(of=trust, read=True) if self.locks else query)

    async def has_trusting_patients(self, professional_id: str) -> bool:
        return bool(await self.connection.scalar(_HAS_TRUSTING, {"professional_id": professional_id}))

    async def list_trusting_patients(self, professional_id: str) -> list[Patient]:
        rows = await self.connection.execute(_trusting(professional_id))
        # The names are sealed, so the database cannot sort by them.
        return sorted(map(self._patient, rows), key=_by_name)

    async def search_trusting_patients(self, professional_id: str, typed: str, limit: int) -> list[Patient]:
        words, has_code, found = fold(typed).split(), types_code(typed), []
        rows = (await self.connection.execute(_names_of(professional_id))).all()
        for first in range(0, len(rows), _OPENED_AT_A_TIME):
            for row in rows[first : first + _OPENED_AT_A_TIME]:
                name = self.names.open(self.vault, row.id, row.sealed)
                if has_words(
                    words, f"{name.searched_as} {fold(patient_code(row.id))}" if has_code else name.searched_as
                ):
                    found.append((name.sorted_as, row.id))
            await asyncio.sleep(0)  # others are answered meanwhile
        ids = [patient_id for _, patient_id in nsmallest(limit, found)]
        patients = await self.connection.execute(_trusting(professional_id).where(patient.c.id.in_(ids)))
        return sorted(map(self._patient, patients), key=_by_name)

    async def save_trust(self, given: Trust) -> bool:
        upsert = insert_given(self.connection).values(given_values(given))
        changed = await self.connection.execute(upsert.returning(trust.c.patient_id))
        return changed.one_or_none() is not None

    async def _find_patient(self, query: Select[Any]) -> Patient | None:
        row = (await self.connection.execute(query)).one_or_none()
        return self._patient(row) if row else None

    def _patient(self, row: Row[Any]) -> Patient:
        return opened_patient(self.vault, row)


def opened_patient(vault: Vault, row: Row[Any]) -> Patient:
    content = vault.open(patient.name, row.id, row.sealed)
    return Patient(
        id=row.id,
        slack_team_id=row.slack_team_id,
        zone=row.zone,
        language=row.language,
        erased_at=row.erased_at,
        **content,
    )


def patient_values(vault: Vault, saved: Patient) -> dict[str, Any]:
    """Write a patient as the columns of a row."""
    content = {"name": saved.name, "mail": saved.mail}
    if saved.external_id:
        content["external_id"] = saved.external_id
    return {
        "id": saved.id,
        "slack_team_id": saved.slack_team_id,
        "sealed": vault.seal(patient.name, saved.id, content),
        "zone": saved.zone,
        "language": saved.language,
        "mail_index": mail_index(vault, saved.mail),
        "name_index": name_index(vault, saved.name),
        "external_index": external_index(vault, saved.external_id),
    }


def mail_index(vault: Vault, mail: str) -> str:
    return vault.index("patient.mail", caseless(mail))


def name_index(vault: Vault, name: str) -> str:
    return vault.index("patient.name", caseless(name))


def external_index(vault: Vault, external_id: str) -> str | None:
    """Make the blind index of what the clinic calls a patient, letter by letter; None for whoever is in no record."""
    return vault.index("patient.external_id", external_id) if external_id else None


def erased_index(vault: Vault, slack_team_id: str, key: RecordKey) -> str:
    """Make the blind index of what somebody was known by; it is none by which patients are found."""
    return vault.index("patient.erased record", "\0".join((slack_team_id, *key)))


def _trusting(professional_id: str | ColumnElement[str]) -> Select[Any]:
    chosen = select(patient).join(trust, trust.c.patient_id == patient.c.id)
    return chosen.where(trust.c.professional_id == professional_id, trust.c.withdrawn_at.is_(None))


# Asked at each drawing of Home.
_HAS_TRUSTING = select(_trusting(bindparam("professional_id")).exists())


def _names_of(professional_id: str) -> Select[Any]:
    return _trusting(professional_id).with_only_columns(patient.c.id, patient.c.sealed)


def _by_name(each: Patient) -> tuple[str, str]:
    return each.name.casefold(), each.id
