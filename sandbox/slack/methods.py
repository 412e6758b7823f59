"""The Web API methods, each with its scope, its rate, its arguments and what it does."""

from collections.abc import Callable
from dataclasses import dataclass

from sandbox.slack.blocks.surfaces import check_view
from sandbox.slack.linking import link_address
from sandbox.slack.members import find_group, group_object, listed_groups, user_object
from sandbox.slack.messages import change, find_channel, message_payload, own_message, post
from sandbox.slack.refusal import SlackRefusal
from sandbox.slack.views import (
    check_hash,
    find_view,
    open_view,
    publish_home,
    push_view,
    update_view,
    use_trigger,
    view_payload,
)
from sandbox.slack.workspace import Json
from sandbox.world import World


@dataclass(frozen=True, kw_only=True)
class Method:
    """`per_minute` is Slack's tier as calls a minute; arguments not named here are refused.

    `is_of_app` tells that it takes the app-level token, and the bot's not; what it `hides` of its answer is a secret.
    """

    run: Callable[[World, Json], Json]
    per_minute: int
    scope: str = ""
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    is_of_app: bool = False
    hides: tuple[str, ...] = ()


def auth_test(world: World, _: Json) -> Json:
    slack = world.slack
    return {
        "url": f"https://{slack.team_domain}.slack.com/",
        "team": slack.team_name,
        "user": slack.app.name.lower(),
        "team_id": slack.team_id,
        "user_id": slack.app.bot_user_id,
        "bot_id": slack.app.bot_id,
        "is_enterprise_install": False,
    }


def bots_info(world: World, arguments: Json) -> Json:
    app = world.slack.app
    if arguments.get("bot", app.bot_id) != app.bot_id:
        raise SlackRefusal("bot_not_found")
    bot = {"id": app.bot_id, "deleted": False, "name": app.name, "app_id": app.app_id, "user_id": app.bot_user_id}
    return {"bot": bot}


def users_info(world: World, arguments: Json) -> Json:
    member = world.slack.members.get(arguments["user"])
    if member is None:
        raise SlackRefusal("user_not_found")
    user = user_object(world, member)
    if _is_true(arguments, "include_locale"):
        user["locale"] = member.locale
    return {"user": user}


def usergroups_list(world: World, arguments: Json) -> Json:
    groups = listed_groups(world, include_disabled=_is_true(arguments, "include_disabled"))
    return {"usergroups": [group_object(world, each) for each in groups]}


def usergroups_users_list(world: World, arguments: Json) -> Json:
    is_any = _is_true(arguments, "include_disabled")
    return {"users": sorted(find_group(world, arguments["usergroup"], include_disabled=is_any).user_ids)}


def _is_true(arguments: Json, name: str) -> bool:
    return str(arguments.get(name, "")).lower() in {"1", "true"}


def views_open(world: World, arguments: Json) -> Json:
    content = check_view(arguments["view"], kind="modal")
    trigger = use_trigger(world.slack, arguments["trigger_id"])
    return {"view": view_payload(world.slack, open_view(world.slack, trigger, content))}


def views_push(world: World, arguments: Json) -> Json:
    content = check_view(arguments["view"], kind="modal")
    trigger = use_trigger(world.slack, arguments["trigger_id"])
    return {"view": view_payload(world.slack, push_view(world.slack, trigger, content))}


def views_update(world: World, arguments: Json) -> Json:
    view = find_view(world.slack, view_id=arguments.get("view_id"), external_id=arguments.get("external_id"))
    content = check_view(arguments["view"], kind=view.content["type"])
    check_hash(view, arguments.get("hash"))
    update_view(world.slack, view, content)
    return {"view": view_payload(world.slack, view)}


def views_publish(world: World, arguments: Json) -> Json:
    content = check_view(arguments["view"], kind="home")
    user_id = arguments["user_id"]
    if user_id not in world.slack.members:
        raise SlackRefusal("user_not_found")
    home = publish_home(world.slack, user_id, content, arguments.get("hash"))
    return {"view": view_payload(world.slack, home)}


def conversations_open(world: World, arguments: Json) -> Json:
    user_id = arguments["users"]
    member = world.slack.members.get(user_id)
    if member is None:
        raise SlackRefusal("user_not_found")
    if member.deleted:
        raise SlackRefusal("user_disabled")
    if member.is_bot:
        raise SlackRefusal("cannot_dm_bot")
    return {"channel": {"id": world.slack.direct_channel(user_id)}}


def chat_post(world: World, arguments: Json) -> Json:
    channel_id = find_channel(world, arguments["channel"])
    message = post(world, channel_id, arguments.get("text"), arguments.get("blocks"))
    return {"channel": channel_id, "ts": message.ts, "message": message_payload(world, message)}


def chat_update(world: World, arguments: Json) -> Json:
    message = own_message(world, arguments["channel"], arguments["ts"], error="cant_update_message")
    blocks = arguments.get("blocks", message.blocks)  # docs: left out, the former ones stay; [] removes them
    change(world, message, arguments.get("text"), blocks)
    return {
        "channel": message.channel_id,
        "ts": message.ts,
        "text": message.text,
        "message": message_payload(world, message),
    }


def chat_delete(world: World, arguments: Json) -> Json:
    message = own_message(world, arguments["channel"], arguments["ts"], error="cant_delete_message")
    message.deleted = True
    return {"channel": message.channel_id, "ts": message.ts}


def connections_open(world: World, _: Json) -> Json:
    if not world.slack.sockets.is_on:
        raise SlackRefusal("socket_mode_not_enabled")
    return {"url": link_address(world)}


_QUIET = ("unfurl_links", "unfurl_media", "as_user", "mrkdwn", "parse", "link_names")  # taken, of no effect here

METHODS = {
    "auth.test": Method(run=auth_test, per_minute=600),
    "apps.connections.open": Method(
        run=connections_open, per_minute=50, scope="connections:write", is_of_app=True, hides=("url",)
    ),
    "bots.info": Method(run=bots_info, per_minute=50, scope="users:read", takes=("bot", "team_id")),
    "users.info": Method(
        run=users_info, per_minute=100, scope="users:read", needs=("user",), takes=("include_locale",)
    ),
    "usergroups.list": Method(
        run=usergroups_list, per_minute=20, scope="usergroups:read", takes=("include_disabled", "include_count")
    ),
    "usergroups.users.list": Method(
        run=usergroups_users_list,
        per_minute=20,
        scope="usergroups:read",
        needs=("usergroup",),
        takes=("include_disabled",),
    ),
    "views.open": Method(run=views_open, per_minute=100, needs=("trigger_id", "view")),
    "views.push": Method(run=views_push, per_minute=100, needs=("trigger_id", "view")),
    "views.update": Method(run=views_update, per_minute=100, needs=("view",), takes=("view_id", "external_id", "hash")),
    "views.publish": Method(run=views_publish, per_minute=100, needs=("user_id", "view"), takes=("hash",)),
    "conversations.open": Method(
        run=conversations_open, per_minute=50, scope="im:write", needs=("users",), takes=("return_im",)
    ),
    "chat.postMessage": Method(
        run=chat_post, per_minute=60, scope="chat:write", needs=("channel",), takes=("text", "blocks", *_QUIET)
    ),
    "chat.update": Method(
        run=chat_update, per_minute=50, scope="chat:write", needs=("channel", "ts"), takes=("text", "blocks", *_QUIET)
    ),
    "chat.delete": Method(
        run=chat_delete, per_minute=50, scope="chat:write", needs=("channel", "ts"), takes=("as_user",)
    ),
}
