"""The New meeting form: opened, typed in, sent."""

from bot.domain.people import Professional
from bot.domain.refusals import NoPatients, NotConnected
from bot.services.listing import MOST_PATIENTS
from bot.slack.answers import Answer, Choices, Modal, NewView
from bot.slack.buttons import authenticate_button, patients_button
from bot.slack.desk import Desk
from bot.slack.forms import schedule_request
from bot.slack.modals import schedule
from bot.slack.modals.plain import plain_modal
from bot.slack.patients import patient_options
from bot.slack.requests import SlackRequest
from bot.slack.zones import zone_options


async def open_form(desk: Desk, _request: SlackRequest, professional: Professional) -> Answer:
    """Open the New meeting form; where it could lead nowhere, a modal with the one way on."""
    try:
        await desk.scheduling.open_form(professional)
    except NotConnected as refusal:
        way_on = authenticate_button(desk.links, professional.actor, is_primary=True)
        return Modal(view=plain_modal(schedule.TITLE, refusal.reply, way_on))
    except NoPatients as refusal:
        return Modal(view=plain_modal(schedule.TITLE, refusal.reply, patients_button()))
    return Modal(view=schedule.schedule_form(professional.zone))


async def schedule_meeting(desk: Desk, request: SlackRequest, professional: Professional) -> Answer:
    asked = schedule_request(request.view)
    meeting = await desk.scheduling.schedule(professional, asked, slack_view_id=request.view["id"])
    return NewView(view=schedule.scheduling_view(meeting, professional))


async def offer_zones(_desk: Desk, request: SlackRequest, professional: Professional) -> Answer:
    return Choices(options=tuple(zone_options(request.value, professional.zone)))


async def offer_patients(desk: Desk, request: SlackRequest, professional: Professional) -> Answer:
    patients = await desk.listing.patients(professional, request.value)
    group = "Type to find others" if len(patients) >= MOST_PATIENTS else ""
    return Choices(options=tuple(patient_options(patients)), group=group)
