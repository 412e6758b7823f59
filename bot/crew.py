"""The worker: a lane for each neighbour, and what is done in it for each kind of entry."""

import random
from collections.abc import Mapping

from bot.crashing import CrashPoint
from bot.domain.ids import new_id
from bot.domain.outbox import MAILS, OutboxKind
from bot.parts import Parts
from bot.services.asking_effects import AskingPatient
from bot.services.breaker import Breaker
from bot.services.delivering import Delivering, Effect
from bot.services.erasing import ErasingPatient
from bot.services.giving_back import GivingBack, RevokingEither
from bot.services.keeping import Keeping
from bot.services.mail_effects import Mailing
from bot.services.parting import Revoking
from bot.services.profile_effects import DrawingCards, EndingNudge, Nudging, Replanning
from bot.services.reconciling import Comparing, TakingStock
from bot.services.slack_effects import Noticing, Redrawing, ShowingCard, ShowingHome, ShowingParting, ShowingResult
from bot.services.waiting_room import ShowingWaiting
from bot.services.working import Lane, Worker
from bot.services.zoom_course import AskingOutcome, EndingCall
from bot.services.zoom_effects import Creating, Removing
from bot.services.zoom_restoring import Restoring, Updating
from bot.slack.messenger import SlackMessenger
from bot.zoom.upkeep import ZoomUpkeepClient


def build_worker(parts: Parts) -> Worker:
    lanes = {"zoom": _zoom_effects(parts), "mail": _mail_effects(parts), "slack": _slack_effects(parts)}
    return Worker(lanes=tuple(_build_lane(parts, name, effects) for name, effects in lanes.items()))


def _build_lane(parts: Parts, name: str, effects: Mapping[OutboxKind, Effect]) -> Lane:
    delivering = Delivering(
        store=parts.store,
        clock=parts.clock,
        effects=effects,
        owner=new_id(),
        spread=random.random,
        breaker=Breaker(name=name),
    )
    crash = parts.around.settings.crash
    watched = crash.watch(delivering, claim=(None, CrashPoint.CLAIMED), deliver=(None, CrashPoint.MARKED))
    return Lane(delivering=watched, lease=parts.around.settings.lease, others=parts.waker)


def _zoom_effects(parts: Parts) -> Mapping[OutboxKind, Effect]:
    store, access, zoom, clock = parts.store, parts.access, parts.zoom, parts.clock
    upkeep = ZoomUpkeepClient(http=parts.around.http, api_url=parts.around.settings.zoom_api_url, clock=clock)
    return {
        OutboxKind.ZOOM_CREATE: Creating(store=store, access=access, zoom=zoom, clock=clock),
        OutboxKind.ZOOM_DELETE: Removing(store=store, access=access, zoom=zoom, clock=clock),
        OutboxKind.ZOOM_END: EndingCall(store=store, access=access, zoom=zoom, clock=clock),
        OutboxKind.ZOOM_OUTCOME: AskingOutcome(store=store, access=access, zoom=zoom, clock=clock),
        OutboxKind.ZOOM_RESTORE: Restoring(store=store, access=access, zoom=zoom, upkeep=upkeep, clock=clock),
        OutboxKind.ZOOM_UPDATE: Updating(store=store, access=access, upkeep=upkeep, clock=clock),
        OutboxKind.ZOOM_LOOK: Comparing(store=store, access=access, upkeep=upkeep, clock=clock),
        OutboxKind.ZOOM_INVENTORY: TakingStock(store=store, access=access, upkeep=upkeep, clock=clock),
        OutboxKind.ZOOM_KEEP: Keeping(access=access, oauth=parts.authorization, clock=clock),
        OutboxKind.ZOOM_REVOKE: RevokingEither(
            ending=Revoking(store=store, access=access, oauth=parts.authorization, clock=clock),
            replaced=GivingBack(store=store, oauth=parts.authorization, clock=clock),
        ),
    }


def _mail_effects(parts: Parts) -> Mapping[OutboxKind, Effect]:
    store, clock = parts.store, parts.clock
    mailer = parts.around.settings.crash.watch(parts.around.mailer, send=(None, CrashPoint.MAIL_ACCEPTED))
    return {
        **dict.fromkeys(MAILS, Mailing(store=store, mailer=mailer, clock=clock)),
        OutboxKind.MAIL_ASKING: AskingPatient(store=store, mailer=mailer, clock=clock),
        # In this lane because it waits for what leaves by it.
        OutboxKind.PATIENT_ERASE: ErasingPatient(store=store, clock=clock),
    }


def _slack_effects(parts: Parts) -> Mapping[OutboxKind, Effect]:
    store, clock = parts.store, parts.clock
    messenger = parts.around.settings.crash.watch(
        SlackMessenger(client=parts.around.slack, links=parts.around.links, clock=clock),
        post_card=(None, CrashPoint.SLACK_POSTED),
    )
    return {
        OutboxKind.SLACK_CARD: ShowingCard(store=store, messenger=messenger, clock=clock),
        OutboxKind.SLACK_VIEW: ShowingResult(store=store, messenger=messenger, clock=clock),
        OutboxKind.SLACK_PARTING: ShowingParting(messenger=messenger),
        OutboxKind.SLACK_HOME: ShowingHome(store=store, messenger=messenger, clock=clock),
        OutboxKind.SLACK_REDRAW: Redrawing(store=store, clock=clock),
        OutboxKind.SLACK_NOTICE: Noticing(store=store, messenger=messenger),
        OutboxKind.SLACK_NUDGE: Nudging(store=store, messenger=messenger, clock=clock),
        OutboxKind.SLACK_NUDGE_END: EndingNudge(store=store, messenger=messenger),
        OutboxKind.SLACK_CARDS: DrawingCards(store=store, clock=clock),
        OutboxKind.MEETINGS_REPLAN: Replanning(store=store, clock=clock),
        OutboxKind.SLACK_WAITING: ShowingWaiting(store=store, messenger=messenger, clock=clock),
    }
