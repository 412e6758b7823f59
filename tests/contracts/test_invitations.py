from datetime import timedelta

import pytest

from bot.domain.invitation import InvitationState
from bot.domain.own_page import OwnPage
from bot.domain.trust import HowChosen
from tests.builders import MADRID, NOW, a_patient, an_invitation

ANA, BEN = "professional-ana", "professional-ben"
NOAH = {"name": "Noah Clarke", "mail": "noah@patients.example"}
DAY = timedelta(days=1)
pytestmark = pytest.mark.usefixtures("people")


async def test_an_invitation_is_found_by_its_id_and_by_its_token(work):
    asked = an_invitation(zone=MADRID, language="es")
    await work.invitations.add(asked)
    assert await work.invitations.get(asked.id) == await work.invitations.find_by_token(asked.token) == asked


async def test_what_is_not_stored_is_not_found(work):
    assert await work.invitations.find_by_token("another") is None
    with pytest.raises(LookupError):
        await work.invitations.get("nothing")


async def test_a_token_is_given_once(work, not_unique):
    await work.invitations.add(an_invitation())
    with pytest.raises(not_unique):
        await work.invitations.add(an_invitation(id="another"))


async def test_what_is_settled_is_still_found_by_its_link_without_its_content(work):
    asked = an_invitation()
    await work.invitations.add(asked)
    await work.invitations.save(asked.settled(InvitationState.ACCEPTED, NOW))
    found = await work.invitations.find_by_token(asked.token)
    assert found == asked.settled(InvitationState.ACCEPTED, NOW)
    assert (found.name, found.mail, found.token) == ("", "", "")


async def test_open_ones_are_found_by_name_and_mail_whatever_their_case(work):
    later = an_invitation(id="a-later-one", token="2", how=HowChosen.PAGE, sent_at=NOW + DAY)
    for each in (later, an_invitation()):
        await work.invitations.add(each)
    like = {"name": " noah CLARKE", "mail": "Noah@Patients.example"}
    assert await work.invitations.list_open_to(ANA, **like, now=NOW) == [an_invitation(), later]
    assert await work.invitations.list_open_to(BEN, **like, now=NOW) == []
    assert await work.invitations.list_open_to(ANA, name="Mia Clarke", mail=NOAH["mail"], now=NOW) == []
    assert await work.invitations.list_open_to(ANA, **like, now=NOW + timedelta(days=15)) == []


async def test_the_open_ones_that_were_sent_are_listed_oldest_first(work):
    first, second = an_invitation(), an_invitation(id="second", token="2", sent_at=NOW + DAY)
    others = [
        an_invitation(id="bens", token="3", professional_id=BEN),
        an_invitation(id="page", token="4", how=HowChosen.PAGE),
        an_invitation(id="old", token="5", expires_at=NOW),
        an_invitation(id="done", token="6", state=InvitationState.WITHDRAWN, settled_at=NOW),
    ]
    for each in (second, *others, first):
        await work.invitations.add(each)
    assert await work.invitations.list_open(ANA, NOW) == [first, second]


async def test_mails_are_counted_by_address_and_by_professional(work):
    await work.invitations.add(an_invitation(sendings=2))
    await work.invitations.add(an_invitation(id="bens", token="2", professional_id=BEN, name="Mia Clarke"))
    await work.invitations.add(an_invitation(id="page", token="3", how=HowChosen.PAGE, mail="other@patients.example"))
    await work.invitations.add(an_invitation(id="old", token="4", sent_at=NOW - DAY))
    assert await work.invitations.count_mails_to("NOAH@patients.example", NOW - DAY) == 3
    assert await work.invitations.count_mails_of(ANA, HowChosen.INVITATION, NOW - DAY) == 2
    assert await work.invitations.count_mails_of(ANA, HowChosen.PAGE, NOW - DAY) == 1
    assert await work.invitations.count_mails_to("nobody@patients.example", NOW - DAY) == 0


async def test_an_address_is_forgotten_wholly(work):
    await work.invitations.add(an_invitation())
    await work.invitations.save(an_invitation().settled(InvitationState.ACCEPTED, NOW))
    await work.invitations.add(an_invitation(id="other", token="2", mail="other@patients.example"))
    await work.invitations.forget("Noah@patients.example")
    assert await work.invitations.find_by_token("token-of-noah") is None
    assert await work.invitations.find_by_token("2") is not None


async def test_what_has_expired_is_deleted_settled_or_not(work):
    await work.invitations.add(an_invitation(id="open", token="1"))
    await work.invitations.add(an_invitation(id="expired", token="2", expires_at=NOW))
    settled = an_invitation(id="settled", token="3", expires_at=NOW - DAY)
    await work.invitations.add(settled)
    await work.invitations.save(settled.settled(InvitationState.ACCEPTED, NOW - 2 * DAY))
    assert await work.invitations.purge(NOW) == 2
    assert await work.invitations.find_by_token("1") is not None


async def test_a_page_keeps_its_first_address(work):
    assert await work.own_pages.find_of(ANA) is None
    await work.own_pages.save(OwnPage(professional_id=ANA, slug="first"))
    stored = await work.own_pages.save(OwnPage(professional_id=ANA, slug="second", is_on=False))
    assert stored == OwnPage(professional_id=ANA, slug="first", is_on=False)
    assert await work.own_pages.find_of(ANA) == await work.own_pages.find("first") == stored
    assert await work.own_pages.find("second") is None


async def test_of_an_erased_patient_nothing_is_left_and_nobody_is_found_by_it(work):
    await work.people.erase_patient("patient-noah", NOW)
    left = a_patient(name="", mail="", zone=None, erased_at=NOW)
    assert await work.people.get_patient("patient-noah") == left
    assert await work.people.find_patient_like(left.slack_team_id, **NOAH) is None


async def test_who_comes_again_after_being_erased_is_somebody_new_and_several_can_be_erased(work):
    await work.people.erase_patient("patient-noah", NOW)
    await work.people.save_patient(a_patient(id="patient-anew"))
    await work.people.erase_patient("patient-anew", NOW)
    assert await work.people.get_patient("patient-anew") == a_patient(
        id="patient-anew", name="", mail="", zone=None, erased_at=NOW
    )
