"""Bars drawn on the server, for figures that stand in a table beside them.

Places and sizes are lengths of the page's own type (em) and shares of its width (%), so that a chart grows with the
text, needs no script and no style of its own, and prints in black and white.
"""

from collections.abc import Iterable
from dataclasses import dataclass

ROW_EM, TEXT_EM, BAR_EM = 2.75, 1.1, 1.5
"""Height of a row; where in it the words stand and the bar begins."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: the words over a bar, its amount as people say it, and where it is drawn."""

    words: str
    amount: str
    text_y: str
    bar_y: str
    width: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars one below the other; `title` says what they show, to screen readers too."""

    title: str
    height: str
    bars: tuple[Bar, ...]


def bar_chart(title: str, rows: Iterable[tuple[str, str, int]]) -> Chart | None:
    """Return a chart of (words, amount as said, value); rows of nothing are left out, None where all are."""
    shown = [row for row in rows if row[2] > 0]
    longest = max((value for _, _, value in shown), default=0)
    bars = tuple(
        Bar(
            words,
            amount,
            text_y=f"{number * ROW_EM + TEXT_EM:.2f}em",
            bar_y=f"{number * ROW_EM + BAR_EM:.2f}em",
            width=f"{100 * value / longest:.1f}%",
        )
        for number, (words, amount, value) in enumerate(shown)
    )
    return Chart(title, f"{len(bars) * ROW_EM:.2f}em", bars) if bars else None
