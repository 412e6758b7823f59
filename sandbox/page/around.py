"""What is around everybody's Slack, as one JSON value: clock, mailboxes, Zoom, faults, traffic.

Of the traffic only the outlines are here: what was sent may be somebody's form, and is read one by one.
"""

import json
from typing import Any

from sandbox.faults import Fault
from sandbox.page.seen import workspace
from sandbox.slack.workspace import Json
from sandbox.world import World
from sandbox.zoom.cloud import Account
from sandbox.zoom.events import Webhook
from sandbox.zoom.meetings import ZoomMeeting

EXCHANGES_SHOWN = 100
WEBHOOKS_SHOWN = 20

FAULT_WORDS = {
    Fault.ZOOM_DOWN: "Zoom is down",
    Fault.ZOOM_RATE_LIMITED: "Zoom: too many requests (429)",
    Fault.ZOOM_DAILY_LIMIT: "Zoom: daily limit reached (429)",
    Fault.ZOOM_REVOKED: "Zoom access is revoked",
    Fault.ZOOM_CREATE_THEN_CUT: "Zoom makes the meeting, the answer is lost",
    Fault.ZOOM_REFUSES: "Zoom refuses the meeting",
    Fault.ZOOM_WEBHOOKS_LOST: "Zoom's webhooks are lost",
    Fault.MAIL_REFUSED: "Mail is refused",
    Fault.MAIL_GREYLISTED: "Mail is put off (greylisting)",
    Fault.MAIL_CUT_AFTER_DATA: "Mail is kept, the answer is lost",
    Fault.SLACK_RATE_LIMITED: "Slack: too many requests (429)",
    Fault.SLACK_DOWN: "Slack is down",
    Fault.SLACK_SLOW: "Slack is slow (4 seconds a call)",
}


def surroundings(world: World) -> Json:
    on = world.faults.listed()
    return {
        "workspace": workspace(world),
        "clock": {"offset_seconds": world.clock.offset.total_seconds()},
        "mailboxes": _mailboxes(world),
        "zoom": {
            "accounts": [_account(world, account) for account in world.zoom.accounts.values()],
            "webhooks": [_webhook(number, each) for number, each in _last_webhooks(world)],
        },
        "faults": [
            {"name": fault.value, "words": words, "is_on": fault.value in on, "times": on.get(fault.value)}
            for fault, words in FAULT_WORDS.items()
        ],
        "traffic": [
            {
                "number": number,
                "at": exchange.at,
                "to": exchange.to,
                "method": exchange.method,
                "path": exchange.path,
                "status": exchange.status,
                "verdict": exchange.verdict,
            }
            for number, exchange in world.traffic.latest(EXCHANGES_SHOWN)
        ],
    }


def _mailboxes(world: World) -> list[dict[str, Any]]:
    """The patients' first, then whoever else has mail. A mail is known by its number among all."""
    known = {owner.address: owner for owner in world.mail.owners}
    boxes: dict[str, dict[str, Any]] = {
        address: {"address": address, "name": owner.name, "zone": owner.zone, "mails": []}
        for address, owner in known.items()
    }
    for number, mail in enumerate(world.mail.messages):
        box = boxes.setdefault(
            mail.recipient, {"address": mail.recipient, "name": mail.recipient, "zone": "UTC", "mails": []}
        )
        box["mails"].append({"number": number, "subject": mail.subject, "received_at": mail.received_at})
    return list(boxes.values())


def _account(world: World, account: Account) -> dict[str, Any]:
    meetings = [each for each in world.zoom.meetings.values() if each.host_id == account.user_id]
    return {
        "email": account.email,
        "name": account.display_name,
        "zone": account.timezone,
        "is_connected": any(right.user_id == account.user_id for right in world.zoom.grants.refresh.values()),
        "meetings": [_meeting(world, each) for each in sorted(meetings, key=lambda each: each.starts_at)],
    }


def _meeting(world: World, meeting: ZoomMeeting) -> dict[str, Any]:
    return {
        "id": meeting.id,
        "topic": meeting.topic,
        "starts_at": meeting.starts_at,
        "minutes": meeting.minutes,
        "join_url": meeting.join_url,
        "state": _state(world, meeting),
        "was_held": world.zoom.instances.last_held(meeting.id) is not None,
        "patient_is_there": meeting.id in world.zoom.visited,
    }


def _state(world: World, meeting: ZoomMeeting) -> str:
    if not meeting.is_there(world.clock.now()):
        return "deleted"
    return "open" if world.zoom.instances.running(meeting.id) else "waiting"


def _last_webhooks(world: World) -> list[tuple[int, Webhook]]:
    return list(enumerate(world.zoom.webhooks))[: -WEBHOOKS_SHOWN - 1 : -1]


def _webhook(number: int, webhook: Webhook) -> dict[str, Any]:
    return {
        "number": number,
        "event": webhook.event,
        "happened_at_ms": json.loads(webhook.body)["event_ts"],
        "tries": webhook.tries,
        "is_acknowledged": webhook.is_acknowledged,
    }
