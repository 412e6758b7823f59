"""Who has chosen whom, while patients come and go by every way: the services over a store, and the rules once more."""

from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from io import StringIO
from itertools import count
from typing import Any

from bot.domain import intents
from bot.domain.failures import Failure
from bot.domain.parting import Fate
from bot.domain.records import Choice, PatientRecord
from bot.domain.refusals import FieldRefusal
from bot.domain.trust import HowChosen
from bot.services.erasing import Erasing, ErasingPatient
from bot.services.importing import Importing
from bot.services.listing import Listing
from bot.services.pushing import Pushing
from bot.services.scheduling import Scheduling
from tests.builders import BEN, NOW, TEAM, a_grant, a_patient, a_professional, a_request, a_workspace, a_zoom_user
from tests.fakes.edges import FakeClock, FakeWaker
from tests.trusting import Trusting

PROFESSIONALS = (a_professional(), a_professional(id="professional-ben", slack_user_id=BEN.slack_user_id))
NAMES = ("Noah Clarke", "Mia Clarke", "Adam Béll")
OLD = NOW - timedelta(days=1)
Pair = tuple[int, int]


@dataclass
class Rules:
    """Whom each patient has chosen, and by whose word; the rules of the records, written down a second time."""

    chosen: dict[Pair, str] = field(default_factory=dict)  # "records" or "own"
    left: dict[Pair, datetime] = field(default_factory=dict)  # by the patient's own word
    erased: dict[int, datetime] = field(default_factory=dict)
    known: set[int] = field(default_factory=set)

    def say_yes(self, pair: Pair, chosen_at: datetime | None) -> None:
        moments = [self.left.get(pair), self.erased.get(pair[0])]
        if pair in self.chosen or any(at and (chosen_at is None or chosen_at <= at) for at in moments):
            return
        self.choose(pair, "records")

    def choose(self, pair: Pair, word: str) -> None:
        if pair not in self.chosen:
            self.chosen[pair] = word
            self.left.pop(pair, None)
            self.known.add(pair[0])

    def push(self, patient: int, said: dict[int, bool], chosen_at: datetime | None) -> None:
        for which in range(len(PROFESSIONALS)):
            pair = (patient, which)
            if said.get(which) is False or (which not in said and self.chosen.get(pair) == "records"):
                self.chosen.pop(pair, None)
            elif said.get(which):
                self.say_yes(pair, chosen_at)

    def erase(self, patient: int, now: datetime) -> None:
        self.known.discard(patient)
        self.erased[patient] = now
        self.chosen = {pair: word for pair, word in self.chosen.items() if pair[0] != patient}
        self.left = {pair: at for pair, at in self.left.items() if pair[0] != patient}


class RecordHistory:
    """One history. Each step takes an hour; `ids` are those of each patient, the present one last."""

    def __init__(self, store: Any) -> None:
        self.store, self.clock, self.rules = store, FakeClock(), Rules()
        self.ids: dict[int, list[str]] = {each: [] for each in range(len(NAMES))}
        waker, self.forms = FakeWaker(), count(1)
        parts = {"store": store, "clock": self.clock}
        self.importing, self.listing = Importing(**parts), Listing(**parts)
        self.erasing, self.erase_patient = Erasing(waker=waker, **parts), ErasingPatient(**parts)
        self.pushing = Pushing(slack_team_id=TEAM, waker=waker, erasing=self.erasing, **parts)
        self.trusting, self.scheduling = Trusting(waker=waker, **parts), Scheduling(waker=waker, **parts)

    async def open(self) -> None:
        async with self.store.writing() as work:
            await work.people.save_workspace(a_workspace())
            for each in PROFESSIONALS:
                await work.people.save_professional(each)
                await work.connections.connect(each.id, a_grant(), a_zoom_user(), NOW)

    async def do(self, name: str, *arguments: Any) -> None:
        self.clock.advance(timedelta(hours=1))
        await getattr(self, name)(*arguments)
        await self._learn_ids()
        await self._check()

    async def take_file(self, lines: list[tuple[int, int, bool, bool, bool]]) -> None:
        """Import lines of patient, professional, yes or no, with the clinic's id or not, chosen just now or not."""
        rows = ["name,mail,professional,external_id,chosen,chosen_at\n"]
        for patient, which, says_yes, has_id, is_fresh in lines:
            person = _person(patient)
            external_id, at = (person["external_id"] if has_id else ""), (self.clock.now() if is_fresh else OLD)
            who = f"{person['name']},{person['mail']},{PROFESSIONALS[which].slack_user_id},{external_id}"
            rows.append(f"{who},{'yes' if says_yes else 'no'},{at.isoformat() if is_fresh else ''}\n")
            if says_yes:
                self.rules.say_yes((patient, which), at if is_fresh else None)
            else:
                self.rules.chosen.pop((patient, which), None)
        async with aclosing(self.importing.take(a_workspace(), StringIO("".join(rows)))) as results:
            assert [result.problem async for result in results] == [""] * len(lines)

    async def push(self, patient: int, said: dict[int, bool], moment: str) -> None:
        at = {"none": None, "old": OLD, "now": self.clock.now()}[moment]
        choices = tuple(
            Choice(slack_user_id=PROFESSIONALS[which].slack_user_id, is_chosen=is_chosen, chosen_at=at)
            for which, is_chosen in said.items()
        )
        record = PatientRecord(**_person(patient), choices=choices, is_whole=True)
        pushed = await self.pushing.put(record, Fate.KEEP, key_id="key")
        self.rules.push(patient, said, at)
        chosen = {PROFESSIONALS[which].slack_user_id for who, which in self.rules.chosen if who == patient}
        assert {each.slack_user_id for each in pushed.choices} == chosen

    async def choose(self, patient: int, which: int, how: HowChosen) -> None:
        """Let the patient say yes here; who is not known yet is from now on."""
        if patient not in self.rules.known:
            person = _person(patient)
            new = a_patient(id=f"{patient}-{self.clock.now():%d%H}", name=person["name"], mail=person["mail"])
            async with self.store.writing() as work:
                await work.people.save_patient(new)
            self.ids[patient].append(new.id)
        await self.trusting.choose(self.ids[patient][-1], PROFESSIONALS[which].id, how, actor=self.ids[patient][-1])
        self.rules.choose((patient, which), "own")

    async def leave(self, patient: int, which: int) -> None:
        if patient in self.rules.known:
            me = self.ids[patient][-1]
            has_left = await self.trusting.withdraw(me, PROFESSIONALS[which].id, Fate.KEEP, actor=me)
            assert has_left == (self.rules.chosen.pop((patient, which), None) is not None)
            if has_left:
                self.rules.left[patient, which] = self.clock.now()

    async def erase(self, patient: int) -> None:
        if patient in self.rules.known:
            await self.erasing.begin(self.ids[patient][-1])
            entry = intents.erasure(self.ids[patient][-1], self.clock.now())
            async with self.store.writing() as work:
                # Without waiting for the mails, which nobody sends here.
                await self.erase_patient.give_up(entry, Failure("waited"), work)
            self.rules.erase(patient, self.clock.now())

    async def schedule(self, patient: int, which: int) -> None:
        await self._send_form(self.ids[patient][-1:], patient, which)

    async def schedule_as_before(self, patient: int, which: int) -> None:
        """Send a form that was opened before the patient was erased."""
        await self._send_form(self.ids[patient][:1], patient, which)

    async def _send_form(self, ids: list[str], patient: int, which: int) -> None:
        [patient_id] = ids or ["nobody"]
        asked = a_request(patient_id=patient_id, **self._free_hour())
        may = (patient, which) in self.rules.chosen and patient_id == self.ids[patient][-1]
        try:
            await self.scheduling.schedule(PROFESSIONALS[which], asked, slack_view_id=f"V{next(self.forms)}")
        except FieldRefusal:
            assert not may
        else:
            assert may

    def _free_hour(self) -> dict[str, Any]:
        return {"on": date(2027, 1, 1) + timedelta(days=next(self.forms)), "at": time(9, 0)}

    async def _learn_ids(self) -> None:
        async with self.store.reading() as look:
            for patient in range(len(NAMES)):
                person = _person(patient)
                found = await look.people.find_patient_like(TEAM, name=person["name"], mail=person["mail"])
                assert (found is not None) == (patient in self.rules.known)
                if found is not None and found.id not in self.ids[patient]:
                    self.ids[patient].append(found.id)

    async def _check(self) -> None:
        """No list shows anybody who has not chosen, and each shows all who have."""
        for which, professional in enumerate(PROFESSIONALS):
            wanted = {NAMES[patient] for patient, chosen in self.rules.chosen if chosen == which}
            async with self.store.reading() as look:
                listed = await look.people.list_trusting_patients(professional.id)
                assert await look.people.has_trusting_patients(professional.id) == bool(wanted)
            offered = await self.listing.patients(professional, "")
            assert {each.name for each in listed} == {each.name for each in offered} == wanted


def _person(patient: int) -> dict[str, Any]:
    """Two of them share an address."""
    mails = ("clarke@patients.example", "clarke@patients.example", "adam@patients.example")
    return {"name": NAMES[patient], "mail": mails[patient], "external_id": f"id-{patient}"}
