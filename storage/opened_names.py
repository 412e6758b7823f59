"""Names of patients that were opened once, for lists that are searched with each letter typed.

They are kept by the sealed value itself. That is written anew at each change and never the same twice, so nothing kept
here can be out of date, whichever process changed it; who is on a list is read from the database each time.
"""

from dataclasses import dataclass, field

from bot.domain.folding import fold
from storage.people_tables import patient
from storage.vault import Vault

_MOST_KEPT = 20_000  # some 10 MB


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenedName:
    """A name as it is sorted, and as it is searched."""

    sorted_as: str
    searched_as: str


@dataclass(frozen=True, kw_only=True)
class OpenedNames:
    """Keeps so many; the ones longest there go first."""

    most: int = _MOST_KEPT
    _kept: dict[bytes, OpenedName] = field(default_factory=dict, repr=False)

    def open(self, vault: Vault, patient_id: str, sealed: bytes) -> OpenedName:
        found = self._kept.get(sealed)
        if found is None:
            found = self._kept[sealed] = _opened(vault, patient_id, sealed)
            if len(self._kept) > self.most:
                del self._kept[next(iter(self._kept))]
        return found


def _opened(vault: Vault, patient_id: str, sealed: bytes) -> OpenedName:
    name = vault.open(patient.name, patient_id, sealed)["name"]
    return OpenedName(sorted_as=name.casefold(), searched_as=fold(name))
