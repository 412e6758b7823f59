"""A professional's own patients to choose from; shown in a form, so by whole names where those are wanted."""

from collections import Counter
from collections.abc import Sequence

from bot.domain.folding import fold
from bot.domain.people import Patient
from bot.domain.preferences import NamesShown
from bot.slack.blocks import Block, cut, option

_LONGEST = 75
_SHORTEST_NAME = 20


def patient_options(patients: Sequence[Patient], names: NamesShown) -> list[Block]:
    """Name each patient; of those who share a name, the mail tells who is meant, and of initials the code."""
    if names is NamesShown.CODE:
        return [option(patient.code, patient.id) for patient in patients]
    if names is NamesShown.INITIALS:
        return [option(f"{patient.initials} ({patient.code})", patient.id) for patient in patients]
    times = Counter(fold(patient.name) for patient in patients)
    return [
        option(_with_mail(patient) if times[fold(patient.name)] > 1 else patient.name, patient.id)
        for patient in patients
    ]


def _with_mail(patient: Patient) -> str:
    """Cut the name before the mail: the name is what they have in common."""
    mail = cut(patient.mail, _LONGEST - _SHORTEST_NAME - 3)
    return f"{cut(patient.name, _LONGEST - len(mail) - 3)} ({mail})"
