"""Taking in what the clinic's records say: the picture is read, what is decided of it is written, with what follows.

`read_picture` and `write` are parts of somebody's transaction.
"""

from collections.abc import Collection, Sequence
from itertools import chain

from bot.domain import intents
from bot.domain.parting import Fate
from bot.domain.record_picture import Decision, Picture, Source
from bot.domain.records import PatientRecord
from bot.domain.trust import Trust
from bot.record_stores import AlreadyKnown
from bot.services.trusting import leave
from bot.stores import Repositories


async def read_picture(look: Repositories, picture: Picture, records: Collection[PatientRecord]) -> None:
    """Let the picture show everybody whom these records speak of."""
    team = picture.slack_team_id
    await _read_professionals(look, picture, {each.slack_user_id for record in records for each in record.choices})
    external_ids = {record.external_id for record in records if record.external_id}
    mails = {record.mail for record in records if record.mail}
    patients = await look.records.list_known(team, external_ids=external_ids, mails=mails)
    picture.learn(patients)
    picture.learn_erased(await look.records.list_erased(team, {key for record in records for key in record.keys}))
    picture.learn_choices(await look.records.list_choices([patient.id for patient in patients]))


async def _read_professionals(look: Repositories, picture: Picture, slack_user_ids: set[str]) -> None:
    missing = slack_user_ids - picture.professionals.keys()
    for professional in await look.records.list_professionals(picture.slack_team_id, missing):
        picture.professionals[professional.slack_user_id] = professional


async def write(work: Repositories, picture: Picture, decisions: Sequence[Decision], source: Source) -> None:
    """Write patients and choices, all at once; what is withdrawn is left to `end_choice`.

    Raises AlreadyKnown where somebody else has written the same patient meanwhile; the picture is out of date then.
    """
    given = [*chain.from_iterable(decision.given for decision in decisions)]
    await _save_unseen(work, picture)
    changed = {each.patient.id: each.patient for each in decisions if each.patient is not None and each.is_changed}
    await work.records.save_patients([*changed.values()])
    await work.records.save_choices(given)
    served = {each.id for each in picture.professionals.values() if each.is_served}
    for professional_id in sorted({trust.professional_id for trust in given} & served):
        await work.outbox.renew(intents.home(professional_id, source.at))
    added = {each.patient.id for each in decisions if each.patient is not None and each.is_new}
    written = [(patient_id, "added" if patient_id in added else "changed") for patient_id in changed]
    await work.audit.add_all(at=source.at, actor=source.actor, action="record", outcomes=written)
    chosen = [(trust.patient_id, trust.professional_id) for trust in given]
    await work.audit.add_all(at=source.at, actor=source.actor, action="choose", outcomes=chosen)


async def end_choice(work: Repositories, ended: Trust, fate: Fate, source: Source) -> None:
    """Withdraw what the records say is no longer so, as if the patient had left."""
    await leave(work, ended.patient_id, ended.professional_id, fate, source.at, actor=source.actor)


async def _save_unseen(work: Repositories, picture: Picture) -> None:
    for professional in picture.unseen:
        stored = await work.people.save_professional(professional)
        if stored.id != professional.id:
            raise AlreadyKnown  # they have opened the app at this very moment
