"""What a browser of 2020 (Chrome 80, and the WeChat browser's engine of that year) makes of our scripts and styles.

No such browser runs here. So scripts are searched for words it does not know, and pages are laid out with the style
sheets as it reads them: a rule whose selector it cannot read is dropped as a whole, and lines of boxes have no gap.
Left out are the camera, an extra that says so where it is missing, and the page on which programmers try the API.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.web.pages import STATIC, environment, render
from tests.web.samples import all_samples
from tests.web.test_page_layout import TARGETS, phone

__all__ = ["phone"]

EXTRAS = ("vendor/swagger-ui-dist/", "vendor/barcode-detector/", "vendor/zxing-wasm/", "api_docs.js")
SCRIPTS = {
    path.relative_to(STATIC).as_posix(): path
    for path in sorted(STATIC.rglob("*.js"))
    if not path.relative_to(STATIC).as_posix().startswith(EXTRAS)
}
COMMENTS = re.compile(r"/\*.*?\*/|^\s*//[^\n]*", re.DOTALL | re.MULTILINE)
NEWER_WORDS = {
    "logical assignment (85)": r"(?:\?\?|\|\||&&)=",
    "private names (84)": r"[{;\s.]#[a-z]\w*\s*[(=;]",
    "replaceAll (85)": r"\.replaceAll\(",
    "at (92)": r"\.at\(",
    "hasOwn (93)": r"Object\.hasOwn\b",
    "any (85)": r"Promise\.any\b",
    "replaceChildren (86)": r"\.replaceChildren\(",
    "randomUUID (92)": r"randomUUID",
    "structuredClone (98)": r"structuredClone",
    "findLast (97)": r"\.findLast\w*\(",
    "static block (94)": r"static\s*\{",
    "top-level await (89)": r"^await ",
    "weak references (84)": r"WeakRef",
    "toSorted (110)": r"\.to(?:Sorted|Reversed|Spliced)\(",
}
"""By what came later than Chrome 80, with the version that brought it."""
NEWER_SELECTORS = re.compile(r":is\(|:where\(|:has\(|:focus-visible|:not\([^()]*,|::file-selector-button")
"""Versions 88, 88, 105, 86, 88 and 89."""
RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
WITHOUT_GAPS = """() => { for (const each of document.querySelectorAll("*"))
  if (getComputedStyle(each).display.includes("flex")) each.style.gap = "0"; }"""
LOOKED_AT = (
    "front-0",
    "login-0",
    "elder_home-0",
    "need_new-1",
    "confirm_service-0",
    "volunteer_home-0",
    "service_log-0",
    "coordinator_home-0",
    "member_new-0",
    "county_home-0",
)
SAMPLES = {name: (template, context) for name, template, context in all_samples() if name in LOOKED_AT}


@pytest.mark.parametrize("name", SCRIPTS)
def test_it_knows_every_word_of_our_scripts(name: str) -> None:
    text = COMMENTS.sub("", SCRIPTS[name].read_text("utf-8"))

    assert {what: re.findall(words, text, re.MULTILINE) for what, words in NEWER_WORDS.items()} == {
        what: [] for what in NEWER_WORDS
    }


@pytest.fixture(scope="module")
def styles_of_2020(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Our files with style sheets less the rules that the old browser drops; their address."""
    folder = tmp_path_factory.mktemp("static")
    for sheet in STATIC.rglob("*.css"):
        copy = folder / sheet.relative_to(STATIC)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(
            RULE.sub(lambda rule: "" if is_dropped(rule[1]) else rule[0], sheet.read_text("utf-8")), "utf-8"
        )
    return folder.as_uri()


def is_dropped(selector: str) -> bool:
    """Tell whether the old browser cannot read a selector."""
    return NEWER_SELECTORS.search(selector) is not None


@pytest.mark.parametrize("name", LOOKED_AT)
def test_pages_fit_and_can_be_tapped_without_the_rules_it_drops(
    phone: Page, styles_of_2020: str, tmp_path: Path, name: str
) -> None:
    template, context = SAMPLES[name]
    file = tmp_path / "page.html"
    file.write_text(
        render(template, {**context, "mode": "elder"}, environment(static_url=styles_of_2020)), "utf-8"
    )

    phone.goto(file.as_uri())
    phone.evaluate(WITHOUT_GAPS)

    assert phone.evaluate("document.documentElement.scrollWidth") <= 320
    assert [each for each in phone.evaluate(TARGETS, False) if each[1] < 44] == []
    phone.locator("main a, main button, main input:not([type=hidden])").first.focus()
    assert phone.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
