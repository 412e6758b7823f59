"""The catalogues of patients' languages, written from the code: `make catalogues`.

Finds the messages, keeps what is translated, marks nothing as guessed, and compiles. What is left untranslated, a test
tells. Babel does it all, and is needed for this only: what serves reads the compiled files with the standard library.
"""

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from bot.domain.local_time import ZONE_NAMES
from bot.domain.time_words import zone_city
from bot.locales.words import ENGLISH, LANGUAGES
from tests.locales.cities import time_of

BOT = Path(__file__).parents[2] / "bot"
FOLDER = BOT / "locales"
TRANSLATED = [language for language in LANGUAGES if language != ENGLISH]
_ALWAYS = datetime(2026, 1, 1, tzinfo=UTC)
_METHODS = [("**.py", "python"), ("mail/templates/**", "jinja2"), ("web/templates/**", "jinja2")]
_KEYWORDS = {"say": None, "count": (1, 2), "name": ((1, "c"), 2)}


def found_in_code() -> Catalog:
    """Every message that the code says."""
    catalog = Catalog()
    for _, _, message, _, context in extract_from_dir(BOT, _METHODS, keywords=_KEYWORDS):
        catalog.add(message, context=context)
    return catalog


def read(language: str, domain: str) -> Catalog:
    path = _path(language, domain)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def renewed(language: str) -> Catalog:
    """The language's messages: those that the code says, as far as they are translated."""
    catalog = read(language, "consulta") if _path(language, "consulta").exists() else Catalog(locale=language)
    catalog.update(found_in_code(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    return catalog


def zones_in(language: str) -> Catalog:
    """The names of time zones, by the cities of Unicode's CLDR."""
    catalog = Catalog(locale=language)
    for zone, city in _cities(language):
        catalog.add(zone, time_of(city, language))
    return catalog


def _cities(language: str) -> Iterator[tuple[str, str]]:
    names = Locale.parse(language).time_zones
    for zone in sorted(ZONE_NAMES):
        if "/" in zone and not zone.startswith("Etc/"):
            yield zone, str(names.get(zone, {}).get("city") or zone_city(ZoneInfo(zone)))


def written(catalog: Catalog) -> bytes:
    """The text that translators read, without dates: the same messages are the same file."""
    file = io.BytesIO()
    write_po(file, catalog, omit_header=False, no_location=True, sort_output=True, width=120)
    lines = file.getvalue().splitlines(keepends=True)
    changing = (b'"POT', b'"PO-', b'"Generated', b'"Project', b'"Report', b'"Last-Tr', b'"Language-Team')
    return b"".join(line for line in lines if not line.startswith(changing) and not line.startswith(b"#"))


def compiled(catalog: Catalog) -> bytes:
    """What `gettext` reads, made of what translators read."""
    file, read_back = io.BytesIO(), read_po(io.BytesIO(written(catalog)), locale=catalog.locale)
    read_back.creation_date = read_back.revision_date = _ALWAYS
    write_mo(file, read_back)
    return file.getvalue()


def write_all() -> None:
    for language in TRANSLATED:
        for domain, catalog in (("consulta", renewed(language)), ("zones", zones_in(language))):
            path = _path(language, domain)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(written(catalog))
            path.with_suffix(".mo").write_bytes(compiled(catalog))


def _path(language: str, domain: str) -> Path:
    return FOLDER / language / "LC_MESSAGES" / f"{domain}.po"


if __name__ == "__main__":
    write_all()
