"""QR codes as drawings within the page: nothing is fetched, and they print sharp at any size."""

import segno
from markupsafe import Markup


def qr_drawing(text: str, words: str) -> Markup:
    """Return the code of a text as SVG; `words` say what it is to those who cannot see it."""
    # The text is drawn, not written: nothing of it stands in the markup but the title, which segno escapes.
    return Markup(  # noqa: S704 - made by the library from numbers
        segno.make(text, error="m", micro=False).svg_inline(
            scale=4, border=4, title=words, dark="#000", light="#fff"
        )
    )
