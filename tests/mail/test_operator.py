"""Mail to who runs the installation: the anchor of the audit trail arrives as it was computed."""

from datetime import timedelta

from bot.mail.mailer import SmtpMailer
from bot.mail.operator import SmtpOperatorMail
from bot.mail.smtp_server import SmtpServer, TlsMode
from bot.services.sealing import Sealing
from tests.builders import NOW
from tests.fakes.edges import FakeClock
from tests.fakes.store import FakeStore
from tests.mail.sink import SENDER


async def seal(sink, links):
    """Seal a trail of one row with a mailer of one's own; gives the seal."""
    server = SmtpServer(host="127.0.0.1", port=sink.port, user="", password="", tls=TlsMode.NONE)
    store, clock = FakeStore(), FakeClock()
    async with store.writing() as work:
        at = NOW - timedelta(days=1)
        await work.audit.add(at=at, actor="ana", action="cancel", about="meeting-one", outcome="cancelled")
    async with SmtpMailer(server=server, sender=SENDER, links=links, message_key=b"m" * 32) as mailer:
        operator = SmtpOperatorMail(mailer=mailer, address="operator@clinic.example", clock=clock)
        await Sealing(store=store, clock=clock, operator=operator).seal()
    async with store.reading() as look:
        return (await look.audit.list_seals())[-1]


async def test_the_anchor_arrives_on_a_line_of_its_own(sink, links):
    sealed = await seal(sink, links)
    [letter] = sink.received
    lines = letter.message.get_content().splitlines()
    assert (letter.sender, letter.recipients) == ("meetings@clinic.example", ["operator@clinic.example"])
    assert sealed.anchor in lines
    assert f"consulta audit verify --anchor {sealed.anchor}" in lines


async def test_the_headers_are_those_of_one_message_by_a_machine(sink, links):
    await seal(sink, links)
    message = sink.received[0].message
    assert message["Subject"] == "Consulta: audit anchor of 2026-11-15"
    assert (message["Auto-Submitted"], message["To"], message["From"]) == (
        "auto-generated",
        "operator@clinic.example",
        "Consulta <meetings@clinic.example>",
    )
    assert message["Message-ID"].endswith("@clinic.example>")
