"""What the sandbox's Slack knows: one workspace, its people, the app installed in it, and all that anybody sees."""

import asyncio
import secrets
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias
from uuid import uuid4

import httpx

from sandbox.slack.sign_ins import SignIns
from sandbox.slack.sockets import Sockets

Json: TypeAlias = dict[str, Any]
State: TypeAlias = dict[tuple[str, str], Any]  # (block_id, action_id) -> what the element holds, None when empty
Offered: TypeAlias = dict[tuple[str, str], list[Json]]  # the same key -> the options the app last offered there


@dataclass(kw_only=True)
class Member:
    """A person (or bot) of the workspace; `team_id` differs only for somebody from a connected one."""

    id: str
    name: str
    real_name: str
    email: str
    tz: str = "Europe/Madrid"
    locale: str = "en-US"
    is_bot: bool = False
    deleted: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_admin: bool = False
    is_owner: bool = False
    team_id: str = ""


@dataclass(kw_only=True)
class UserGroup:
    """People who can be named together."""

    id: str
    name: str
    handle: str
    user_ids: set[str]
    is_disabled: bool = False


@dataclass(frozen=True, kw_only=True)
class SlashCommand:
    """A command of the app, with the words that Slack shows while it is typed."""

    name: str
    description: str
    usage_hint: str


@dataclass(frozen=True, kw_only=True)
class Shortcut:
    """A global shortcut of the app: how Slack's menu names it, and how the app knows it."""

    name: str
    callback_id: str
    description: str


@dataclass(frozen=True, kw_only=True)
class Channel:
    """The one channel that all members are in, and the app is not."""

    id: str = "C0GENERAL01"
    name: str = "general"


@dataclass(frozen=True, kw_only=True)
class SlackApp:
    """The app as installed: what its settings page and its installation gave it."""

    app_id: str
    bot_id: str
    bot_user_id: str
    bot_token: str = field(repr=False)
    signing_secret: str = field(repr=False)
    app_token: str = field(repr=False)
    client_id: str = "4021.1204"
    client_secret: str = field(default="", repr=False)
    redirect_uris: tuple[str, ...] = ()
    app_token_scopes: frozenset[str] = frozenset({"connections:write"})
    scopes: frozenset[str] = frozenset(
        {"commands", "chat:write", "im:write", "usergroups:read", "users:read", "users:read.email"}
    )
    events: frozenset[str] = frozenset({"app_home_opened", "user_change"})
    name: str = "Consulta"
    commands: tuple[SlashCommand, ...] = (
        SlashCommand(
            name="/meeting",
            description="Schedule and cancel Zoom meetings with your patients",
            usage_hint="new tomorrow 3pm | list | cancel | connect | help",
        ),
    )
    shortcuts: tuple[Shortcut, ...] = (
        Shortcut(
            name="New meeting",
            callback_id="new_meeting",
            description="Schedule a Zoom meeting with a patient",
        ),
    )
    verification_token: str = field(default="verification-token-of-the-sandbox", repr=False)


@dataclass(kw_only=True)
class Trigger:
    """The right to open one view, given with an interaction; `made_at` is real time in seconds."""

    user_id: str
    made_at: float
    from_view: str = ""
    used: bool = False


@dataclass(kw_only=True)
class ResponseUrl:
    """Where the app may answer one interaction; `message_ts` is the message that was clicked, "" for a command."""

    user_id: str
    channel_id: str
    made_at: float
    message_ts: str = ""
    uses: int = 0


@dataclass(kw_only=True)
class View:
    """A modal or a Home as the person has it before them.

    `state` lacks an element whose initial value first came by an update: it is shown, and not submitted until touched.
    `errors` (block_id -> words) and `trouble` are what the client shows after a submission.
    """

    id: str
    user_id: str
    content: Json
    hash: str
    state: State
    root_id: str
    previous_id: str | None = None
    errors: dict[str, str] = field(default_factory=dict)
    trouble: str = ""
    offered: Offered = field(default_factory=dict)

    @property
    def blocks(self) -> list[Json]:
        blocks: list[Json] = self.content["blocks"]
        return blocks

    @property
    def is_modal(self) -> bool:
        return bool(self.content["type"] == "modal")


@dataclass(kw_only=True)
class Message:
    """A message of the app; `ephemeral_to` names the only reader of an ephemeral one."""

    channel_id: str
    ts: str
    text: str
    blocks: list[Json]
    posted_at: datetime
    author: str
    ephemeral_to: str = ""
    edited_at: datetime | None = None
    deleted: bool = False
    state: State = field(default_factory=dict)
    offered: Offered = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """One signed request to the bot, kept so that it can be repeated to the byte.

    Through a socket its content goes in an envelope. `retry` says how often an event was sent before, and why again.
    """

    kind: str  # "command", "event", or the type of the interaction
    body: bytes
    headers: dict[str, str] = field(repr=False)
    retry: tuple[int, str] | None = None
    envelope_id: str = field(default_factory=lambda: str(uuid4()))


@dataclass(kw_only=True)
class Workspace:
    """The store of the sandbox's Slack. Triggers, signatures and limits use real time, messages the world's.

    `transport` replaces the network towards the bot; `double_next` makes the next delivery twice at the same moment.
    """

    team_id: str
    team_name: str
    app: SlackApp
    members: dict[str, Member]
    groups: dict[str, UserGroup] = field(default_factory=dict)
    team_domain: str = "clinic"
    channel: Channel = field(default_factory=Channel)
    real_now: Callable[[], float] = time.time
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep
    acknowledge_within: float = 3.0
    transport: httpx.AsyncBaseTransport | None = None
    double_next: bool = False
    sockets: Sockets = field(default_factory=Sockets)
    views: dict[str, View] = field(default_factory=dict)
    stacks: dict[str, list[str]] = field(default_factory=dict)  # user id -> ids of the open modals, root first
    homes: dict[str, str] = field(default_factory=dict)  # user id -> id of the Home view
    channels: dict[str, str] = field(default_factory=dict)  # id of a direct channel -> user id
    messages: list[Message] = field(default_factory=list)
    triggers: dict[str, Trigger] = field(default_factory=dict)
    response_urls: dict[str, ResponseUrl] = field(default_factory=dict)
    deliveries: list[Delivery] = field(default_factory=list)
    notices: dict[str, str] = field(default_factory=dict)  # user id -> what Slackbot last told this person
    sign_ins: SignIns = field(default_factory=SignIns)
    spent: dict[str, tuple[float, float]] = field(default_factory=dict)  # rate limit bucket -> (tokens left, at)
    last_ts: float = 0.0

    def direct_channel(self, user_id: str) -> str:
        """The direct channel of the app and this person, opened when it is new."""
        for channel_id, member_id in self.channels.items():
            if member_id == user_id:
                return channel_id
        channel_id = "D" + secrets.token_hex(5).upper()
        self.channels[channel_id] = user_id
        return channel_id

    def channel_name(self, channel_id: str) -> str:
        """How requests to the app name a channel."""
        return self.channel.name if channel_id == self.channel.id else "directmessage"

    def new_trigger(self, user_id: str, from_view: str = "") -> str:
        trigger_id = f"{secrets.randbelow(10**12)}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
        self.triggers[trigger_id] = Trigger(user_id=user_id, made_at=self.real_now(), from_view=from_view)
        return trigger_id

    def new_response_url(self, user_id: str, channel_id: str, message_ts: str = "") -> str:
        """The id (last part) of a fresh response_url."""
        response_id = secrets.token_urlsafe(18)
        self.response_urls[response_id] = ResponseUrl(
            user_id=user_id, channel_id=channel_id, made_at=self.real_now(), message_ts=message_ts
        )
        return response_id

    def new_ts(self, now: datetime) -> str:
        """A timestamp that names a message: seconds of the world's clock, never the same twice."""
        self.last_ts = max(round(now.timestamp(), 6), round(self.last_ts + 0.000001, 6))
        return f"{self.last_ts:.6f}"

    def modals(self, user_id: str) -> list[View]:
        return [self.views[view_id] for view_id in self.stacks.get(user_id, [])]

    def home(self, user_id: str) -> View | None:
        view_id = self.homes.get(user_id)
        return self.views[view_id] if view_id else None

    def messages_of(self, user_id: str, *, ephemeral: bool = False) -> list[Message]:
        """What this person can read, oldest first: in their direct messages with the app, and in the channel."""
        return [
            message
            for message in self.messages
            if not message.deleted and bool(message.ephemeral_to) is ephemeral and self._can_read(user_id, message)
        ]

    def _can_read(self, user_id: str, message: Message) -> bool:
        if message.ephemeral_to:
            return message.ephemeral_to == user_id
        return message.channel_id == self.channel.id or self.channels.get(message.channel_id) == user_id
