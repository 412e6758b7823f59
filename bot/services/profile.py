"""What a professional chooses for themselves, and an admin for the workspace."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain import intents, profile_intents
from bot.domain.people import Professional
from bot.domain.preferences import Habits, Shift, WorkspaceDefaults, rechosen
from bot.domain.refusals import Field, FieldRefusal, NotAnAdmin
from bot.domain.typed_lines import line_fault, one_line
from bot.ports import Clock, Waker
from bot.stores import Repositories, Store

LONGEST_NAME = 100
LONGEST_SIGNATURE = 150
LONGEST_PHONE = 40


@dataclass(frozen=True, kw_only=True)
class ChosenProfile:
    """What the form says; `drawn` are the habits that it was drawn with."""

    name: str = field(repr=False)
    zone: ZoneInfo
    language: str
    habits: Habits
    drawn: Habits
    signature: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)


@dataclass(frozen=True, kw_only=True)
class Profile:
    store: Store
    clock: Clock
    waker: Waker

    async def choose(self, professional: Professional, chosen: ChosenProfile) -> None:
        """Keep what was chosen; what stays as Slack or the workspace says goes on following it. Raises FieldRefusal."""
        now, checked = self.clock.now(), _checked(chosen)
        async with self.store.writing() as work:
            before = await work.people.get_professional(professional.id)
            await work.people.choose_profile(before.id, name=checked.name, zone=checked.zone, language=checked.language)
            preferences = rechosen(
                before.profile.chosen, wanted=checked.habits, drawn=checked.drawn, below=before.defaults.habits
            )
            profile = replace(before.profile, chosen=preferences, signature=checked.signature, phone=checked.phone)
            await work.profiles.save(before.id, profile)
            await _follow(work, before, await work.people.get_professional(before.id), now)
            await _note(work, before, "choose_profile", before.id, now)
        self.waker.wake()

    async def keep_hours(self, professional: Professional, hours: tuple[Shift | None, ...]) -> None:
        """Keep the working hours; a week without any is as if nothing was said."""
        now = self.clock.now()
        async with self.store.writing() as work:
            before = await work.people.get_professional(professional.id)
            said = hours if any(hours) else ()
            await work.profiles.save(before.id, replace(before.profile, hours=said))
            await _note(work, before, "choose_hours", before.id, now)

    def require_admin(self, professional: Professional) -> None:
        """Raise NotAnAdmin unless they administer the workspace, as far as Slack said within the last day."""
        if not professional.is_admin:
            raise NotAnAdmin

    async def set_defaults(self, admin: Professional, defaults: WorkspaceDefaults) -> None:
        """Keep what holds for all professionals of the workspace who chose nothing. Raises NotAnAdmin."""
        self.require_admin(admin)
        now, team = self.clock.now(), admin.slack_team_id
        async with self.store.writing() as work:
            old = (await work.people.get_professional(admin.id)).defaults
            await work.profiles.save_defaults(team, defaults)
            for professional_id in sorted(await work.profiles.list_professional_ids(team)):
                after = await work.people.get_professional(professional_id)
                before = replace(after, defaults=old)
                if before.habits != after.habits:
                    await _follow(work, before, after, now)
            await _note(work, admin, "set_defaults", team, now)
        self.waker.wake()


async def _follow(work: Repositories, before: Professional, after: Professional, now: datetime) -> None:
    """Have done what follows from the change for what is not yet sent and for what is shown; Home comes last."""
    old, new = before.habits, after.habits
    if (old.leads, old.nudge) != (new.leads, new.nudge):
        await work.outbox.renew(profile_intents.replanning(after.id, now))
    if (old.names, before.zone) != (new.names, after.zone):
        await work.outbox.renew(profile_intents.cards_anew(after.id, now))
    await work.outbox.renew(intents.home(after.id, now))


async def _note(work: Repositories, who: Professional, action: str, about: str, now: datetime) -> None:
    await work.audit.add(at=now, actor=who.id, action=action, about=about, outcome="saved")


def _checked(chosen: ChosenProfile) -> ChosenProfile:
    """Take texts that a mail and a page can carry: one line each, of letters that are seen."""
    name, signature, phone = map(one_line, (chosen.name, chosen.signature, chosen.phone))
    replies = {
        Field.NAME: line_fault(name, "name", LONGEST_NAME) if name else "Write the name that your patients see.",
        Field.SIGNATURE: line_fault(signature, "line", LONGEST_SIGNATURE),
        Field.PHONE: line_fault(phone, "number", LONGEST_PHONE),
    }
    found = {where: words for where, words in replies.items() if words}
    if found:
        raise FieldRefusal(found)
    return replace(chosen, name=name, signature=signature, phone=phone)
