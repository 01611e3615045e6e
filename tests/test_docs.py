"""The documentation says what the code says: every setting, address and refusal has its line."""

import re
from pathlib import Path

import pytest

from scripts import write_reference
from timebank.settings import ENVIRONMENT, Settings, load_settings

REPOSITORY = Path(__file__).parent.parent
PAGES = sorted([*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").glob("*.md")])
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
ROW = re.compile(r"^\| `(\w+)` \| (?:`(\w+)`|–) \| ([^|]+) \|", re.MULTILINE)
PATH = re.compile(r"`((?:api|bench|deploy|docs|ledger|migrations|scripts|tests|timebank|web)/[\w/.-]*)`")
RENEW = "run: .venv/bin/python -m scripts.write_reference"


def test_every_refusal_has_its_line() -> None:
    assert write_reference.ERRORS.read_text(encoding="utf-8") == write_reference.errors_page(), RENEW


def test_every_address_has_its_line(tmp_path: Path) -> None:
    page = write_reference.routes_page(write_reference.app_in(tmp_path))

    assert write_reference.ROUTES.read_text(encoding="utf-8") == page, RENEW


def test_every_setting_has_its_line_with_its_default(tmp_path: Path) -> None:
    rows = ROW.findall((REPOSITORY / "README.md").read_text(encoding="utf-8"))

    assert {environment: name for environment, name, _ in rows if name} == {
        environment: name for name, environment in ENVIRONMENT.items() if name != "home"
    }
    defaults = load_settings({"TIMEBANK_HOME": str(tmp_path)})
    for environment, name, default in rows:
        if name and name != "database_url":
            assert _shown(getattr(defaults, name)) == default.strip("`"), environment
    assert set(ENVIRONMENT) == set(Settings.__dataclass_fields__)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_points_to_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    links = [page.parent / target for target in LINK.findall(text)]
    links += [REPOSITORY / target for target in PATH.findall(text)]

    assert [str(link) for link in links if not link.exists()] == []


def _shown(value: object) -> str:
    return {"": "empty", "()": "empty", "b''": "empty", "False": "false", "True": "true"}.get(
        str(value), str(value)
    )
