"""Views before a person: the stack of modals and the Home, their identity and their hash."""

import secrets

from sandbox.slack.inputs import initial_state, kept_state, state_values, updated_state, with_ids
from sandbox.slack.refusal import SlackRefusal
from sandbox.slack.workspace import Json, Trigger, View, Workspace

STACK_LIMIT = 3
TRIGGER_SECONDS = 3.0


def use_trigger(workspace: Workspace, trigger_id: str) -> Trigger:
    """Spend a trigger: once, within three seconds of real time."""
    trigger = workspace.triggers.get(trigger_id)
    if trigger is None:
        raise SlackRefusal("invalid_trigger_id")
    if trigger.used:
        raise SlackRefusal("exchanged_trigger_id")
    if workspace.real_now() - trigger.made_at > TRIGGER_SECONDS:
        raise SlackRefusal("expired_trigger_id")
    trigger.used = True
    return trigger


def open_view(workspace: Workspace, trigger: Trigger, content: Json) -> View:
    """Open a modal: a new stack, or on top when the trigger comes from a modal that is still open."""
    if trigger.from_view not in workspace.stacks.get(trigger.user_id, []):
        check_external_id(workspace, content)
        close_all(workspace, trigger.user_id)
    return put_on_top(workspace, trigger.user_id, content)


def push_view(workspace: Workspace, trigger: Trigger, content: Json) -> View:
    if trigger.from_view not in workspace.stacks.get(trigger.user_id, []):
        raise SlackRefusal("invalid_trigger_id")
    return put_on_top(workspace, trigger.user_id, content)


def put_on_top(workspace: Workspace, user_id: str, content: Json) -> View:
    """Add a modal to the stack; SlackRefusal when three are open."""
    stack = workspace.stacks.setdefault(user_id, [])
    if len(stack) >= STACK_LIMIT:
        raise SlackRefusal("push_limit_reached")
    check_external_id(workspace, content)
    view = _new_view(workspace, user_id, content, stack)
    stack.append(view.id)
    return view


def publish_home(workspace: Workspace, user_id: str, content: Json, expected_hash: str | None) -> View:
    """Show a Home; what the person has typed or chosen there stays where the ids stay."""
    home = workspace.home(user_id)
    if home is None:
        home = _new_view(workspace, user_id, content, [])
        workspace.homes[user_id] = home.id
        return home
    check_hash(home, expected_hash)
    blocks = with_ids(content["blocks"], home.blocks)
    home.state = kept_state(blocks, home.blocks, home.state)
    home.content = {**content, "blocks": blocks}
    home.hash = _new_hash(workspace)
    return home


def update_view(workspace: Workspace, view: View, content: Json) -> None:
    """Replace what a modal shows; its id stays."""
    check_external_id(workspace, content, besides=view)
    blocks = with_ids(content["blocks"], view.blocks)
    view.state = updated_state(blocks, view.blocks, view.state)
    view.content = {**content, "blocks": blocks}
    view.hash = _new_hash(workspace)
    view.errors, view.trouble = {}, ""


def find_view(workspace: Workspace, *, view_id: str | None, external_id: str | None) -> View:
    """An open view by one of its two names; SlackRefusal `not_found` once it is closed."""
    if (view_id is None) == (external_id is None):
        raise SlackRefusal("invalid_arguments", messages=["[ERROR] either view_id or external_id is needed"])
    for view in workspace.views.values():
        if view.id == view_id or (external_id and view.content.get("external_id") == external_id):
            return view
    raise SlackRefusal("not_found")


def check_hash(view: View, expected: str | None) -> None:
    if expected is not None and expected != view.hash:
        raise SlackRefusal("hash_conflict")


def check_external_id(workspace: Workspace, content: Json, besides: View | None = None) -> None:
    external_id = content.get("external_id")
    others = (view for view in workspace.views.values() if view is not besides)
    if external_id and any(view.content.get("external_id") == external_id for view in others):
        raise SlackRefusal("duplicate_external_ids")


def close_view(workspace: Workspace, view: View) -> None:
    """Close a modal and what lies on it; one that is no longer open stays so."""
    stack = workspace.stacks.get(view.user_id, [])
    while view.id in stack:
        del workspace.views[stack.pop()]


def close_all(workspace: Workspace, user_id: str) -> None:
    for view_id in workspace.stacks.pop(user_id, []):
        del workspace.views[view_id]


def view_payload(workspace: Workspace, view: View) -> Json:
    """The view as Slack describes it in answers and in requests to the app."""
    app = workspace.app
    optional = {key: view.content.get(key) for key in ("title", "submit", "close") if view.is_modal}
    return {
        "id": view.id,
        "team_id": workspace.team_id,
        "type": view.content["type"],
        **optional,
        "blocks": view.blocks,
        "private_metadata": view.content.get("private_metadata", ""),
        "callback_id": view.content.get("callback_id", ""),
        "external_id": view.content.get("external_id", ""),
        "state": {"values": state_values(view.blocks, view.state)},
        "hash": view.hash,
        "clear_on_close": view.content.get("clear_on_close", False),
        "notify_on_close": view.content.get("notify_on_close", False),
        "previous_view_id": view.previous_id,
        "root_view_id": view.root_id,
        "app_id": app.app_id,
        "app_installed_team_id": workspace.team_id,
        "bot_id": app.bot_id,
    }


def _new_view(workspace: Workspace, user_id: str, content: Json, stack: list[str]) -> View:
    view_id = "V" + secrets.token_hex(5).upper()
    blocks = with_ids(content["blocks"])
    view = View(
        id=view_id,
        user_id=user_id,
        content={**content, "blocks": blocks},
        hash=_new_hash(workspace),
        state=initial_state(blocks),
        root_id=stack[0] if stack else view_id,
        previous_id=stack[-1] if stack else None,
    )
    workspace.views[view_id] = view
    return view


def _new_hash(workspace: Workspace) -> str:
    return f"{int(workspace.real_now())}.{secrets.token_urlsafe(6)}"
