import pytest

from bot.domain.links import LeaveLink, Links
from tests.builders import ANA, BEN, LINKS


def test_a_hint_tells_who_asks():
    assert LINKS.read_hint(LINKS.hint(ANA)) == ANA


@pytest.mark.parametrize(
    "hint",
    [
        "",
        "T.U",
        "a.b.c.d",
        LINKS.hint(ANA)[:-1],
        LINKS.hint(ANA).replace(ANA.slack_user_id, BEN.slack_user_id),
        Links(public_url="https://consulta.example", key=b"x" * 32).hint(ANA),
        "T0.U0.é",
    ],
)
def test_a_hint_that_is_not_ours_tells_nothing(hint):
    assert LINKS.read_hint(hint) is None


def test_the_connect_address_carries_the_hint():
    assert LINKS.connect(ANA) == f"https://consulta.example/connect?who={LINKS.hint(ANA)}"


NOAH = LeaveLink(patient_id="patient-noah", professional_id="professional-ana")


def signed_part(url):
    return url.partition("with=")[2]


def test_the_links_of_a_mail_tell_who_leaves_whom_and_whose_data_is_meant():
    assert LINKS.read_leave(signed_part(LINKS.leave(NOAH))) == NOAH
    assert LINKS.read_erase(signed_part(LINKS.erase("patient-noah"))) == "patient-noah"


def test_a_link_for_one_thing_is_none_for_another():
    leave, erase = signed_part(LINKS.leave(NOAH)), signed_part(LINKS.erase("patient-noah"))
    assert [LINKS.read_erase(leave), LINKS.read_leave(erase), LINKS.read_start(leave)] == [None, None, None]


def test_who_hands_out_a_page_hands_out_its_sheet_with_it():
    assert LINKS.hand_out("anas") == f"{LINKS.own_page('anas')}/sheet" == "https://consulta.example/with/anas/sheet"
