"""Deciding what a record changes, from a picture of what is stored. Nothing is read or written here."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self

from bot.domain.ids import new_id
from bot.domain.people import Patient, Professional
from bot.domain.records import Choice, PatientRecord, RecordKey, RecordProblem, name_and_mail
from bot.domain.trust import OF_RECORDS, HowChosen, Trust

BY_IMPORT = "import"
_BY_KEY = "api:"


@dataclass(frozen=True, kw_only=True)
class Source:
    """Whose word it is: how a choice by it is called, who said it (for the audit), and when it was taken in."""

    how: HowChosen
    actor: str
    at: datetime

    @classmethod
    def file(cls, at: datetime) -> Self:
        return cls(how=HowChosen.IMPORT, actor=BY_IMPORT, at=at)

    @classmethod
    def key(cls, key_id: str, at: datetime) -> Self:
        return cls(how=HowChosen.API, actor=f"{_BY_KEY}{key_id}", at=at)


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What a record changes. `held_back` are professionals whom the patient has left by their own word since."""

    patient: Patient | None = None  # None: nothing is known of them, and nothing to be kept
    is_new: bool = False
    is_changed: bool = False
    given: tuple[Trust, ...] = ()
    ended: tuple[Trust, ...] = ()
    held_back: tuple[str, ...] = ()

    @property
    def changes_nothing(self) -> bool:
        return not (self.is_changed or self.given or self.ended)


@dataclass(frozen=True, kw_only=True)
class Picture:
    """What is stored about everybody whom some records speak of; what is decided is seen by the next decision."""

    slack_team_id: str
    professionals: dict[str, Professional] = field(default_factory=dict)  # by Slack user id
    unseen: list[Professional] = field(default_factory=list)  # those of them who are not stored yet
    _patients: dict[str, Patient] = field(default_factory=dict)
    _by_external_id: dict[str, str] = field(default_factory=dict)
    _by_name_and_mail: dict[RecordKey, str] = field(default_factory=dict)
    _choices: dict[str, dict[str, Trust]] = field(default_factory=dict)  # by patient, then by professional
    _erased: dict[RecordKey, datetime] = field(default_factory=dict)

    def learn(self, patients: Iterable[Patient]) -> None:
        """Take in what is stored; what was decided about somebody stands."""
        for patient in patients:
            if patient.id not in self._patients:
                self._put(patient)

    def learn_choices(self, choices: Iterable[Trust]) -> None:
        for trust in choices:
            self._choices.setdefault(trust.patient_id, {}).setdefault(trust.professional_id, trust)

    def learn_erased(self, erased: Mapping[RecordKey, datetime]) -> None:
        self._erased.update(erased)

    def decide(self, record: PatientRecord, source: Source) -> Decision:
        """Find out what the record changes. Raises RecordProblem; then nothing is decided."""
        known = self._recognised(record)
        wanted, held_back = self._wanted(known, record)
        if known is None and not wanted:
            return Decision(held_back=held_back)
        patient = self._recorded(known, record)
        given = tuple(self._given(patient, choice, source) for choice in wanted)
        ended = tuple(
            replace(each, withdrawn_at=source.at, withdrawn_by=source.actor) for each in self._ended(patient, record)
        )
        self._put(patient)
        for trust in (*given, *ended):
            self._choices.setdefault(patient.id, {})[trust.professional_id] = trust
        return Decision(
            patient=patient,
            is_new=known is None,
            is_changed=patient != known,
            given=given,
            ended=ended,
            held_back=held_back,
        )

    def ended_by(self, decisions: Iterable[Decision]) -> list[Trust]:
        """List what these decisions end, but for what a later one gave again."""
        ended = [trust for decision in decisions for trust in decision.ended]
        return [trust for trust in ended if not self._choices[trust.patient_id][trust.professional_id].stands]

    def choices_of(self, patient_id: str) -> list[Trust]:
        return list(self._choices.get(patient_id, {}).values())

    def _recognised(self, record: PatientRecord) -> Patient | None:
        """Find whom the record means: by the clinic's own id, else by name and mail together."""
        by_id = self._patients.get(self._by_external_id.get(record.external_id, ""))
        namesake = self._patients.get(self._by_name_and_mail.get(name_and_mail(record.name, record.mail), ""))
        if namesake is None or namesake == by_id:
            return by_id
        if by_id is not None:
            raise RecordProblem("name", "another patient has this name and mail; tell them apart, by a second name.")
        if record.external_id and namesake.external_id:
            raise RecordProblem("external_id", "the patient of this name and mail is known by another one.")
        return namesake

    def _recorded(self, known: Patient | None, record: PatientRecord) -> Patient:
        """Write down what the record says; what it does not say stays."""
        if known is None:
            known = Patient(id=new_id(), slack_team_id=self.slack_team_id, name=record.name, mail=record.mail)
        return replace(
            known,
            name=record.name or known.name,
            mail=record.mail or known.mail,
            zone=record.zone or known.zone,
            language=record.language or known.language,
            external_id=record.external_id or known.external_id,
        )

    def _wanted(self, known: Patient | None, record: PatientRecord) -> tuple[list[Choice], tuple[str, ...]]:
        """Tell which choices are to be given, and to whom the patient said no since by their own word.

        A file that is read once more, or a site that tells all it knows, does not take that word back.
        """
        wanted, held_back = [], []
        for choice in record.choices:
            before = self._choice(known, choice.slack_user_id)
            if not choice.is_chosen or (before is not None and before.stands):
                continue
            left_at = max(filter(None, (_left_at(before), self._erased_at(record))), default=None)
            if left_at is not None and (choice.chosen_at is None or choice.chosen_at <= left_at):
                held_back.append(choice.slack_user_id)
            else:
                wanted.append(choice)
        return wanted, tuple(held_back)

    def _given(self, patient: Patient, choice: Choice, source: Source) -> Trust:
        professional = self.professionals.get(choice.slack_user_id) or self._noted(choice.slack_user_id)
        since = choice.chosen_at or source.at
        return Trust(patient_id=patient.id, professional_id=professional.id, since=since, how=source.how)

    def _ended(self, patient: Patient, record: PatientRecord) -> Iterator[Trust]:
        """List what the record says is no longer so: outright, or by leaving out what it said before.

        What a patient chose here, without the records, is not theirs to leave out.
        """
        said = {choice.slack_user_id: choice.is_chosen for choice in record.choices}
        named = {
            self.professionals[each].id: is_chosen for each, is_chosen in said.items() if each in self.professionals
        }
        for trust in self.choices_of(patient.id):
            is_left_out = record.is_whole and trust.how in OF_RECORDS and trust.professional_id not in named
            if trust.stands and (is_left_out or not named.get(trust.professional_id, True)):
                yield trust

    def _choice(self, known: Patient | None, slack_user_id: str) -> Trust | None:
        professional = self.professionals.get(slack_user_id)
        if known is None or professional is None:
            return None
        return self._choices.get(known.id, {}).get(professional.id)

    def _erased_at(self, record: PatientRecord) -> datetime | None:
        return max((self._erased[key] for key in record.keys if key in self._erased), default=None)

    def _noted(self, slack_user_id: str) -> Professional:
        """Note the Slack user id, for the day they first open the app."""
        noted = Professional(id=new_id(), slack_team_id=self.slack_team_id, slack_user_id=slack_user_id)
        self.professionals[slack_user_id] = noted
        self.unseen.append(noted)
        return noted

    def _put(self, patient: Patient) -> None:
        before = self._patients.get(patient.id)
        if before is not None:
            self._by_name_and_mail.pop(name_and_mail(before.name, before.mail), None)
        self._patients[patient.id] = patient
        self._by_name_and_mail[name_and_mail(patient.name, patient.mail)] = patient.id
        if patient.external_id:
            self._by_external_id[patient.external_id] = patient.id


def _left_at(before: Trust | None) -> datetime | None:
    """Tell when the patient left by their own word, None where they did not: what the records ended they may give."""
    if before is None or before.withdrawn_by.startswith((BY_IMPORT, _BY_KEY)):
        return None
    return before.withdrawn_at
