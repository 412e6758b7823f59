"""The audit trail's seals: each day's rows in one digest, chained to the day before.

Who can write to the database can change a row, but not so that its day's digest stays; who computes the whole chain
anew is found out by any anchor, a digest that was mailed out of the house.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from bot.domain.local_time import require_utc

GENESIS = "0" * 64
# When a day is sealed. By then everything that was written in it is committed, whatever the clocks of replicas say.
SETTLED_AFTER = timedelta(hours=3)


@dataclass(frozen=True, kw_only=True)
class AuditRow:
    """Who did what to what, when (aware UTC), with what outcome, for whom if not for themselves. `seq` is the order."""

    seq: int
    at: datetime
    actor: str
    action: str
    about: str
    outcome: str
    on_behalf_of: str | None = None

    def __post_init__(self) -> None:
        require_utc(self.at)


@dataclass(frozen=True, kw_only=True)
class Seal:
    """What stands for the rows of one day (UTC), and for all days before it."""

    day: date
    rows: int
    digest: str

    @property
    def anchor(self) -> str:
        return f"{self.day}:{self.digest}"


def seal_day(day: date, rows: Sequence[AuditRow], previous: str) -> Seal:
    """Seal the rows of a day, in the order of `seq`; `previous` is the digest of the day before."""
    digest = hashlib.sha256(f"{previous} {day}".encode())
    for row in rows:
        fields = [row.seq, row.at.isoformat(), row.actor, row.action, row.about, row.outcome, row.on_behalf_of]
        digest.update(json.dumps(fields).encode() + b"\n")
    return Seal(day=day, rows=len(rows), digest=digest.hexdigest())


def days_to_seal(after: date | None, first: date | None, now: datetime) -> list[date]:
    """List the days that are over and not sealed: after the last sealed one, or from the first of all rows."""
    begins = after + timedelta(days=1) if after else first
    last = (now - SETTLED_AFTER).date()
    return [begins + timedelta(days=ahead) for ahead in range((last - begins).days)] if begins else []


def begins_at(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def find_tampering(
    seals: Sequence[Seal], rows_of: Mapping[date, Sequence[AuditRow]], anchors: Sequence[str] = ()
) -> list[str]:
    """Compare what is stored with its seals, and these with the anchors; a line for each that does not fit."""
    problems: list[str] = []
    previous, expected = GENESIS, seals[0].day if seals else None
    for seal in seals:
        if seal.day != expected:
            problems.append(f"{expected}: the seal of this day is missing")
        if seal_day(seal.day, rows_of.get(seal.day, ()), previous) != seal:
            problems.append(f"{seal.day}: the rows of this day are not those that were sealed")
        previous, expected = seal.digest, seal.day + timedelta(days=1)
    sealed = {seal.anchor for seal in seals}
    foreign = (anchor for anchor in anchors if anchor not in sealed)
    problems += [f"{anchor.partition(':')[0]}: the seal of this day is not that of the anchor" for anchor in foreign]
    if seals and any(day < seals[0].day for day in rows_of):
        problems.append(f"{min(rows_of)}: rows older than the first seal")
    return problems
