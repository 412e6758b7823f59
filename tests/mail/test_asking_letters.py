from typing import Any

import pytest

from bot.domain.asking import Asking
from bot.domain.trust import HowChosen
from bot.mail.letters import Letters
from tests.builders import NEW_YORK, NOW, an_invitation
from tests.mail.reading import html_of, received, text_of

INVITATION = """\
Hello Noah,

Ana Ruiz would like to meet you online, and asks whether they are your professional.

If you say yes, Ana Ruiz can schedule online meetings with you, and you get an email about each. You need no account.

Read what this means, and answer:
https://consulta.example/choose?with=token-of-noah

The link is for you alone. It works until November 30, 2026.

Don't know Ana Ruiz? Please ignore this email, and nothing happens.
You can also write to https://consulta.example/support.

Sent by Consulta for Ana Ruiz. Privacy: https://consulta.example/privacy.
"""
CONFIRMATION = """\
Hello,

You asked to choose Ana Ruiz as your professional. Please confirm that it was you.

If you say yes, Ana Ruiz can schedule online meetings with you, and you get an email about each. You need no account.

Read what this means, and answer:
https://consulta.example/choose?with=token-of-noah

The link is for you alone. It works until November 30, 2026.

Didn't ask for this? Please ignore this email, and nothing happens.
You can also write to https://consulta.example/support.

Sent by Consulta for Ana Ruiz. Privacy: https://consulta.example/privacy.
"""


def asking(**changes: Any) -> Asking:
    return Asking(
        key="mail.asking:invitation-noah:1",
        invitation=an_invitation(**{"zone": NEW_YORK, **changes}),
        professional_name="Ana Ruiz",
        composed_at=NOW,
    )


@pytest.mark.parametrize(
    ("how", "subject", "text"),
    [
        (HowChosen.INVITATION, "An invitation to meet online", INVITATION),
        (HowChosen.PAGE, "Please confirm your choice", CONFIRMATION),
    ],
)
def test_the_letter_says_who_asks_and_what_it_means(letters: Letters, how: HowChosen, subject: str, text: str) -> None:
    letter = received(letters.compose_asking(asking(how=how)))

    assert (letter["Subject"], str(letter["To"]), text_of(letter)) == (subject, "noah@patients.example", text)


@pytest.mark.parametrize("how", [HowChosen.INVITATION, HowChosen.PAGE])
def test_html_and_text_say_the_same(letters: Letters, how: HowChosen) -> None:
    letter = received(letters.compose_asking(asking(how=how)))

    words = " ".join(text_of(letter).split()).replace(": https://consulta.example/choose?with=token-of-noah", "")
    for url, seen in (("https://consulta.example/support", "support"), (": https://consulta.example/privacy", "")):
        words = words.replace(url, seen)
    assert html_of(letter).words.endswith(words)


def test_what_a_stranger_typed_as_a_name_is_nowhere_in_a_mail_of_ours(letters: Letters) -> None:
    spam = asking(how=HowChosen.PAGE, name="Cheap pills at https://spam.example")

    letter = received(letters.compose_asking(spam))

    contents = [str(each.get_content()) for each in letter.walk() if not each.is_multipart()]
    assert not [content for content in [*contents, str(letter["To"])] if "pills" in content or "spam" in content]


@pytest.mark.parametrize(
    ("language", "subject", "day"),
    [
        ("es", "Una invitación para verse en línea", "Funciona hasta el 30 de noviembre de 2026."),
        ("pt", "Um convite para uma conversa on-line", "Ele funciona até 30 de novembro de 2026."),
        ("fr", "Une invitation à vous retrouver en ligne", "au 30 novembre 2026."),
    ],
)
def test_the_question_is_asked_in_the_language_that_was_named(
    letters: Letters, language: str, subject: str, day: str
) -> None:
    letter = received(letters.compose_asking(asking(language=language)))

    assert (str(letter["Subject"]), day in text_of(letter)) == (subject, True)
