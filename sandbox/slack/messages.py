"""Messages: posted, changed, taken back, and how Slack describes them."""

from sandbox.slack.blocks.surfaces import check_message
from sandbox.slack.inputs import initial_state, kept_state, with_ids
from sandbox.slack.refusal import SlackRefusal
from sandbox.slack.workspace import Json, Message
from sandbox.world import World


def find_channel(world: World, channel: str) -> str:
    """The direct channel that `channel` names, by its own id or by the person's; else SlackRefusal."""
    workspace = world.slack
    if channel == workspace.channel.id:
        raise SlackRefusal("not_in_channel")
    if channel in workspace.channels:
        return channel
    if channel not in workspace.members or workspace.members[channel].is_bot:
        raise SlackRefusal("channel_not_found")
    return workspace.direct_channel(channel)


def post(world: World, channel_id: str, text: object, blocks: object, *, ephemeral_to: str = "") -> Message:
    """Post as the app; SlackRefusal when text or blocks are not what Slack takes."""
    text, checked = check_message(text, blocks)
    now = world.clock.now()
    message = Message(
        channel_id=channel_id,
        ts=world.slack.new_ts(now),
        text=text,
        blocks=with_ids(checked),
        posted_at=now,
        author=world.slack.app.bot_user_id,
        ephemeral_to=ephemeral_to,
    )
    message.state = initial_state(message.blocks)
    world.slack.messages.append(message)
    return message


def say_as(world: World, user_id: str, text: str) -> None:
    """Post a person's own words in the channel; Slack keeps them with its three escapes."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    now = world.clock.now()
    world.slack.messages.append(
        Message(
            channel_id=world.slack.channel.id,
            ts=world.slack.new_ts(now),
            text=escaped,
            blocks=[],
            posted_at=now,
            author=user_id,
        )
    )


def own_message(world: World, channel_id: str, ts: str, *, error: str) -> Message:
    """The app's own message that everybody can see; `error` is the word for somebody else's."""
    if channel_id not in world.slack.channels:
        raise SlackRefusal("channel_not_found")
    message = find_message(world, ts)
    if message is None or message.channel_id != channel_id or message.ephemeral_to:
        raise SlackRefusal("message_not_found")
    if message.author != world.slack.app.bot_user_id:
        raise SlackRefusal(error)
    return message


def find_message(world: World, ts: str) -> Message | None:
    return next((one for one in world.slack.messages if one.ts == ts and not one.deleted), None)


def change(world: World, message: Message, text: object, blocks: object) -> None:
    """Replace a message in its place; nobody is notified."""
    text, checked = check_message(text, blocks)
    shown = with_ids(checked, message.blocks)
    message.state = kept_state(shown, message.blocks, message.state)
    message.text, message.blocks = text, shown
    message.edited_at = world.clock.now()


def message_payload(world: World, message: Message) -> Json:
    """The message as Slack describes it in answers and in requests to the app."""
    app = world.slack.app
    by_the_app = {"bot_id": app.bot_id, "app_id": app.app_id}
    payload: Json = {
        "type": "message",
        "user": message.author,
        "ts": message.ts,
        **(by_the_app if message.author == app.bot_user_id else {}),
        "text": message.text,
        "team": world.slack.team_id,
        "blocks": message.blocks,
    }
    if message.edited_at:
        payload["edited"] = {"user": message.author, "ts": f"{message.edited_at.timestamp():.6f}"}
    return payload
