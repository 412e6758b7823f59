"""What Slack sends to the app, in the form each surface gives it."""

import secrets

from sandbox.slack.inputs import VALUE_KEYS, reported, state_values
from sandbox.slack.messages import message_payload
from sandbox.slack.views import view_payload
from sandbox.slack.workspace import Json, Message, View
from sandbox.world import World


def command_fields(world: World, user_id: str, command: str, text: str) -> dict[str, str]:
    """The form of a slash command, typed in the channel that all are in."""
    slack = world.slack
    channel_id = slack.channel.id
    return {
        "token": slack.app.verification_token,
        "team_id": slack.team_id,
        "team_domain": slack.team_domain,
        "channel_id": channel_id,
        "channel_name": slack.channel_name(channel_id),
        "user_id": user_id,
        "user_name": slack.members[user_id].name,
        "command": command,
        "text": text,
        "api_app_id": slack.app.app_id,
        "is_enterprise_install": "false",
        "response_url": _response_url(world, user_id, channel_id),
        "trigger_id": slack.new_trigger(user_id),
    }


def shortcut(world: World, user_id: str, callback_id: str) -> Json:
    """A global shortcut: it says who and nothing of where, and brings less of them than a click."""
    slack = world.slack
    member = slack.members[user_id]
    return {
        "type": "shortcut",
        "token": slack.app.verification_token,
        "action_ts": f"{slack.real_now():.6f}",
        "team": {"id": slack.team_id, "domain": slack.team_domain},
        "user": {"id": user_id, "username": member.name, "team_id": member.team_id or slack.team_id},
        "is_enterprise_install": False,
        "enterprise": None,
        "callback_id": callback_id,
        "trigger_id": slack.new_trigger(user_id),
    }


def block_actions(world: World, user_id: str, place: View | Message, actions: list[Json]) -> Json:
    """A click or a choice; only a message brings a response_url, only a view a `view`."""
    slack = world.slack
    from_view = place.id if isinstance(place, View) and place.is_modal else ""
    payload = {
        "type": "block_actions",
        **_of_every_interaction(world, user_id),
        "trigger_id": slack.new_trigger(user_id, from_view),
        **_surface(world, place),
        "actions": actions,
    }
    if isinstance(place, Message):
        payload["state"] = {"values": state_values(place.blocks, place.state)}
        payload["response_url"] = _response_url(world, user_id, place.channel_id, place.ts)
    return payload


def block_suggestion(world: World, user_id: str, place: View | Message, element: tuple[Json, Json], query: str) -> Json:
    """What is asked while a person types in an external_select; it brings no trigger."""
    block, select = element
    return {
        "type": "block_suggestion",
        **_of_every_interaction(world, user_id),
        **_surface(world, place),
        "block_id": block["block_id"],
        "action_id": select["action_id"],
        "value": query,
    }


def view_submission(world: World, view: View) -> Json:
    return {
        "type": "view_submission",
        **_of_every_interaction(world, view.user_id),
        "trigger_id": world.slack.new_trigger(view.user_id, view.id),
        "view": view_payload(world.slack, view),
        "response_urls": [],
    }


def view_closed(world: World, view: View, *, is_cleared: bool) -> Json:
    return {
        "type": "view_closed",
        **_of_every_interaction(world, view.user_id),
        "view": view_payload(world.slack, view),
        "is_cleared": is_cleared,
    }


def event_callback(world: World, event: Json) -> Json:
    slack = world.slack
    return {
        "token": slack.app.verification_token,
        "team_id": slack.team_id,
        "api_app_id": slack.app.app_id,
        "event": event,
        "type": "event_callback",
        "event_id": "Ev" + secrets.token_hex(5).upper(),
        "event_time": int(slack.real_now()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": slack.team_id,
                "user_id": slack.app.bot_user_id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
    }


def app_home_opened(world: World, user_id: str) -> Json:
    """The event of a person who opens the Home tab; `view` comes only once there is a Home."""
    slack = world.slack
    event: Json = {
        "type": "app_home_opened",
        "user": user_id,
        "channel": slack.direct_channel(user_id),
        "tab": "home",
        "event_ts": f"{slack.real_now():.6f}",
    }
    home = slack.home(user_id)
    if home:
        event["view"] = view_payload(slack, home)
    return event


def action(world: World, block: Json, element: Json, value: object = None) -> Json:
    """One entry of `actions`: who was used, and what it now holds."""
    entry: Json = {
        "type": element["type"],
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        "action_ts": f"{world.slack.real_now():.6f}",
    }
    if element["type"] == "button":
        return entry | _told(element, "text", "value", "style", "url", "confirm")
    if element["type"] == "overflow":
        return entry | {"selected_option": value} | _told(element, "confirm")
    initial = VALUE_KEYS[element["type"]][1]
    return entry | reported(element, value) | _told(element, initial, "placeholder", "min_query_length", "confirm")


def _told(element: Json, *names: str) -> Json:
    """What the app itself said of the element, and is told again."""
    return {name: element[name] for name in names if name in element}


def _of_every_interaction(world: World, user_id: str) -> Json:
    slack = world.slack
    member = slack.members[user_id]
    return {
        "user": {
            "id": user_id,
            "username": member.name,
            "name": member.name,
            "team_id": member.team_id or slack.team_id,
        },
        "api_app_id": slack.app.app_id,
        "token": slack.app.verification_token,
        "team": {"id": slack.team_id, "domain": slack.team_domain},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _surface(world: World, place: View | Message) -> Json:
    if isinstance(place, View):
        return {
            "container": {"type": "view", "view_id": place.id},
            "view": view_payload(world.slack, place),
        }
    container = {
        "type": "message",
        "message_ts": place.ts,
        "channel_id": place.channel_id,
        "is_ephemeral": bool(place.ephemeral_to),
    }
    surface: Json = {"container": container, "channel": _channel(world, place)}
    if not place.ephemeral_to:  # Slack does not keep ephemeral messages, so it cannot send them along
        surface["message"] = message_payload(world, place)
    return surface


def _channel(world: World, message: Message) -> Json:
    return {"id": message.channel_id, "name": world.slack.channel_name(message.channel_id)}


def _response_url(world: World, user_id: str, channel_id: str, message_ts: str = "") -> str:
    response_id = world.slack.new_response_url(user_id, channel_id, message_ts)
    return f"{world.addresses.sandbox}/slack/response/{response_id}"
