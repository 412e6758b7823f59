"""The audit trail and its seals."""

from datetime import timedelta

from bot.domain.audit import AuditRow, Seal
from tests.builders import NOW

TODAY = NOW.date()
YESTERDAY = TODAY - timedelta(days=1)
WRITTEN = {"actor": "professional-ana", "action": "cancel", "about": "meeting-one", "outcome": "cancelled"}


def a_seal(day=YESTERDAY, **changes):
    return Seal(**{"day": day, "rows": 1, "digest": "d" * 64, **changes})


async def test_there_is_nothing_at_first(work):
    assert (await work.audit.first_day(), await work.audit.last_seal()) == (None, None)
    assert (await work.audit.list_seals(), await work.audit.list_untold()) == ([], [])


async def test_the_rows_of_a_day_come_in_the_order_they_were_written(work):
    moments = [NOW, NOW.replace(hour=0, minute=0), NOW - timedelta(days=1), NOW + timedelta(days=1)]
    for at in moments:
        await work.audit.add(at=at, **WRITTEN)
    rows = await work.audit.rows_of(TODAY)
    first = rows[0].seq
    assert rows == [AuditRow(seq=first, at=NOW, **WRITTEN), AuditRow(seq=first + 1, at=moments[1], **WRITTEN)]
    assert await work.audit.first_day() == YESTERDAY


async def test_a_day_is_sealed_once(work):
    await work.audit.add_seal(a_seal())
    await work.audit.add_seal(a_seal(digest="e" * 64))
    await work.audit.add_seal(a_seal(TODAY))
    assert await work.audit.list_seals() == [a_seal(), a_seal(TODAY)]
    assert await work.audit.last_seal() == a_seal(TODAY)


async def test_an_anchor_is_told_once(work):
    await work.audit.add_seal(a_seal())
    await work.audit.add_seal(a_seal(TODAY))
    await work.audit.mark_told([YESTERDAY], NOW)
    assert await work.audit.list_untold() == [a_seal(TODAY)]
