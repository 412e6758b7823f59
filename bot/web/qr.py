"""A link as a code to point a phone at."""

import segno


def qr_svg(url: str) -> str:
    """Draw it as SVG, dark on white in any colour scheme, with the quiet edge that readers need.

    A quarter of it may be torn or stained: it hangs in waiting rooms.
    """
    drawn = segno.make(url, error="q", micro=False)
    return str(drawn.svg_inline(omitsize=True, dark="#000", light="#fff", svgclass="code", lineclass=None))
