"""Every template stands on its own: it compiles, it says what it needs, and the content policy lets it work."""

import re
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest

from tests.web.pages import STATIC, TEMPLATES, environment, render
from tests.web.samples import SAMPLES, all_samples

PARTS = {
    "base.html",
    "print.html",
    "receipt_codes.html",
    "service_facts.html",
    "verify_alone.html",  # a page, but a file of its own, which holds its scripts: test_verify_page.py
    "verify_parts.html",
}
"""Templates that are no page of their own."""
WITHOUT_KEY = {"/mode", "/language", "/login", "/logout"}
"""Forms that change nothing that is kept in the book, so a second tap does no harm."""


class Page(HTMLParser):
    """Collects what the tests ask about: elements with their attributes, and forms with their fields."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.forms: list[tuple[dict[str, str | None], set[str]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.elements.append((tag, attributes))
        if tag == "form":
            self.forms.append((attributes, set()))
        elif self.forms and attributes.get("name"):
            self.forms[-1][1].add(str(attributes["name"]))

    def attributes(self, name: str) -> list[str]:
        return [str(attributes[name]) for _, attributes in self.elements if name in attributes]


PAGES = {name: render(template, context) for name, template, context in all_samples()}
every_page = pytest.mark.parametrize("html", PAGES.values(), ids=PAGES)
every_template = pytest.mark.parametrize(
    "name", [path.relative_to(TEMPLATES).as_posix() for path in sorted(TEMPLATES.rglob("*.html"))]
)


@every_template
def test_it_compiles_and_opens_with_what_it_is(name: str) -> None:
    env = environment()
    source, _, _ = env.loader.get_source(env, name)  # type: ignore[union-attr]  # the loader is always set

    env.compile(source, name)

    assert source.startswith("{#-")


def test_every_page_has_a_sample() -> None:
    pages = {path.name for path in TEMPLATES.glob("*.html")} - PARTS

    assert set(SAMPLES) == pages


@every_page
def test_it_holds_no_style_and_no_script_of_its_own(html: str) -> None:
    page = Page(html)

    assert page.attributes("style") == []
    assert [tag for tag, _ in page.elements if tag == "style"] == []
    assert [
        attributes for tag, attributes in page.elements if tag == "script" and not attributes.get("src")
    ] == []
    assert [name for _, attributes in page.elements for name in attributes if name.startswith("on")] == []


@every_page
def test_it_asks_no_other_host(html: str) -> None:
    page = Page(html)
    addresses = [
        url for name in ("src", "href", "action", "hx-get", "data-spec") for url in page.attributes(name)
    ]

    assert [url for url in addresses if not re.match(r"/(?!/)|#|\?|tel:", url)] == []


@every_page
def test_every_file_it_loads_is_there(html: str) -> None:
    page = Page(html)
    loaded = [
        str(attributes.get("src") or attributes.get("href"))
        for tag, attributes in page.elements
        if tag in {"script", "link"}
    ]

    assert [url for url in loaded if not (STATIC / url.removeprefix("/static/")).is_file()] == []


@every_page
def test_every_form_that_posts_is_safe_to_send_twice(html: str) -> None:
    posting = [(form, names) for form, names in Page(html).forms if form.get("method") == "post"]

    assert [form for form, names in posting if "csrf_token" not in names] == []
    unkeyed = [form["action"] for form, names in posting if "idempotency_key" not in names]
    assert set(unkeyed) <= WITHOUT_KEY


@every_page
def test_every_field_has_a_label_and_no_id_stands_twice(html: str) -> None:
    page = Page(html)
    ids = page.attributes("id")
    described = [
        target for name in ("for", "aria-describedby", "aria-labelledby") for target in page.attributes(name)
    ]

    assert len(ids) == len(set(ids))
    assert {each for target in described for each in target.split()} <= set(ids)


@every_page
def test_its_headings_go_down_one_step_at_a_time(html: str) -> None:
    levels = [int(tag[1]) for tag, _ in Page(html).elements if re.fullmatch(r"h[1-6]", tag)]

    assert levels.count(1) == (1 if levels else 0)
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_an_error_stands_beside_its_field_and_in_the_summary() -> None:
    page = Page(PAGES["login-1"])
    [password] = [attributes for _, attributes in page.elements if attributes.get("id") == "f-password"]

    assert password["aria-invalid"] == "true"
    assert password["aria-describedby"] == "e-password"
    assert "#f-password" in page.attributes("href")


def test_what_was_typed_is_kept_but_never_a_password() -> None:
    page = Page(PAGES["login-1"])
    fields: dict[Any, dict[str, str | None]] = {
        attributes.get("id"): attributes for _, attributes in page.elements
    }

    assert fields["f-phone"]["value"] == "13800000063"
    assert "value" not in fields["f-password"]


def test_typed_text_cannot_become_markup() -> None:
    context = {**sample_of("objection_new.html"), "values": {"number": '"><b>', "reason": "</textarea><b>"}}

    assert "<b>" not in render("objection_new.html", context)


def test_the_words_are_those_of_the_members() -> None:
    bookkeeping = re.compile("借方|贷方|借记|贷记")

    assert [name for name, html in PAGES.items() if bookkeeping.search(html)] == []


def sample_of(template: str) -> dict[str, Any]:
    return next(context for _, name, context in all_samples() if name == template)
