import pytest

from bot.domain.admission import Policy, WhoServes
from bot.domain.people import Standing
from bot.slack.messenger import SlackMessenger
from tests.builders import BEN, LINKS, NOW, a_grant, a_patient, a_professional, a_trust, a_zoom_user
from tests.fakes.edges import FakeClock
from tests.fakes.slack import FakeSlackClient
from tests.slack.assisting import ANA_ID, BEN_ID
from tests.slack.clinic import PROFESSIONALS
from tests.slack.stage import DEACTIVATED, REMOVED, a_stage


@pytest.fixture
async def slack():
    """Ana, known and not connected, with no patients."""
    return await a_stage()


@pytest.fixture
async def ready(slack):
    """Ana, connected, with Noah as her patient."""
    await slack.connect()
    await slack.trust()
    return slack


@pytest.fixture
async def broken(slack):
    """A database that fails at every reading, with a message that quotes content."""
    await slack.trust()

    def reading():
        raise RuntimeError("Noah Clarke")

    slack.store.reading = reading
    return slack


@pytest.fixture
async def clinic(slack):
    """Ana and Ben, both on the list and connected, each with a patient; two colleagues who once were like them."""
    gone = {"left_at": NOW, "left_settled_at": NOW}
    deactivated = a_professional(
        id="professional-former", slack_user_id=DEACTIVATED.slack_user_id, standing=Standing.DEACTIVATED, **gone
    )
    removed = a_professional(id="professional-removed", slack_user_id=REMOVED.slack_user_id, **gone)
    async with slack.store.writing() as work:
        await work.admissions.save_policy(Policy(who=WhoServes.LIST))
        await work.admissions.set_listed("professional-ana", is_listed=True)
        for professional in (*PROFESSIONALS.values(), deactivated, removed):
            name = professional.id.removeprefix("professional-")
            await work.people.save_professional(professional)
            await work.connections.connect(professional.id, a_grant(), a_zoom_user(), NOW)
            if professional.left_at is not None:
                await work.connections.begin_disconnecting(professional.id, NOW)
                await work.connections.end(professional.id)
            await work.people.save_patient(a_patient(id=f"patient-{name}", name=f"Patient {name.title()}"))
            await work.people.save_trust(a_trust(patient_id=f"patient-{name}", professional_id=professional.id))
    return slack


@pytest.fixture
async def assisted(ready):
    """Ana, connected and on the list, has appointed Ben, who is no professional himself."""
    async with ready.store.writing() as work:
        await work.people.save_professional(
            a_professional(id=BEN_ID, slack_user_id=BEN.slack_user_id, name="Ben Okoro")
        )
        await work.admissions.save_policy(Policy(who=WhoServes.LIST))
        await work.admissions.set_listed(ANA_ID, is_listed=True)
        await work.assistants.appoint(ANA_ID, BEN_ID, NOW)
    return ready


@pytest.fixture
async def colleague(assisted):
    """Ben is a professional as well, connected, with a patient of his own."""
    async with assisted.store.writing() as work:
        await work.admissions.set_listed(BEN_ID, is_listed=True)
        await work.connections.connect(BEN_ID, a_grant(), a_zoom_user(), NOW)
        await work.people.save_patient(a_patient(id="patient-eve", name="Eve Lindqvist"))
        await work.people.save_trust(a_trust(patient_id="patient-eve", professional_id=BEN_ID))
    return assisted


@pytest.fixture
def messenger():
    return SlackMessenger(client=FakeSlackClient(), links=LINKS, clock=FakeClock())
