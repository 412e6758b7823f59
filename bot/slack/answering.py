"""The one wrapper of all handlers: guards, answers exactly once and in time, and lets nothing escape.

Bolt forgets an acknowledgement when a listener raises shortly after it; the request then hangs for three seconds and
ends in 404. So a listener only acknowledges, last of all, with what comes out of here.
"""

import asyncio
import logging
import traceback
from dataclasses import dataclass

from bot.domain.failures import DeliveryError, Failure
from bot.domain.ids import new_id
from bot.domain.people import Professional
from bot.domain.refusals import AlreadyOver, NotAProfessional, NotConnected, NotConnectedForThem, Refusal
from bot.services.noting import noting
from bot.slack.answers import Answer
from bot.slack.desk import Desk
from bot.slack.dispatch import ADMINISTRATION, NEWS, asked_for, find_handler, is_on_behalf, wanted
from bot.slack.handlers.details import tell_stale
from bot.slack.handlers.handler import Handler
from bot.slack.on_behalf import for_whom, said_for
from bot.slack.refusing import failure_answer, refusal_answer
from bot.slack.replying import NOTHING, Acknowledgement, reply
from bot.slack.requests import Kind, SlackRequest

# Slack waits three seconds, the way to it and back included.
_SECONDS_TO_ANSWER = 2.2
_SECONDS_TO_APOLOGISE = 0.5
_log = logging.getLogger("consulta.slack")


@dataclass(frozen=True, kw_only=True)
class Answering:
    desk: Desk

    async def answer(self, request: SlackRequest) -> Acknowledgement:
        """Handle the request and return what to acknowledge with."""
        with noting() as commits:
            try:
                async with asyncio.timeout(_SECONDS_TO_ANSWER):
                    return await reply(self.desk.client, request, await self._answer(request))
            except Exception as error:  # noqa: BLE001 - whatever broke, the person hears of it, Slack gets its answer
                return await self._apologise(request, error, may_be_done=commits.may_be)

    async def _answer(self, request: SlackRequest) -> Answer:
        if request.kind is Kind.EVENT and request.name in NEWS:
            await NEWS[request.name](self.desk, request)
            return None
        handler = find_handler(request)
        if handler is None:
            return None
        try:
            return await self._handle(handler, request, await self._known(request))
        except Refusal as refusal:
            await self.desk.denying.note(request.actor, refusal, about=asked_for(request))
            return refusal_answer(request, refusal, self.desk.links)

    async def _handle(self, handler: Handler, request: SlackRequest, professional: Professional) -> Answer:
        try:
            answer = await handler(self.desk, request, professional)
        except AlreadyOver as refusal:
            answer = await tell_stale(self.desk, request, professional, refusal)
        except NotConnected as refusal:
            if professional.assisted_by:
                # The way on is the professional's own: their link is not given to anybody else.
                raise NotConnectedForThem(professional.name) from refusal
            raise
        return said_for(request, answer, professional)

    async def _known(self, request: SlackRequest) -> Professional:
        """Find who asks; NotAProfessional for everybody whom we do not serve, NotAnAdmin where admins decide."""
        if request.slack_team_ids != {self.desk.workspace.slack_team_id}:
            raise NotAProfessional
        if wanted(request) in ADMINISTRATION:
            return await self.desk.identifying.admin(request.actor)
        if not is_on_behalf(request):
            return await self.desk.assisting.oneself(request.actor)
        return await self.desk.assisting.acting(request.actor, for_whom(request))

    async def _apologise(self, request: SlackRequest, error: Exception, *, may_be_done: bool) -> Acknowledgement:
        reference = new_id()[:8]
        _log.error("failed ref=%s kind=%s error=%s", reference, request.kind, _described(error))
        if request.kind is Kind.EVENT and request.name in NEWS:
            return NOTHING
        try:
            apology = failure_answer(request, reference, self.desk.links, may_be_done=may_be_done)
            async with asyncio.timeout(_SECONDS_TO_APOLOGISE):
                return await reply(self.desk.client, request, apology)
        except (DeliveryError, TimeoutError, LookupError) as second:
            _log.error("unanswered ref=%s error=%s", reference, _described(second))
            return NOTHING


def _described(error: Exception) -> str:
    """Tell the kind and the place of an exception: its message may quote what a person typed."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{frames[-1].name}:{frames[-1].lineno}" if frames else "?"
    code = f" code={error.code}" if isinstance(error, Failure) else ""
    return f"{type(error).__name__} at={place}{code}"
