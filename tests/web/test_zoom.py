"""Pages at twice the size (WCAG 2.2, 1.4.4 and 1.4.10): nothing runs off the screen to the right."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.web.pages import STATIC, environment, render
from tests.web.test_old_browsers import LOOKED_AT, SAMPLES
from tests.web.test_page_layout import phone

__all__ = ["phone"]


@pytest.mark.parametrize("name", LOOKED_AT)
@pytest.mark.parametrize("way", ["all twice as large", "letters twice as large"])
def test_twice_as_large_nothing_runs_off(phone: Page, tmp_path: Path, name: str, way: str) -> None:
    template, context = SAMPLES[name]
    file = tmp_path / "page.html"
    file.write_text(render(template, context, environment(static_url=STATIC.as_uri())), "utf-8")
    phone.set_viewport_size({"width": 640, "height": 360})  # a screen of 1280 by 720 at 200 %

    phone.goto(file.as_uri())
    if way.startswith("letters"):
        phone.evaluate("document.documentElement.style.fontSize = '200%'")

    assert phone.evaluate("document.documentElement.scrollWidth") <= 640
