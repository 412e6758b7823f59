"""What Slack sends, read into values. Ids and values in it are user input, whoever drew the button."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from bot.domain.people import Actor
from bot.slack.beneath import read_metadata
from bot.slack.blocks import Block


class Kind(StrEnum):
    """The six ways in which a person reaches us."""

    COMMAND = "command"
    SHORTCUT = "shortcut"  # chosen from Slack's own menu, wherever the person is
    CLICK = "click"
    SUBMISSION = "submission"
    CHOICES = "choices"  # somebody types in a select and asks for its options
    EVENT = "event"


@dataclass(frozen=True, kw_only=True)
class SlackRequest:
    """One signed request. Each property is read when it is asked for: a kind has only its own."""

    kind: Kind
    body: Mapping[str, Any] = field(repr=False)

    @property
    def name(self) -> str:
        """Say what is asked for: a command's first word, an event's type, else the id of shortcut, button or form."""
        if self.kind is Kind.COMMAND:
            return next(iter(self.body.get("text", "").split()), "").casefold()
        if self.kind is Kind.SHORTCUT:
            return str(self.body["callback_id"])
        if self.kind is Kind.EVENT:
            return str(self.body["event"]["type"])
        if self.kind is Kind.SUBMISSION:
            return str(self.body["view"]["callback_id"])
        return str(self._element["action_id"]).partition(":")[0]

    @property
    def actor(self) -> Actor:
        if self.kind is Kind.COMMAND:
            return Actor(slack_team_id=self.body["team_id"], slack_user_id=self.body["user_id"])
        if self.kind is Kind.EVENT:
            return Actor(slack_team_id=self.body["team_id"], slack_user_id=self.body["event"]["user"])
        user = self.body["user"]
        return Actor(slack_team_id=user.get("team_id") or self._team_id, slack_user_id=user["id"])

    @property
    def slack_team_ids(self) -> frozenset[str]:
        """Name the workspaces of the person and of the place: in a shared channel they differ."""
        return frozenset({self.actor.slack_team_id, self._team_id})

    @property
    def trigger_id(self) -> str:
        return str(self.body["trigger_id"])

    @property
    def value(self) -> str:
        """What the button carries, the option or the person that was chosen, or what was typed."""
        chosen = self._element.get("selected_option") or {}
        return str(self._element.get("value") or chosen.get("value") or self._element.get("selected_user") or "")

    @property
    def page(self) -> int:
        """The page, from 0, to which a button leads that turns one; the first when it names none."""
        return int(self.value) if self.value.isdecimal() else 0

    def about(self, value: str) -> "SlackRequest":
        """The same click, as if a button with this value had been pressed."""
        return replace(self, body={**self.body, "actions": [{**self._element, "value": value}]})

    @property
    def text(self) -> str:
        """All that was typed behind the command."""
        return str(self.body.get("text", "")).strip()

    @property
    def words(self) -> str:
        """What was typed behind the command's first word."""
        return "".join(self.text.split(maxsplit=1)[1:])

    @property
    def view(self) -> Block:
        """The form that was submitted, or the view in which was clicked."""
        return dict(self.body["view"])

    @property
    def is_in_modal(self) -> bool:
        return bool(self.body.get("view", {}).get("type") == "modal")

    @property
    def is_over_two(self) -> bool:
        """Whether two modals lie beneath the one in which was clicked: Slack lets no fourth be pushed over them."""
        previous, root = (self.body.get("view", {}).get(name) for name in ("previous_view_id", "root_view_id"))
        return self.is_in_modal and previous not in {None, root}

    @property
    def shown_beneath(self) -> dict[str, Any] | None:
        """What the view shows over which the one that is opened will lie: as a rule that in which was clicked."""
        if not self.is_in_modal:
            return None
        shown = read_metadata(self.view)
        beneath = shown.get("beneath") if self.is_over_two else shown
        return beneath if isinstance(beneath, dict) else None

    @property
    def is_about_home(self) -> bool:
        """Tell the Home tab from the Messages tab: both are said to be opened."""
        return bool(self.body["event"].get("tab") == "home")

    @property
    def _team_id(self) -> str:
        team = self.body.get("team") or {}
        return str(team.get("id") or self.body.get("team_id") or "")

    @property
    def _element(self) -> Mapping[str, Any]:
        return dict(self.body["actions"][0]) if self.kind is Kind.CLICK else self.body
