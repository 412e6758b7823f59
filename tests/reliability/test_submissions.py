"""Forms that are sent several times: a double click, a retry of Slack's, a replay; to one process and to another."""

import asyncio
import json
from collections import Counter
from datetime import timedelta
from urllib.parse import urlencode

from sqlalchemy import func, select

from sandbox.slack.delivery import sign
from storage.tables import meeting
from tests.reliability.conftest import kind_of
from tests.reliability.rig import LONG_LEASE, Rig, open_rig, until
from tests.reliability.size import DICE, sized
from tests.reliability.table import Row

FORMS = sized(30, 5_000)
A_HOST = 80
HOSTS = sized(3, FORMS // A_HOST + 1)
FORMS_AT_ONCE = 4
OLD_SECONDS = 301


async def send_some_times(rig: Rig, number: int) -> int:
    """Send one form one to five times: exactly the same bytes, or signed anew; at once or after the answer."""
    payload = rig.a_form(rig.hosts[number % HOSTS], rig.now() + timedelta(days=2, minutes=20 * (number // HOSTS)))
    replayed = rig.signed(payload)
    times = DICE.randint(1, 5)
    requests = [replayed if DICE.random() < 0.5 else rig.signed(payload) for _ in range(times)]
    at_once, later = requests[:3], requests[3:]
    answers = list(await asyncio.gather(*(rig.send(DICE.choice(rig.replicas), *each) for each in at_once)))
    for attempt, (body, headers) in enumerate(later, 1):
        retried = {**headers, "X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": "http_timeout"}
        answers.append(await rig.send(DICE.choice(rig.replicas), body, retried))
    assert {answer.status_code for answer in answers if answer is not None} == {200}
    await rig.submit(payload)
    return times + 1


async def send_late(rig: Rig) -> int:
    """Send a form that was signed 301 seconds ago; returns the status."""
    body = urlencode({"payload": json.dumps(rig.a_form(rig.hosts[0], rig.now() + timedelta(days=9)))}).encode()
    at = str(int(rig.world.slack.real_now()) - OLD_SECONDS)
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": at,
        "X-Slack-Signature": sign(rig.world.slack.app.signing_secret, at, body),
    }
    answer = await rig.send(rig.replicas[-1], body, headers)
    assert answer is not None
    return answer.status_code


async def is_done(rig: Rig) -> bool:
    return (await rig.ended("zoom.create"))["waiting"] == 0 and (await rig.ended("mail.invitation"))["waiting"] == 0


async def test_a_form_has_one_effect_however_often_it_comes(database, tmp_path, tell):
    replicas = 1 if database.startswith("sqlite") else 2
    async with open_rig(tmp_path, database, replicas=replicas, hosts=HOSTS, lease=LONG_LEASE) as rig:
        await rig.start()
        gate = asyncio.Semaphore(FORMS_AT_ONCE)

        async def send(number: int) -> int:
            async with gate:
                return await send_some_times(rig, number)

        sent = sum(await asyncio.gather(*(send(number) for number in range(FORMS))))
        late = await send_late(rig)
        await until(lambda: is_done(rig), "the last invitation", seconds=900)
        async with rig.engines.reader.connect() as connection:
            rows = int(await connection.scalar(select(func.count()).select_from(meeting)))
        at_zoom = len(rig.world.zoom.meetings)
        mails = Counter(rig.mails("Your online meeting"))
    tell(
        Row(
            promise="a form sent several times",
            done=f"{FORMS:,} sent {sent:,} times on {kind_of(database)}, {replicas} replicas; one {OLD_SECONDS} s old",
            figure=f"{rows:,} meetings, {at_zoom:,} at Zoom, {len(mails):,} mails, "
            f"{mails.total() - len(mails)} copies; old: {late}",
            required=f"{FORMS:,}, {FORMS:,}, {FORMS:,}, 0; old: 401",
            is_kept=(rows, at_zoom, len(mails), mails.total(), late) == (FORMS, FORMS, FORMS, FORMS, 401),
        )
    )
