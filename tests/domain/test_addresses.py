import pytest

from bot.domain.addresses import is_valid_address


@pytest.mark.parametrize(
    "address",
    [
        "maria@example.org",
        "maria.garcia+clinic@mail.example.org",
        "o'neill@example.ie",
        "x@xn--mnchen-3ya.example",
        "a" * 64 + "@example.org",
        "mm@" + ".".join(["d" * 62] * 4),
    ],
)
def test_a_plain_address_is_valid(address: str) -> None:
    assert is_valid_address(address)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "maria",
        "maria@",
        "@example.org",
        "maria@localhost",
        "maria@@example.org",
        "maria @example.org",
        " maria@example.org",
        "maria@example.org\n",
        "maria@example.org\r\nBcc: evil@example.net",
        "maria@example.org, evil@example.net",
        "maria@example.org;evil@example.net",
        "Maria <maria@example.org>",
        "<maria@example.org>",
        '"maria"@example.org',
        "maria@[127.0.0.1]",
        "maria@example..org",
        "maria@-example.org",
        ".maria@example.org",
        "maria\x00@example.org",
        "maria@example.org\u202e",
        "mar\u200bia@example.org",
        "maría@example.org",
        "a" * 65 + "@example.org",
        "mmm@" + ".".join(["d" * 62] * 4),
    ],
)
def test_anything_else_is_not_an_address(text: str) -> None:
    assert not is_valid_address(text)
