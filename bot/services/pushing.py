"""Records that the clinic's own site pushes: whole as they are, one patient at a time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.api_key import ApiKey, read_token
from bot.domain.parting import Fate
from bot.domain.people import Patient
from bot.domain.record_picture import Decision, Picture, Source
from bot.domain.records import PatientRecord
from bot.domain.trust import HowChosen, Trust
from bot.ports import Clock, Waker
from bot.record_stores import AlreadyKnown
from bot.services.erasing import Erasing
from bot.services.taking_records import end_choice, read_picture, write
from bot.stores import Repositories, Store

_NOTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class StandingChoice:
    """Whom a patient has as their professional, since when, and by which way they said so."""

    slack_user_id: str
    since: datetime
    how: HowChosen


@dataclass(frozen=True, kw_only=True)
class Pushed:
    """How things stand now. `held_back` are professionals whom the patient has left by their own word since."""

    is_new: bool = False
    choices: tuple[StandingChoice, ...] = ()
    held_back: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Pushing:
    slack_team_id: str
    store: Store
    clock: Clock
    waker: Waker
    erasing: Erasing

    async def admit(self, token: str) -> ApiKey | None:
        """Find the key that this token opens, None for every other; its use is noted once a minute."""
        parts = read_token(token)
        if parts is None:
            return None
        key_id, secret = parts
        async with self.store.reading() as look:
            key = await look.api_keys.find(key_id)
        if key is None or not key.opens_with(secret):
            return None
        now = self.clock.now()
        if key.last_used_at is None or now - key.last_used_at >= _NOTED_EVERY:
            async with self.store.writing() as work:
                await work.api_keys.note_used(key.id, now)
        return key

    async def put(self, record: PatientRecord, fate: Fate, *, key_id: str) -> Pushed:
        """Take the record in, in one transaction; `fate` is of the meetings with whomever it no longer names.

        Raises RecordProblem where it is of two patients, and AlreadyKnown when another process keeps changing them.
        """
        source = Source.key(key_id, self.clock.now())
        try:
            pushed = await self._take(record, fate, source)
        except AlreadyKnown:
            # The same patient was written at the same moment: now it is seen.
            pushed = await self._take(record, fate, source)
        self.waker.wake()
        return pushed

    async def find(self, external_id: str) -> Pushed | None:
        """Tell how things stand with a patient, None when nobody is known by this id."""
        async with self.store.reading() as look:
            patient = await self._known(look, external_id)
            return Pushed(choices=await _standing(look, patient)) if patient else None

    async def erase(self, external_id: str, *, key_id: str) -> bool:
        """Have everything about the patient erased, as if they had asked; False when nobody is known by this id."""
        async with self.store.reading() as look:
            patient = await self._known(look, external_id)
        if patient is None:
            return False
        await self.erasing.begin(patient.id, actor=Source.key(key_id, self.clock.now()).actor)
        return True

    async def _known(self, look: Repositories, external_id: str) -> Patient | None:
        found = await look.records.list_known(self.slack_team_id, external_ids=[external_id], mails=[])
        return found[0] if found else None

    async def _take(self, record: PatientRecord, fate: Fate, source: Source) -> Pushed:
        picture = Picture(slack_team_id=self.slack_team_id)
        async with self.store.writing() as work:
            await read_picture(work, picture, [record])
            decision = picture.decide(record, source)
            await self._lock_meetings(work, decision, source.at)
            for trust in decision.ended:
                await end_choice(work, trust, fate, source)
            await write(work, picture, [decision], source)
            choices = await _standing(work, decision.patient) if decision.patient else ()
        return Pushed(is_new=decision.is_new, choices=choices, held_back=decision.held_back)

    async def _lock_meetings(self, work: Repositories, decision: Decision, now: datetime) -> None:
        """Take all meetings before the first entry of the outbox, as everybody does."""
        if decision.patient is not None and decision.ended:
            await work.meetings.list_upcoming_of(decision.patient.id, now)


async def _standing(look: Repositories, patient: Patient) -> tuple[StandingChoice, ...]:
    choices = [await _described(look, trust) for trust in await look.trusts.list_by(patient.id)]
    return tuple(sorted(choices, key=lambda choice: choice.slack_user_id))


async def _described(look: Repositories, trust: Trust) -> StandingChoice:
    professional = await look.people.get_professional(trust.professional_id)
    return StandingChoice(slack_user_id=professional.slack_user_id, since=trust.since, how=trust.how)
