"""The matrix of rights, in figures: everybody asks each handler for what is another's."""

from bot.domain.refusals import NotAProfessional
from bot.slack.requests import Kind
from tests.builders import ANA, BEN, NOW, a_grant, a_patient, a_professional, a_trust, a_zoom_user
from tests.reliability.table import Row
from tests.slack.rights import RULES, Rule, ask, everything, meeting_of
from tests.slack.stage import DEACTIVATED, GUEST, STRANGER, a_stage

WHO = {"a colleague": BEN, "a guest": GUEST, "another workspace": STRANGER, "a deactivated account": DEACTIVATED}
SECRETS = ("Patient Ana", "P. A.", "Topic of ana")
PICTURES = ("slack.card", "slack.home")


async def a_clinic():
    """Ana has a patient and a meeting, Ben has none."""
    stage = await a_stage()
    async with stage.store.writing() as work:
        ben = a_professional(id="professional-ben", slack_user_id=BEN.slack_user_id, name="Ben Okoro")
        await work.people.save_professional(ben)
        await work.people.save_patient(a_patient(id="patient-ana", name="Patient Ana"))
        await work.people.save_trust(a_trust(patient_id="patient-ana"))
        for professional in ("professional-ana", "professional-ben"):
            await work.connections.connect(professional, a_grant(), a_zoom_user(), NOW)
    return stage


def kept(stage):
    """All that is Ana's, without pictures."""
    state = stage.store.state
    entries = {key for key, each in state.outbox.items() if each.entry.kind not in PICTURES}
    return dict(state.meetings), dict(state.trusts), dict(state.connections), entries


async def is_kept_out(asked, who, about: str) -> bool:
    stage = await a_clinic()
    async with stage.store.writing() as work:
        await work.meetings.add(meeting_of(a_professional(), asked.needs))
    before = kept(stage)
    response = await ask(stage, asked, about, who)
    said = response.text + str([arguments for _, arguments in stage.client.calls])
    changed = kept(stage) != before and asked not in everything(Rule.ONESELF)
    refused = who is BEN or asked.kind is Kind.CHOICES or NotAProfessional().reply in said
    return refused and not changed and not any(secret in said for secret in SECRETS)


async def test_nobody_gets_at_what_is_another_s(tell):
    rules = (Rule.ONESELF, Rule.A_MEETING, Rule.A_PATIENT)
    cases = [
        (asked, who, about)
        for rule in rules
        for asked in everything(rule)
        for who in WHO.values()
        for about in (("patient-ana",) if rule is Rule.A_PATIENT else ("meeting-ana", "meeting-none"))
    ]
    leaks = [str(asked) for asked, who, about in cases if not await is_kept_out(asked, who, about)]
    assert ANA not in WHO.values()
    tell(
        Row(
            promise="the matrix of rights",
            done=f"{len(cases):,} requests: {len(RULES)} handlers, {len(WHO)} kinds of people, another's id or none",
            figure=f"{len(leaks)} leaks {' '.join(leaks)}".strip(),
            required="0 leaks",
            is_kept=not leaks,
        )
    )
