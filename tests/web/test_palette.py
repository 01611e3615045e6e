"""The colours of tokens.css keep 7:1 between text and ground (WCAG 2.2, 1.4.6) in light, dark and large type."""

import re
from itertools import product

import pytest

from tests.web.pages import STATIC

CSS = (STATIC / "tokens.css").read_text("utf-8")
LIGHT, DARK = CSS.split("@media (prefers-color-scheme: dark)")
DARK = DARK.split("@media (prefers-contrast: more)")[0]
ELDER = 'html[data-mode="elder"] {'

TEXT_ON_GROUND = [
    *product(("ink", "ink-soft", "brand", "brand-deep", "sun", "sky", "bad"), ("ground", "surface")),
    *product(("ink",), ("brand-tint", "sun-tint", "sky-tint")),
    *((tone, f"{tone}-tint") for tone in ("brand", "sun", "sky", "bad", "warn")),
    ("on-brand", "brand"),
    ("on-brand", "sun"),
]


def colours(*blocks: str) -> dict[str, str]:
    return {
        name: value for block in blocks for name, value in re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block)
    }


LIGHT_STANDARD, LIGHT_ELDER = LIGHT.split(ELDER)
DARK_STANDARD, DARK_ELDER = DARK.split(ELDER)
PALETTES = {
    "light": colours(LIGHT_STANDARD),
    "light, large type": colours(LIGHT_STANDARD, LIGHT_ELDER),
    "dark": colours(LIGHT_STANDARD, DARK_STANDARD),
    "dark, large type": colours(LIGHT_STANDARD, DARK_STANDARD, LIGHT_ELDER, DARK_ELDER),
}


def luminance(colour: str) -> float:
    """Return the relative luminance of #rrggbb, WCAG 2.2 definition."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_every_text_can_be_read_by_weak_eyes(palette: dict[str, str]) -> None:
    faint = {
        (text, ground): round(contrast(palette[text], palette[ground]), 2)
        for text, ground in TEXT_ON_GROUND
        if contrast(palette[text], palette[ground]) < 7
    }

    assert faint == {}


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
@pytest.mark.parametrize("edge", ["line-strong", "focus"])
def test_every_edge_of_a_field_and_every_focus_ring_is_seen(palette: dict[str, str], edge: str) -> None:
    assert min(contrast(palette[edge], palette[ground]) for ground in ("ground", "surface")) >= 3
