"""What patients read, in their language: letters, calendar entries and pages.

    words = words_in(patient.language)                             # any language tag; what we do not speak is English
    words.say("Hello {first_name},", first_name="Noah")            # the English sentence is the key of its translations
    words.count("{count} minute", "{count} minutes", 50)           # the form that belongs to the number
    words.name("month", "May")                                     # a word alone; the first argument tells what it is

`bot.locales.times` says days, hours and lengths of time, `bot.locales.markup` says sentences with links in pages.

Messages are written in the code, in these three calls, and nowhere composed: that is how `make catalogues` finds them,
writes them into the `.po` files for translators, and compiles the `.mo` files that are read here. Both are kept in the
repository, so that a checkout and a wheel work without a step of their own.
"""

from dataclasses import dataclass
from functools import cache
from gettext import NullTranslations, translation
from pathlib import Path

ENGLISH = "en"
# Each by the name that its speakers call it.
LANGUAGES = {"en": "English", "es": "Español", "pt": "Português", "fr": "Français"}
_FOLDER = Path(__file__).parent


@dataclass(frozen=True, kw_only=True)
class Words:
    """One language. `zones` has time zones by their IANA names."""

    language: str
    messages: NullTranslations
    zones: NullTranslations

    def say(self, message: str, **fields: str | int) -> str:
        """Say a sentence; `fields` stand where it names them, and are never read as anything but text."""
        return self.messages.gettext(message).format(**fields)

    def count(self, one: str, many: str, count: int) -> str:
        return self.messages.ngettext(one, many, count).format(count=count)

    def name(self, kind: str, name: str) -> str:
        """Name a thing that has the same name in English as something else: "May", or "Sun"."""
        return self.messages.pgettext(kind, name)


def spoken(language: str) -> str:
    """Reduce a language tag ("pt-BR", "es_MX") to a language that we speak: English where we do not."""
    found = language.replace("_", "-").partition("-")[0].casefold()
    return found if found in LANGUAGES else ENGLISH


def words_in(language: str) -> Words:
    """Return the words of a language; its catalogues are read when it is spoken for the first time."""
    return _read(spoken(language))


@cache
def _read(language: str) -> Words:
    if language == ENGLISH:
        return Words(language=ENGLISH, messages=NullTranslations(), zones=NullTranslations())
    messages, zones = (translation(domain, _FOLDER, [language]) for domain in ("consulta", "zones"))
    return Words(language=language, messages=messages, zones=zones)
