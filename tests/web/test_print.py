"""What comes out of the printer: one ink, nothing to tap, sheets on the pages they are meant for."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, sync_playwright

from tests.web.pages import STATIC, environment, render
from tests.web.phones import SCREENSHOTS
from tests.web.samples import all_samples
from tests.web.test_page_layout import ARGUMENTS, CHROMIUM

PRINTED = {
    "sheet_print-0": 1,
    "slip_print-0": 1,
    "notices_print-0": 1,
    "wall_sheet-0": 1,
    "elder_time-0": 2,
    "volunteer_hours-0": 2,
    "county_home-0": 3,
    "member_show-0": 2,
}
"""Samples, and on how many pages of A4 each has room."""
SAMPLES = {name: (template, context) for name, template, context in all_samples() if name in PRINTED}
TO_TAP = ("长辈版", "标准版", "退出登录", "跳到正文", "提出异议", "打印", "返回")
FAINTEST_COLOUR = 24
"""How far red, green and blue of a dot of black ink may differ, of 255."""


@pytest.fixture(scope="module")
def dark_screen() -> Iterator[Page]:
    """A browser that shows pages dark: paper is to be white all the same."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser.new_page(color_scheme="dark")
        browser.close()


@pytest.mark.parametrize("name", PRINTED)
def test_paper_is_black_on_white_with_nothing_to_tap(dark_screen: Page, tmp_path: Path, name: str) -> None:
    template, context = SAMPLES[name]
    file, paper = tmp_path / "page.html", tmp_path / "page.pdf"
    page = render(template, {**context, "mode": "elder"}, environment(static_url=STATIC.as_uri()))
    file.write_text(page, "utf-8")

    dark_screen.goto(file.as_uri())
    dark_screen.pdf(path=paper, prefer_css_page_size=True)

    pictures = drawn(paper, name)
    assert len(pictures) <= PRINTED[name]
    assert [word for word in TO_TAP if word in words_on(paper)] == []
    assert max(colourful(picture) for picture in pictures) <= FAINTEST_COLOUR
    assert all(picture.getpixel((3, 3)) == (255, 255, 255) for picture in pictures)


def drawn(paper: Path, name: str) -> list[Image.Image]:
    """Return the pages as pictures, and keep them beside the screenshots."""
    SCREENSHOTS.mkdir(exist_ok=True)
    stem = SCREENSHOTS / f"print-{name}"
    for old in SCREENSHOTS.glob(f"{stem.name}-*.png"):
        old.unlink()
    subprocess.run(["pdftoppm", "-r", "50", "-png", str(paper), str(stem)], check=True)
    return [Image.open(each).convert("RGB") for each in sorted(SCREENSHOTS.glob(f"{stem.name}-*.png"))]


def words_on(paper: Path) -> str:
    """Return what can be read on all pages."""
    return subprocess.run(["pdftotext", str(paper), "-"], check=True, capture_output=True, text=True).stdout


def colourful(picture: Image.Image) -> int:
    """Return how far apart red, green and blue are where they differ most."""
    return max(max(dot) - min(dot) for _, dot in picture.getcolors(picture.width * picture.height) or ())
