import base64

import pytest

from bot.domain.folding import caseless
from storage.vault import KeyRing, TamperedError, UnknownKeyError, Vault, new_key_ring, parse_key_ring

ONE, TWO, THREE = (bytes([number]) * 32 for number in (1, 2, 3))
CONTENT = {"name": "Zoë Clarke", "mail": "zoe@patients.example"}


def encoded(key: bytes) -> str:
    return base64.urlsafe_b64encode(key).decode().rstrip("=")


def a_vault(**sealing: bytes) -> Vault:
    return Vault(keys=KeyRing(index_key=ONE, sealing=sealing or {"k1": TWO}))


def test_what_is_sealed_opens_again():
    sealed = a_vault().seal("patient", "patient-one", CONTENT)
    assert a_vault().open("patient", "patient-one", sealed) == CONTENT


def test_a_sealed_value_shows_its_key_id_and_nothing_of_its_content():
    sealed = a_vault().seal("patient", "patient-one", CONTENT)
    assert sealed.startswith(b"k1:")
    assert b"Clarke" not in sealed


def test_the_same_content_is_never_sealed_the_same_way():
    assert a_vault().seal("patient", "one", CONTENT) != a_vault().seal("patient", "one", CONTENT)


@pytest.mark.parametrize(("table", "row"), [("patient", "patient-two"), ("meeting", "patient-one")])
def test_a_value_moved_to_another_row_or_table_does_not_open(table, row):
    sealed = a_vault().seal("patient", "patient-one", CONTENT)
    with pytest.raises(TamperedError, match=f"{table} {row}"):
        a_vault().open(table, row, sealed)


@pytest.mark.parametrize("cut", [slice(None, -1), slice(None, 3), slice(None, 10)])
def test_a_value_cut_short_does_not_open(cut):
    sealed = a_vault().seal("patient", "patient-one", CONTENT)
    with pytest.raises(TamperedError):
        a_vault().open("patient", "patient-one", sealed[cut])


def test_one_changed_bit_is_noticed():
    sealed = bytearray(a_vault().seal("patient", "patient-one", CONTENT))
    sealed[-20] ^= 1
    with pytest.raises(TamperedError):
        a_vault().open("patient", "patient-one", bytes(sealed))


def test_a_value_under_another_keys_name_does_not_open():
    sealed = a_vault(k1=TWO, k2=TWO).seal("patient", "patient-one", CONTENT)
    with pytest.raises(TamperedError):
        a_vault(k1=TWO, k2=TWO).open("patient", "patient-one", sealed.replace(b"k1:", b"k2:"))


def test_a_new_first_key_seals_and_the_old_ones_still_open():
    old = a_vault(k1=TWO).seal("patient", "patient-one", CONTENT)
    rotated = a_vault(k2=THREE, k1=TWO)
    assert rotated.open("patient", "patient-one", old) == CONTENT
    assert rotated.seal("patient", "patient-one", CONTENT).startswith(b"k2:")


def test_a_key_taken_off_the_ring_is_named():
    sealed = a_vault(k1=TWO).seal("patient", "patient-one", CONTENT)
    with pytest.raises(UnknownKeyError, match="patient patient-one is sealed with key 'k1'"):
        a_vault(k2=TWO).open("patient", "patient-one", sealed)


def test_an_index_is_the_same_for_the_same_text_and_purpose_only():
    vault, other = a_vault(), Vault(keys=KeyRing(index_key=THREE, sealing={"k1": TWO}))
    index = vault.index("patient.mail", "a@b.example")
    assert index == vault.index("patient.mail", "a@b.example")
    assert len({index, vault.index("patient.name", "a@b.example"), other.index("patient.mail", "a@b.example")}) == 3


@pytest.mark.parametrize("text", ["straße", " STRASSE ", "\uff33trasse", "Straße\n"])
def test_texts_that_differ_in_case_width_or_outer_space_are_the_same(text):
    assert caseless(text) == "strasse"


def test_a_key_ring_is_read_from_its_setting():
    ring = parse_key_ring(f"index:{encoded(ONE)},k2:{encoded(THREE)}, k1:{encoded(TWO)}=")
    assert ring == KeyRing(index_key=ONE, sealing={"k2": THREE, "k1": TWO})
    assert ring.newest == "k2"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "keys are written index:<key>,k1:<key>"),
        (encoded(ONE), "keys are written index:<key>,k1:<key>"),
        (f"K1:{encoded(ONE)}", "keys are written index:<key>,k1:<key>"),
        (f"k1:{encoded(ONE)}", "the key named index is missing"),
        (f"index:{encoded(ONE)}", "a key that seals is missing"),
        (f"index:{encoded(ONE)},k1:c2hvcnQ", "key k1 has 5 bytes, not 32"),
        (f"index:{encoded(ONE)},k1:not/base64", "key k1 is not base64url"),
        (f"index:{encoded(ONE)},k1:abcde", "key k1 is not base64url"),
        (f"index:{encoded(ONE)},index:{encoded(ONE)}", "key index is there twice"),
    ],
)
def test_a_wrong_key_ring_is_refused_in_one_line(text, problem):
    with pytest.raises(ValueError, match=r"^[^\n]+$") as refused:
        parse_key_ring(text)
    assert problem in str(refused.value)
    assert encoded(ONE) not in str(refused.value)


def test_a_new_key_ring_can_be_read_and_is_new_each_time():
    ring, other = parse_key_ring(new_key_ring()), parse_key_ring(new_key_ring())
    assert ring.newest == "k1"
    assert ring != other


def test_a_key_ring_does_not_show_its_keys():
    assert repr(KeyRing(index_key=ONE, sealing={"k1": TWO})) == "KeyRing()"


def test_derived_keys_differ_by_purpose_and_have_32_bytes():
    ring = a_vault().keys
    assert ring.derive("links") == ring.derive("links")
    assert len({ring.derive("links"), ring.derive("other"), ring.index_key}) == 3
    assert len(ring.derive("links")) == 32
