"""A professional's own patients to choose from; shown in a form, so by their whole names."""

from collections import Counter
from collections.abc import Sequence

from bot.domain.folding import fold
from bot.domain.people import Patient
from bot.slack.blocks import Block, cut, option

_LONGEST = 75
_SHORTEST_NAME = 20


def patient_options(patients: Sequence[Patient]) -> list[Block]:
    """Name each patient; of those who share a name, the mail tells who is meant."""
    times = Counter(fold(patient.name) for patient in patients)
    return [
        option(_with_mail(patient) if times[fold(patient.name)] > 1 else patient.name, patient.id)
        for patient in patients
    ]


def _with_mail(patient: Patient) -> str:
    """Cut the name before the mail: the name is what they have in common."""
    mail = cut(patient.mail, _LONGEST - _SHORTEST_NAME - 3)
    return f"{cut(patient.name, _LONGEST - len(mail) - 3)} ({mail})"
