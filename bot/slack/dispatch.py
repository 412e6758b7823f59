"""All that a person can do in Slack, on one page."""

from collections.abc import Awaitable, Callable, Mapping

from bot.domain.people import Professional
from bot.domain.refusals import Field
from bot.slack.answers import Answer
from bot.slack.desk import Desk
from bot.slack.handlers import (
    admin,
    assistants,
    cancelling,
    commands,
    deleting,
    details,
    disconnecting,
    ending,
    home,
    listing,
    menu,
    patients,
    profile,
    scheduling,
    standing,
)
from bot.slack.handlers.handler import Handler
from bot.slack.ids import ActionId, CallbackId, CommandWord, EventType, ShortcutId
from bot.slack.requests import Kind, SlackRequest

COMMANDS: Mapping[str, Handler] = {
    CommandWord.NOTHING: commands.tell_next_meeting,
    CommandWord.NEW: scheduling.open_form,
    CommandWord.CANCEL: cancelling.choose_what_to_cancel,
    CommandWord.LIST: listing.open_list,
    CommandWord.CONNECT: commands.tell_how_to_connect,
    CommandWord.DISCONNECT: disconnecting.ask_to_disconnect,
    CommandWord.STATUS: commands.tell_status,
    CommandWord.PATIENTS: patients.open_patients,
    CommandWord.PROFILE: profile.open_profile,
    CommandWord.SETTINGS: profile.open_profile,
    CommandWord.HELP: commands.tell_help,
    CommandWord.ADMIN: admin.open_roster,
    CommandWord.ASSISTANTS: assistants.open_assistants,
}


async def use_command(desk: Desk, request: SlackRequest, professional: Professional) -> Answer:
    """Do what the command named by the button does."""
    return await COMMANDS.get(request.value, commands.tell_help)(desk, request, professional)


# None: a button that leads out of Slack, which tells us of the click all the same.
TABLE: Mapping[Kind, Mapping[str, Handler | None]] = {
    Kind.COMMAND: COMMANDS,
    Kind.SHORTCUT: {
        ShortcutId.NEW_MEETING: scheduling.open_form,
    },
    Kind.CLICK: {
        ActionId.NEW_MEETING: scheduling.open_form,
        **dict.fromkeys(scheduling.PREVIEWED, scheduling.show_preview),
        **menu.ACTS,
        ActionId.USE_COMMAND: use_command,
        ActionId.OPEN_HOME: home.show_home_again,
        ActionId.MY_MEETINGS: listing.open_list,
        ActionId.SEND_AGAIN: details.send_again,
        ActionId.MY_PROFILE: profile.open_profile,
        ActionId.WORKING_HOURS: profile.open_hours,
        ActionId.WORKSPACE_DEFAULTS: profile.open_defaults,
        ActionId.DISCONNECT: disconnecting.ask_to_disconnect,
        ActionId.MENU: menu.use_menu,
        ActionId.FILTER_PATIENT: listing.filter_patient,
        ActionId.FILTER_STATUS: listing.filter_status,
        ActionId.CLEAR_FILTERS: listing.clear_filters,
        ActionId.SEARCH: listing.search,
        ActionId.PREVIOUS_PAGE: listing.turn_page,
        ActionId.NEXT_PAGE: listing.turn_page,
        ActionId.HELP: commands.tell_help,
        ActionId.PATIENTS: patients.open_patients,
        ActionId.PATIENTS_BEFORE: patients.turn_patients,
        ActionId.PATIENTS_AFTER: patients.turn_patients,
        ActionId.INVITE_PATIENT: patients.ask_whom_to_invite,
        ActionId.INVITE_AGAIN: patients.invite_again,
        ActionId.WITHDRAW_INVITATION: patients.withdraw_invitation,
        ActionId.OWN_PAGE: patients.show_own_page,
        ActionId.SWITCH_PAGE: patients.switch_own_page,
        ActionId.OPEN_OWN_PAGE: None,
        ActionId.OPEN_SHEET: None,
        ActionId.CHANGE_POLICY: admin.ask_policy,
        ActionId.ENLIST: admin.enlist,
        ActionId.STRIKE: admin.strike,
        ActionId.CANCEL_LEFT: admin.ask_to_cancel,
        ActionId.KEEP_LEFT: admin.keep_left,
        ActionId.PREVIOUS_PEOPLE: admin.turn_page,
        ActionId.NEXT_PEOPLE: admin.turn_page,
        ActionId.ASSISTANTS: assistants.open_assistants,
        ActionId.APPOINT: assistants.appoint,
        ActionId.DISMISS: assistants.dismiss,
        ActionId.ACT_FOR: assistants.act_for,
        ActionId.AUTHENTICATE: None,
        ActionId.START_LINK: None,
        ActionId.SUPPORT: None,
    },
    Kind.SUBMISSION: {
        CallbackId.SCHEDULE: scheduling.schedule_meeting,
        CallbackId.CANCEL: cancelling.cancel_meeting,
        CallbackId.END: ending.end_meeting,
        CallbackId.DELETE: deleting.delete_meeting,
        CallbackId.LIST: listing.search_list,
        CallbackId.PROFILE: profile.save_profile,
        CallbackId.HOURS: profile.save_hours,
        CallbackId.DEFAULTS: profile.save_defaults,
        CallbackId.DISCONNECT: disconnecting.disconnect_zoom,
        CallbackId.INVITE: patients.invite_patient,
        CallbackId.CHOOSE_POLICY: admin.save_policy,
        CallbackId.CANCEL_LEFT: admin.cancel_left,
    },
    Kind.CHOICES: {
        Field.ZONE: scheduling.offer_zones,
        Field.PATIENT: scheduling.offer_patients,
        ActionId.FILTER_PATIENT: listing.offer_patient_filter,
        Field.GROUP: admin.offer_groups,
    },
    Kind.EVENT: {
        EventType.APP_HOME_OPENED: home.show_home,
    },
}


# What Slack tells of by itself: nobody asks, and nobody is answered.
NEWS: Mapping[str, Callable[[Desk, SlackRequest], Awaitable[None]]] = {
    EventType.USER_CHANGE: standing.hear_of_change,
}


# What only admins of the Slack workspace ask for, professionals or not.
ADMINISTRATION: frozenset[tuple[Kind, str]] = frozenset(
    {
        (Kind.COMMAND, CommandWord.ADMIN),
        (Kind.CLICK, ActionId.CHANGE_POLICY),
        (Kind.CLICK, ActionId.ENLIST),
        (Kind.CLICK, ActionId.STRIKE),
        (Kind.CLICK, ActionId.CANCEL_LEFT),
        (Kind.CLICK, ActionId.KEEP_LEFT),
        (Kind.CLICK, ActionId.PREVIOUS_PEOPLE),
        (Kind.CLICK, ActionId.NEXT_PEOPLE),
        (Kind.SUBMISSION, CallbackId.CHOOSE_POLICY),
        (Kind.CLICK, ActionId.WORKSPACE_DEFAULTS),
        (Kind.SUBMISSION, CallbackId.CANCEL_LEFT),
        (Kind.SUBMISSION, CallbackId.DEFAULTS),
        (Kind.CHOICES, Field.GROUP),
    }
)


# What an assistant asks for on behalf of a professional; everything else is about oneself. Where it is about a meeting,
# `services.acting` looks besides whether an assistant may do that.
ON_BEHALF: frozenset[tuple[Kind, str]] = frozenset(
    {
        *((Kind.COMMAND, word) for word in (CommandWord.NOTHING, CommandWord.NEW, CommandWord.LIST)),
        *((Kind.COMMAND, word) for word in (CommandWord.CANCEL, CommandWord.HELP)),
        (Kind.SHORTCUT, ShortcutId.NEW_MEETING),
        (Kind.CLICK, ActionId.NEW_MEETING),
        *((Kind.CLICK, act) for act in menu.ACTS),
        (Kind.CLICK, ActionId.OPEN_HOME),
        (Kind.CLICK, ActionId.MY_MEETINGS),
        (Kind.CLICK, ActionId.SEND_AGAIN),
        (Kind.CLICK, ActionId.MENU),
        (Kind.CLICK, ActionId.FILTER_PATIENT),
        (Kind.CLICK, ActionId.FILTER_STATUS),
        (Kind.CLICK, ActionId.CLEAR_FILTERS),
        (Kind.CLICK, ActionId.SEARCH),
        (Kind.CLICK, ActionId.PREVIOUS_PAGE),
        (Kind.CLICK, ActionId.NEXT_PAGE),
        (Kind.CLICK, ActionId.HELP),
        (Kind.CLICK, ActionId.ACT_FOR),
        *((Kind.CLICK, field) for field in scheduling.PREVIEWED),
        (Kind.SUBMISSION, CallbackId.SCHEDULE),
        (Kind.SUBMISSION, CallbackId.CANCEL),
        (Kind.SUBMISSION, CallbackId.END),
        (Kind.SUBMISSION, CallbackId.DELETE),
        (Kind.SUBMISSION, CallbackId.LIST),
        *((Kind.CHOICES, name) for name in (Field.ZONE, Field.PATIENT, ActionId.FILTER_PATIENT)),
        (Kind.EVENT, EventType.APP_HOME_OPENED),
    }
)


def wanted(request: SlackRequest) -> tuple[Kind, str]:
    """Name what is asked for; a button that stands for a command asks for that command."""
    if (request.kind, request.name) == (Kind.CLICK, ActionId.USE_COMMAND):
        return Kind.COMMAND, request.value
    return request.kind, request.name


def is_on_behalf(request: SlackRequest) -> bool:
    """Tell whether it may be asked for another; a word that is no command is about nobody."""
    kind, name = wanted(request)
    return (kind, name) in ON_BEHALF or (kind is Kind.COMMAND and name not in COMMANDS)


def asked_for(request: SlackRequest) -> str:
    """Name what is asked for in words of ours: a command's word may be what a person typed."""
    name = request.name if request.name in TABLE[request.kind] else ""
    return f"{request.kind}:{name}"


def find_handler(request: SlackRequest) -> Handler | None:
    """Find who handles the request; None where the click alone is enough, and for what another version drew."""
    found = TABLE[request.kind].get(request.name)
    return scheduling.open_form_at_a_time if found is None and request.kind is Kind.COMMAND else found
