"""What people type stays what it is: text, in the one place meant for it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.addresses import is_valid_address
from bot.domain.notification import Notification, Reason
from bot.mail.letters import Letters
from bot.mail.wording import one_line
from tests.builders import LINKS, a_notification, a_patient, a_scheduled_meeting
from tests.mail.reading import event_of, html_of, received, recipient_name_of, text_of
from tests.mail.sink import SENDER

LETTERS = Letters(sender=SENDER, links=LINKS, message_key=b"m" * 32)
HEADERS = ["Subject", "From", "To", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type"]
CORPUS = [
    "Ana\r\nBcc: evil@example.net",
    "Ana\nBcc: evil@example.net",
    "Ana\rBcc: evil@example.net",
    "Ana\u2028Bcc: evil@example.net",
    "Ana\x85Bcc: evil@example.net",
    "Ana\x00Ruiz",
    'Ana" <evil@example.net>, "Ruiz',
    "Ana <evil@example.net>, Ruiz",
    "=?utf-8?q?Ana?= <evil@example.net>",
    "evil@example.net",
    "Ana\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:other",
    "Ana\\nEND:VEVENT",
    "Ana;X-EVIL=1:mailto:evil@example.net",
    'Ana^n"^^;,:',
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ letter.join_url }}{% include 'x' %}",
    "Ana\u202egnp.exe",
    "\u0410\u043d\u0430 \u05d0\u05e0\u05d4 \u00dcn\u00efcode \U0001f469\u200d\u2695\ufe0f",
    "Ana " * 60,
    "Ñandú " * 20,
    "0" + "\u0800" * 14 + " ¡",
]
# A line of a mail ends with CR LF, and mail programs and Python's HTML parser read lone ones as that too.
TYPED = st.text(max_size=300).map(lambda text: text.replace("\r", " "))
NAMES = st.text(min_size=1, max_size=120).filter(one_line)


def named(name: str) -> Notification:
    return a_notification(professional_name=name, patient=a_patient(name=name))


@pytest.mark.parametrize("name", CORPUS)
def test_a_name_adds_no_header_and_no_recipient(name: str) -> None:
    letter = LETTERS.compose(named(name))

    addresses = [each.addr_spec for each in received(letter)["To"].addresses]
    found = (received(letter).keys(), addresses, recipient_name_of(letter))
    assert found == (HEADERS, ["noah@patients.example"], one_line(name))


@pytest.mark.parametrize("name", CORPUS)
def test_a_name_adds_nothing_to_the_calendar(name: str) -> None:
    event = event_of(received(LETTERS.compose(named(name))))

    found = (event["summary"], event["organizer"].params["CN"], event["attendee"].params["CN"], str(event["attendee"]))
    shown = one_line(name)
    assert found == (f"Online meeting with {shown}", shown, shown, "mailto:noah@patients.example")


@pytest.mark.parametrize("text", CORPUS)
def test_what_is_typed_adds_no_element_to_the_page(text: str) -> None:
    meeting = a_scheduled_meeting(shares_topic=True, topic=text, description=text)
    plain = a_scheduled_meeting(shares_topic=True, topic="plain", description="plain")

    page = html_of(received(LETTERS.compose(a_notification(meeting=meeting))))

    assert page.tags == html_of(received(LETTERS.compose(a_notification(meeting=plain)))).tags


@settings(max_examples=50, deadline=None)
@given(professional=NAMES, patient=NAMES)
def test_any_name_arrives_as_one_name(professional: str, patient: str) -> None:
    notification = a_notification(professional_name=professional, patient=a_patient(name=patient))
    letter = LETTERS.compose(notification)
    event = event_of(received(letter))

    seen = (recipient_name_of(letter), event["attendee"].params["CN"], event["organizer"].params["CN"])
    assert (received(letter).keys(), seen) == (HEADERS, (one_line(patient), one_line(patient), one_line(professional)))


@settings(max_examples=50, deadline=None)
@given(reason=TYPED.filter(bool))
def test_any_reason_arrives_word_for_word(reason: str) -> None:
    notification = a_notification(reason=Reason.CANCELLATION, meeting=a_scheduled_meeting(reason=reason))

    assert f"Reason from Ana Ruiz: “{reason}”" in text_of(received(LETTERS.compose(notification)))


@settings(max_examples=50, deadline=None)
@given(topic=TYPED.filter(bool), description=TYPED.filter(bool))
def test_any_shared_text_arrives_as_text(topic: str, description: str) -> None:
    meeting = a_scheduled_meeting(shares_topic=True, topic=topic, description=description)
    letter = received(LETTERS.compose(a_notification(meeting=meeting)))

    assert f"Topic: {topic}\n\nDescription:\n{description}\n" in text_of(letter)


@settings(max_examples=50, deadline=None)
@given(address=st.emails().filter(is_valid_address))
def test_any_valid_address_is_the_only_recipient(address: str) -> None:
    letter = received(LETTERS.compose(a_notification(patient=a_patient(mail=address))))

    found = [each.addr_spec for each in letter["To"].addresses]
    assert (found, str(event_of(letter)["attendee"])) == ([address], f"mailto:{address}")
