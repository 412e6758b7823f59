"""All that a person can do in Slack, on one page."""

from collections.abc import Mapping

from bot.domain.people import Professional
from bot.domain.refusals import Field
from bot.slack.answers import Answer
from bot.slack.desk import Desk
from bot.slack.handlers import (
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
    },
    Kind.CHOICES: {
        Field.ZONE: scheduling.offer_zones,
        Field.PATIENT: scheduling.offer_patients,
        ActionId.FILTER_PATIENT: listing.offer_patient_filter,
    },
    Kind.EVENT: {
        EventType.APP_HOME_OPENED: home.show_home,
    },
}


def find_handler(request: SlackRequest) -> Handler | None:
    """Find who handles the request; None where the click alone is enough, and for what another version drew."""
    found = TABLE[request.kind].get(request.name)
    return scheduling.open_form_at_a_time if found is None and request.kind is Kind.COMMAND else found
