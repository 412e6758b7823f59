import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.domain.failures import DeliveryError
from bot.domain.links import Links
from bot.mail.mailer import SmtpMailer
from bot.mail.smtp_connections import SmtpConnections
from bot.mail.smtp_server import SmtpServer, TlsMode
from tests.builders import a_notification, a_patient
from tests.mail.sink import HANG_UP, SENDER, SILENCE, Sink, open_sink


def plain_server(sink: Sink, *, password: str = "") -> SmtpServer:
    user = "consulta" if password else ""
    return SmtpServer(host="127.0.0.1", port=sink.port, user=user, password=password, tls=TlsMode.NONE)


def a_mailer(sink: Sink, links: Links, *, password: str = "", limit: int = 4) -> SmtpMailer:
    server = plain_server(sink, password=password)
    return SmtpMailer(server=server, sender=SENDER, links=links, message_key=b"m" * 32, limit=limit)


@pytest.fixture
async def mailer(sink: Sink, links: Links) -> AsyncIterator[SmtpMailer]:
    async with a_mailer(sink, links) as mailer:
        yield mailer


async def failure_of(mailer: SmtpMailer) -> tuple[str, bool]:
    with pytest.raises(DeliveryError) as failed:
        await mailer.send(a_notification())
    return failed.value.code, failed.value.permanent


async def test_a_mail_goes_from_the_sender_to_the_patient_alone(mailer: SmtpMailer, sink: Sink) -> None:
    await mailer.send(a_notification())

    envelopes = [(letter.sender, letter.recipients) for letter in sink.received]
    assert envelopes == [("meetings@clinic.example", ["noah@patients.example"])]


async def test_no_connection_is_opened_before_it_is_needed(mailer: SmtpMailer, sink: Sink) -> None:
    async with mailer:
        pass

    assert sink.sessions == []


async def test_the_connection_is_kept_between_letters(mailer: SmtpMailer, sink: Sink) -> None:
    for _ in range(5):
        await mailer.send(a_notification())

    assert (len(sink.received), len(sink.sessions)) == (5, 1)


async def test_at_most_four_letters_travel_at_once(mailer: SmtpMailer, sink: Sink) -> None:
    sink.gate = asyncio.Event()
    sending = [asyncio.create_task(mailer.send(a_notification())) for _ in range(9)]
    async with asyncio.timeout(5):
        while sink.waiting < 4:
            await asyncio.wait(sending, timeout=0.01)
    sink.gate.set()
    await asyncio.gather(*sending)

    assert (len(sink.received), len(sink.sessions)) == (9, 4)


async def test_a_kept_connection_that_was_hung_up_is_replaced(mailer: SmtpMailer, sink: Sink) -> None:
    await mailer.send(a_notification())
    sink.hang_up()

    await mailer.send(a_notification())

    assert (len(sink.received), len(sink.sessions)) == (2, 2)


@pytest.mark.parametrize("answer", ["421 Too many letters", "451 Enough for this connection", HANG_UP])
async def test_a_kept_connection_that_takes_no_more_letters_is_replaced(
    mailer: SmtpMailer, sink: Sink, answer: str
) -> None:
    await mailer.send(a_notification())
    sink.mail_answers.append(answer)

    await mailer.send(a_notification())

    assert (len(sink.received), len(sink.sessions)) == (2, 2)


async def test_when_one_kept_connection_was_hung_up_the_others_are_not_tried(sink: Sink, links: Links) -> None:
    async with a_mailer(sink, links, limit=2) as mailer:
        await asyncio.gather(mailer.send(a_notification()), mailer.send(a_notification()))
        sink.mail_answers.append(HANG_UP)

        await mailer.send(a_notification())
        await mailer.send(a_notification())

    assert len(sink.sessions) == 3


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        ("550 5.1.1 No such mailbox", ("smtp_550", True)),
        ("553 5.1.3 Not an address", ("smtp_553", True)),
        ("451 4.7.1 Greylisted", ("smtp_451", False)),
        ("421 Closing", ("smtp_421", False)),
        ("nonsense", ("smtp_garbled", False)),
        (HANG_UP, ("smtp_cut", False)),
    ],
)
async def test_a_refused_recipient_is_told_with_whether_to_try_again(
    mailer: SmtpMailer, sink: Sink, answer: str, failure: tuple[str, bool]
) -> None:
    sink.rcpt_answers.append(answer)

    assert await failure_of(mailer) == failure


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        ("554 5.7.1 Content refused", ("smtp_554", True)),
        ("452 4.3.1 No room", ("smtp_452", False)),
        (HANG_UP, ("smtp_cut", False)),
    ],
)
async def test_a_letter_whose_fate_is_bad_or_unknown_is_not_sent_again_by_the_mailer(
    mailer: SmtpMailer, sink: Sink, answer: str, failure: tuple[str, bool]
) -> None:
    await mailer.send(a_notification())
    sink.data_answers.append(answer)

    assert (await failure_of(mailer), len(sink.received)) == (failure, 2)


async def test_a_second_copy_carries_the_same_message_id(mailer: SmtpMailer, sink: Sink) -> None:
    sink.data_answers.append(HANG_UP)
    await failure_of(mailer)

    await mailer.send(a_notification())

    assert len({letter.message["Message-ID"] for letter in sink.received}) == 1


async def test_a_refusal_leaves_the_connection_fit_for_the_next_letter(mailer: SmtpMailer, sink: Sink) -> None:
    sink.rcpt_answers.append("550 No such mailbox")
    await failure_of(mailer)

    await mailer.send(a_notification(patient=a_patient(mail="mia@patients.example")))

    recipients = [letter.recipients for letter in sink.received]
    assert (recipients, len(sink.sessions)) == ([["mia@patients.example"]], 1)


async def test_a_refused_sender_is_told(mailer: SmtpMailer, sink: Sink) -> None:
    sink.mail_answers.append("550 Not your domain")

    assert await failure_of(mailer) == ("smtp_550", True)


async def test_a_server_that_falls_silent_is_not_waited_for_without_end(sink: Sink) -> None:
    sink.rcpt_answers.append(SILENCE)
    connections = SmtpConnections(plain_server(sink), greet_as="clinic.example", patience=timedelta(seconds=0.1))

    with pytest.raises(DeliveryError, match="smtp_timeout"):
        await connections.deliver(b"Subject: hello\r\n\r\nhello\r\n", sender="a@b.example", recipient="c@d.example")


async def test_a_server_that_is_not_there_is_tried_again_later(links: Links) -> None:
    async with open_sink() as closed:
        mailer = a_mailer(closed, links)

    assert await failure_of(mailer) == ("smtp_unreachable", False)


async def test_an_abandoned_letter_closes_its_connection(mailer: SmtpMailer, sink: Sink) -> None:
    sink.gate = asyncio.Event()
    sending = asyncio.create_task(mailer.send(a_notification()))
    async with asyncio.timeout(5):
        while not sink.waiting:
            await asyncio.wait([sending], timeout=0.01)
    sending.cancel()
    await asyncio.wait([sending])
    sink.gate = None

    await mailer.send(a_notification())

    assert len(sink.sessions) == 2


async def test_the_mailer_signs_in(links: Links) -> None:
    async with (
        open_sink(auth_required=True, auth_require_tls=False) as sink,
        a_mailer(sink, links, password="right") as mailer,
    ):
        await mailer.send(a_notification())

    assert (sink.users, len(sink.received)) == (["consulta"], 1)


async def test_a_refused_sign_in_is_no_reason_to_give_a_letter_up(links: Links) -> None:
    async with (
        open_sink(auth_required=True, auth_require_tls=False) as sink,
        a_mailer(sink, links, password="wrong") as mailer,
    ):
        assert await failure_of(mailer) == ("smtp_535", False)


async def test_nothing_is_sent_to_what_is_not_one_address(mailer: SmtpMailer, sink: Sink) -> None:
    notification = a_notification(patient=a_patient(mail="noah@patients.example, evil@example.net"))

    with pytest.raises(DeliveryError) as failed:
        await mailer.send(notification)

    assert (failed.value.code, failed.value.permanent, sink.sessions) == ("invalid_recipient", True, [])


async def test_a_failure_does_not_name_the_patient(mailer: SmtpMailer, sink: Sink) -> None:
    sink.rcpt_answers.append("550 noah@patients.example is unknown")

    with pytest.raises(DeliveryError) as failed:
        await mailer.send(a_notification())

    told = (str(failed.value), failed.value.__cause__, failed.value.__suppress_context__)
    assert told == ("smtp_550", None, True)
