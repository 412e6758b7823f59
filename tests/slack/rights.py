"""What each handler is about: the rules that the matrix of rights goes by, and how each handler is asked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import Any

from bot.domain.acts import Act
from bot.domain.admission import KnownProfessional, Policy, Roster
from bot.domain.intents import cancellation
from bot.domain.meeting import Meeting, MeetingStatus, ZoomMove
from bot.domain.outbox import EntryState
from bot.domain.parting import Leave
from bot.domain.people import Professional
from bot.domain.preferences import WorkspaceDefaults
from bot.slack.browsing import list_modal
from bot.slack.dispatch import ADMINISTRATION
from bot.slack.handlers.scheduling import PREVIEWED
from bot.slack.ids import ActionId, CallbackId
from bot.slack.modals.admin import leaving_form, policy_form, roster_modal
from bot.slack.modals.cancel import cancel_form
from bot.slack.modals.defaults import defaults_form
from bot.slack.modals.delete import delete_form
from bot.slack.modals.disconnect import disconnect_form
from bot.slack.modals.end import end_form
from bot.slack.modals.hours import hours_form
from bot.slack.modals.invite import invite_form
from bot.slack.modals.profile import profile_form
from bot.slack.requests import Kind
from tests.builders import LINKS, MADRID, NOW, a_meeting, a_patient, a_professional, a_scheduled_meeting
from tests.slack.facts import a_list, an_own_meeting
from tests.slack.forms import an_empty_form
from tests.slack.stage import TYPED, chosen, submitted


class Rule(Enum):
    """What the request is about."""

    ONESELF = "oneself"  # nothing that could be another's
    A_MEETING = "a meeting"  # the id that it names
    A_PATIENT = "a patient"  # the id that it names
    ADMINISTRATION = "administration"  # who is a professional, which only admins of the workspace decide
    AN_INVITATION = "an invitation"  # the id that it names
    NOTHING = "nothing"  # a button that leads out of Slack


RULES: Mapping[tuple[Kind, str], Rule] = {
    **{
        (Kind.COMMAND, word): Rule.ONESELF
        for word in (
            "",
            "new",
            "list",
            "cancel",
            "connect",
            "disconnect",
            "status",
            "patients",
            "profile",
            "settings",
            "help",
            "assistants",
        )
    },
    (Kind.SHORTCUT, "new_meeting"): Rule.ONESELF,
    **{
        (Kind.CLICK, name): Rule.ONESELF
        for name in (
            ActionId.NEW_MEETING,
            ActionId.USE_COMMAND,
            ActionId.OPEN_HOME,
            ActionId.MY_MEETINGS,
            ActionId.MY_PROFILE,
            ActionId.WORKING_HOURS,
            ActionId.DISCONNECT,
            ActionId.FILTER_STATUS,
            ActionId.CLEAR_FILTERS,
            ActionId.SEARCH,
            ActionId.PREVIOUS_PAGE,
            ActionId.NEXT_PAGE,
            ActionId.HELP,
            ActionId.ASSISTANTS,
            ActionId.APPOINT,
            ActionId.DISMISS,
            ActionId.ACT_FOR,
            ActionId.PATIENTS,
            ActionId.PATIENTS_BEFORE,
            ActionId.PATIENTS_AFTER,
            ActionId.INVITE_PATIENT,
            ActionId.OWN_PAGE,
            ActionId.SWITCH_PAGE,
        )
    },
    **{(Kind.CLICK, act): Rule.A_MEETING for act in Act},
    (Kind.CLICK, ActionId.SEND_AGAIN): Rule.A_MEETING,
    (Kind.CLICK, ActionId.MENU): Rule.A_MEETING,
    (Kind.CLICK, ActionId.FILTER_PATIENT): Rule.A_PATIENT,
    **{(Kind.CLICK, name): Rule.AN_INVITATION for name in (ActionId.INVITE_AGAIN, ActionId.WITHDRAW_INVITATION)},
    **{(Kind.CLICK, name): Rule.A_PATIENT for name in PREVIEWED},
    **{(Kind.CLICK, name): Rule.NOTHING for name in (ActionId.AUTHENTICATE, ActionId.START_LINK, ActionId.SUPPORT)},
    **{(Kind.CLICK, name): Rule.NOTHING for name in (ActionId.OPEN_OWN_PAGE, ActionId.OPEN_SHEET)},
    (Kind.SUBMISSION, CallbackId.INVITE): Rule.ONESELF,
    (Kind.SUBMISSION, CallbackId.SCHEDULE): Rule.A_PATIENT,
    **{(Kind.SUBMISSION, form): Rule.A_MEETING for form in (CallbackId.CANCEL, CallbackId.END, CallbackId.DELETE)},
    **{(Kind.SUBMISSION, form): Rule.ONESELF for form in (CallbackId.LIST, CallbackId.PROFILE, CallbackId.DISCONNECT)},
    **{(Kind.SUBMISSION, form): Rule.ONESELF for form in (CallbackId.HOURS,)},
    **{(Kind.CHOICES, name): Rule.ONESELF for name in ("zone", "patient", ActionId.FILTER_PATIENT)},
    (Kind.EVENT, "app_home_opened"): Rule.ONESELF,
    **dict.fromkeys(ADMINISTRATION, Rule.ADMINISTRATION),
}
A_MOVE = ZoomMove(starts_at=NOW + timedelta(days=1), duration=timedelta(minutes=50))


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One handler, and one act where a menu leads to several."""

    kind: Kind
    name: str
    act: Act | None = None

    def __str__(self) -> str:
        return f"{self.kind}-{self.name or 'nothing'}{f'-{self.act}' if self.act else ''}"

    @property
    def needs(self) -> MeetingStatus:
        """The status in which a meeting allows what is asked."""
        wanted = str(self.act or self.name)
        return {
            Act.RETRY.value: MeetingStatus.FAILED,
            Act.PUT_BACK.value: MeetingStatus.CANCELLED_ON_ZOOM,
            Act.DELETE.value: MeetingStatus.ENDED,
            ActionId.SEND_AGAIN.value: MeetingStatus.CANCELLED,
        }.get(wanted, MeetingStatus.SCHEDULED)


def everything(rule: Rule) -> list[Asked]:
    """List what goes by this rule, a menu with each of its acts."""
    found = [each for each, its_rule in RULES.items() if its_rule is rule]
    return [
        Asked(kind=kind, name=str(name), act=act)
        for kind, name in found
        for act in (Act if name == ActionId.MENU else (None,))
    ]


def meeting_of(professional: Professional, status: MeetingStatus) -> Meeting:
    """A meeting that began ten minutes ago, or one to come where it failed; its id and texts name whose it is."""
    name = professional.id.removeprefix("professional-")
    begins = NOW + timedelta(days=1) if status is MeetingStatus.FAILED else NOW - timedelta(minutes=10)
    build = a_meeting if status is MeetingStatus.FAILED else a_scheduled_meeting
    return build(
        id=f"meeting-{name}",
        professional_id=professional.id,
        patient_id=f"patient-{name}",
        topic=f"Topic of {name}",
        nonce=name.rjust(20, "0"),
        zoom_meeting_id=None if status is MeetingStatus.FAILED else len(name) + ord(name[0]),
        starts_at=begins,
        status=status,
        zoom_move=A_MOVE if status is MeetingStatus.SCHEDULED else None,
    )


async def ask(slack: Any, asked: Asked, about: str, who: Any) -> Any:
    """Ask for it as this person, about this id where it is about one."""
    value = "cancel" if asked.name == ActionId.USE_COMMAND else about
    value = f"{asked.act}:{about}" if asked.act else value
    ways: Mapping[Kind, Callable[[], Any]] = {
        Kind.COMMAND: lambda: slack.command(asked.name, who=who),
        Kind.SHORTCUT: lambda: slack.shortcut(asked.name, who=who),
        Kind.CLICK: lambda: slack.click(asked.name, value, who=who, view=_view(asked, about)),
        Kind.SUBMISSION: lambda: slack.submit(_form(asked.name, about), who=who),
        Kind.CHOICES: lambda: slack.choose(asked.name, who=who),
        Kind.EVENT: lambda: slack.open_home(who=who),
    }
    return await ways[asked.kind]()


def _view(asked: Asked, about: str) -> dict[str, Any] | None:
    """The form or the modal in which was clicked, for what is there only."""
    if asked.name in PREVIEWED:
        return {**_form(CallbackId.SCHEDULE, about), "type": "modal"}
    if RULES[asked.kind, asked.name] is not Rule.ADMINISTRATION:
        return None
    return submitted(roster_modal(Roster(policy=Policy())))


def somebody_left(professional_id: str) -> KnownProfessional:
    return KnownProfessional(professional=a_professional(id=professional_id, name="Somebody"), is_connected=False)


def _form(name: str, about: str) -> dict[str, Any]:
    """The form as Slack sends it, with nothing in it that would give away whose meeting it is about."""
    own = an_own_meeting(meeting=a_meeting(id=about), patient=a_patient(name="Somebody"))
    forms = {
        CallbackId.SCHEDULE: lambda: submitted(an_empty_form(MADRID), **{**TYPED, "patient": chosen(about)}),
        CallbackId.PROFILE: lambda: submitted(
            profile_form(a_professional(name="Somebody")), name="Somebody", zone=chosen("Europe/Madrid")
        ),
        CallbackId.LIST: lambda: submitted(list_modal(a_list(), LINKS)),
        CallbackId.END: lambda: submitted(end_form(own)),
        CallbackId.DELETE: lambda: submitted(delete_form(own)),
        CallbackId.CANCEL: lambda: submitted(cancel_form(own), reason="Somebody is ill."),
        CallbackId.HOURS: lambda: submitted(hours_form(a_professional(name="Somebody"))),
        CallbackId.DEFAULTS: lambda: submitted(defaults_form(WorkspaceDefaults())),
        CallbackId.DISCONNECT: lambda: submitted(disconnect_form(Leave())),
        CallbackId.CHOOSE_POLICY: lambda: submitted(policy_form(Policy())),
        CallbackId.CANCEL_LEFT: lambda: submitted(leaving_form(somebody_left(about)), reason="Somebody has left."),
        CallbackId.INVITE: lambda: submitted(
            invite_form(a_professional()), name="Somebody", mail="somebody@patients.example"
        ),
    }
    return forms[CallbackId(name)]()


async def refuse_mail(work: Any, meeting: Meeting) -> None:
    """Have the mail about a cancelled meeting given up, as by a mail server that refuses it."""
    await work.outbox.add(cancellation(meeting, NOW))
    for mail in await work.outbox.claim("worker", NOW, 9):
        await work.outbox.settle(mail, "worker", EntryState.DEAD, NOW)
