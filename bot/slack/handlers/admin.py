"""`/meeting admin`: who asks is an admin of the workspace, whom these handlers get in the professional's place."""

from bot.domain.failures import DeliveryError
from bot.domain.people import Professional
from bot.slack.answers import Answer, ChangedView, Choices, Modal, NewView
from bot.slack.beneath import its_page, read_metadata
from bot.slack.desk import Desk
from bot.slack.forms import typed_reason
from bot.slack.handlers.redrawing import redraw_beneath
from bot.slack.handlers.telling import told_of
from bot.slack.modals import admin as modals
from bot.slack.policy_forms import policy_choice
from bot.slack.requests import SlackRequest

_MOST_OFFERED = 100


async def open_roster(desk: Desk, _request: SlackRequest, _admin: Professional) -> Answer:
    return Modal(view=modals.roster_modal(await desk.administering.roster()))


async def turn_page(desk: Desk, request: SlackRequest, _admin: Professional) -> Answer:
    return ChangedView(view=modals.roster_modal(await desk.administering.roster(), request.page))


async def ask_policy(desk: Desk, request: SlackRequest, _admin: Professional) -> Answer:
    roster = await desk.administering.roster()
    return Modal(view=modals.policy_form(roster.policy, request.shown_beneath))


async def offer_groups(desk: Desk, request: SlackRequest, _admin: Professional) -> Answer:
    """Offer Slack's user groups; a workspace whose plan has none, or a Slack that is silent, offers nothing."""
    try:
        groups = await desk.administering.groups(request.value)
    except DeliveryError:
        return Choices()
    return Choices(options=tuple(map(modals.group_option, groups[:_MOST_OFFERED])))


async def save_policy(desk: Desk, request: SlackRequest, admin: Professional) -> Answer:
    await desk.administering.choose(admin, policy_choice(request.view))
    await redraw_beneath(desk, request.view, admin)
    return NewView(view=modals.policy_saved_view())


async def enlist(desk: Desk, request: SlackRequest, admin: Professional) -> Answer:
    return await _shown(
        desk, request, await told_of(desk.administering.enlist(admin, request.value), "is on the list.")
    )


async def strike(desk: Desk, request: SlackRequest, admin: Professional) -> Answer:
    person = await desk.administering.strike(admin, request.value)
    return await _shown(desk, request, f"{person.name} is no longer on the list.")


async def ask_to_cancel(desk: Desk, request: SlackRequest, _admin: Professional) -> Answer:
    departed = await desk.administering.departed(request.value)
    return Modal(view=modals.leaving_form(departed, request.shown_beneath))


async def cancel_left(desk: Desk, request: SlackRequest, admin: Professional) -> Answer:
    view = request.view
    professional_id = str(read_metadata(view).get("professional", ""))
    count = await desk.administering.cancel(admin, professional_id, typed_reason(view), slack_view_id=view["id"])
    await redraw_beneath(desk, view, admin)
    return NewView(view=modals.left_cancelled_view(count))


async def keep_left(desk: Desk, request: SlackRequest, admin: Professional) -> Answer:
    person = await desk.administering.keep(admin, request.value)
    return await _shown(desk, request, f"The meetings of {person.name} are kept.")


async def _shown(desk: Desk, request: SlackRequest, told: str) -> Answer:
    """Show the list as it is now, on the page where it was."""
    page = its_page(read_metadata(request.view)) if request.is_in_modal else 0
    return ChangedView(view=modals.roster_modal(await desk.administering.roster(), page, told=told))
