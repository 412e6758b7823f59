import pytest

from bot.mail.smtp_server import SmtpServer, TlsMode, parse_smtp_url


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example", SmtpServer(host="mail.example", port=587, tls=TlsMode.STARTTLS)),
        ("smtp://mail.example:25/", SmtpServer(host="mail.example", port=25, tls=TlsMode.STARTTLS)),
        ("smtps://mail.example", SmtpServer(host="mail.example", port=465, tls=TlsMode.AT_ONCE)),
        ("smtps://127.0.0.1:4650", SmtpServer(host="127.0.0.1", port=4650, tls=TlsMode.AT_ONCE)),
        ("smtp://localhost:1025", SmtpServer(host="localhost", port=1025, tls=TlsMode.NONE)),
        ("smtp://[::1]:1025", SmtpServer(host="::1", port=1025, tls=TlsMode.NONE)),
        (
            "smtps://me%40clinic.example:p%3Aw%2F%20d@mail.example",
            SmtpServer(host="mail.example", port=465, user="me@clinic.example", password="p:w/ d", tls=TlsMode.AT_ONCE),
        ),
    ],
)
def test_a_url_says_where_mail_is_handed_over(url: str, server: SmtpServer) -> None:
    assert parse_smtp_url(url) == server


@pytest.mark.parametrize(
    "url",
    [
        "",
        "mail.example:587",
        "http://mail.example",
        "smtp://",
        "smtp://mail.example:port",
        "smtp://mail.example:99999",
        "smtp://[mail.example",
        "smtp://mail.example/inbox",
        "smtp://mail.example?tls=no",
        "smtp://mail.example#tls",
    ],
)
def test_another_url_is_refused_without_being_repeated(url: str) -> None:
    with pytest.raises(ValueError, match=r"^must be smtp://USER:PASSWORD@HOST:PORT, or smtps:// for TLS") as refused:
        parse_smtp_url(url)

    assert "mail.example" not in str(refused.value)


@pytest.mark.parametrize("url", ["smtp://me@mail.example", "smtp://:secret@mail.example"])
def test_half_a_sign_in_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"^must have both a user and a password, or neither\.$"):
        parse_smtp_url(url)


def test_the_sign_in_is_not_shown() -> None:
    server = parse_smtp_url("smtp://hidden-user:hidden-password@mail.example")

    assert repr(server) == f"SmtpServer(host='mail.example', port=587, tls={TlsMode.STARTTLS!r})"
