"""What a person does in Slack: the one layer of human actions, for tests, the control interface and the page."""

from dataclasses import dataclass, field

from sandbox.people.entering import CHOOSABLE, ask_options, ask_suggestions, client_errors, entered
from sandbox.people.finding import Found, ImpossibleError, Wanted, find, top_modal
from sandbox.slack.acknowledgement import Acknowledgement
from sandbox.slack.answers import note_refusal, take_command_answer, take_submission_answer
from sandbox.slack.delivery import command_delivery, deliver, deliver_event, interaction_delivery
from sandbox.slack.messages import say_as
from sandbox.slack.payloads import (
    action,
    app_home_opened,
    block_actions,
    command_fields,
    shortcut,
    view_closed,
    view_submission,
)
from sandbox.slack.refusal import SlackRefusal
from sandbox.slack.views import close_all, close_view
from sandbox.slack.workspace import Json, View
from sandbox.world import World

CONNECTION_TROUBLE = "We had some trouble connecting. Try again?"


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What the person sees of an act.

    `result` is "done", "asked" (a confirmation is wanted: `confirm`), "failed" (`error` in Slack's words), or for a
    submitted form "closed", "updated", "pushed", "cleared", "errors" (`errors`: block_id -> words).
    """

    result: str
    error: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    confirm: Json | None = None


@dataclass(frozen=True, kw_only=True)
class Person:
    """A member at their Slack client; acts raise ImpossibleError when the client offers no way to do them."""

    world: World
    user_id: str

    def __post_init__(self) -> None:
        member = self.world.slack.members.get(self.user_id)
        if member is None or member.is_bot or member.deleted:
            raise ImpossibleError(f"Nobody can act as {self.user_id}.")

    async def type_command(self, command: str, text: str = "") -> Outcome:
        """Send a slash command from the channel: nothing can be typed to the app itself (its manifest)."""
        app = self.world.slack.app
        if command not in {each.name for each in app.commands} or "commands" not in app.scopes:
            return self._told(f"{command} is not a valid command.")
        fields = command_fields(self.world, self.user_id, command, text)
        answer = await deliver(self.world, command_delivery(self.world, fields))
        if answer.trouble:
            return self._told(f"{command} failed with the error “{answer.trouble}”.")
        try:
            take_command_answer(self.world, self.user_id, answer.body)
        except SlackRefusal as refusal:
            note_refusal(self.world, refusal)
            return self._told(f"{command} failed with the error “{refusal}”.")
        return self._told("")

    async def say(self, text: str) -> Outcome:
        """Send a message of one's own to the channel; the app is not in it and does not hear of it."""
        if not text.strip():
            raise ImpossibleError("An empty message is not sent.")
        say_as(self.world, self.user_id, text)
        return Outcome(result="done")

    async def use_shortcut(self, name: str) -> Outcome:
        """Choose a shortcut from Slack's menu, named by its words or its callback_id."""
        app = self.world.slack.app
        offered = app.shortcuts if "commands" in app.scopes else ()
        chosen = next((each for each in offered if name in (each.name, each.callback_id)), None)
        if chosen is None:
            raise ImpossibleError(f"There is no shortcut {name!r}.")
        payload = shortcut(self.world, self.user_id, chosen.callback_id)
        return _done(await deliver(self.world, interaction_delivery(self.world, payload)))

    async def open_home(self) -> Outcome:
        """Open the app's Home tab."""
        answer = await deliver_event(self.world, app_home_opened(self.world, self.user_id))
        return _done(answer)

    async def click(  # the parts of a Wanted, by name
        self, name: str, *, block_id: str = "", value: str = "", where: str = "", confirmed: bool = False
    ) -> Outcome:
        """Press a button, named by its action_id or its words; URL buttons are reported to the app too."""
        wanted = Wanted(name=name, block_id=block_id, value=value, where=where)
        found = find(self.world, self.user_id, wanted, frozenset({"button"}))
        return await self._use(found, None, confirmed=confirmed)

    async def choose(
        self, name: str, option: str | list[str], *, block_id: str = "", where: str = "", confirmed: bool = False
    ) -> Outcome:
        """Take an option of a menu or a select, by its words or its value; also enters dates and texts."""
        wanted = Wanted(name=name, block_id=block_id, where=where)
        return await self._enter(find(self.world, self.user_id, wanted, CHOOSABLE), option, confirmed=confirmed)

    async def fill(self, name: str, value: str | list[str], *, block_id: str = "", where: str = "modal") -> Outcome:
        """Enter a value into a field, named by its label, block_id or action_id, pressing Enter if that is reported."""
        wanted = Wanted(name=name, block_id=block_id, where=where)
        return await self._enter(find(self.world, self.user_id, wanted, CHOOSABLE), value, confirmed=True)

    async def type_in(self, name: str, text: str, *, block_id: str = "", where: str = "modal") -> Outcome:
        """Type into a text field without pressing Enter: reported only where the app wants each character."""
        wanted = Wanted(name=name, block_id=block_id, where=where)
        found = find(self.world, self.user_id, wanted, frozenset({"plain_text_input"}))
        return await self._enter(found, text, confirmed=True, is_reported=found.reports_characters)

    async def suggestions(self, name: str, query: str = "", *, block_id: str = "", where: str = "") -> Json:
        """Type into an external select and read what is offered, in its groups, or why nothing can be as `error`."""
        wanted = Wanted(name=name, block_id=block_id, where=where)
        found = find(self.world, self.user_id, wanted, frozenset({"external_select"}))
        try:
            return await ask_suggestions(self.world, self.user_id, found, query)
        except ImpossibleError as unloaded:
            return {"error": str(unloaded)}

    async def offers(self, name: str, query: str = "", *, block_id: str = "", where: str = "") -> list[Json]:
        """Type into an external select and read what is offered."""
        wanted = Wanted(name=name, block_id=block_id, where=where)
        found = find(self.world, self.user_id, wanted, frozenset({"external_select"}))
        return await ask_options(self.world, self.user_id, found, query)

    async def submit(self, *, view_id: str = "") -> Outcome:
        """Press the top modal's submit button."""
        view = top_modal(self.world, self.user_id, view_id)
        if "submit" not in view.content:
            raise ImpossibleError("This modal has no submit button.")
        view.trouble, view.errors = "", client_errors(view)
        if view.errors:
            return Outcome(result="errors", errors=dict(view.errors))
        answer = await deliver(self.world, interaction_delivery(self.world, view_submission(self.world, view)))
        return self._submitted(view, answer)

    async def close(self, *, view_id: str = "", everything: bool = False) -> Outcome:
        """Close the top modal, or with the cross all of them; the app is told where it asked for it."""
        view = top_modal(self.world, self.user_id, view_id)
        is_cleared = everything or bool(view.content.get("clear_on_close"))
        closing = self.world.slack.modals(self.user_id) if is_cleared else [view]
        told = [one for one in reversed(closing) if one.content.get("notify_on_close")]
        payloads = [view_closed(self.world, one, is_cleared=is_cleared) for one in told]
        if is_cleared:
            close_all(self.world.slack, self.user_id)
        else:
            close_view(self.world.slack, view)
        for payload in payloads:
            await deliver(self.world, interaction_delivery(self.world, payload))
        return Outcome(result="closed")

    async def _enter(
        self, found: Found, value: str | list[str], *, confirmed: bool, is_reported: bool = True
    ) -> Outcome:
        taken = await entered(self.world, self.user_id, found, value)
        if isinstance(found.place, View):
            found.place.errors.pop(found.key[0], None)
        if is_reported and found.dispatches:
            return await self._use(found, taken, confirmed=confirmed)
        found.place.state[found.key] = taken
        return Outcome(result="done")

    async def _use(self, found: Found, value: object, *, confirmed: bool) -> Outcome:
        """Use an element that is reported at once, after its confirmation if it has one."""
        if "confirm" in found.element and not confirmed:
            return Outcome(result="asked", confirm=found.element["confirm"])
        if found.element["type"] not in {"button", "overflow"}:
            found.place.state[found.key] = value
        used = action(self.world, found.block, found.element, value)
        payload = block_actions(self.world, self.user_id, found.place, [used])
        return _done(await deliver(self.world, interaction_delivery(self.world, payload)))

    def _submitted(self, view: View, answer: Acknowledgement) -> Outcome:
        trouble = answer.trouble
        if not trouble:
            try:
                result = take_submission_answer(self.world, view, answer.body)
                return Outcome(result=result, errors=dict(view.errors))
            except SlackRefusal as refusal:
                note_refusal(self.world, refusal)
                trouble = str(refusal)
        view.trouble = CONNECTION_TROUBLE
        return Outcome(result="failed", error=trouble)

    def _told(self, words: str) -> Outcome:
        """Let Slackbot tell this person what went wrong; "" when nothing did."""
        self.world.slack.notices[self.user_id] = words
        return Outcome(result="failed" if words else "done", error=words)


def _done(answer: Acknowledgement) -> Outcome:
    return Outcome(result="failed" if answer.trouble else "done", error=answer.trouble)
