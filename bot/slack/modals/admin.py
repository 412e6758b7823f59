"""What admins of the workspace see: who is a professional, and what is to be decided. Nothing of any patient."""

from collections.abc import Mapping
from typing import Any

from bot.domain.admission import KnownProfessional, OnLeaving, Policy, Roster, UserGroup, WhoServes
from bot.domain.parting import MOST_CANCELLED
from bot.domain.reasons import LONGEST_REASON
from bot.domain.refusals import Field
from bot.slack.beneath import Shown, lying_over, with_metadata
from bot.slack.blocks import (
    Block,
    actions,
    button,
    context,
    cut,
    defused,
    field,
    header,
    modal,
    option,
    plain,
    plain_section,
    section,
)
from bot.slack.buttons import page_turns, workspace_defaults_button
from bot.slack.elements import one_of, person_picker, text_input, typed_select
from bot.slack.ids import ActionId, CallbackId
from bot.slack.modals.plain import plain_modal

TITLE = "Professionals"
CANCEL_TITLE = "Cancel meetings"
PAGE_LENGTH = 20
_MOST_TO_DECIDE = 20
_LONGEST_NAME = 100
_WHO_WORDS: Mapping[WhoServes, str] = {
    WhoServes.MEMBERS: "All full members",
    WhoServes.GROUP: "Members of a Slack user group",
    WhoServes.LIST: "People on a list that admins keep",
}
_LEAVING_WORDS: Mapping[OnLeaving, str] = {
    OnLeaving.ASK: "Keep the meetings until an admin decides",
    OnLeaving.CANCEL: "Cancel them and email the patients",
}
_LEAVING_SENTENCES: Mapping[OnLeaving, str] = {
    OnLeaving.ASK: "their upcoming meetings are kept until an admin decides.",
    OnLeaving.CANCEL: "their upcoming meetings are canceled, and the patients are told by email.",
}


def roster_modal(roster: Roster, page: int = 0, *, told: str = "") -> Block:
    """List the professionals, a page at a time; `told` is what has just been done, or could not be."""
    last = max(0, (len(roster.professionals) - 1) // PAGE_LENGTH)
    page = min(max(page, 0), last)
    adding = person_picker("Add a professional", ActionId.ENLIST, len(roster.professionals))
    shown = modal(
        TITLE,
        [
            *([plain_section(told)] if told else []),
            *_policy_blocks(roster.policy),
            *_to_decide(roster),
            header("Who they are"),
            *([adding] if roster.policy.who is WhoServes.LIST else []),
            *_people(roster, page),
            *_pages(page, last),
        ],
        close="Close",
    )
    return with_metadata(shown, {"shows": Shown.ROSTER, "page": page})


def policy_form(policy: Policy, beneath: Mapping[str, Any] | None = None) -> Block:
    """Ask who is a professional, and what becomes of the meetings of somebody who no longer is."""
    group = typed_select("Choose a user group", group_option(policy.group) if policy.group else None)
    agreed = option("Disconnect them from Zoom", Field.DISCONNECTS)
    form = modal(
        "Who is a professional",
        [
            section("Guests, apps, deactivated people, and people of other workspaces never are."),
            field("Who is a professional", Field.WHO, _radios(_WHO_WORDS, policy.who)),
            field("User group", Field.GROUP, group, hint="Only needed for a user group.", is_optional=True),
            field("When somebody no longer is one", Field.ON_LEAVING, _radios(_LEAVING_WORDS, policy.on_leaving)),
            field(
                "Those who would no longer be professionals",
                Field.DISCONNECTS,
                {"type": "checkboxes", "options": [agreed]},
                hint="Only asked if somebody who has connected Zoom or has meetings is left out.",
                is_optional=True,
            ),
        ],
        submit="Save",
        close="Back",
        callback_id=CallbackId.CHOOSE_POLICY,
    )
    return with_metadata(form, lying_over(beneath))


def leaving_form(departed: KnownProfessional, beneath: Mapping[str, Any] | None = None) -> Block:
    """Ask for the reason that the patients read."""
    name = defused(_name(departed))
    reason = text_input(LONGEST_REASON, is_multiline=True)
    form = modal(
        CANCEL_TITLE,
        [
            section(f"{_counted(departed)} of *{name}* {_are(departed)} canceled. The patients are told by email."),
            context("Consulta no longer reaches this Zoom account, so the meetings may stay to be seen there."),
            field("Reason", Field.REASON, reason, hint="The patients read this word for word."),
        ],
        submit=CANCEL_TITLE,
        close="Keep meetings",
        callback_id=CallbackId.CANCEL_LEFT,
    )
    return with_metadata(form, {"professional": departed.professional.id, **lying_over(beneath)})


def policy_saved_view() -> Block:
    return plain_modal(TITLE, "Saved.", close="Done")


def left_cancelled_view(count: int) -> Block:
    meetings = "1 meeting" if count == 1 else f"{count} meetings"
    return plain_modal(
        CANCEL_TITLE, f"Canceled {meetings}. The patients who knew of them are being emailed.", close="Done"
    )


def group_option(group: UserGroup) -> Block:
    return option(group.name, group.slack_group_id)


def _policy_blocks(policy: Policy) -> list[Block]:
    who = _WHO_WORDS[policy.who]
    if policy.who is WhoServes.GROUP and policy.group is not None:
        who = f"Members of the user group “{defused(cut(policy.group.name, _LONGEST_NAME))}”"
    return [
        section(f"*Who is a professional:* {who}.", accessory=button("Change", ActionId.CHANGE_POLICY)),
        context(f"When somebody no longer is one, {_LEAVING_SENTENCES[policy.on_leaving]}"),
        actions(workspace_defaults_button()),
    ]


def _to_decide(roster: Roster) -> list[Block]:
    if not roster.departed:
        return []
    more = len(roster.departed) - _MOST_TO_DECIDE
    questions = [
        block for number, each in enumerate(roster.departed[:_MOST_TO_DECIDE]) for block in _question(number, each)
    ]
    return [header("To decide"), *questions, *([context(f"and {more} more")] if more > 0 else [])]


def _question(number: int, departed: KnownProfessional) -> list[Block]:
    professional_id = departed.professional.id
    sentence = f"*{defused(_name(departed))}* is no longer a professional. {_counted(departed)} {_are(departed)} kept."
    name = _name(departed)
    cancel = button(
        "Cancel them and email the patients",
        f"{ActionId.CANCEL_LEFT}:{number}",
        value=professional_id,
        spoken=f"Cancel the meetings of {name} and email the patients",
    )
    keep = button(
        "Keep them", f"{ActionId.KEEP_LEFT}:{number}", value=professional_id, spoken=f"Keep the meetings of {name}"
    )
    return [section(sentence), actions(cancel, keep)]


def _people(roster: Roster, page: int) -> list[Block]:
    if not roster.professionals:
        return [section("Nobody yet.")]
    first = page * PAGE_LENGTH
    can_remove = roster.policy.who is WhoServes.LIST
    shown = roster.professionals[first : first + PAGE_LENGTH]
    return [_person(number, each, can_remove=can_remove) for number, each in enumerate(shown)]


def _person(number: int, known: KnownProfessional, *, can_remove: bool) -> Block:
    state = "Zoom is connected." if known.is_connected else "Zoom is not connected."
    if not known.professional.is_served:
        state = f"{state} Not a full member."
    return section(
        f"*{defused(_name(known))}*\n{state}", accessory=_remove_button(number, known) if can_remove else None
    )


def _remove_button(number: int, known: KnownProfessional) -> Block:
    name = _name(known)
    asks = {
        "title": plain("Remove from the list?"),
        "text": plain(f"{name} can no longer use Consulta, and is disconnected from Zoom."),
        "confirm": plain("Remove"),
        "deny": plain("Keep"),
    }
    remove = button(
        "Remove", f"{ActionId.STRIKE}:{number}", value=known.professional.id, spoken=f"Remove {name} from the list"
    )
    return {**remove, "confirm": asks}


def _pages(page: int, last: int) -> list[Block]:
    return page_turns(
        (ActionId.PREVIOUS_PEOPLE, ActionId.NEXT_PEOPLE),
        str(page - 1) if page else None,
        str(page + 1) if page < last else None,
    )


def _radios(words: Mapping[Any, str], chosen: WhoServes | OnLeaving) -> Block:
    return one_of("radio_buttons", {each: option(text, each.value) for each, text in words.items()}, chosen)


def _name(known: KnownProfessional) -> str:
    return cut(known.professional.name, _LONGEST_NAME)


def _counted(departed: KnownProfessional) -> str:
    if departed.upcoming > MOST_CANCELLED:
        return f"More than {MOST_CANCELLED} upcoming meetings"
    return "1 upcoming meeting" if departed.upcoming == 1 else f"{departed.upcoming} upcoming meetings"


def _are(departed: KnownProfessional) -> str:
    return "is" if departed.upcoming == 1 else "are"
