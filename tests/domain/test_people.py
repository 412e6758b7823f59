import pytest

from tests.builders import a_patient


@pytest.mark.parametrize(
    ("name", "initials"),
    [("María García López", "M. G."), ("Hana", "H."), ("noah clarke", "N. C."), ("Ana  de la  Cruz", "A. D.")],
)
def test_messages_know_a_patient_by_initials(name, initials):
    assert a_patient(name=name).initials == initials


def test_a_patients_repr_hides_who_it_is():
    shown = repr(a_patient())
    assert "Noah" not in shown
    assert "noah@" not in shown
