"""Who may do what: each actor, each handler, each meeting - generated from the dispatch table."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.acts import Act
from bot.domain.admission import Policy, WhoServes
from bot.domain.assistance import ACTS_FOR_ANOTHER
from bot.domain.meeting import MeetingStatus
from bot.domain.outbox import OutboxKind
from bot.domain.people import Standing
from bot.domain.refusals import AlreadyAnswered, NotAnAdmin, NotAProfessional, NotForAssistants, NotInYourList
from bot.slack.dispatch import ON_BEHALF, TABLE
from bot.slack.home import home_of_stranger
from bot.slack.ids import ActionId
from bot.slack.requests import Kind
from tests.builders import ANA, BEN, NOW, a_grant, a_patient, a_professional, a_trust, a_zoom_user, an_invitation
from tests.slack.rights import RULES, Asked, Rule, ask, everything, meeting_of, refuse_mail
from tests.slack.stage import ADMIN, ASSISTANT, DEACTIVATED, GUEST, LINKS, REMOVED, STRANGER

NOT_SERVED = pytest.mark.parametrize(
    "who", [GUEST, STRANGER, DEACTIVATED, REMOVED], ids=["guest", "other workspace", "deactivated", "removed"]
)
PROFESSIONALS = {
    "ana": a_professional(is_listed=True),
    "ben": a_professional(id="professional-ben", slack_user_id=BEN.slack_user_id, is_listed=True),
}
OWNERS = pytest.mark.parametrize(("who", "other"), [("ana", "ben"), ("ben", "ana")], ids=["owner", "colleague"])
ABOUT_MEETINGS = pytest.mark.parametrize("asked", everything(Rule.A_MEETING), ids=str)
ABOUT_THE_WORKSPACE = pytest.mark.parametrize("asked", everything(Rule.ADMINISTRATION), ids=str)
RULES_OF_SOMETHING = (Rule.ONESELF, Rule.A_MEETING, Rule.A_PATIENT, Rule.AN_INVITATION, Rule.ADMINISTRATION)
EVERYBODYS = [asked for rule in RULES_OF_SOMETHING for asked in everything(rule)]
REFUSALS = {NotAProfessional().reply, NotInYourList().reply}
PICTURES = {OutboxKind.SLACK_CARD, OutboxKind.SLACK_HOME}


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
    """What is stored, without pictures that are drawn anew, and without what the operator reads of it."""
    state = clinic.store.state.copied()
    state.audit = {}
    state.outbox = {key: each for key, each in state.outbox.items() if each.entry.kind not in PICTURES}
    return state


def denials(clinic):
    """Who was denied what, and why, as the audit has it."""
    rows = [each for each in clinic.store.state.audit.values() if each["action"] == "denied"]
    return [(each["actor"], each["about"], each["outcome"]) for each in rows]


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
    told = f"{asked.kind}:{asked.name}"
    assert denials(clinic) == [
        (f"professional-{who}", f"{told}:meeting-{about}", "not_in_their_list") for about in (other, "none")
    ]


async def test_what_is_no_id_is_not_written_down(clinic):
    await clinic.click("details", "Noah Clarke, noah@patients.example")
    [denial] = clinic.store.state.audit.values()
    assert denial["about"] == "click:details:unreadable"


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
    # Who is a full member may administer: they hear why they may not.
    is_member = who is REMOVED and asked in everything(Rule.ADMINISTRATION)
    refusal, code = (NotAnAdmin(), "not_an_admin") if is_member else (NotAProfessional(), "not_a_professional")
    response = await ask(clinic, asked, "meeting-ana", who)
    said = heard(clinic, response)
    if asked.kind is Kind.CHOICES:
        assert response.json() == {"options": []}
    else:
        assert refusal.reply in said
    assert not any(secret in said for secret in ("Patient Ana", "P. A.", "Topic of ana", "Nov 16"))
    # Who a guest is, is remembered, and that they asked.
    assert replace(clinic.store.state, professionals=before.professionals, audit={}) == before
    [(_, about, outcome)] = denials(clinic)
    assert (about, outcome) == (f"{asked.kind}:{asked.name}", code)


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


@ABOUT_THE_WORKSPACE
async def test_a_professional_who_is_no_admin_administers_nothing(clinic, asked):
    await given(clinic, asked)
    await leave_meetings_behind(clinic)
    before = kept(clinic)
    response = await ask(clinic, asked, "professional-removed", ANA)
    if asked.kind is Kind.CHOICES:
        assert response.json() == {"options": []}
    else:
        assert NotAnAdmin().reply in heard(clinic, response)
    assert kept(clinic) == before
    assert denials(clinic) == [("professional-ana", f"{asked.kind}:{asked.name}", "not_an_admin")]


async def test_a_button_for_a_command_opens_nothing_that_the_command_would_not(clinic):
    response = await clinic.click("use_command", "admin", who=ANA)
    assert NotAnAdmin().reply in heard(clinic, response)


@ABOUT_THE_WORKSPACE
async def test_an_admin_administers_and_sees_nothing_of_any_patient(clinic, asked):
    await given(clinic, asked)
    await leave_meetings_behind(clinic)
    about = ANA.slack_user_id if asked.name == ActionId.ENLIST else "professional-removed"
    clinic.desk.identifying.directory.groups["S1"] = frozenset({ANA.slack_user_id})
    response = await ask(clinic, asked, about, ADMIN)
    said = heard(clinic, response)
    assert not any(refusal in said for refusal in (*REFUSALS, NotAnAdmin().reply))
    assert clinic.client.calls or response.json()
    names = [f"Patient {name}" for name in ("Ana", "Ben", "Former", "Removed")]
    assert not any(secret in said for secret in (*names, "P. A.", "P. R.", "Topic of", "Nov 16", "Somebody"))


@pytest.mark.parametrize("asked", [each for each in EVERYBODYS if each not in everything(Rule.ADMINISTRATION)], ids=str)
async def test_an_admin_who_is_no_professional_is_refused_whatever_is_a_professionals(clinic, asked):
    await given(clinic, asked)
    response = await ask(clinic, asked, "meeting-ana", ADMIN)
    assert NotAProfessional().reply in heard(clinic, response) or response.json() == {"options": []}


async def leave_meetings_behind(clinic):
    """The colleague who was removed has a meeting to come, about which nobody has decided."""
    async with clinic.store.writing() as work:
        await work.admissions.come_back("professional-removed")
        await work.admissions.leave("professional-removed", NOW)
        removed = await work.people.get_professional("professional-removed")
        meeting = meeting_of(removed, MeetingStatus.SCHEDULED)
        await work.meetings.add(replace(meeting, starts_at=NOW + timedelta(days=3)))


@pytest.fixture
async def assisted(clinic):
    """Ana has appointed somebody who is no professional."""
    sam = a_professional(id="professional-sam", slack_user_id=ASSISTANT.slack_user_id, name="Sam Ito")
    async with clinic.store.writing() as work:
        await work.people.save_professional(sam)
        await work.assistants.appoint("professional-ana", sam.id, NOW)
    return clinic


def is_for_assistants(asked):
    """Whether it is an assistant's to do, by the button's own name or the menu's choice."""
    return is_on_behalf(asked) and (asked.act or asked.name) not in {*Act} - ACTS_FOR_ANOTHER


def is_on_behalf(asked):
    return (asked.kind, asked.name) in ON_BEHALF


@ABOUT_MEETINGS
async def test_an_assistant_does_with_a_meeting_what_is_theirs_to_do_and_no_more(assisted, asked):
    await given(assisted, asked)
    before = kept(assisted)
    said = heard(assisted, await ask(assisted, asked, "meeting-ana", ASSISTANT))
    assert (NotForAssistants().reply in said) is not is_for_assistants(asked)
    assert is_for_assistants(asked) is ("For *Ana Ruiz*." in said)
    assert is_for_assistants(asked) or kept(assisted) == before
    assert not any(link in said for link in ("/start?", "/connect?"))


@ABOUT_MEETINGS
async def test_an_assistant_does_nothing_with_the_meetings_of_others(assisted, asked):
    await given(assisted, asked)
    before = kept(assisted)
    said = heard(assisted, await ask(assisted, asked, "meeting-ben", ASSISTANT))
    assisted.client.calls.clear()
    of_none = heard(assisted, await ask(assisted, asked, "meeting-none", ASSISTANT))
    assert said == of_none
    assert NotInYourList().reply in said
    assert kept(assisted) == before


@pytest.mark.parametrize("asked", [*everything(Rule.ONESELF), *everything(Rule.A_PATIENT)], ids=str)
async def test_an_assistant_is_refused_what_is_the_professionals_alone_and_sees_nobody_elses(assisted, asked):
    await given(assisted, asked)
    before = kept(assisted)
    said = heard(assisted, await ask(assisted, asked, "patient-ben", ASSISTANT))
    if not is_on_behalf(asked) and asked.name != ActionId.USE_COMMAND:
        assert NotForAssistants().reply in said
        assert kept(assisted) == before
    assert not any(secret in said for secret in ("Patient Ben", "Topic of ben", "/connect?"))


@ABOUT_THE_WORKSPACE
async def test_an_assistant_administers_nothing(assisted, asked):
    await given(assisted, asked)
    response = await ask(assisted, asked, "professional-removed", ASSISTANT)
    assert NotAnAdmin().reply in heard(assisted, response) or response.json() == {"options": []}


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
