"""A page as a person reads it."""

import re
from html import unescape

import httpx


def text_of(page: httpx.Response) -> str:
    """Words only, spaces made one, and none before a full stop."""
    main = page.text[page.text.index("<main>") : page.text.index("</main>")]
    shown = re.sub(r"<script>.*?</script>", "", main, flags=re.DOTALL)
    return re.sub(r" ([.,])", r"\1", " ".join(unescape(re.sub(r"<[^>]+>", " ", shown)).split()))
