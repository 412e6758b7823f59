"""Names, addresses, texts and tokens that are looked for in every log line, with every logger at DEBUG."""

import logging
import sys
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from bot.domain.links import Links
from sandbox.faults import Fault
from sandbox.people.person import Person
from storage.vault import parse_key_ring
from tests.acceptance.stage import submit_form
from tests.builders import MADRID
from tests.reliability.conftest import kind_of
from tests.reliability.rig import Rig, open_rig, until
from tests.reliability.table import Row

NAME, MAIL = "Zzq Canary", "zzq@canary.test"
TOPIC, DESCRIPTION, REASON = "Zzq-topic of the canary", "Zzq-description of the canary", "Zzq-reason of the canary"
ANA_AT_ZOOM = "zAnaRuiz3RkQm0a8vTq2Pw"


async def add_canary(rig: Rig) -> None:
    async with rig.store.writing() as work:
        await work.people.save_patient(replace(rig.hosts[0].patient, name=NAME, mail=MAIL))


async def play(rig: Rig) -> None:
    """Connect in a browser, make a meeting, have each neighbour fail, cancel, and be asked by somebody unsigned."""
    host = Person(world=rig.world, user_id=rig.hosts[0].professional.slack_user_id)
    await connect(rig)
    wall = (rig.now() + timedelta(days=3)).astimezone(MADRID)
    await host.type_command("/meeting", "new tomorrow 3pm")
    typed = {"topic": TOPIC, "description": DESCRIPTION, "date": f"{wall:%Y-%m-%d}", "hour": "15:00", "patient": NAME}
    for name, value in typed.items():
        await host.fill(name, value)
    for fault in (Fault.ZOOM_CREATE_THEN_CUT, Fault.MAIL_GREYLISTED, Fault.SLACK_RATE_LIMITED, Fault.SLACK_DOWN):
        rig.world.faults.switch_on(fault, times=1)
    await host.submit()
    await until(lambda: mailed(rig, "Your online meeting"), "the invitation")
    await until(lambda: card_of(rig, host), "the card")
    await host.click("Cancel meeting", where=card_of(rig, host))
    await host.fill("reason", REASON)
    rig.world.faults.switch_on(Fault.MAIL_REFUSED, times=1)
    await host.submit()
    await until(rig.is_done, "the end of all work")
    await ask_unsigned(rig)


def mailed(rig: Rig, subject: str) -> bool:
    if not rig.mails(subject):
        rig.world.clock.advance(timedelta(seconds=20))
    return bool(rig.mails(subject))


def card_of(rig: Rig, host: Person) -> str:
    found = [each for each in rig.world.slack.messages_of(host.user_id) if each.text.startswith("Meeting scheduled")]
    return found[-1].ts if found else ""


async def connect(rig: Rig) -> None:
    [replica] = rig.replicas
    links = Links(
        public_url=rig.sandbox.bot_url, key=parse_key_ring(replica.environment["CONSULTA_KEYS"]).derive("links")
    )
    async with httpx.AsyncClient(follow_redirects=True, trust_env=False) as browser:
        page = await browser.get(links.connect(rig.hosts[0].professional.actor))
        page = await submit_form(browser, page)
        page = await submit_form(browser, page, account=ANA_AT_ZOOM, decision="allow")
        assert "Zoom is connected" in page.text


async def ask_unsigned(rig: Rig) -> None:
    """A forged request with the canary in it, and a broken one that is signed."""
    payload = rig.a_form(rig.hosts[0], rig.now() + timedelta(days=4), topic=NAME)
    body, headers = rig.signed(payload)
    forged = await rig.send(rig.replicas[0], body, {**headers, "X-Slack-Signature": "v0=" + "0" * 64})
    assert forged is not None
    assert forged.status_code == 401
    await rig.send(rig.replicas[0], *rig.signed({**payload, "view": {"callback_id": NAME, "state": MAIL}}))


def canaries(rig: Rig) -> dict[str, str]:
    """All that must not be written anywhere, by what it is."""
    app, zoom = rig.world.slack.app, rig.world.zoom
    tokens = {f"token {number}": token for number, token in enumerate([*zoom.grants.access, *zoom.grants.refresh])}
    links = {f"link {meeting.id}": meeting.join_url for meeting in zoom.meetings.values()}
    starts = {f"start {number}": key for number, key in enumerate(zoom.host_keys)}
    return {
        "name": "Zzq",
        "mail": MAIL,
        "another patient": "patients.example",
        "professional": rig.hosts[0].professional.name,
        "bot token": app.bot_token,
        "signing secret": app.signing_secret,
        "zoom secret": zoom.app.client_secret,
        "webhook secret": zoom.app.webhook_secret,
        "keys": rig.replicas[0].environment["CONSULTA_KEYS"].rpartition(":")[2],
        "mail password": "mail-demo-only",
        **tokens,
        **links,
        **starts,
    }


def told_to_others(rig: Rig) -> str:
    """All that Zoom was told, and all that stands in messages in Slack, whose notifications anybody beside may read."""
    zoom = [(each.path, each.query, each.body) for each in rig.world.traffic.to("zoom")]
    return f"{zoom} {[(each.text, each.blocks) for each in rig.world.slack.messages]}"


async def test_no_log_line_has_anything_of_a_person_or_a_secret(database, tmp_path, tell):
    async with open_rig(tmp_path, database) as rig:
        rig.replicas[0].command = (sys.executable, "-m", "tests.reliability.at_debug")
        await add_canary(rig)
        await rig.start()
        await play(rig)
        looked_for, logged = canaries(rig), rig.logs()
        elsewhere = told_to_others(rig)
    hits = [what for what, words in looked_for.items() if words in logged]
    assert " DEBUG " in logged
    assert [words for words in (NAME, MAIL, TOPIC, DESCRIPTION, REASON) if words in elsewhere] == []
    tell(
        Row(
            promise="canaries in logs",
            done=f"one day at DEBUG with failing neighbours on {kind_of(database)}: {len(looked_for)} names, texts and "
            f"secrets looked for in {len(logged.splitlines()):,} lines",
            figure=f"{len(hits)} hits {' '.join(hits)}".strip(),
            required="0 hits",
            is_kept=not hits,
        )
    )


@pytest.fixture(autouse=True)
def _quiet():
    logging.getLogger("mail.log").setLevel(logging.ERROR)
