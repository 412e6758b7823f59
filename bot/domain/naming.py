"""Finding which of a professional's own patients words name, by name or code. Of two that fit neither is guessed."""

from collections.abc import Sequence

from bot.domain.folding import fold
from bot.domain.people import Patient

# Parts of many names, and words of many sentences.
_PARTICLES = frozenset(
    "and las les los del dos das der den des van von bin ben ibn san the for con com avec with para por pour".split()  # noqa: SIM905 - a line
)
_LEADING = frozenset({"with", "for", "con", "com", "avec", "para", "pour", "and", "de", "to"})
_SHORTEST = 3
_PUNCTUATION = ".,;:!?()[]\"'“”‘’«»"  # noqa: RUF001 - as typed


def find_named(words: str, patients: Sequence[Patient]) -> tuple[Patient | None, str]:
    """Find the one patient of whom most is named; also return the words without the name.

    Where others are named as well ("García", of two), nobody is found.
    """
    typed = [_plain(word) for word in words.split()]
    scores = {patient.id: _score(patient, typed) for patient in patients}
    best = max(scores.values(), default=0)
    found = [patient for patient in patients if scores[patient.id] == best]
    if not best or len(found) > 1:
        return None, words
    return found[0], _without(words.split(), _parts(found[0]))


def _score(patient: Patient, typed: Sequence[str]) -> int:
    return sum(part in typed and len(part) >= _SHORTEST for part in set(_parts(patient)))


def _parts(patient: Patient) -> list[str]:
    """List what the patient is called by: the parts of the name, and the code, which is all that some see of them."""
    parts = [_plain(word) for word in patient.name.split()]
    return [*([part for part in parts if part not in _PARTICLES] or parts), _plain(patient.code)]


def _without(words: list[str], named: Sequence[str]) -> str:
    """Leave the name away, and the word that led to it: "review [with Noah Clarke]"."""
    kept: list[str] = []
    for word in words:
        if _plain(word) not in named:
            kept.append(word)
        elif kept and _plain(kept[-1]) in _LEADING:
            kept.pop()
    return " ".join(kept).strip(" ,;:-")


def _plain(word: str) -> str:
    return fold(word).strip(_PUNCTUATION).removesuffix("'s").removesuffix("’s")  # noqa: RUF001 - as typed
