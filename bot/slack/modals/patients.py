"""Patients: who chose the professional, who has been asked, and the way to ask more."""

from collections.abc import Mapping

from bot.domain.invitation import Invitation
from bot.domain.patient_list import MOST_PENDING, ListedPatient, PatientList
from bot.domain.trust import HowChosen
from bot.slack.beneath import Shown, with_metadata
from bot.slack.blocks import Block, actions, button, context, header, modal, plain_section, section
from bot.slack.buttons import page_turns
from bot.slack.ids import ActionId
from bot.slack.words import asked_name, row_time, short_date, view_name

TITLE = "Patients"
_HOW_WORDS: Mapping[HowChosen, str] = {
    HowChosen.IMPORT: "From the clinic's records.",
    HowChosen.INVITATION: "By invitation.",
    HowChosen.PAGE: "Through your page.",
    HowChosen.API: "Through the clinic's site.",
}


def patients_modal(shown: PatientList, told: str = "") -> Block:
    """`told` is said first, after a click that changed something."""
    blocks = [
        *([section(told)] if told else []),
        actions(
            button("Invite patient", ActionId.INVITE_PATIENT, is_primary=True), button("Your page", ActionId.OWN_PAGE)
        ),
        section(_count_words(shown.count)),
        *(plain_section(_patient_words(each, shown)) for each in shown.patients),
        *_turns(shown),
        *_pending(shown),
        *([context("Patients can leave you at any time, by a link in each email.")] if shown.count else []),
    ]
    return with_metadata(modal(TITLE, blocks, close="Close"), {"shows": Shown.PATIENTS, "page": shown.page})


def _count_words(count: int) -> str:
    if not count:
        return "No patient has chosen you yet."
    return "1 patient chose you." if count == 1 else f"{count:,} patients chose you."


def _patient_words(listed: ListedPatient, shown: PatientList) -> str:
    professional, trust = shown.professional, listed.trust
    since = short_date(trust.since, shown.at, professional.zone)
    ahead = f"Next meeting: {row_time(professional, listed.next)}." if listed.next else "No upcoming meeting."
    return f"{view_name(professional, listed.patient)}\nSince {since}. {_HOW_WORDS[trust.how]} {ahead}"


def _turns(shown: PatientList) -> list[Block]:
    return page_turns(
        (ActionId.PATIENTS_BEFORE, ActionId.PATIENTS_AFTER),
        str(shown.page - 1) if shown.page else None,
        str(shown.page + 1) if shown.has_next else None,
    )


def _pending(shown: PatientList) -> list[Block]:
    if not shown.pending:
        return []
    asked = shown.pending[:MOST_PENDING]
    rows = [block for number, each in enumerate(asked) for block in _pending_row(number, each, shown)]
    more = len(shown.pending) - MOST_PENDING
    return [header("Waiting for an answer"), *rows, *([context(f"and {more} more")] if more > 0 else [])]


def _pending_row(number: int, invitation: Invitation, shown: PatientList) -> list[Block]:
    zone = shown.professional.zone
    sent, until = (short_date(at, shown.at, zone) for at in (invitation.sent_at, invitation.expires_at))
    refused = " The email was not accepted: check the address." if invitation.is_refused else ""
    who = asked_name(shown.professional, invitation)
    return [
        plain_section(f"{who}\nInvited {sent}. Open until {until}.{refused}"),
        actions(
            button(
                "Send again",
                f"{ActionId.INVITE_AGAIN}:{number}",
                value=invitation.id,
                spoken=f"Send again to {who}",
            ),
            button(
                "Withdraw",
                f"{ActionId.WITHDRAW_INVITATION}:{number}",
                value=invitation.id,
                spoken=f"Withdraw the invitation of {who}",
            ),
        ),
    ]
