"""Every page as an old phone shows it, 320 px wide, in both modes: nothing runs off, all can be tapped and read."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from babel.messages.pofile import read_po
from jinja2 import Environment
from playwright.sync_api import Page, sync_playwright

from tests.web.pages import STATIC, TEMPLATES, environment, render
from tests.web.samples import all_samples
from tests.web.samples.shell import DOORS

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    # The samples are files; axe reads their style sheets as a script would, which files may not.
    "--disable-web-security",
    "--allow-file-access-from-files",
]
LEAST_TARGET = 44
FILES = environment(static_url=STATIC.as_uri())
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
FAULTS = "axe.run(document, {resultTypes: ['violations']}).then((found) => found.violations)"
LEAST_MAIN_TARGET = {"standard": 44, "elder": 60}

# The height of everything one taps, leaving out links inside a sentence (WCAG 2.2, 2.5.8).
TARGETS = """main => [...document.querySelectorAll(main ? ".button.main, .door, .choice, .nav a" :
    "a, button, input:not([type=hidden]), select, textarea, summary")]
  .map(each => ["radio", "checkbox"].includes(each.type) ? each.closest("label") : each)
  .filter(each => getComputedStyle(each).display !== "inline" && each.getBoundingClientRect().width > 0)
  .map(each => [each.textContent.trim().slice(0, 20), Math.round(each.getBoundingClientRect().height)])"""

SOURCES = {path.name: path.read_text("utf-8") for path in TEMPLATES.glob("*.html")}
SAMPLES = {name: (template, context) for name, template, context in all_samples() if name != "api_docs-0"}
each_page_in_both_modes = pytest.mark.parametrize(
    ("name", "mode"), [(name, mode) for name in SAMPLES for mode in ("standard", "elder")]
)


@pytest.fixture(scope="module")
def phone() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 320, "height": 640})
        page.add_init_script(AXE)
        yield page
        browser.close()


@each_page_in_both_modes
def test_it_fits_and_can_be_tapped_and_read_aloud(phone: Page, tmp_path: Path, name: str, mode: str) -> None:
    template, context = SAMPLES[name]
    show(phone, tmp_path, template, {**context, "mode": mode})

    assert phone.evaluate("document.documentElement.scrollWidth") <= 320
    assert too_small(phone, LEAST_TARGET, main=False) == []
    assert too_small(phone, LEAST_MAIN_TARGET[mode], main=True) == []
    if mode == "standard":  # large type has the same words and colours, and is asked by test_axe_table.py
        assert [(each["id"], each["nodes"][0]["html"]) for each in phone.evaluate(FAULTS)] == []


@pytest.mark.parametrize(
    "name", [name for name, (template, _) in SAMPLES.items() if "stack" in SOURCES[template]]
)
def test_a_table_fits_in_large_english_too(phone: Page, tmp_path: Path, name: str) -> None:
    template, context = SAMPLES[name]
    file = tmp_path / "page.html"
    file.write_text(render(template, {**context, "mode": "elder", "lang": "en"}, in_english()), "utf-8")
    phone.goto(file.as_uri())

    assert phone.evaluate("document.documentElement.scrollWidth") <= 320


@cache
def in_english() -> Environment:
    """Return the templates with their English words."""
    with (STATIC.parents[1] / "translations/en/LC_MESSAGES/messages.po").open("rb") as file:
        words = {str(message.id): str(message.string) for message in read_po(file) if message.string}
    english = environment(static_url=STATIC.as_uri())
    english.install_gettext_callables(  # type: ignore[attr-defined]  # added by the i18n extension
        lambda text: words.get(text, text),
        lambda one, many, count: one if count == 1 else many,
        newstyle=True,
    )
    return english


def show(phone: Page, folder: Path, template: str, context: dict[str, Any]) -> None:
    """Show a page as a file."""
    file = folder / "page.html"
    file.write_text(render(template, context, FILES), "utf-8")
    phone.goto(file.as_uri())


def too_small(phone: Page, least: int, *, main: bool) -> list[tuple[str, int]]:
    return [target for target in phone.evaluate(TARGETS, main) if target[1] < least]


def test_large_type_is_large(phone: Page, tmp_path: Path) -> None:
    template, context = SAMPLES["elder_home-0"]
    show(phone, tmp_path, template, {**context, "mode": "elder"})

    assert pixels(phone, "main p, main a, footer p, .nav a") >= 18
    assert pixels(phone, ".door strong") >= 30


def pixels(phone: Page, selector: str) -> float:
    """Return the smallest type among the elements, in CSS pixels."""
    script = "found => Math.min(...found.map(each => parseFloat(getComputedStyle(each).fontSize)))"
    return float(phone.eval_on_selector_all(selector, script))


def test_in_large_type_the_page_begins_in_the_upper_third_of_the_screen(phone: Page, tmp_path: Path) -> None:
    template, context = SAMPLES["elder_home-0"]
    both_doors = {**context, "doors": DOORS, "unread": 36, "demo": True, "mode": "elder"}
    show(phone, tmp_path, template, both_doors)

    assert phone.eval_on_selector("main", "each => each.getBoundingClientRect().top") <= 640 / 3
