"""The worker: a lane for each neighbour, and what is done in it for each kind of entry."""

import random
from collections.abc import Mapping

from bot.crashing import CrashPoint
from bot.domain.ids import new_id
from bot.domain.outbox import MAILS, OutboxKind
from bot.parts import Parts
from bot.services.delivering import Delivering, Effect
from bot.services.mail_effects import Mailing
from bot.services.parting import Revoking
from bot.services.slack_effects import Noticing, Redrawing, ShowingCard, ShowingHome, ShowingParting, ShowingResult
from bot.services.working import Lane, Worker
from bot.services.zoom_course import AskingOutcome, EndingCall
from bot.services.zoom_effects import Creating, Removing
from bot.slack.messenger import SlackMessenger


def build_worker(parts: Parts) -> Worker:
    lanes = (_zoom_effects(parts), _mail_effects(parts), _slack_effects(parts))
    return Worker(lanes=tuple(_build_lane(parts, effects) for effects in lanes))


def _build_lane(parts: Parts, effects: Mapping[OutboxKind, Effect]) -> Lane:
    delivering = Delivering(store=parts.store, clock=parts.clock, effects=effects, owner=new_id(), spread=random.random)
    crash = parts.around.settings.crash
    watched = crash.watch(delivering, claim=(None, CrashPoint.CLAIMED), deliver=(None, CrashPoint.MARKED))
    return Lane(delivering=watched, lease=parts.around.settings.lease, others=parts.waker)


def _zoom_effects(parts: Parts) -> Mapping[OutboxKind, Effect]:
    store, access, zoom, clock = parts.store, parts.access, parts.zoom, parts.clock
    return {
        OutboxKind.ZOOM_CREATE: Creating(store=store, access=access, zoom=zoom, clock=clock),
        OutboxKind.ZOOM_DELETE: Removing(store=store, access=access, zoom=zoom, clock=clock),
        OutboxKind.ZOOM_END: EndingCall(store=store, access=access, zoom=zoom, clock=clock),
        OutboxKind.ZOOM_OUTCOME: AskingOutcome(store=store, access=access, zoom=zoom, clock=clock),
        OutboxKind.ZOOM_REVOKE: Revoking(store=store, access=access, oauth=parts.authorization, clock=clock),
    }


def _mail_effects(parts: Parts) -> Mapping[OutboxKind, Effect]:
    mailer = parts.around.settings.crash.watch(parts.around.mailer, send=(None, CrashPoint.MAIL_ACCEPTED))
    return dict.fromkeys(MAILS, Mailing(store=parts.store, mailer=mailer, clock=parts.clock))


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
    }
