"""What a professional can do in Slack: each handler turns a request into an answer, and speaks the services' language.

A refusal is raised and worded by `refusing`, but where the surface says it in its own way.
"""

from bot.domain.failures import DeliveryError
from bot.domain.people import Professional
from bot.domain.refusals import NoPatients, NotConnected
from bot.services.listing import MOST_PATIENTS
from bot.slack.answers import Answer, Choices, HomeTab, Modal, NewView
from bot.slack.buttons import authenticate_button, support_button
from bot.slack.commands import (
    connect_message,
    connected_message,
    help_message,
    next_meeting_message,
    unknown_message,
)
from bot.slack.desk import Desk
from bot.slack.forms import cancel_reason, schedule_request
from bot.slack.home import home_view, no_patients_words
from bot.slack.modals import cancel, schedule
from bot.slack.modals.plain import plain_modal
from bot.slack.patients import patient_options
from bot.slack.requests import SlackRequest
from bot.slack.web_api import calling_slack
from bot.slack.zones import zone_options

# The list under a form is redrawn while the person waits for the answer to the form.
_SECONDS_TO_REDRAW = 0.8


async def tell_next_meeting(desk: Desk, _request: SlackRequest, professional: Professional) -> Answer:
    if not await desk.listing.is_connected(professional):
        raise NotConnected
    upcoming = await desk.listing.upcoming(professional, 1)
    return next_meeting_message(upcoming[0] if upcoming else None, professional)


async def open_form(desk: Desk, _request: SlackRequest, professional: Professional) -> Answer:
    """Open the New meeting form; where it could lead nowhere, a modal with the one way on."""
    try:
        await desk.scheduling.open_form(professional)
    except NotConnected as refusal:
        way_on = authenticate_button(desk.links, professional.actor, is_primary=True)
        return Modal(view=plain_modal(schedule.TITLE, refusal.reply, way_on))
    except NoPatients:
        sentence = no_patients_words(desk.links)
        return Modal(view=plain_modal(schedule.TITLE, sentence, support_button(desk.links)))
    return Modal(view=schedule.schedule_form(professional.zone))


async def tell_how_to_connect(desk: Desk, _request: SlackRequest, professional: Professional) -> Answer:
    if await desk.listing.is_connected(professional):
        return connected_message()
    return connect_message(professional, desk.links)


async def choose_what_to_cancel(desk: Desk, _request: SlackRequest, professional: Professional) -> Answer:
    upcoming = await desk.listing.upcoming(professional)
    if len(upcoming) == 1:
        return Modal(view=cancel.cancel_form(upcoming[0], professional))
    return Modal(view=cancel.choose_meeting(upcoming, professional))


async def tell_help(_desk: Desk, _request: SlackRequest, _professional: Professional) -> Answer:
    return help_message()


async def tell_unknown(_desk: Desk, request: SlackRequest, _professional: Professional) -> Answer:
    return unknown_message(request.name)


async def ask_for_reason(desk: Desk, request: SlackRequest, professional: Professional) -> Answer:
    found = await desk.cancelling.get_cancellable(professional, request.value)
    return Modal(view=cancel.cancel_form(found, professional))


async def schedule_meeting(desk: Desk, request: SlackRequest, professional: Professional) -> Answer:
    asked = schedule_request(request.view)
    meeting = await desk.scheduling.schedule(professional, asked, slack_view_id=request.view["id"])
    return NewView(view=schedule.scheduling_view(meeting, professional))


async def cancel_meeting(desk: Desk, request: SlackRequest, professional: Professional) -> Answer:
    view = request.view
    cancelled = await desk.cancelling.cancel(
        professional, view["private_metadata"], cancel_reason(view), slack_view_id=view["id"]
    )
    if view.get("previous_view_id"):
        await _redraw_list(desk, view["previous_view_id"], professional)
    return NewView(view=cancel.cancelled_view(cancelled))


async def offer_zones(_desk: Desk, request: SlackRequest, professional: Professional) -> Answer:
    return Choices(options=tuple(zone_options(request.value, professional.zone)))


async def offer_patients(desk: Desk, request: SlackRequest, professional: Professional) -> Answer:
    patients = await desk.listing.patients(professional, request.value)
    group = "Type to find others" if len(patients) >= MOST_PATIENTS else ""
    return Choices(options=tuple(patient_options(patients)), group=group)


async def show_home(desk: Desk, request: SlackRequest, professional: Professional) -> Answer:
    if not request.is_about_home:
        return None
    return HomeTab(view=home_view(await desk.listing.home(professional), desk.links))


async def _redraw_list(desk: Desk, slack_view_id: str, professional: Professional) -> None:
    """Take the meeting off the list under the form: a picture only, cancelled it is in any case."""
    upcoming = await desk.listing.upcoming(professional)
    try:
        async with calling_slack(_SECONDS_TO_REDRAW):
            await desk.client.views_update(view_id=slack_view_id, view=cancel.choose_meeting(upcoming, professional))
    except DeliveryError:
        return
