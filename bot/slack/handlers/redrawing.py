"""Drawing anew what lies beneath a form, once its act has changed it."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeAlias

from bot.domain.failures import DeliveryError
from bot.domain.own_meeting import OwnMeeting
from bot.domain.people import Professional
from bot.domain.refusals import Refusal
from bot.slack.beneath import Shown, its_page, views_beneath
from bot.slack.blocks import Block
from bot.slack.browsing import list_modal, read_list_view
from bot.slack.desk import Desk
from bot.slack.list_words import read_list
from bot.slack.modals import cancel
from bot.slack.modals.admin import roster_modal
from bot.slack.modals.details import details_modal
from bot.slack.modals.patients import patients_modal
from bot.slack.on_behalf import drawn_for
from bot.slack.web_api import calling_slack

Redraw: TypeAlias = Callable[[Desk, Mapping[str, Any], Professional], Awaitable[Block]]

_SECONDS_TO_REDRAW = 0.8


async def redraw_beneath(desk: Desk, view: Mapping[str, Any], professional: Professional) -> None:
    """Show how things stand in the views under this form, once its answer is on the way.

    Pictures only: the act is done in any case, and its answer must not come too late for them.
    """
    desk.afterwards.do(_redraw(desk, view, professional))


async def _redraw(desk: Desk, view: Mapping[str, Any], professional: Professional) -> None:
    for slack_view_id, shown in views_beneath(view):
        redraw = _REDRAWS.get(shown.get("shows", ""))
        if redraw is None:
            continue
        try:
            drawn = drawn_for(await redraw(desk, shown, professional), professional)
            async with calling_slack(_SECONDS_TO_REDRAW):
                await desk.client.views_update(view_id=slack_view_id, view=drawn)
        except (DeliveryError, Refusal):
            continue


async def cancellable(desk: Desk, professional: Professional, words: str) -> list[OwnMeeting]:
    """List the meetings that can be cancelled and that the words ask for."""
    wanted = read_list(words, professional, desk.listing.clock.now()).filter
    return await desk.listing.cancellable(professional, wanted.search, wanted.span)


async def _cancellable(desk: Desk, shown: Mapping[str, Any], professional: Professional) -> Block:
    words = str(shown.get("words", ""))
    return cancel.choose_meeting(await cancellable(desk, professional, words), words)


async def _list(desk: Desk, shown: Mapping[str, Any], professional: Professional) -> Block:
    return list_modal(await desk.browsing.show(professional, read_list_view(shown)), desk.links)


async def _details(desk: Desk, shown: Mapping[str, Any], professional: Professional) -> Block:
    card = await desk.detailing.details(professional, str(shown.get("meeting", "")))
    beneath = shown.get("beneath")
    return details_modal(card, desk.links, beneath=beneath if isinstance(beneath, dict) else None)


async def _roster(desk: Desk, shown: Mapping[str, Any], _admin: Professional) -> Block:
    return roster_modal(await desk.administering.roster(), its_page(shown))


async def _patients(desk: Desk, shown: Mapping[str, Any], professional: Professional) -> Block:
    return patients_modal(await desk.patients.show(professional, its_page(shown)))


_REDRAWS: Mapping[str, Redraw] = {
    Shown.CANCELLABLE: _cancellable,
    Shown.LIST: _list,
    Shown.DETAILS: _details,
    Shown.ROSTER: _roster,
    Shown.PATIENTS: _patients,
}
