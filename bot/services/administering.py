"""What admins of the workspace decide: who is a professional, and what becomes of what one who left leaves behind."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain import intents
from bot.domain.admission import KnownProfessional, OnLeaving, Policy, Roster, UserGroup, WhoServes
from bot.domain.failures import DeliveryError
from bot.domain.folding import has_all_words
from bot.domain.ids import submission_key
from bot.domain.parting import MOST_CANCELLED, lying_ahead
from bot.domain.people import Actor, Professional, Standing
from bot.domain.reasons import checked_reason
from bot.domain.refusals import Field, FieldRefusal, NotAProfessional, Refusal
from bot.ports import Clock, Waker
from bot.services.calling_off import call_off
from bot.services.identifying import Identifying
from bot.services.reviewing import Reviewing
from bot.stores import Repositories, Store

_GROUP_NOT_TOLD = "Slack did not tell who is in this group. Try again, or choose another."
_KINDS = {
    Standing.GUEST: "a guest",
    Standing.BOT: "an app",
    Standing.DEACTIVATED: "deactivated",
}


@dataclass(frozen=True, kw_only=True)
class PolicyChoice:
    """What the form asks for. `disconnects` agrees that people may lose what they have."""

    who: WhoServes
    slack_group_id: str = ""
    on_leaving: OnLeaving = OnLeaving.ASK
    disconnects: bool = False


@dataclass(frozen=True, kw_only=True)
class Administering:
    store: Store
    clock: Clock
    waker: Waker
    identifying: Identifying

    async def roster(self) -> Roster:
        """Look at the policy and the people; nothing of any patient."""
        async with self.store.reading() as look:
            policy = await look.admissions.policy()
            people = await look.admissions.list_people()
            group = await look.admissions.list_group()
            serving = [each for each in people if _is_shown(policy, each.professional, group)]
            departed = [await self._counted(look, each) for each in people if _is_undecided(each.professional)]
        left = tuple(each for each in departed if each.upcoming)
        return Roster(policy=policy, professionals=tuple(serving), departed=left)

    async def groups(self, typed: str) -> list[UserGroup]:
        """List Slack's user groups whose name has all the words typed. Raises DeliveryError."""
        return [each for each in await self.identifying.directory.list_groups() if has_all_words(typed, each.name)]

    async def choose(self, admin: Professional, choice: PolicyChoice) -> None:
        """Decide who is a professional; who is none any more is let go. Raises FieldRefusal; then nothing is changed.

        A list begins with those who serve and have connected Zoom or meetings to come: choosing it lets nobody go.
        """
        now = self.clock.now()
        group, members = await self._chosen_group(choice)
        policy = Policy(who=choice.who, group=group, group_seen_at=now if group else None, on_leaving=choice.on_leaving)
        async with self.store.writing() as work:
            active = await _active(work, now)
            if choice.who is WhoServes.LIST:
                for person in active:
                    await work.admissions.set_listed(person.id, is_listed=True)
            elif not choice.disconnects:
                _require_nobody_goes(policy, active, members)
            await work.admissions.save_policy(policy)
            if group is not None:
                await work.admissions.save_group(members, now)
            await work.audit.add(
                at=now, actor=admin.id, action="choose_policy", about="workspace", outcome=choice.who.value
            )
        await Reviewing(identifying=self.identifying).apply_at_once()
        self.waker.wake()

    async def enlist(self, admin: Professional, slack_user_id: str) -> Professional:
        """Put somebody on the list. Raises Refusal for whom the workspace has not as a full member, and DeliveryError.

        Slack is asked who that is at this moment.
        """
        actor = Actor(slack_team_id=admin.slack_team_id, slack_user_id=slack_user_id)
        person = await self._full_member(actor)
        await self._list(admin, person, is_listed=True)
        return person

    async def strike(self, admin: Professional, professional_id: str) -> Professional:
        """Take somebody off the list. Raises Refusal when there is nobody of that id."""
        async with self.store.reading() as look:
            person = await _person(look, professional_id)
        await self._list(admin, person, is_listed=False)
        return person

    async def departed(self, professional_id: str) -> KnownProfessional:
        """Look at what somebody left behind. Raises Refusal when that is decided, or there is nobody of that id."""
        async with self.store.reading() as look:
            person = await _undecided(look, professional_id)
            return await self._counted(look, KnownProfessional(professional=person, is_connected=False))

    async def keep(self, admin: Professional, professional_id: str) -> Professional:
        """Let the meetings stand that somebody left behind. Raises Refusal as `departed` does."""
        now = self.clock.now()
        async with self.store.writing() as work:
            person = await _undecided(work, professional_id)
            await _settle(work, person, now)
            await work.audit.add(at=now, actor=admin.id, action="keep_left_behind", about=person.id, outcome="kept")
        return person

    async def cancel(self, admin: Professional, professional_id: str, reason: str, *, slack_view_id: str) -> int:
        """Cancel what somebody left behind and tell the patients; the same view submitted again changes nothing more.

        At most 300 at once: with more, the question stays open for the rest. Tells how many. Raises Refusal as
        `departed` does, and FieldRefusal without a reason.
        """
        source, now = submission_key(slack_view_id), self.clock.now()
        async with self.store.writing() as work:
            # The meetings first: their locks let the same submission, delivered twice, see what the other one did.
            upcoming = await work.meetings.list_upcoming(professional_id, now, MOST_CANCELLED + 1)
            made = await work.inbox.find(source)
            if made is not None:
                return int(made)
            person = await _undecided(work, professional_id)
            why = checked_reason(reason, "Write a reason for the patients.")
            ahead = lying_ahead(upcoming, now)
            cancelled = await call_off(work, ahead[:MOST_CANCELLED], why, now)
            if len(upcoming) <= MOST_CANCELLED:
                await _settle(work, person, now)
            await work.inbox.add(source, str(len(cancelled)), now)
            await work.outbox.renew(intents.home(person.id, now))
            await work.audit.add(
                at=now, actor=admin.id, action="cancel_left_behind", about=person.id, outcome="cancelled"
            )
        self.waker.wake()
        return len(cancelled)

    async def _chosen_group(self, choice: PolicyChoice) -> tuple[UserGroup | None, frozenset[str]]:
        """Ask Slack for the group and its members, before anything is written. Raises FieldRefusal."""
        if choice.who is not WhoServes.GROUP:
            return None, frozenset()
        directory = self.identifying.directory
        try:
            offered = {each.slack_group_id: each for each in await directory.list_groups()}
            if choice.slack_group_id not in offered:
                raise FieldRefusal({Field.GROUP: "Choose a user group from the list."})
            return offered[choice.slack_group_id], await directory.list_group(choice.slack_group_id)
        except DeliveryError as failure:
            raise FieldRefusal({Field.GROUP: _GROUP_NOT_TOLD}) from failure

    async def _full_member(self, actor: Actor) -> Professional:
        try:
            person = await self.identifying.somebody(actor)
        except NotAProfessional as refusal:
            raise Refusal("Only people of this workspace can be professionals. Nothing changed.") from refusal
        if not person.is_served:
            kind = _KINDS.get(person.standing, "not a full member")
            raise Refusal(f"{person.name} is {kind}. Only full members can be professionals. Nothing changed.")
        return person

    async def _list(self, admin: Professional, person: Professional, *, is_listed: bool) -> None:
        now = self.clock.now()
        async with self.store.writing() as work:
            if await work.admissions.set_listed(person.id, is_listed=is_listed):
                action = "enlist" if is_listed else "strike"
                await work.audit.add(at=now, actor=admin.id, action=action, about=person.id, outcome="saved")
        await self.identifying.settle(replace(person, is_listed=is_listed))
        self.waker.wake()

    async def _counted(self, look: Repositories, known: KnownProfessional) -> KnownProfessional:
        now = self.clock.now()
        upcoming = await look.meetings.list_upcoming(known.professional.id, now, MOST_CANCELLED + 1)
        return replace(known, upcoming=len(lying_ahead(upcoming, now)))


async def _active(work: Repositories, now: datetime) -> list[Professional]:
    """List those who serve by the policy as it is and have something to lose: Zoom connected, or meetings to come."""
    policy, group = await work.admissions.policy(), await work.admissions.list_group()
    return [
        each.professional
        for each in await work.admissions.list_people()
        if policy.admits(each.professional, is_in_group=each.professional.slack_user_id in group)
        and (each.is_connected or await work.meetings.list_upcoming(each.professional.id, now, 1))
    ]


def _require_nobody_goes(policy: Policy, active: list[Professional], members: frozenset[str]) -> None:
    going = [each for each in active if not policy.admits(each, is_in_group=each.slack_user_id in members)]
    if going:
        one = "1 person who has connected Zoom or has meetings would no longer be a professional."
        many = f"{len(going)} people who have connected Zoom or have meetings would no longer be professionals."
        raise FieldRefusal({Field.DISCONNECTS: f"{one if len(going) == 1 else many} Tick this to disconnect them."})


def _is_shown(policy: Policy, person: Professional, group: frozenset[str]) -> bool:
    """Show who serves, and on a list also who is there without being a full member: they can be taken off it."""
    if policy.who is WhoServes.LIST:
        return person.is_listed
    return policy.admits(person, is_in_group=person.slack_user_id in group)


def _is_undecided(person: Professional) -> bool:
    return person.left_at is not None and person.left_settled_at is None


async def _person(look: Repositories, professional_id: str) -> Professional:
    try:
        return await look.people.get_professional(professional_id)
    except LookupError:
        raise Refusal("This person is not known here. Nothing changed.") from None


async def _undecided(look: Repositories, professional_id: str) -> Professional:
    person = await _person(look, professional_id)
    if not _is_undecided(person):
        raise _decided()
    return person


async def _settle(work: Repositories, person: Professional, now: datetime) -> None:
    """Write that it is decided; raise Refusal, which undoes the rest, where another admin has just done so."""
    if not await work.admissions.settle_leaving(person.id, now):
        raise _decided()


def _decided() -> Refusal:
    return Refusal("This has been decided already. Nothing changed.")
