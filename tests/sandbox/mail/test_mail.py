from email.message import EmailMessage

import aiosmtplib
import pytest

from sandbox.faults import Fault
from sandbox.mail.mailboxes import Mailboxes
from sandbox.mail.server import MAX_MAIL_BYTES, PASSWORD, USER

CALENDAR = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


def a_mail(to="noah@patients.example", text="Hello"):
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "meetings@clinica-norte.example", to, "Your meeting, señor"
    mail.set_content(text)
    mail.add_alternative("<p>Hello</p>", subtype="html")
    mail.add_alternative(CALENDAR, subtype="calendar", params={"method": "REQUEST"})
    return mail


@pytest.fixture
def post(sandbox):
    """Sends a mail as the bot does; `sign_in` is user and password."""

    async def send(mail=None, sign_in=(USER, PASSWORD)):
        port = sandbox.world.addresses.smtp_port
        async with aiosmtplib.SMTP(hostname="127.0.0.1", port=port, start_tls=False, timeout=5) as client:
            if sign_in:
                await client.login(*sign_in)
            await client.send_message(mail or a_mail())

    return send


async def test_a_mail_is_kept_with_all_its_parts(sandbox, post):
    await post()

    (mail,) = sandbox.world.mail.messages
    assert (mail.recipient, mail.sender) == ("noah@patients.example", "meetings@clinica-norte.example")
    assert (mail.subject, mail.headers["To"]) == ("Your meeting, señor", "noah@patients.example")
    assert [part.strip() for part in (mail.text, mail.html)] == ["Hello", "<p>Hello</p>"]
    assert mail.calendar.split() == CALENDAR.split()


async def test_a_mail_comes_at_the_worlds_time(sandbox, post):
    before = sandbox.world.clock.now()
    await post()

    assert before <= sandbox.world.mail.messages[0].received_at <= sandbox.world.clock.now()


async def test_each_recipient_has_a_mail_in_their_own_box(sandbox, post):
    await post(a_mail(to="noah@patients.example, Hana@patients.example"))

    boxes = sandbox.world.mail
    assert boxes.addresses() == ["Hana@patients.example", "noah@patients.example"]
    assert len(boxes.for_address("hana@Patients.example")) == 1


async def test_nobody_sends_without_signing_in(sandbox, post):
    with pytest.raises(aiosmtplib.SMTPSenderRefused) as refused:
        await post(sign_in=None)

    assert (refused.value.code, sandbox.world.mail.messages) == (530, [])


@pytest.mark.parametrize("sign_in", [(USER, "wrong"), ("somebody", PASSWORD)])
async def test_a_wrong_sign_in_is_refused(post, sign_in):
    with pytest.raises(aiosmtplib.SMTPAuthenticationError) as refused:
        await post(sign_in=sign_in)

    assert refused.value.code == 535


@pytest.mark.parametrize(("fault", "code"), [(Fault.MAIL_REFUSED, 550), (Fault.MAIL_GREYLISTED, 451)])
async def test_a_refused_recipient_gets_nothing_until_the_fault_is_over(sandbox, post, fault, code):
    sandbox.world.faults.switch_on(fault, times=1)

    with pytest.raises(aiosmtplib.SMTPRecipientsRefused) as refused:
        await post()
    await post()

    assert (refused.value.recipients[0].code, len(sandbox.world.mail.messages)) == (code, 1)


async def test_a_mail_cut_off_after_its_data_is_kept_all_the_same(sandbox, post):
    sandbox.world.faults.switch_on(Fault.MAIL_CUT_AFTER_DATA, times=1)

    with pytest.raises(aiosmtplib.SMTPServerDisconnected):
        await post()

    assert len(sandbox.world.mail.messages) == 1


async def test_a_mail_that_is_too_large_is_refused(sandbox, post):
    with pytest.raises(aiosmtplib.SMTPException):
        await post(a_mail(text="a line\n" * (MAX_MAIL_BYTES // 7)))

    assert sandbox.world.mail.messages == []


def test_a_mail_without_parts_has_none(sandbox):
    boxes = Mailboxes()
    boxes.receive(b"\r\n", sender="", recipient="a@b.example", received_at=sandbox.world.clock.now())

    (mail,) = boxes.messages
    assert (mail.subject, mail.html, mail.calendar) == ("", "", "")
