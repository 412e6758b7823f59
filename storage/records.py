"""Patients and their choices by the hundred, as the clinic's records bring them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError

from bot.domain.people import Patient, Professional
from bot.domain.records import RecordKey
from bot.domain.trust import Trust
from bot.record_stores import AlreadyKnown
from storage.people import erased_index, external_index, mail_index, opened_patient, patient_values
from storage.people_tables import erased_record, patient, professional, trust
from storage.profiles import read_professional, select_professionals
from storage.reading import AnyConnection
from storage.statements import insert_into
from storage.trusts import as_trust, given_values, insert_given
from storage.vault import Vault


@dataclass(frozen=True, kw_only=True)
class SqlRecords:
    connection: AnyConnection
    vault: Vault

    async def list_professionals(self, slack_team_id: str, slack_user_ids: Collection[str]) -> list[Professional]:
        query = select_professionals().where(
            professional.c.slack_team_id == slack_team_id, professional.c.slack_user_id.in_(slack_user_ids)
        )
        return [read_professional(row) for row in await self.connection.execute(query)]

    async def list_known(
        self, slack_team_id: str, *, external_ids: Collection[str], mails: Collection[str]
    ) -> list[Patient]:
        is_known = or_(
            patient.c.external_index.in_([external_index(self.vault, each) for each in external_ids]),
            patient.c.mail_index.in_([mail_index(self.vault, each) for each in mails]),
        )
        query = select(patient).where(patient.c.slack_team_id == slack_team_id, is_known)
        return [opened_patient(self.vault, row) for row in await self.connection.execute(query)]

    async def list_choices(self, patient_ids: Collection[str]) -> list[Trust]:
        query = select(trust).where(trust.c.patient_id.in_(patient_ids))
        return [as_trust(row) for row in await self.connection.execute(query)]

    async def list_erased(self, slack_team_id: str, keys: Collection[RecordKey]) -> dict[RecordKey, datetime]:
        indexes = {erased_index(self.vault, slack_team_id, key): key for key in keys}
        query = select(erased_record).where(erased_record.c.record_index.in_(indexes))
        return {indexes[row.record_index]: row.erased_at for row in await self.connection.execute(query)}

    async def save_patients(self, patients: Sequence[Patient]) -> None:
        if not patients:
            return
        rows = [patient_values(self.vault, each) for each in patients]
        insert = insert_into(self.connection, patient)
        kept = {"id", "slack_team_id"}
        values = {name: insert.excluded[name] for name in rows[0] if name not in kept}
        try:
            await self.connection.execute(insert.on_conflict_do_update(index_elements=["id"], set_=values), rows)
        except IntegrityError as error:
            raise AlreadyKnown from error

    async def save_choices(self, given: Sequence[Trust]) -> None:
        if given:
            await self.connection.execute(insert_given(self.connection), [given_values(each) for each in given])
