import pytest

from bot.domain.naming import find_named
from tests.builders import a_patient

PATIENTS = [
    a_patient(id=name, name=name)
    for name in ("Noah Clarke", "María del Carmen García López", "Ana García", "Ana Long", "Li Wei", "José", "Noé Peña")
]


@pytest.mark.parametrize(
    ("words", "named", "rest"),
    [
        ("follow-up with Noah Clarke", "Noah Clarke", "follow-up"),
        ("noah", "Noah Clarke", ""),
        ("CLARKE, results", "Noah Clarke", "results"),
        ("revisión con maria garcia", "María del Carmen García López", "revisión"),
        ("García López: knee", "María del Carmen García López", "knee"),
        ("Ana Long", "Ana Long", ""),
        ("long review", "Ana Long", "review"),
        ("Noah's results", "Noah Clarke", "results"),
        ("Wei li", "Li Wei", ""),
        ("José (first visit)", "José", "(first visit)"),
        ("peña", "Noé Peña", ""),
        ("Carmen", "María del Carmen García López", ""),
    ],
)
def test_the_patient_is_found_by_name_and_the_name_taken_out(words, named, rest):
    patient, kept = find_named(words, PATIENTS)
    assert (patient.name if patient else None, kept) == (named, rest)


@pytest.mark.parametrize(
    "words",
    ["Ana", "garcía", "Noah and Li Wei and José", "reunión del equipo", "no", "team review", "", "Noahs"],
)
def test_nobody_is_guessed(words):
    assert find_named(words, PATIENTS) == (None, words)


def test_of_two_with_the_same_name_neither_is_taken():
    twins = [a_patient(id=each) for each in ("one", "two")]
    assert find_named("Noah Clarke", twins) == (None, "Noah Clarke")


def test_a_professional_without_patients_names_nobody():
    assert find_named("Noah", []) == (None, "Noah")


def test_a_patient_is_named_by_their_code_too_where_no_names_are_shown():
    noah, mia = a_patient(), a_patient(id="patient-mia", name="Mia Clarke")
    assert find_named(f"review with {noah.code.lower()}", [noah, mia]) == (noah, "review")
    assert find_named(f"Mia {noah.code}", [noah, mia]) == (None, f"Mia {noah.code}")
