"""Slack's text markup as HTML, as far as the product writes it."""

import re

from markupsafe import Markup, escape

_LINK = re.compile(r"<((?:https?://|mailto:)[^|<>\s]+)(?:\|([^<>]+))?>")
_MARKS = (
    (re.compile(r"`([^`\n]+)`"), r"<code>\1</code>"),
    (re.compile(r"(?<!\w)\*([^*\n]+)\*(?!\w)"), r"<strong>\1</strong>"),
    (re.compile(r"(?<!\w)_([^_\n]+)_(?!\w)"), r"<em>\1</em>"),
)


def mrkdwn(text: str) -> Markup:
    """The HTML of a mrkdwn text; whatever is no known mark stays text."""
    parts, at = [], 0
    for link in _LINK.finditer(text):
        parts.append(_marked(text[at : link.start()]))
        parts.append(f'<a href="{_plain(link[1])}">{_plain(link[2] or link[1])}</a>')
        at = link.end()
    parts.append(_marked(text[at:]))
    return Markup("".join(parts).replace("\n", "<br>"))  # noqa: S704 - every part was escaped


def _marked(text: str) -> str:
    html = _plain(text)
    for mark, replacement in _MARKS:
        html = mark.sub(replacement, html)
    return html


def _plain(text: str) -> str:
    """The text without Slack's three escapes, escaped for HTML."""
    for escaped, character in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        text = text.replace(escaped, character)
    return str(escape(text))
