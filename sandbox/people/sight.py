"""What a person sees, as plain JSON: Home, modals, messages, ephemeral messages."""

from sandbox.slack.inputs import holders, reported, shown_value
from sandbox.slack.messages import message_payload
from sandbox.slack.views import view_payload
from sandbox.slack.workspace import Json, Message, View
from sandbox.world import World


def home(world: World, user_id: str) -> Json | None:
    view = world.slack.home(user_id)
    return seen_view(world, view) if view else None


def modals(world: World, user_id: str) -> list[Json]:
    """The open modals, the top one last."""
    return [seen_view(world, view) for view in world.slack.modals(user_id)]


def messages(world: World, user_id: str) -> list[Json]:
    """What the person can read in direct messages and in the channel, oldest first."""
    return [seen_message(world, message) for message in world.slack.messages_of(user_id)]


def ephemerals(world: World, user_id: str) -> list[Json]:
    """What only this person sees, oldest first."""
    return [seen_message(world, message) for message in world.slack.messages_of(user_id, ephemeral=True)]


def notice(world: World, user_id: str) -> str:
    """What Slackbot last said of a failed command, "" when it did not fail."""
    return world.slack.notices.get(user_id, "")


def seen_view(world: World, view: View) -> Json:
    """The view as sent to the app, with what fields show, the errors beside them and the trouble above them."""
    return {
        **view_payload(world.slack, view),
        "shown": _shown(view),
        "errors": view.errors,
        "trouble": view.trouble,
        "offered": _offered(view),
    }


def seen_message(world: World, message: Message) -> Json:
    return {
        **message_payload(world, message),
        "channel": message.channel_id,
        "posted_at": message.posted_at.isoformat(),
        "is_edited": message.edited_at is not None,
        "is_ephemeral": bool(message.ephemeral_to),
        "shown": _shown(message),
        "offered": _offered(message),
    }


def _shown(place: View | Message) -> Json:
    """What each field shows, by block_id and action_id; more than the state after an update."""
    shown: Json = {}
    for key, element in holders(place.blocks).items():
        shown.setdefault(key[0], {})[key[1]] = reported(element, shown_value(element, key, place.state))
    return shown


def _offered(place: View | Message) -> Json:
    offered: Json = {}
    for (block_id, action_id), options in place.offered.items():
        offered.setdefault(block_id, {})[action_id] = options
    return offered
