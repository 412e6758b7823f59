"""Words by which people ask for meetings of a status: "canceled", "terminadas", "annulés"."""

from collections.abc import Mapping

from bot.domain.folding import fold
from bot.domain.meeting_list import StatusGroup

# Without accents, "|" between them, in English, Spanish, Portuguese and French.
_WORDS: Mapping[StatusGroup, str] = {
    StatusGroup.UPCOMING: (
        "upcoming|scheduled|planned|proximas|pendientes|programadas|agendadas|marcadas|prevus|prevues|a venir"
    ),
    StatusGroup.ENDED: (
        "ended|finished|done|held|terminadas|finalizadas|realizadas|encerradas|terminados|termines|terminees"
    ),
    StatusGroup.CANCELLED: (
        "canceled|cancelled|cancelada|canceladas|cancelado|cancelados|anuladas|annule|annules|annulee|annulees"
    ),
    StatusGroup.MISSED: "not held|missed|no show|no-show|noshow|no realizadas|nao realizadas|manques|manquees|manquee",
    StatusGroup.FAILED: "not scheduled|failed|fallidas|no programadas|nao agendadas|falhadas|echoues|echouees",
    StatusGroup.ALL: "all|any|everything|todas|todos|todo|tudo|tous|toutes|tout",
}
_PHRASES = {phrase: group for group, phrases in _WORDS.items() for phrase in phrases.split("|")}
_LONGEST = 2


def take_status(words: str) -> tuple[StatusGroup | None, str]:
    """Take the one status out of the words, and return it with the others; of two none is taken."""
    typed, found, kept, place = words.split(), list[StatusGroup](), list[str](), 0
    while place < len(typed):
        group, count = _at(typed, place)
        if group is None:
            kept.append(typed[place])
        else:
            found.append(group)
        place += count
    return (found[0], " ".join(kept)) if len(set(found)) == 1 else (None, words)


def _at(typed: list[str], place: int) -> tuple[StatusGroup | None, int]:
    """Find the longest phrase that begins here, and how many words it has."""
    for count in range(_LONGEST, 0, -1):
        group = _PHRASES.get(fold(" ".join(typed[place : place + count])).strip(".,;:"))
        if group is not None:
            return group, min(count, len(typed) - place)
    return None, 1
