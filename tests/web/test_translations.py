"""The English catalogue: complete, nothing in it that nobody says, and each sentence with the same places."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from tests.web.visitor import Visitor

ROOT = Path(__file__).resolve().parents[2]
PLACES = re.compile(r"%\(\w+\)s")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
OWN_NAMES = {"中文", "上林县"}
"""What stays Chinese on an English page: the language's own name and names of places and people."""


@pytest.fixture(scope="module")
def english() -> Catalog:
    """The English catalogue."""
    with (ROOT / "translations/en/LC_MESSAGES/messages.po").open("rb") as file:
        return read_po(file, locale="en")


@pytest.fixture(scope="module")
def said() -> set[str]:
    """Every sentence the code and the templates mark for translation."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    return {
        message
        for folder in ("api", "timebank", "web")
        for _, _, message, _, _ in extract_from_dir(
            ROOT / folder,
            [(pattern.removeprefix(f"{folder}/"), method) for pattern, method in methods],
            {pattern.removeprefix(f"{folder}/"): value for pattern, value in options.items()},
            DEFAULT_KEYWORDS,
        )
        if isinstance(message, str)
    }


def test_every_sentence_has_its_english(english: Catalog, said: set[str]) -> None:
    assert sorted(message for message in said if not getattr(english.get(message), "string", "")) == []


def test_nothing_is_translated_that_nobody_says(english: Catalog, said: set[str]) -> None:
    assert sorted(str(message.id) for message in english if message.id and message.id not in said) == []


def test_nothing_is_fuzzy_and_no_english_is_chinese(english: Catalog) -> None:
    assert [message.id for message in english if message.id and message.fuzzy] == []
    assert [message.string for message in english if message.id and CHINESE.search(str(message.string))] == []


def test_each_english_has_the_places_of_its_chinese(english: Catalog) -> None:
    differing = [
        message.id
        for message in english
        if message.id and set(PLACES.findall(str(message.id))) != set(PLACES.findall(str(message.string)))
    ]

    assert differing == []


def test_every_msgid_is_chinese_or_a_format(said: set[str]) -> None:
    assert [message for message in said if not CHINESE.search(message)] == []


@pytest.mark.parametrize(
    "path", ["/", "/login", "/login?with=card", "/notices", "/objections/new", "/code", "/nope"]
)
def test_an_english_page_is_english(stranger: Visitor, path: str) -> None:
    stranger.client.set_cookie("tb_language", "en")

    words = stranger.opens(path).words

    for own in OWN_NAMES:
        words = words.replace(own, "")
    assert CHINESE.search(words) is None, words


def test_the_switch_keeps_the_page_and_the_choice(stranger: Visitor) -> None:
    stranger.opens("/notices?number=12").sends("/language")

    assert stranger.path == "/notices"
    assert "There is no number 12 on the notice." in stranger.words
    assert "Object" in stranger.opens("/objections/new").words


def test_a_browser_that_speaks_english_is_answered_in_english(stranger: Visitor) -> None:
    answer = stranger.client.get("/", headers={"Accept-Language": "en-GB,en;q=0.9"})

    assert "I need help" in answer.get_data(as_text=True)
    assert 'lang="en"' in answer.get_data(as_text=True)


def test_any_other_browser_is_answered_in_chinese(stranger: Visitor) -> None:
    for spoken in ("zh-CN,zh;q=0.9,en;q=0.5", "fr", "", "x" * 500):
        answer = stranger.client.get("/", headers={"Accept-Language": spoken})
        assert "我要帮助" in answer.get_data(as_text=True)
