"""How "the time of a city" is said: some cities have an article, and French runs words together."""

_VOWELS = "AEIOUYÀÂÄÉÈÊËÎÏÔÖÙÛÜÆŒÅÁÍÓÚ"
# An H that French does not hear.
_SILENT = ("Halifax", "Helsinki", "Hermosillo", "Hobart", "Honolulu")
_FRENCH_ARTICLES = {"Le ": "du ", "Les ": "des ", "La ": "de La "}
_PORTUGUESE_ARTICLES = {
    "Cairo": "do Cairo",
    "Rio ": "do Rio ",
    "Cidade ": "da Cidade ",
    "Ilha ": "da Ilha ",
    "Ilhas ": "das Ilhas ",
    "Açores": "dos Açores",
    "Bermudas": "das Bermudas",
}


def time_of(city: str, language: str) -> str:
    """Say "hora de Nueva York"."""
    return {"es": _spanish, "pt": _portuguese, "fr": _french}[language](city)


def _spanish(city: str) -> str:
    return f"hora de {city}"


def _portuguese(city: str) -> str:
    return f"horário {_joined(city, _PORTUGUESE_ARTICLES) or f'de {city}'}"


def _french(city: str) -> str:
    article = _joined(city, _FRENCH_ARTICLES)
    is_silent = city[0] in _VOWELS or city in _SILENT
    return f"heure {article or (f'd’{city}' if is_silent else f'de {city}')}"  # noqa: RUF001 - French writes it so


def _joined(city: str, articles: dict[str, str]) -> str:
    return next((joined + city.removeprefix(name) for name, joined in articles.items() if city.startswith(name)), "")
