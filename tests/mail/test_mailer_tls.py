import ipaddress
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from bot.domain.failures import DeliveryError
from bot.domain.links import Links
from bot.mail.mailer import SmtpMailer
from bot.mail.smtp_server import SmtpServer, TlsMode
from tests.builders import a_notification
from tests.mail.sink import SENDER, Sink, open_sink


def self_signed(key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sink.example")])
    now = datetime.now(UTC)
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    builder = x509.CertificateBuilder(issuer_name=name, subject_name=name, public_key=key.public_key())
    builder = (
        builder.serial_number(1).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    )
    builder = builder.add_extension(x509.SubjectAlternativeName([address]), critical=False)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    return builder.sign(key, hashes.SHA256())


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A file with the server's key and its certificate."""
    key = ec.generate_private_key(ec.SECP256R1())
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path = tmp_path / "sink.pem"
    path.write_bytes(pem + self_signed(key).public_bytes(Encoding.PEM))
    return path


@pytest.fixture
def server_tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


@pytest.fixture
def _trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))


async def send_over(mode: TlsMode, sink: Sink, links: Links) -> None:
    server = SmtpServer(host="127.0.0.1", port=sink.port, user="consulta", password="right", tls=mode)
    async with SmtpMailer(server=server, sender=SENDER, links=links, message_key=b"m" * 32) as mailer:
        await mailer.send(a_notification())


@pytest.mark.usefixtures("_trusted")
async def test_mail_goes_over_tls_from_the_first_byte(server_tls: ssl.SSLContext, links: Links) -> None:
    async with open_sink(tls=server_tls, auth_require_tls=False) as sink:
        await send_over(TlsMode.AT_ONCE, sink, links)

    assert len(sink.received) == 1


@pytest.mark.usefixtures("_trusted")
async def test_the_sign_in_follows_starttls(server_tls: ssl.SSLContext, links: Links) -> None:
    async with open_sink(starttls=server_tls, require_starttls=True) as sink:
        await send_over(TlsMode.STARTTLS, sink, links)

    assert (sink.users, len(sink.received)) == (["consulta"], 1)


async def test_a_server_without_starttls_gets_neither_password_nor_letter(sink: Sink, links: Links) -> None:
    with pytest.raises(DeliveryError, match="smtp_not_offered") as failed:
        await send_over(TlsMode.STARTTLS, sink, links)

    assert (failed.value.permanent, sink.users, sink.received) == (False, [], [])


@pytest.mark.parametrize("mode", [TlsMode.AT_ONCE, TlsMode.STARTTLS])
async def test_a_server_whose_certificate_nobody_vouches_for_gets_nothing(
    mode: TlsMode, server_tls: ssl.SSLContext, links: Links
) -> None:
    ways = {"tls": server_tls} if mode is TlsMode.AT_ONCE else {"starttls": server_tls}
    async with open_sink(**ways) as sink:
        with pytest.raises(DeliveryError, match="smtp_certificate"):
            await send_over(mode, sink, links)

    assert (sink.users, sink.received) == ([], [])
