"""The catalogues are whole, say what the code says, and were compiled from what translators read."""

import io
import string
from gettext import GNUTranslations

import pytest

from bot.locales.words import LANGUAGES
from tests.locales.catalogues import FOLDER, TRANSLATED, found_in_code, read, renewed, written, zones_in


def in_tuples(words):
    return (words,) if isinstance(words, str) else tuple(words)


def placeholders(text):
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def said(translations, message):
    """What the program says for a message, in each number."""
    if message.context:
        return (translations.pgettext(message.context, message.id),)
    if isinstance(message.id, str):
        return (translations.gettext(message.id),)
    return tuple(translations.ngettext(*message.id, count) for count in (1, 2))


def kept(language, domain, ending):
    return (FOLDER / language / "LC_MESSAGES" / f"{domain}.{ending}").read_bytes()


def test_four_languages_are_spoken():
    assert list(LANGUAGES) == ["en", "es", "pt", "fr"]


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_message_is_translated(language):
    catalog = read(language, "consulta")
    said = [(message.id, message.context) for message in found_in_code()]
    found = {(message.id, message.context): in_tuples(message.string) for message in catalog}
    assert [message for message in said if message[0] and not all(found.get(message, [""]))] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_has_the_placeholders_of_the_message(language):
    for message in read(language, "consulta"):
        if message.id:
            wanted = {tuple(placeholders(each)) for each in in_tuples(message.id)}
            assert {tuple(placeholders(each)) for each in in_tuples(message.string)} == wanted, message.id


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_files_are_those_that_make_catalogues_writes(language):
    assert kept(language, "consulta", "po") == written(renewed(language))
    assert kept(language, "zones", "po") == written(zones_in(language))


@pytest.mark.parametrize("domain", ["consulta", "zones"])
@pytest.mark.parametrize("language", TRANSLATED)
def test_what_is_compiled_is_what_translators_read(language, domain):
    translations = GNUTranslations(io.BytesIO(kept(language, domain, "mo")))
    messages = [message for message in read(language, domain) if message.id]
    assert [message.id for message in messages if said(translations, message) != in_tuples(message.string)] == []
