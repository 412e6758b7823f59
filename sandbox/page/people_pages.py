"""A person's Slack: what they see, and every button and field of it."""

from dataclasses import dataclass, field

from jinja2 import Environment
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from sandbox.page.acting import Press, link_of, perform, read_press
from sandbox.page.rendering import keyed, page
from sandbox.people import sight
from sandbox.people.finding import ImpossibleError
from sandbox.people.person import Outcome, Person
from sandbox.slack.workspace import Json
from sandbox.world import World

MESSAGES_SHOWN = 20


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A confirmation that waits for the person's answer."""

    confirm: Json
    do: str
    where: str
    seen: str


@dataclass
class Spoken:
    """What the page tells each person once: words about their last act, or a question before it."""

    words: dict[str, str] = field(default_factory=dict)
    asked: dict[str, Asked] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class PeoplePages:
    world: World
    environment: Environment
    spoken: Spoken = field(default_factory=Spoken)

    async def show(self, request: Request) -> Response:
        person = self._person(request)
        if person is None:
            return PlainTextResponse("Nobody here has this id.", status_code=404)
        user_id = person.user_id
        values = {
            "member": self.world.slack.members[user_id],
            "commands": self.world.slack.app.commands,
            "shortcuts": self.world.slack.app.shortcuts,
            "home": sight.home(self.world, user_id),
            "modals": sight.modals(self.world, user_id),
            "messages": sight.messages(self.world, user_id)[-MESSAGES_SHOWN:][::-1],
            "ephemerals": sight.ephemerals(self.world, user_id)[-3:][::-1],
            "notice": sight.notice(self.world, user_id),
            "words": self.spoken.words.pop(user_id, ""),
            "asked": self.spoken.asked.pop(user_id, None),
        }
        return page(self.environment, "person.html", values)

    async def open_home(self, request: Request) -> Response:
        person = self._person(request)
        if person:
            self._tell(person, await person.open_home())
        return self._back(request)

    async def command(self, request: Request) -> Response:
        """Send what was typed in the composer; it begins with the command."""
        person = self._person(request)
        command, _, text = str((await request.form()).get("text", "")).strip().partition(" ")
        if person and command:
            await person.type_command(command, text.strip())
        return self._back(request)

    async def shortcut(self, request: Request) -> Response:
        """Choose a shortcut from Slack's menu."""
        person = self._person(request)
        if person is None:
            return self._back(request)
        try:
            self._tell(person, await person.use_shortcut(str((await request.form()).get("name", ""))))
        except ImpossibleError as impossible:
            self.spoken.words[person.user_id] = str(impossible)
        return self._back(request)

    async def use(self, request: Request) -> Response:
        """Do what was pressed in Home, a modal or a message; a URL button leads where it points."""
        person = self._person(request)
        if person is None:
            return self._back(request)
        try:
            press = read_press(await request.form())
            link = link_of(person, press)
            outcome = await perform(person, press)
        except ImpossibleError as impossible:
            self.spoken.words[person.user_id] = str(impossible)
            return self._back(request)
        except ValueError:
            return PlainTextResponse("This form is none of this page's.", status_code=400)
        self._tell(person, outcome)
        if outcome.confirm:
            self._ask(person, press, outcome.confirm)
            return self._back(request)
        return RedirectResponse(link, status_code=303) if link else self._back(request)

    def _ask(self, person: Person, press: Press, confirm: Json) -> None:
        do = f"{press.act}:{keyed(list(press.key))}"
        self.spoken.asked[person.user_id] = Asked(confirm=confirm, do=do, where=press.where, seen=press.seen)

    def _person(self, request: Request) -> Person | None:
        try:
            return Person(world=self.world, user_id=request.path_params["user_id"])
        except ImpossibleError:
            return None

    def _tell(self, person: Person, outcome: Outcome) -> None:
        self.spoken.words[person.user_id] = outcome.error

    def _back(self, request: Request) -> Response:
        return RedirectResponse(f"/people/{request.path_params['user_id']}", status_code=303)
