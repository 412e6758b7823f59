"""The reason for which a meeting is called off: the patient reads it word for word."""

from bot.domain.refusals import Field, FieldRefusal

SHORTEST_REASON = 3
LONGEST_REASON = 1000


def checked_reason(reason: str, refusal: str) -> str:
    """Return the reason as it is kept. Raises FieldRefusal, in these words, when there is none to read."""
    if len(reason.strip()) < SHORTEST_REASON:
        raise FieldRefusal({Field.REASON: refusal})
    return reason.strip()[:LONGEST_REASON]
