"""The list of meetings: opened, filtered, searched, turned over - in Home and in its modal alike."""

from collections.abc import Callable
from dataclasses import replace

from bot.domain.meeting_list import LONGEST_SEARCH, ListView, StatusGroup
from bot.domain.people import Professional
from bot.slack.answers import Answer, ChangedView, Choices, HomeTab, Modal, NewView
from bot.slack.beneath import read_metadata
from bot.slack.browsing import (
    ALL_PATIENTS,
    list_modal,
    patient_filter_options,
    read_cursor,
    read_list_view,
    search_block_id,
)
from bot.slack.desk import Desk
from bot.slack.forms import SubmittedForm
from bot.slack.home import home_view
from bot.slack.list_words import read_list
from bot.slack.requests import SlackRequest


async def open_list(desk: Desk, request: SlackRequest, professional: Professional) -> Answer:
    """Open the list as a modal, with what the words behind the command ask for."""
    await desk.listing.require_connection(professional)
    words = read_list(request.words, professional, desk.listing.clock.now())
    # Words by which a patient is called are understood; others are said to be searched for.
    is_name = bool(words.unread) and bool(await desk.listing.patients(professional, words.unread))
    shown = await desk.browsing.show(professional, ListView(filter=words.filter))
    return Modal(view=list_modal(shown, desk.links, unread="" if is_name else words.unread))


async def search_list(desk: Desk, request: SlackRequest, professional: Professional) -> Answer:
    """Take the words from the modal's search field when it is submitted."""
    view = read_list_view(read_metadata(request.view))
    typed = SubmittedForm(view=request.view).typed(search_block_id(view))
    wanted = view.filtered(replace(view.filter, search=typed[:LONGEST_SEARCH]))
    return NewView(view=list_modal(await desk.browsing.show(professional, wanted), desk.links))


async def search(desk: Desk, request: SlackRequest, professional: Professional) -> Answer:
    typed = request.value[:LONGEST_SEARCH]
    return await _set(desk, request, professional, lambda view: view.filtered(replace(view.filter, search=typed)))


async def filter_patient(desk: Desk, request: SlackRequest, professional: Professional) -> Answer:
    chosen = "" if request.value == ALL_PATIENTS else request.value
    return await _set(desk, request, professional, lambda view: view.filtered(replace(view.filter, patient_id=chosen)))


async def filter_status(desk: Desk, request: SlackRequest, professional: Professional) -> Answer:
    group = StatusGroup.read(request.value)
    return await _set(desk, request, professional, lambda view: view.filtered(replace(view.filter, group=group)))


async def clear_filters(desk: Desk, request: SlackRequest, professional: Professional) -> Answer:
    return await _set(desk, request, professional, ListView.cleared)


async def turn_page(desk: Desk, request: SlackRequest, professional: Professional) -> Answer:
    cursor = read_cursor(request.value)
    return await _set(desk, request, professional, lambda view: view.turned_to(cursor))


async def offer_patient_filter(desk: Desk, request: SlackRequest, professional: Professional) -> Answer:
    patients = await desk.listing.patients(professional, request.value)
    return Choices(options=tuple(patient_filter_options(patients, professional.habits.names)))


async def _set(
    desk: Desk, request: SlackRequest, professional: Professional, change: Callable[[ListView], ListView]
) -> Answer:
    """Set the list otherwise in which was clicked: Home's is kept, a modal's travels with it."""
    if request.is_in_modal:
        view = change(read_list_view(read_metadata(request.view)))
        return ChangedView(view=list_modal(await desk.browsing.show(professional, view), desk.links))
    view = change(await desk.browsing.home_view(professional))
    return HomeTab(view=home_view(await desk.browsing.set_home(professional, view), desk.links))
