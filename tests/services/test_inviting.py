from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.invitation import MOST_OF_ONE_PROFESSIONAL, InvitationState
from bot.domain.outbox import OutboxKind
from bot.domain.refusals import AlreadyAnswered, Field, FieldRefusal, Refusal
from bot.domain.trust import HowChosen
from bot.services.inviting import Invite, Inviting
from tests.builders import BEN, MADRID, NOW, a_patient, a_professional, a_trust, an_invitation
from tests.fakes.edges import FakeClock, FakeWaker

ANA = a_professional()
MIA = Invite(name=" Mia  Clarke ", mail="mia@patients.example", language="es", zone=MADRID)
DAY = timedelta(days=1)


@pytest.fixture
def inviting(store):
    return Inviting(store=store, clock=FakeClock(), waker=FakeWaker())


async def invite(inviting, wanted=MIA, view="V1", who=ANA):
    await inviting.invite(who, wanted, slack_view_id=view)


async def given(inviting, *invitations):
    async with inviting.store.writing() as work:
        for each in invitations:
            await work.invitations.add(each)


def stored(inviting):
    return [each.invitation for each in inviting.store.state.invitations.values()]


def mails(inviting):
    entries = [each.entry for each in inviting.store.state.outbox.values()]
    return [each for each in entries if each.kind is OutboxKind.MAIL_ASKING]


async def test_a_patient_is_asked_by_mail(inviting):
    await invite(inviting)
    [asked] = stored(inviting)
    assert asked == an_invitation(
        id=asked.id, token=asked.token, name="Mia Clarke", mail=MIA.mail, language="es", zone=MADRID
    )
    [mail] = mails(inviting)
    assert (mail.ids, mail.due_at, mail.deadline) == (
        {"invitation_id": asked.id, "sending": 1},
        NOW,
        asked.expires_at,
    )
    assert inviting.waker.woken == 1


async def test_tokens_cannot_be_guessed_and_are_never_alike(inviting):
    await invite(inviting)
    await invite(inviting, replace(MIA, name="Leo Clarke"), view="V2")
    one, other = stored(inviting)
    assert (one.token != other.token, len(one.token)) == (True, 43)


async def test_the_same_submission_twice_asks_once(inviting):
    await invite(inviting)
    await invite(inviting)
    assert len(stored(inviting)) == 1


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ({"name": " "}, {Field.NAME: "Write your patient's name."}),
        ({"mail": "mia"}, {Field.MAIL: "Write your patient's email address, such as maria@example.org."}),
        ({"name": "M" * 101}, {Field.NAME: "Write a name of at most 100 letters, without special characters."}),
        ({"name": "Mia\u202e"}, {Field.NAME: "Write a name of at most 100 letters, without special characters."}),
    ],
)
async def test_what_is_to_be_mended_stands_beside_its_field(inviting, change, refused):
    with pytest.raises(FieldRefusal) as refusal:
        await invite(inviting, replace(MIA, **change))
    assert (refusal.value.replies, stored(inviting)) == (refused, [])


async def test_a_patient_of_ones_own_is_not_asked_again(inviting):
    async with inviting.store.writing() as work:
        await work.people.save_trust(a_trust())
    with pytest.raises(FieldRefusal, match="on your list already"):
        await invite(inviting, Invite(name="Noah Clarke", mail="noah@patients.example"))


async def test_who_is_anothers_patient_is_asked_like_anybody(inviting):
    async with inviting.store.writing() as work:
        await work.people.save_patient(a_patient(id="patient-mia", name="Mia Clarke", mail=MIA.mail))
        await work.people.save_trust(a_trust(patient_id="patient-mia", professional_id="professional-ben"))
    await invite(inviting)
    assert len(mails(inviting)) == 1


async def test_who_was_asked_is_not_asked_twice_by_the_form(inviting):
    await invite(inviting)
    with pytest.raises(FieldRefusal, match="invited this patient already"):
        await invite(inviting, view="V2")


async def test_an_address_that_others_ask_today_gets_the_mail_tomorrow_and_nobody_hears_of_it(inviting):
    await given(
        inviting,
        an_invitation(mail=MIA.mail, sendings=2, professional_id="professional-ben"),
        an_invitation(id="another", token="2", mail=MIA.mail, professional_id="professional-eva"),
    )
    await invite(inviting)
    assert [mail.due_at for mail in mails(inviting)] == [NOW + DAY]


async def test_an_address_gets_three_mails_on_each_day_to_come_as_well(inviting):
    for number in range(7):
        await invite(inviting, replace(MIA, name=f"Mia {number}"), view=f"V{number}")
    assert [mail.due_at for mail in mails(inviting)] == [*[NOW] * 3, *[NOW + DAY] * 3, NOW + 2 * DAY]


async def test_who_asked_through_the_page_can_still_be_invited(inviting):
    await given(inviting, an_invitation(how=HowChosen.PAGE, name="Mia Clarke", mail=MIA.mail))
    await invite(inviting)
    with pytest.raises(FieldRefusal, match="invited this patient already"):
        await invite(inviting, view="V2")
    assert [each.how for each in stored(inviting)] == [HowChosen.PAGE, HowChosen.INVITATION]


async def test_a_professional_asks_so_many_a_day(inviting):
    await given(inviting, an_invitation(sendings=MOST_OF_ONE_PROFESSIONAL))
    with pytest.raises(FieldRefusal, match="50 invitations today"):
        await invite(inviting)
    inviting.clock.advance(DAY)
    await invite(inviting)
    assert len(mails(inviting)) == 1


async def test_what_is_sent_again_lives_anew_by_the_same_link(inviting):
    await given(inviting, an_invitation())
    inviting.clock.advance(DAY)
    await inviting.send_again(ANA, "invitation-noah")
    [again] = stored(inviting)
    assert again == an_invitation(sendings=2, sent_at=NOW + DAY, expires_at=NOW + 15 * DAY)
    assert [mail.ids["sending"] for mail in mails(inviting)] == [2]


async def test_one_invitation_is_sent_three_times_at_most(inviting):
    await given(inviting, an_invitation(sendings=3))
    with pytest.raises(Refusal, match="sent 3 times"):
        await inviting.send_again(ANA, "invitation-noah")


async def test_what_was_withdrawn_asks_nobody_any_more_and_holds_no_name(inviting):
    await given(inviting, an_invitation())
    await inviting.withdraw(ANA, "invitation-noah")
    assert stored(inviting) == [an_invitation().settled(InvitationState.WITHDRAWN, NOW)]


@pytest.mark.parametrize("act", ["send_again", "withdraw"])
@pytest.mark.parametrize(
    "invitation",
    [
        an_invitation(id="another"),
        an_invitation(professional_id="professional-ben"),
        an_invitation(how=HowChosen.PAGE),
        an_invitation(expires_at=NOW),
        an_invitation(state=InvitationState.ACCEPTED, settled_at=NOW),
    ],
)
async def test_what_is_anothers_or_over_all_sounds_the_same(inviting, act, invitation):
    await given(inviting, invitation)
    with pytest.raises(AlreadyAnswered):
        await getattr(inviting, act)(ANA, "invitation-noah")
    assert stored(inviting) == [invitation]


async def test_two_professionals_may_ask_the_same_patient(inviting):
    await invite(inviting)
    await invite(inviting, view="V2", who=a_professional(id="professional-ben", slack_user_id=BEN.slack_user_id))
    assert len(mails(inviting)) == 2
