"""The New meeting form: opened, filled in, sent."""

from bot.domain.people import Professional
from bot.domain.refusals import Field, NoPatients, NoPatientsForThem, NotConnected
from bot.services.listing import MOST_PATIENTS
from bot.slack.answers import Answer, ChangedView, Choices, Modal, NewView
from bot.slack.buttons import authenticate_button, patients_button
from bot.slack.commands import nearest_command, unknown_message
from bot.slack.desk import Desk
from bot.slack.forms import chosen_patient, read_draft, schedule_request
from bot.slack.modals import schedule
from bot.slack.modals.amending import with_preview
from bot.slack.modals.plain import plain_modal
from bot.slack.new_words import NewWords, read_new
from bot.slack.patients import patient_options
from bot.slack.requests import SlackRequest
from bot.slack.zones import zone_options

# What is told as it is chosen.
PREVIEWED = (Field.DATE, Field.HOUR, Field.ZONE, Field.DURATION, Field.PATIENT, Field.FOLD)


async def open_form(desk: Desk, request: SlackRequest, professional: Professional) -> Answer:
    """Open the New meeting form with what the words behind the command say."""
    return await _open(desk, professional, read_new(request.words, professional, desk.previewing.clock.now()))


async def open_form_at_a_time(desk: Desk, request: SlackRequest, professional: Professional) -> Answer:
    """Take a time for a new meeting's where no command is typed before it."""
    new = read_new(request.text, professional, desk.previewing.clock.now())
    begins = new.is_first or (new.has_hour and nearest_command(request.name) is None)
    return await _open(desk, professional, new) if begins else unknown_message(request.name)


async def _open(desk: Desk, professional: Professional, new: NewWords) -> Answer:
    """Open the form; where it could lead nowhere, a modal with the one way on."""
    try:
        await desk.scheduling.open_form(professional)
    except NotConnected as refusal:
        if professional.assisted_by:
            raise
        way_on = authenticate_button(desk.links, professional.actor, is_primary=True)
        return Modal(view=plain_modal(schedule.TITLE, refusal.reply, way_on))
    except NoPatients as refusal:
        if professional.assisted_by:
            raise NoPatientsForThem(professional.name) from refusal
        return Modal(view=plain_modal(schedule.TITLE, refusal.reply, patients_button()))
    preview = await desk.previewing.begin(professional, new.draft, new.left_over)
    return Modal(view=schedule.schedule_form(preview, new.sentence))


async def show_preview(desk: Desk, request: SlackRequest, professional: Professional) -> Answer:
    """Say anew in the form what its date, hour, zone, length and patient come to."""
    draft = read_draft(request.view, professional.zone)
    return ChangedView(view=with_preview(request.view, await desk.previewing.preview(professional, draft)))


async def schedule_meeting(desk: Desk, request: SlackRequest, professional: Professional) -> Answer:
    asked = schedule_request(request.view)
    meeting = await desk.scheduling.schedule(professional, asked, slack_view_id=request.view["id"])
    return NewView(view=schedule.scheduling_view(meeting, professional))


async def offer_zones(desk: Desk, request: SlackRequest, professional: Professional) -> Answer:
    """Offer cities; before anything is typed also that of the patient whom the form names."""
    near = [professional.zone]
    if not request.value:
        patient = await desk.previewing.patient(professional, chosen_patient(request.body.get("view")))
        near += [patient.zone] if patient and patient.zone else []
    return Choices(options=tuple(zone_options(request.value, *near)))


async def offer_patients(desk: Desk, request: SlackRequest, professional: Professional) -> Answer:
    patients = await desk.listing.patients(professional, request.value)
    group = "Type to find others" if len(patients) >= MOST_PATIENTS else ""
    return Choices(options=tuple(patient_options(patients, professional.habits.names)), group=group)
