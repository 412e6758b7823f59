"""Patients: the list, inviting, and the professional's own page."""

from bot.domain.people import Professional
from bot.slack.answers import Answer, ChangedView, Modal, NewView
from bot.slack.beneath import its_page
from bot.slack.blocks import Block
from bot.slack.desk import Desk
from bot.slack.forms import typed_invite
from bot.slack.handlers.redrawing import redraw_beneath
from bot.slack.modals.invite import invite_form, invited_view
from bot.slack.modals.own_page import ON, own_page_modal
from bot.slack.modals.patients import patients_modal
from bot.slack.requests import SlackRequest


async def open_patients(desk: Desk, _request: SlackRequest, professional: Professional) -> Answer:
    return Modal(view=patients_modal(await desk.patients.show(professional)))


async def turn_patients(desk: Desk, request: SlackRequest, professional: Professional) -> Answer:
    return _shown(request, patients_modal(await desk.patients.show(professional, request.page)))


async def ask_whom_to_invite(_desk: Desk, request: SlackRequest, professional: Professional) -> Answer:
    return Modal(view=invite_form(professional, request.shown_beneath))


async def invite_patient(desk: Desk, request: SlackRequest, professional: Professional) -> Answer:
    view = request.view
    await desk.inviting.invite(professional, typed_invite(view), slack_view_id=view["id"])
    await redraw_beneath(desk, view, professional)
    return NewView(view=invited_view())


async def invite_again(desk: Desk, request: SlackRequest, professional: Professional) -> Answer:
    await desk.inviting.send_again(professional, request.value)
    return await _changed(desk, request, professional, "The email is being sent again.")


async def withdraw_invitation(desk: Desk, request: SlackRequest, professional: Professional) -> Answer:
    await desk.inviting.withdraw(professional, request.value)
    return await _changed(desk, request, professional, "The invitation is withdrawn. Its link leads nowhere now.")


async def show_own_page(desk: Desk, _request: SlackRequest, professional: Professional) -> Answer:
    return Modal(view=own_page_modal(await desk.own_pages.show(professional), desk.links))


async def switch_own_page(desk: Desk, request: SlackRequest, professional: Professional) -> Answer:
    page = await desk.own_pages.switch(professional, is_on=request.value == ON)
    return _shown(request, own_page_modal(page, desk.links))


async def _changed(desk: Desk, request: SlackRequest, professional: Professional, told: str) -> Answer:
    shown = await desk.patients.show(professional, its_page(request.shown_beneath or {}))
    return _shown(request, patients_modal(shown, told))


def _shown(request: SlackRequest, view: Block) -> Answer:
    """Change the modal in which was clicked, or open one where there is none."""
    return ChangedView(view=view) if request.is_in_modal else Modal(view=view)
