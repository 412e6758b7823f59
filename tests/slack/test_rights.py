"""Who may do what: each actor, each handler, each meeting - generated from the dispatch table."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.meeting import MeetingStatus
from bot.domain.refusals import AlreadyAnswered, NotAnAdmin, NotAProfessional, NotInYourList
from bot.slack.dispatch import TABLE
from bot.slack.home import home_of_stranger
from bot.slack.ids import ActionId
from bot.slack.requests import Kind
from tests.builders import ANA, LINKS, NOW, an_invitation
from tests.slack.clinic import ABOUT_MEETINGS, ABOUT_THE_WORKSPACE, PROFESSIONALS, denials, given, heard, kept
from tests.slack.rights import RULES, Asked, Rule, ask, everything, meeting_of
from tests.slack.stage import ADMIN, DEACTIVATED, GUEST, REMOVED, STRANGER

NOT_SERVED = pytest.mark.parametrize(
    "who", [GUEST, STRANGER, DEACTIVATED, REMOVED], ids=["guest", "other workspace", "deactivated", "removed"]
)
OWNERS = pytest.mark.parametrize(("who", "other"), [("ana", "ben"), ("ben", "ana")], ids=["owner", "colleague"])
EVERYBODYS = [asked for rule in Rule if rule is not Rule.NOTHING for asked in everything(rule)]
REFUSALS = {NotAProfessional().reply, NotInYourList().reply}


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
