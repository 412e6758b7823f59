"""Whatever is sent to any of our addresses, signed or not: a tool that reads their description tries them all."""

import asyncio
import json
import time
from collections import Counter
from typing import Any
from urllib.parse import urlencode

import httpx
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.slack.routes import EVENTS_PATH
from bot.web.routes import build_web_routes
from sandbox.slack.delivery import sign
from sandbox.zoom.webhooks import signature
from tests.reliability.http_surface import PATHS, SLACK_EVENT, SLACK_INTERACTION, SURFACE
from tests.reliability.rig import Rig, open_rig
from tests.reliability.size import sized
from tests.reliability.table import Row

CASES = sized(260, 10_000)
# Of the thirteen operations five take nothing, and are soon tried.
PATIENT = settings(
    max_examples=CASES // 8,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
    derandomize=True,
)


def test_the_description_names_all_addresses():
    described = {(path.partition("?")[0], method.upper()) for path, methods in PATHS.items() for method in methods}
    routes = build_web_routes(AnySide())
    routed = {(route.path, method) for route in routes for method in route.methods - {"HEAD"}}
    assert described == routed | {(EVENTS_PATH, "POST")}


class AnySide:
    """A web side of which only the addresses are looked at."""

    def __getattr__(self, name: str) -> "AnySide":
        return self

    def __call__(self, *_: object) -> "AnySide":
        return self


def signed(rig: Rig, path: str, case: dict[str, Any]) -> dict[str, Any]:
    """Sign what was made up, as Slack or Zoom would; what they send has one form each."""
    body = case.get("json", case.get("data"))
    now = str(int(time.time()))
    if path.startswith(EVENTS_PATH):
        if path == SLACK_INTERACTION:
            body = {"payload": json.dumps(body)}
        is_json = path == SLACK_EVENT
        raw = json.dumps(body).encode() if is_json else urlencode(body if isinstance(body, dict) else {}).encode()
        kind = "application/json" if is_json else "application/x-www-form-urlencoded"
        own = {
            "X-Slack-Request-Timestamp": now,
            "X-Slack-Signature": sign(rig.world.slack.app.signing_secret, now, raw),
        }
        return {"content": raw, "headers": {"Content-Type": kind, **own}}
    raw = json.dumps(body).encode()
    own = {"x-zm-request-timestamp": now, "x-zm-signature": signature(rig.world.zoom.app.webhook_secret, now, raw)}
    return {"content": raw, "headers": {"Content-Type": "application/json", **own}}


def unsigned(case: dict[str, Any]) -> dict[str, Any]:
    kept = {name: case[name] for name in ("params", "data", "json", "content") if case.get(name) is not None}
    return {**kept, "headers": {name: str(value) for name, value in case.get("headers", {}).items()}}


def try_all(rig: Rig) -> Counter[int]:
    """Send the cases of each address; counts the statuses."""
    statuses: Counter[int] = Counter()
    base = f"http://127.0.0.1:{rig.replicas[0].port}"
    with httpx.Client(trust_env=False, timeout=30) as client:
        for operation in schemathesis.openapi.from_dict(SURFACE).get_all_operations():
            try_one(rig, client, base, operation.ok(), statuses)
    return statuses


def try_one(rig: Rig, client: httpx.Client, base: str, operation: Any, statuses: Counter[int]) -> None:
    path = operation.path
    is_signed_by_others = path.startswith((EVENTS_PATH, "/zoom/webhook"))

    @PATIENT
    @given(case=operation.as_strategy(), signs=st.booleans())
    def send(case: Any, signs: bool) -> None:
        made = case.as_transport_kwargs(base_url=base)
        request = signed(rig, path, made) if signs and is_signed_by_others else unsigned(made)
        answer = client.request(operation.method.upper(), base + path.partition("?")[0], **request)
        statuses[answer.status_code] += 1
        assert answer.status_code < 500, (path, request, answer.text)

    send()


async def test_no_request_breaks_anything(tmp_path, tell):
    settings_of = {"CONSULTA_SIGN_IN_WITH_SLACK": "on"}
    async with open_rig(tmp_path, f"sqlite:///{tmp_path / 'consulta.db'}", settings=settings_of) as rig:
        await rig.start()
        statuses = await asyncio.to_thread(try_all, rig)
        logged = rig.logs()
    broken = sum(times for status, times in statuses.items() if status >= 500)
    faults = logged.count(" ERROR ")
    tell(
        Row(
            promise="whatever is sent to our addresses",
            done=f"{statuses.total():,} cases of schemathesis to {len(PATHS)} operations, signed and not, over sockets",
            figure=f"{broken} answers of 500 and above; {faults} faults in the log",
            required="0; 0",
            is_kept=broken == 0 and faults == 0,
        )
    )
