"""Patients who come and go by every way there is, and professionals who schedule with whomever they were ever shown."""

import io
from dataclasses import dataclass, field
from datetime import date, timedelta

from bot.domain.invitation import LIFETIMES, Invitation, new_token
from bot.domain.links import LeaveLink
from bot.domain.outbox import OutboxKind
from bot.domain.parting import Fate
from bot.domain.people import Professional
from bot.domain.refusals import FieldRefusal
from bot.domain.trust import HowChosen
from bot.services.choosing import Answer, Choosing
from bot.services.erasing import Erasing, ErasingPatient
from bot.services.importing import Importing
from bot.services.leaving import Leaving
from bot.services.listing import Listing
from bot.services.patient_list import ListingPatients
from bot.services.scheduling import Scheduling
from bot.stores import Store
from tests.builders import ANA, BEN, MADRID, NOW, TEAM, a_grant, a_professional, a_request, a_workspace, a_zoom_user
from tests.fakes.edges import FakeClock, FakeWaker
from tests.fakes.workers import a_delivering, deliver_due
from tests.trusting import Trusting

PEOPLE = ("Noah Clarke", "Mia Clarke")
PROFESSIONALS = (
    a_professional(),
    a_professional(id="professional-ben", slack_user_id=BEN.slack_user_id, name="Ben Okoro"),
)
_SLACK_IDS = {"professional-ana": ANA.slack_user_id, "professional-ben": BEN.slack_user_id}


@dataclass
class Choices:
    """Plays a history, and knows who has chosen whom: `chosen` holds people by name, `ids` all they ever had."""

    store: Store
    clock: FakeClock = field(default_factory=FakeClock)
    chosen: set[tuple[str, str]] = field(default_factory=set)
    ids: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in PEOPLE})
    erased: set[str] = field(default_factory=set)
    forms: int = 0

    async def begin(self) -> None:
        async with self.store.writing() as work:
            await work.people.save_workspace(a_workspace())
            for professional in PROFESSIONALS:
                await work.people.save_professional(professional)
                await work.connections.connect(professional.id, a_grant(), a_zoom_user(), NOW)

    async def play(self, act: str, person: int, professional: int, way: int) -> None:
        name, whom = PEOPLE[person], PROFESSIONALS[professional]
        acts = {
            "accept": self._accept,
            "import": self._import,
            "push": self._push,
            "leave": self._leave,
            "erase": self._erase,
            "schedule": self._schedule,
        }
        await acts[act](name, whom, way)
        self.clock.advance(timedelta(minutes=7))
        await self.check()

    async def check(self) -> None:
        """No list shows anybody who had not chosen, and each shows all who had."""
        for professional in PROFESSIONALS:
            wanted = {name for name, whom in self.chosen if whom == professional.id}
            offered = await Listing(store=self.store, clock=self.clock).patients(professional, "")
            listed = (await ListingPatients(store=self.store, clock=self.clock).show(professional)).patients
            assert {patient.name for patient in offered} == {each.patient.name for each in listed} == wanted

    async def _accept(self, name: str, whom: Professional, way: int) -> None:
        how = (HowChosen.INVITATION, HowChosen.PAGE)[way % 2]
        token, now = new_token(), self.clock.now()
        invitation = Invitation(
            id=token,
            slack_team_id=TEAM,
            professional_id=whom.id,
            how=how,
            name=name,
            mail="family@patients.example",
            token=token,
            sent_at=now,
            expires_at=now + LIFETIMES[how],
        )
        async with self.store.writing() as work:
            await work.invitations.add(invitation)
        choosing = Choosing(store=self.store, clock=self.clock, waker=FakeWaker())
        await choosing.accept(token, Answer(name=name, zone=MADRID, language="en"))
        await self._note_chosen(name, whom)

    async def _import(self, name: str, whom: Professional, _: int) -> None:
        """A file says that they chose at this moment: what is older gives nothing again that they took back."""
        line = f"{name},family@patients.example,{_SLACK_IDS[whom.id]},{self.clock.now().isoformat()}"
        file = io.StringIO(f"name,mail,professional,chosen_at\n{line}\n")
        importing = Importing(store=self.store, clock=self.clock)
        assert [each.problem async for each in importing.take(a_workspace(), file)] == [""]
        await self._note_chosen(name, whom)

    async def _push(self, name: str, whom: Professional, _: int) -> None:
        """The clinic's site says that somebody chose, of whom it knows the id."""
        for patient_id in self._living(name):
            trusting = Trusting(store=self.store, clock=self.clock, waker=FakeWaker())
            await trusting.choose(patient_id, whom.id, HowChosen.API, actor="key")
            self.chosen.add((name, whom.id))

    async def _leave(self, name: str, whom: Professional, way: int) -> None:
        leaving = Leaving(store=self.store, clock=self.clock, waker=FakeWaker())
        for patient_id in self.ids[name]:
            link = LeaveLink(patient_id=patient_id, professional_id=whom.id)
            await leaving.leave(link, (Fate.KEEP, Fate.CANCEL)[way % 2])
        self.chosen.discard((name, whom.id))

    async def _erase(self, name: str, _: Professional, way: int) -> None:
        """Ask for it, and let it be done: as soon as can be, or when its time is over."""
        for patient_id in self._living(name):
            await Erasing(store=self.store, clock=self.clock, waker=FakeWaker()).begin(patient_id)
            self.erased.add(patient_id)
        self.chosen = {each for each in self.chosen if each[0] != name}
        await self.check()
        self.clock.advance((timedelta(minutes=2), timedelta(hours=73))[way % 2])
        effects = {OutboxKind.PATIENT_ERASE: ErasingPatient(store=self.store, clock=self.clock)}
        worker = a_delivering(store=self.store, clock=self.clock, effects=effects)
        await deliver_due(worker, 9)

    async def _schedule(self, name: str, whom: Professional, way: int) -> None:
        """Submit a form for each id that was ever seen of this person, the erased ones too."""
        scheduling = Scheduling(store=self.store, clock=self.clock, waker=FakeWaker())
        for patient_id in self.ids[name]:
            self.forms += 1
            request = a_request(patient_id=patient_id, on=date(2028, 1, 1) + timedelta(days=self.forms))
            may = (name, whom.id) in self.chosen and patient_id not in self.erased
            try:
                await scheduling.schedule(whom, request, slack_view_id=f"V{way}-{self.forms}")
            except FieldRefusal:
                assert not may
            else:
                assert may

    async def _note_chosen(self, name: str, whom: Professional) -> None:
        self.chosen.add((name, whom.id))
        async with self.store.reading() as look:
            found = await look.people.find_patient_like(TEAM, name=name, mail="family@patients.example")
        assert found is not None
        if found.id not in self.ids[name]:
            self.ids[name].append(found.id)

    def _living(self, name: str) -> list[str]:
        return [patient_id for patient_id in self.ids[name] if patient_id not in self.erased]
