"""All that the sandbox's Zoom knows: the app, the people with their accounts, the grants and the meetings."""

from dataclasses import dataclass, field
from typing import Any

from sandbox.zoom.events import Webhook
from sandbox.zoom.grants import Grants
from sandbox.zoom.instances import Instances
from sandbox.zoom.limits import Limits
from sandbox.zoom.meetings import ZoomMeeting
from sandbox.zoom.paging import Pages


@dataclass(frozen=True, kw_only=True)
class App:
    """The Zoom app of the product, as its owner configured it in Zoom's marketplace (not published)."""

    client_id: str
    client_secret: str = field(repr=False)
    webhook_secret: str = field(repr=False)
    redirect_uris: tuple[str, ...]
    owner_account_id: str
    scopes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Account:
    """One person at Zoom. `account_id` is the Zoom account (a clinic's, say) the person belongs to."""

    user_id: str
    account_id: str
    email: str
    display_name: str
    timezone: str
    type: int = 2  # 1 Basic, 2 Licensed
    pmi: int
    default_settings: dict[str, Any] = field(default_factory=dict)  # what a meeting has when a request is silent


@dataclass(kw_only=True)
class Cloud:
    app: App
    accounts: dict[str, Account]  # by Zoom user id
    grants: Grants = field(default_factory=Grants)
    meetings: dict[int, ZoomMeeting] = field(default_factory=dict)
    instances: Instances = field(default_factory=Instances)
    host_keys: dict[str, int] = field(default_factory=dict, repr=False)  # of start links, to the meeting
    visited: set[int] = field(default_factory=set)  # meetings whose join link was opened, until they end
    webhooks: list[Webhook] = field(default_factory=list)
    limits: Limits = field(default_factory=Limits)
    pages: Pages = field(default_factory=Pages)

    def account_of(self, email: str) -> Account | None:
        """Find a person by the address they sign in with."""
        return next((account for account in self.accounts.values() if account.email == email), None)
