"""The one store of the sandbox: everything that its Slack, its Zoom, its mail server and its people know."""

from dataclasses import dataclass, field

from sandbox.changes import Changes
from sandbox.clock import WorldClock
from sandbox.faults import Faults
from sandbox.mail.mailboxes import Mailboxes
from sandbox.slack.workspace import Workspace
from sandbox.traffic import Traffic
from sandbox.zoom.cloud import Cloud


@dataclass(frozen=True, kw_only=True)
class Addresses:
    """Where the parts listen, as base URLs without a trailing slash (all on loopback)."""

    sandbox: str  # serves the page, /slack/api/, /zoom/oauth, /zoom/v2, /control, /clock
    bot: str
    smtp_port: int


@dataclass(kw_only=True)
class World:
    addresses: Addresses
    slack: Workspace
    zoom: Cloud
    mail: Mailboxes = field(default_factory=Mailboxes)
    clock: WorldClock = field(default_factory=WorldClock)
    faults: Faults = field(default_factory=Faults)
    traffic: Traffic = field(default_factory=Traffic)

    @property
    def changes(self) -> Changes:
        return self.traffic.changes
