"""The languages that are spoken here, to choose from."""

from bot.locales.words import LANGUAGES, spoken
from bot.slack.blocks import Block, option
from bot.slack.elements import one_of


def language_select(language: str) -> Block:
    """Offer each by the name that its speakers call it."""
    return one_of("static_select", {code: option(name, code) for code, name in LANGUAGES.items()}, spoken(language))
