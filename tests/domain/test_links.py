import pytest

from bot.domain.links import Links
from tests.builders import ANA, BEN

LINKS = Links(public_url="https://consulta.example", key=b"k" * 32)


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
