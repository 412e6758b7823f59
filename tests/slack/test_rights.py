"""Who may do what: each actor, each handler, each meeting - generated from the dispatch table."""

from dataclasses import replace

import pytest

from bot.domain.outbox import OutboxKind
from bot.domain.people import Standing
from bot.domain.refusals import AlreadyAnswered, NotAProfessional, NotInYourList
from bot.slack.dispatch import TABLE
from bot.slack.home import home_of_stranger
from bot.slack.ids import ActionId
from bot.slack.requests import Kind
from tests.builders import ANA, BEN, NOW, a_grant, a_patient, a_professional, a_trust, a_zoom_user, an_invitation
from tests.slack.rights import RULES, Asked, Rule, ask, everything, meeting_of, refuse_mail
from tests.slack.stage import DEACTIVATED, GUEST, LINKS, STRANGER

NOT_SERVED = pytest.mark.parametrize(
    "who", [GUEST, STRANGER, DEACTIVATED], ids=["guest", "other workspace", "deactivated"]
)
PROFESSIONALS = {"ana": a_professional(), "ben": a_professional(id="professional-ben", slack_user_id=BEN.slack_user_id)}
OWNERS = pytest.mark.parametrize(("who", "other"), [("ana", "ben"), ("ben", "ana")], ids=["owner", "colleague"])
ABOUT_MEETINGS = pytest.mark.parametrize("asked", everything(Rule.A_MEETING), ids=str)
EVERYBODYS = [asked for rule in Rule if rule is not Rule.NOTHING for asked in everything(rule)]
REFUSALS = {NotAProfessional().reply, NotInYourList().reply}
PICTURES = {OutboxKind.SLACK_CARD, OutboxKind.SLACK_HOME}


@pytest.fixture
async def clinic(slack):
    """Ana and Ben, both connected, each with a patient; a deactivated colleague who once was one of them."""
    former = a_professional(
        id="professional-former", slack_user_id=DEACTIVATED.slack_user_id, standing=Standing.DEACTIVATED
    )
    async with slack.store.writing() as work:
        for professional in (*PROFESSIONALS.values(), former):
            name = professional.id.removeprefix("professional-")
            await work.people.save_professional(professional)
            await work.connections.connect(professional.id, a_grant(), a_zoom_user(), NOW)
            await work.people.save_patient(a_patient(id=f"patient-{name}", name=f"Patient {name.title()}"))
            await work.people.save_trust(a_trust(patient_id=f"patient-{name}", professional_id=professional.id))
    return slack


async def given(clinic, asked):
    """Give both a meeting in the state that allows what is asked, and a mail that was refused where it needs one."""
    async with clinic.store.writing() as work:
        for professional in PROFESSIONALS.values():
            meeting = meeting_of(professional, asked.needs)
            await work.meetings.add(meeting)
            if asked.name == ActionId.SEND_AGAIN:
                await refuse_mail(work, meeting)


def heard(clinic, response):
    """All that the person is shown."""
    return response.text + str([arguments for _, arguments in clinic.client.calls])


def kept(clinic):
    """What is stored, without pictures that are drawn anew."""
    state = clinic.store.state.copied()
    state.outbox = {key: each for key, each in state.outbox.items() if each.entry.kind not in PICTURES}
    return state


def test_there_is_a_rule_for_each_handler_and_a_handler_for_each_rule():
    assert set(RULES) == {(kind, name) for kind, table in TABLE.items() for name in table}


def test_only_links_are_acknowledged_without_a_handler():
    without = {(kind, name) for kind, table in TABLE.items() for name, handler in table.items() if handler is None}
    assert without == {each for each, rule in RULES.items() if rule is Rule.NOTHING}


@OWNERS
@ABOUT_MEETINGS
async def test_ones_own_meeting_may_be_managed(clinic, asked, who, other):
    await given(clinic, asked)
    said = heard(clinic, await ask(clinic, asked, f"meeting-{who}", PROFESSIONALS[who].actor))
    assert not any(refusal in said for refusal in REFUSALS)
    assert clinic.client.calls or "response_action" in said
    assert f"Patient {other.title()}" not in said


@OWNERS
@ABOUT_MEETINGS
async def test_another_s_meeting_is_refused_like_one_that_there_is_not(clinic, asked, who, other):
    await given(clinic, asked)
    before = kept(clinic)
    said = heard(clinic, await ask(clinic, asked, f"meeting-{other}", PROFESSIONALS[who].actor))
    clinic.client.calls.clear()
    of_none = heard(clinic, await ask(clinic, asked, "meeting-none", PROFESSIONALS[who].actor))
    assert said == of_none
    assert NotInYourList().reply in said
    assert replace(kept(clinic), audit=before.audit) == before
    assert clinic.store.state.outbox.keys() == before.outbox.keys()


@OWNERS
@ABOUT_MEETINGS
async def test_who_asks_for_another_s_meeting_is_written_down_like_who_asks_for_none(clinic, asked, who, other):
    await given(clinic, asked)
    for meeting_id in (f"meeting-{other}", "meeting-none"):
        await ask(clinic, asked, meeting_id, PROFESSIONALS[who].actor)
    denial = {"at": NOW, "actor": f"professional-{who}", "action": asked.name, "outcome": "denied"}
    assert list(clinic.store.state.audit.values()) == [
        {**denial, "about": f"meeting-{other}"},
        {**denial, "about": "meeting-none"},
    ]


async def test_what_is_no_id_is_not_written_down(clinic):
    await clinic.click("details", "Noah Clarke, noah@patients.example")
    [denial] = clinic.store.state.audit.values()
    assert denial["about"] == "unreadable"


@OWNERS
@ABOUT_MEETINGS
async def test_an_old_button_is_refused_with_the_present_state(clinic, asked, who, other):
    await given(clinic, asked)
    meeting_id = f"meeting-{who}"
    async with clinic.store.writing() as work:
        meeting = await work.meetings.get(meeting_id)
        await work.meetings.save(replace(meeting, topic="", reason="", deleted_at=NOW))
    before = kept(clinic)
    said = heard(clinic, await ask(clinic, asked, meeting_id, PROFESSIONALS[who].actor))
    assert "This meeting was already deleted" in said or "There is no email to send again." in said
    assert kept(clinic) == before


@NOT_SERVED
@pytest.mark.parametrize("asked", EVERYBODYS, ids=str)
async def test_whom_we_do_not_serve_is_refused_whatever_they_ask_for(clinic, asked, who):
    await given(clinic, asked)
    before = clinic.store.state.copied()
    response = await ask(clinic, asked, "meeting-ana", who)
    said = heard(clinic, response)
    if asked.kind is Kind.CHOICES:
        assert response.json() == {"options": []}
    else:
        assert NotAProfessional().reply in said
    assert not any(secret in said for secret in ("Patient Ana", "P. A.", "Topic of ana", "Nov 16"))
    assert replace(clinic.store.state, professionals=before.professionals) == before  # who a guest is, is remembered


@OWNERS
@pytest.mark.parametrize("asked", [*everything(Rule.ONESELF), *everything(Rule.A_PATIENT)], ids=str)
async def test_nothing_that_is_another_s_is_ever_shown(clinic, asked, who, other):
    await given(clinic, asked)
    said = heard(clinic, await ask(clinic, asked, f"patient-{other}", PROFESSIONALS[who].actor))
    assert NotAProfessional().reply not in said
    assert not any(secret in said for secret in (f"Patient {other.title()}", f"Topic of {other}"))


@OWNERS
@pytest.mark.parametrize("asked", everything(Rule.AN_INVITATION), ids=str)
async def test_an_invitation_of_another_is_refused_like_one_that_there_is_not(clinic, asked, who, other):
    async with clinic.store.writing() as work:
        await work.invitations.add(an_invitation(id=f"of-{other}", professional_id=f"professional-{other}"))
    before = kept(clinic)
    said = heard(clinic, await ask(clinic, asked, f"of-{other}", PROFESSIONALS[who].actor))
    clinic.client.calls.clear()
    assert said == heard(clinic, await ask(clinic, asked, "of-nobody", PROFESSIONALS[who].actor))
    assert AlreadyAnswered().reply in said
    assert kept(clinic) == before


async def test_with_the_patient_of_another_no_meeting_is_made(clinic):
    asked = Asked(kind=Kind.SUBMISSION, name="schedule_meeting")
    answer = (await ask(clinic, asked, "patient-ben", ANA)).json()
    assert answer["errors"] == {"patient": "This patient is no longer on your list. Choose another."}
    assert clinic.store.state.meetings == {}


async def test_a_person_of_another_workspace_in_a_shared_channel_is_refused(clinic):
    team = {"id": ANA.slack_team_id}
    user = {"id": STRANGER.slack_user_id, "team_id": STRANGER.slack_team_id}
    response = await clinic.interact("block_actions", ANA, team=team, user=user, actions=[{"action_id": "new_meeting"}])
    assert NotAProfessional().reply in heard(clinic, response)


async def test_home_of_another_workspace_is_the_strangers(clinic):
    await clinic.open_home(who=STRANGER)
    assert clinic.client.view == home_of_stranger(LINKS)
