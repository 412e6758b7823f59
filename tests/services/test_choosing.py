import re
from datetime import timedelta

import pytest

from bot.domain.admission import Policy, WhoServes
from bot.domain.invitation import MOST_THROUGH_ONE_PAGE, InvitationState
from bot.domain.outbox import OutboxKind
from bot.domain.own_page import OwnPage
from bot.domain.people import Standing
from bot.domain.refusals import AlreadyAnswered, FieldRefusal
from bot.domain.trust import HowChosen
from bot.services.choosing import Answer, Choosing
from bot.services.own_pages import OwnPages
from tests.builders import MADRID, NEW_YORK, NOW, a_patient, a_professional, a_trust, a_workspace, an_invitation
from tests.fakes.edges import FakeClock, FakeWaker

ANA = "professional-ana"
TOKEN = "token-of-noah"
AS_INVITED = Answer(name="Noah Clarke", zone=NEW_YORK, language="en")


@pytest.fixture
def choosing(store):
    return Choosing(store=store, clock=FakeClock(), waker=FakeWaker())


@pytest.fixture
async def page(choosing):
    async with choosing.store.writing() as work:
        return await work.own_pages.save(OwnPage(professional_id=ANA, slug="anas"))


async def given(choosing, **changes):
    async with choosing.store.writing() as work:
        await work.invitations.add(an_invitation(**changes))


async def patients(choosing):
    async with choosing.store.reading() as look:
        return await look.people.list_trusting_patients(ANA)


def mails(choosing):
    return [each.entry for each in choosing.store.state.outbox.values() if each.entry.kind is OutboxKind.MAIL_ASKING]


def stored(choosing):
    return [each.invitation for each in choosing.store.state.invitations.values()]


async def test_to_look_changes_nothing(choosing):
    await given(choosing)
    before = choosing.store.state
    question = await choosing.look(TOKEN)
    assert (question.invitation, question.professional) == (an_invitation(), a_professional())
    assert choosing.store.state is before


async def test_who_says_yes_is_on_the_list_as_they_confirmed(choosing):
    await given(choosing, mail="mia@patients.example", how=HowChosen.INVITATION)
    chosen = await choosing.accept(TOKEN, Answer(name="Mia  Clarke", zone=MADRID, language="es"))
    [mia] = await patients(choosing)
    assert mia == chosen.patient
    assert (mia.name, mia.mail, mia.zone, mia.language) == ("Mia Clarke", "mia@patients.example", MADRID, "es")
    [trust] = choosing.store.state.trusts.values()
    assert trust == a_trust(patient_id=mia.id, how=HowChosen.INVITATION)
    assert stored(choosing) == [an_invitation(mail="mia@patients.example").settled(InvitationState.ACCEPTED, NOW)]


async def test_who_is_known_already_stays_the_same_patient(choosing):
    await given(choosing)
    await choosing.accept(TOKEN, Answer(name="noah clarke", zone=None, language="fr"))
    assert await patients(choosing) == [a_patient(name="noah clarke", zone=None, language="fr")]


async def test_a_link_is_good_for_one_answer(choosing):
    await given(choosing)
    await choosing.accept(TOKEN, AS_INVITED)
    for again in (choosing.look(TOKEN), choosing.accept(TOKEN, AS_INVITED), choosing.decline(TOKEN)):
        with pytest.raises(AlreadyAnswered):
            await again


@pytest.mark.parametrize(
    "changes", [{"token": "another"}, {"expires_at": NOW}, {"state": InvitationState.WITHDRAWN, "settled_at": NOW}]
)
async def test_what_is_unknown_withdrawn_or_expired_all_sounds_the_same(choosing, changes):
    await given(choosing, **changes)
    with pytest.raises(AlreadyAnswered):
        await choosing.accept(TOKEN, AS_INVITED)
    assert await patients(choosing) == []


async def test_without_a_name_nothing_is_chosen(choosing):
    await given(choosing)
    with pytest.raises(FieldRefusal, match=r"Write your name\."):
        await choosing.accept(TOKEN, Answer(name=" ", zone=None, language="en"))
    assert (await patients(choosing), stored(choosing)) == ([], [an_invitation()])


async def test_who_says_no_is_forgotten(choosing):
    await given(choosing)
    await choosing.decline(TOKEN)
    assert stored(choosing) == [an_invitation().settled(InvitationState.DECLINED, NOW)]
    assert await patients(choosing) == []


@pytest.mark.usefixtures("page")
async def test_through_a_page_nothing_is_chosen_until_the_mails_link_is_answered(choosing):
    assert await choosing.ask("anas", "Mia Clarke", "mia@patients.example", language="pt") == a_professional()
    [asked], [mail] = stored(choosing), mails(choosing)
    assert (asked.how, asked.language, mail.ids["invitation_id"]) == (HowChosen.PAGE, "pt", asked.id)
    assert asked.expires_at == NOW + timedelta(days=2)
    assert await patients(choosing) == []
    await choosing.accept(asked.token, Answer(name="Mia Clarke", zone=None, language="pt"))
    assert [trust.how for trust in choosing.store.state.trusts.values()] == [HowChosen.PAGE]


@pytest.mark.usefixtures("page")
async def test_who_asks_and_who_says_no_is_in_the_audit_by_the_question(choosing):
    await given(choosing)
    await choosing.decline(TOKEN)
    await choosing.ask("anas", "Mia Clarke", "mia@patients.example", language="en")
    rows = [(row["actor"], row["action"], row["about"], row["outcome"]) for row in choosing.store.state.audit.values()]
    *_, asked = stored(choosing)
    assert rows == [
        ("somebody", "decline", "invitation-noah", "declined"),
        ("somebody", "ask_through_page", asked.id, "open"),
    ]


@pytest.mark.usefixtures("page")
async def test_who_asks_again_gets_the_same_link_again(choosing):
    for _ in range(2):
        await choosing.ask("anas", "Mia Clarke", "MIA@patients.example", language="en")
    assert [each.sendings for each in stored(choosing)] == [2]
    assert [mail.ids["sending"] for mail in mails(choosing)] == [1, 2]


async def test_who_was_asked_by_both_ways_answers_once(choosing):
    await given(choosing, id="through-page", token="another", how=HowChosen.PAGE)
    await given(choosing)
    await choosing.accept("another", AS_INVITED)
    assert {each.state for each in stored(choosing)} == {InvitationState.ACCEPTED}


@pytest.mark.usefixtures("page")
async def test_an_address_gets_three_mails_a_day_whatever_is_typed(choosing):
    for number in range(9):
        assert await choosing.ask("anas", f"Mia {number}", "mia@patients.example", language="en")
    assert len(mails(choosing)) == 3
    choosing.clock.advance(timedelta(days=1))
    await choosing.ask("anas", "Mia", "mia@patients.example", language="en")
    assert len(mails(choosing)) == 4


@pytest.mark.usefixtures("page")
async def test_through_one_page_go_so_many_an_hour(choosing):
    for number in range(MOST_THROUGH_ONE_PAGE + 5):
        assert await choosing.ask("anas", "Mia", f"mia{number}@patients.example", language="en")
    assert len(mails(choosing)) == MOST_THROUGH_ONE_PAGE


@pytest.mark.usefixtures("page")
async def test_who_is_known_is_asked_like_anybody(choosing):
    async with choosing.store.writing() as work:
        await work.people.save_trust(a_trust())
    assert await choosing.ask("anas", "Noah Clarke", "noah@patients.example", language="en") == a_professional()
    assert len(mails(choosing)) == 1


async def test_a_page_that_is_off_or_never_was_leads_nowhere(choosing, page):
    assert await choosing.whose_page(page.slug) == await choosing.whose_page("Anas") == a_professional()
    await OwnPages(store=choosing.store, clock=choosing.clock).switch(a_professional(), is_on=False)
    for slug in (page.slug, "another", "an\x00as", "a" * 999, "ánas"):
        assert await choosing.whose_page(slug) is None
        assert await choosing.ask(slug, "Mia", "mia@patients.example", language="en") is None
    assert stored(choosing) == []


async def test_the_invitation_of_who_is_no_longer_served_is_no_longer_open(choosing):
    await given(choosing)
    async with choosing.store.writing() as work:
        await work.people.save_professional(a_professional(standing=Standing.DEACTIVATED))
    with pytest.raises(AlreadyAnswered):
        await choosing.accept(TOKEN, AS_INVITED)


async def test_the_page_of_who_is_no_longer_served_leads_nowhere(choosing, page):
    async with choosing.store.writing() as work:
        await work.people.save_professional(a_professional(standing=Standing.DEACTIVATED))
    assert await choosing.whose_page(page.slug) is None


async def listed_only(choosing, *, is_listed):
    async with choosing.store.writing() as work:
        await work.people.save_workspace(a_workspace())
        await work.admissions.save_policy(Policy(who=WhoServes.LIST))
        await work.admissions.set_listed(ANA, is_listed=is_listed)


@pytest.mark.usefixtures("page")
async def test_nobody_chooses_whom_the_policy_does_not_admit(choosing):
    await given(choosing)
    await listed_only(choosing, is_listed=False)
    assert await choosing.whose_page("anas") is None
    assert await choosing.ask("anas", "Mia", "mia@patients.example", language="en") is None
    for answer in (choosing.look(TOKEN), choosing.accept(TOKEN, AS_INVITED)):
        with pytest.raises(AlreadyAnswered):
            await answer
    await listed_only(choosing, is_listed=True)
    assert await choosing.whose_page("anas") is not None


async def test_a_page_is_off_until_it_is_switched_on_and_keeps_its_address(store):
    pages = OwnPages(store=store, clock=FakeClock())
    assert not (await pages.show(a_professional())).is_on
    on = await pages.switch(a_professional(), is_on=True)
    await pages.switch(a_professional(), is_on=False)
    assert await pages.switch(a_professional(), is_on=True) == on == await pages.show(a_professional())


async def test_an_address_can_be_typed_from_paper(store):
    page = await OwnPages(store=store, clock=FakeClock()).switch(a_professional(), is_on=True)
    assert re.fullmatch(r"(?:[a-hjkmnp-tv-z2-9]{4}-){3}[a-hjkmnp-tv-z2-9]{4}", page.slug)
