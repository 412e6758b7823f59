from storage.opened_names import OpenedNames
from storage.vault import Vault


class CountingVault(Vault):
    """Counts how often a value is opened."""

    opened: list[str] = []  # noqa: RUF012 - of the class, as its values are frozen

    def open(self, table, row_id, sealed):
        self.opened.append(row_id)
        return super().open(table, row_id, sealed)


def sealed(vault, patient_id, name):
    return vault.seal("patient", patient_id, {"name": name, "mail": "noah@patients.example"})


def test_a_name_is_opened_once_and_anew_when_it_was_changed(key_ring):
    vault, names = CountingVault(keys=key_ring), OpenedNames()
    vault.opened.clear()
    before, after = sealed(vault, "noah", "Noah Peña"), sealed(vault, "noah", "Leo Peña")
    found = [names.open(vault, "noah", value) for value in (before, before, after)]
    assert [(each.sorted_as, each.searched_as) for each in found] == [
        ("noah peña", "noah pena"),
        ("noah peña", "noah pena"),
        ("leo peña", "leo pena"),
    ]
    assert vault.opened == ["noah", "noah"]


def test_only_so_many_are_kept_and_the_oldest_go_first(key_ring):
    vault, names = CountingVault(keys=key_ring), OpenedNames(most=2)
    values = {patient_id: sealed(vault, patient_id, "Noah") for patient_id in ("one", "two", "three")}
    for patient_id, value in values.items():
        names.open(vault, patient_id, value)
    vault.opened.clear()
    for patient_id in ("three", "two", "one"):
        names.open(vault, patient_id, values[patient_id])
    assert vault.opened == ["one"]


def test_what_is_kept_is_not_shown(key_ring):
    vault, names = Vault(keys=key_ring), OpenedNames()
    names.open(vault, "noah", sealed(vault, "noah", "Noah Peña"))
    assert "oah" not in repr(names)
