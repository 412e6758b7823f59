from datetime import timedelta

import pytest

from bot.domain.outbox import OutboxKind
from bot.domain.own_page import OwnPage
from bot.domain.trust import HowChosen
from bot.slack.modals.invite import invite_form
from bot.slack.modals.own_page import own_page_modal
from bot.slack.modals.patients import patients_modal
from tests.builders import LINKS, NOW, a_patient, a_professional, a_scheduled_meeting, a_trust, an_invitation
from tests.slack.reading import actions, texts
from tests.slack.stage import chosen, submitted

MIA = {"name": "Mia Clarke", "mail": "mia@patients.example", "language": chosen("es")}


def form(**typed):
    return submitted(invite_form(a_professional()), **{**MIA, **typed})


async def shown(slack, page=0):
    return patients_modal(await slack.desk.patients.show(a_professional(), page))


def opened(view, **changes):
    """The modal as Slack sends it with a click."""
    return {**view, "id": "V1", "hash": "1.a", "type": "modal", **changes}


async def given(slack, *invitations):
    async with slack.store.writing() as work:
        for each in invitations:
            await work.invitations.add(each)


def asked(slack):
    return [each.invitation for each in slack.store.state.invitations.values()]


@pytest.mark.parametrize("way", ["command", "click"])
async def test_patients_open_by_command_and_button(ready, way):
    await getattr(ready, way)("patients")
    assert ready.client.view == await shown(ready)


async def test_without_any_patient_the_ways_to_get_one_are_there(slack):
    await slack.command("patients")
    assert texts(slack.client.view)[:1] == ["No patient has chosen you yet."]
    assert actions(slack.client.view["blocks"]) == ["Invite patient", "Your page"]


async def test_a_patient_is_shown_with_since_when_how_and_the_next_meeting(slack):
    await slack.add(a_scheduled_meeting())
    async with slack.store.writing() as work:
        await work.people.save_patient(a_patient(id="patient-mia", name="Mia Clarke", mail="mia@patients.example"))
        await work.people.save_trust(
            a_trust(patient_id="patient-mia", how=HowChosen.INVITATION, since=NOW - timedelta(days=14))
        )
    await slack.command("patients")
    assert texts(slack.client.view)[:3] == [
        "2 patients chose you.",
        "Mia Clarke\nSince Nov 2. By invitation. No upcoming meeting.",
        "Noah Clarke\nSince today. From the clinic's records. Next meeting: Thu, Nov 19, 3:00 to 3:50 PM.",
    ]


async def test_ten_at_a_time_are_shown_and_turned_over(slack):
    await slack.trust(
        *(a_patient(id=f"patient-{n}", name=f"Patient {n:02}", mail=f"{n}@patients.example") for n in range(12))
    )
    await slack.click("patients_next_page", "1", view=opened(await shown(slack)))
    [(method, call)] = slack.client.calls
    assert method == "views.update"
    assert [text.split("\n")[0] for text in texts(call["view"])[1:3]] == ["Patient 10", "Patient 11"]
    assert "Previous page" in actions(call["view"]["blocks"])
    assert "Next page" not in actions(call["view"]["blocks"])


async def test_the_button_opens_the_invitation_form(slack):
    await slack.click("invite_patient")
    assert slack.client.view == invite_form(a_professional())


async def test_who_is_invited_is_asked_and_waits_in_the_list(slack):
    answer = (await slack.submit(form(zone=chosen("Europe/Madrid")))).json()
    assert texts(answer["view"]) == ["The invitation is on its way. You are told when your patient says yes."]
    [invitation] = asked(slack)
    assert (invitation.name, invitation.mail, invitation.language, invitation.zone.key) == (
        "Mia Clarke",
        "mia@patients.example",
        "es",
        "Europe/Madrid",
    )
    assert OutboxKind.MAIL_ASKING in {each.entry.kind for each in slack.store.state.outbox.values()}
    await slack.command("patients")
    assert "Mia Clarke, mia@patients.example\nInvited today. Open until Nov 30." in texts(slack.client.view)


async def test_the_zone_may_be_left_out(slack):
    await slack.submit(form())
    assert [each.zone for each in asked(slack)] == [None]


async def test_the_list_beneath_the_form_is_drawn_anew(slack):
    beneath = await shown(slack)
    await slack.click("invite_patient", view=opened(beneath))
    drawn = slack.client.view
    slack.client.calls.clear()
    await slack.submit({**submitted(drawn, **MIA), "previous_view_id": "V0"})
    assert slack.client.calls == [("views.update", {"view_id": "V0", "view": await shown(slack)})]
    assert slack.client.view != beneath


async def test_what_is_to_be_mended_stands_beside_its_field(slack):
    answer = (await slack.submit(form(name=" ", mail="mia"))).json()
    assert answer["errors"] == {
        "name": "Write your patient's name.",
        "mail": "Write your patient's email address, such as maria@example.org.",
    }
    assert asked(slack) == []


@pytest.mark.parametrize(
    ("act", "told", "sendings"),
    [
        ("send_invitation_again", "The email is being sent again.", 2),
        ("withdraw_invitation", "The invitation is withdrawn. Its link leads nowhere now.", 1),
    ],
)
async def test_an_invitation_is_sent_again_or_withdrawn(slack, act, told, sendings):
    await given(slack, an_invitation())
    await slack.click(act, "invitation-noah", view=opened(await shown(slack)))
    assert texts(slack.client.view)[0] == told
    [invitation] = asked(slack)
    assert (invitation.sendings, invitation.is_open(NOW)) == (sendings, act == "send_invitation_again")


async def test_a_click_that_comes_too_late_says_so(slack):
    await given(slack, an_invitation(expires_at=NOW))
    await slack.click("withdraw_invitation", "invitation-noah", view=opened(await shown(slack)))
    assert texts(slack.client.view) == ["This invitation is no longer open. Nothing changed."]


async def test_a_mail_that_was_not_accepted_is_told_beside_the_invitation(slack):
    await given(slack, an_invitation(is_refused=True))
    await slack.command("patients")
    assert texts(slack.client.view)[-1].endswith("The email was not accepted: check the address.")


async def test_ones_page_is_switched_on_and_shows_its_link(slack):
    await slack.click("own_page")
    assert actions(slack.client.view["blocks"]) == ["Switch on"]
    view = opened(slack.client.view)
    slack.client.calls.clear()
    await slack.click("switch_own_page", "on", view=view)
    [page] = slack.store.state.own_pages.values()
    assert slack.client.view == own_page_modal(page, LINKS)
    assert LINKS.own_page(page.slug) in texts(slack.client.view)
    assert actions(slack.client.view["blocks"]) == ["Open sheet with QR code", "Open page", "Switch off"]


async def test_ones_page_is_switched_off(slack):
    async with slack.store.writing() as work:
        page = await work.own_pages.save(OwnPage(professional_id="professional-ana", slug="anas"))
    await slack.click("switch_own_page", "off", view=opened(own_page_modal(page, LINKS)))
    assert [each.is_on for each in slack.store.state.own_pages.values()] == [False]
    assert actions(slack.client.view["blocks"]) == ["Switch on"]
