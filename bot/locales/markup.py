"""The same sentences within a page: what stands in them is escaped, but for what is markup itself."""

from collections.abc import Callable

from markupsafe import Markup, escape

from bot.locales.words import Words


def saying_in_html(words: Words) -> Callable[..., Markup]:
    """Make the `say` of a template: `say("Go to {page}.", page=link)`, where `link` may be Markup."""

    def say(message: str, **fields: str | int | Markup) -> Markup:
        return Markup(escape(words.messages.gettext(message))).format(**fields)  # noqa: S704 - escaped within

    return say
