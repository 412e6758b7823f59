"""Letters in the four languages: each whole, and nothing of another language in it."""

from dataclasses import replace

import pytest

from bot.domain.admission import LEAVING_REASON
from bot.domain.links import LeaveLink
from bot.domain.notification import Reason
from bot.mail.letters import Letters
from tests.builders import NOW, a_notification, a_patient, a_scheduled_meeting
from tests.mail.reading import event_of, html_of, part, received, text_of

SPANISH = """\
Hola, Noah:

Ana Ruiz ha programado una cita en línea con usted.

Cuándo: jueves 19 de noviembre de 2026 a las 9:00 (hora de Nueva York), 50 minutos.
Dónde: en línea, con Zoom. No necesita tener cuenta.

Entrar en la cita:
https://zoom.example/j/92674392836?pwd=abc

Recibirá un recordatorio 24 horas y 1 hora antes.

¿No puede asistir? Póngase en contacto con Ana Ruiz, +34 600 000 000.

¿No esperaba este mensaje? No haga nada o escriba a https://consulta.example/support.

Clínica Norte, mornings only

Enviado por Consulta en nombre de Ana Ruiz. Privacidad: https://consulta.example/privacy.

Ya no es mi profesional: {leave}
Borrar mis datos: {erase}
"""
SUBJECTS = {
    ("es", Reason.INVITATION): "Su cita en línea del jueves 19 de noviembre a las 9:00 (hora de Nueva York)",
    ("es", Reason.CANCELLATION): "Cancelada: su cita en línea del jueves 19 de noviembre a las 9:00",
    ("es", Reason.REMINDER): "Recordatorio: su cita en línea del jueves 19 de noviembre a las 9:00",
    ("pt", Reason.INVITATION): "Sua reunião on-line de quinta-feira, 19 de novembro, às 09:00 (horário de Nova York)",
    ("pt", Reason.CANCELLATION): "Cancelada: sua reunião on-line de quinta-feira, 19 de novembro, às 09:00",
    ("pt", Reason.REMINDER): "Lembrete: sua reunião on-line de quinta-feira, 19 de novembro, às 09:00",
    ("fr", Reason.INVITATION): "Votre rendez-vous en ligne du jeudi 19 novembre à 9 h 00 (heure de New York)",
    ("fr", Reason.CANCELLATION): "Annulé : votre rendez-vous en ligne du jeudi 19 novembre à 9 h 00",
    ("fr", Reason.REMINDER): "Rappel : votre rendez-vous en ligne du jeudi 19 novembre à 9 h 00",
}


def letter_in(language, letters, reason=Reason.INVITATION, **changes):
    meeting = changes.pop("meeting", a_scheduled_meeting())
    meeting = meeting.cancelled("Enfermo.", NOW) if reason is Reason.CANCELLATION else meeting
    notification = a_notification(patient=a_patient(language=language), reason=reason, meeting=meeting, **changes)
    return received(letters.compose(notification))


def test_a_letter_speaks_the_patients_language(letters: Letters) -> None:
    letter = letter_in("es", letters, phone="+34 600 000 000", signature="Clínica Norte, mornings only")
    leave = letters.links.leave(LeaveLink(patient_id="patient-noah", professional_id="professional-ana"))
    assert text_of(letter) == SPANISH.format(leave=leave, erase=letters.links.erase("patient-noah"))


@pytest.mark.parametrize(("language", "reason"), SUBJECTS)
def test_the_subject_does_too(letters: Letters, language: str, reason: Reason) -> None:
    subject = str(letter_in(language, letters, reason)["Subject"])
    assert subject.replace("\N{NO-BREAK SPACE}", " ").startswith(SUBJECTS[language, reason])


@pytest.mark.parametrize("reason", list(Reason))
@pytest.mark.parametrize("language", ["es", "pt", "fr"])
def test_no_word_of_english_is_left(letters: Letters, language: str, reason: Reason) -> None:
    letter = letter_in(language, letters, reason, phone="600", signature="Ana")
    words = f" {text_of(letter)} {html_of(letter).words} ".replace(".", " ").replace("\n", " ")
    assert [word for word in (" the ", " your ", " You ", " When", " meeting ", " reminder ") if word in words] == []


@pytest.mark.parametrize("reason", list(Reason))
@pytest.mark.parametrize("language", ["en", "es", "pt", "fr"])
def test_the_page_says_its_language_and_the_same_as_the_text(letters: Letters, language: str, reason: Reason) -> None:
    letter = letter_in(language, letters, reason)
    first, *_ = text_of(letter).split("\n\n")[1].splitlines()
    assert f'<html lang="{language}">' in part(letter, "text/html").get_content()
    assert " ".join(first.split()) in html_of(letter).words


@pytest.mark.parametrize(
    ("language", "summary", "description"),
    [
        ("en", "Online meeting with Ana Ruiz", "Join the meeting: https"),
        ("es", "Cita en línea con Ana Ruiz", "Entrar en la cita: https"),
        ("pt", "Reunião on-line com Ana Ruiz", "Entrar na reunião: https"),
        ("fr", "Rendez-vous en ligne avec Ana Ruiz", "Rejoindre le rendez-vous\N{NO-BREAK SPACE}: https"),
    ],
)
def test_the_calendar_speaks_it_as_well(letters: Letters, language: str, summary: str, description: str) -> None:
    event = event_of(letter_in(language, letters))
    assert (str(event["summary"]), str(event["description"]).startswith(description)) == (summary, True)


@pytest.mark.parametrize("is_shared", [True, False])
def test_a_subject_names_the_topic_only_when_it_is_shared_and_to_be_named(letters: Letters, *, is_shared: bool) -> None:
    meeting = a_scheduled_meeting(topic="Blood test", shares_topic=is_shared)
    named = letter_in("en", letters, meeting=meeting, names_topic=True)
    neutral = letter_in("en", letters, meeting=meeting)
    assert str(named["Subject"]).endswith("(New York time): Blood test") is is_shared
    assert str(event_of(named)["summary"]).endswith(": Blood test") is is_shared
    assert str(neutral["Subject"]).endswith("(New York time)")


def test_signature_and_phone_are_one_line_each(letters: Letters) -> None:
    odd = replace(a_notification(), signature="Clinic\r\nBcc: x@x.example", phone="1\n2")
    text = text_of(received(letters.compose(odd)))
    assert "Clinic Bcc: x@x.example\n" in text
    assert "Contact Ana Ruiz, 1 2." in text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", LEAVING_REASON),
        ("es", "Su profesional ya no ofrece citas en línea aquí. Póngase en contacto con la clínica."),
        ("pt-BR", "Seu profissional não realiza mais reuniões on-line aqui. Entre em contato com a clínica."),
        ("fr", "Votre professionnel ne propose plus de rendez-vous en ligne ici. Veuillez contacter la clinique."),
    ],
)
def test_the_reason_that_is_our_own_is_in_the_patients_language(letters, language, words):
    meeting = a_scheduled_meeting().cancelled(LEAVING_REASON, NOW)
    patient = a_patient(language=language)
    letter = received(letters.compose(a_notification(patient=patient, reason=Reason.CANCELLATION, meeting=meeting)))
    assert words in " ".join(text_of(letter).split())
