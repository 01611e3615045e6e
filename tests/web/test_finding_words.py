"""Every kind of finding has words on the page of the audit."""

import re
from pathlib import Path

from tests.timebank.test_book_audit import tamper
from tests.town import Town
from tests.web.conftest import Browse
from timebank.audits import audit_whole
from timebank.settings import Settings
from web.finding_words import FINDING_WORDS

ROOT = Path(__file__).parents[2]
KIND = re.compile(
    r'Finding\(\s*"([A-Z_]+)"|\("([A-Z]+_[A-Z_]+|UNBALANCED|FORK)", [a-z_]+\)'
    r'|_find(?:_at)?\("([A-Z_]+)"|finding = "([A-Z_]+)"'
)


def kinds_in_the_source() -> set[str]:
    files = [*(ROOT / "ledger").glob("*.py"), *(ROOT / "timebank").glob("*.py")]
    return {next(filter(None, found)) for file in files for found in KIND.findall(file.read_text())}


def test_each_kind_that_an_audit_can_find_is_named() -> None:
    kinds = kinds_in_the_source()

    assert {"EDITED", "ROLLED_BACK", "GRANT_DRIFT", "UNBALANCED", "TAIL_SHORT"} <= kinds
    assert kinds <= FINDING_WORDS.keys()


def test_the_page_says_it_in_words_and_quotes_the_ledger(
    browse: Browse, town: Town, settings: Settings
) -> None:
    tamper(town, "DROP TRIGGER ledger_entry_no_update")
    audit_whole(settings, town.bank, town.huang.book)

    page = browse(town.huang).opens("/audit")

    assert "不许修改的锁不见了，或者被换过。" in page.words
    assert "guard ledger_entry_no_update is missing or altered" in page.words
    assert "Finding(" not in page.words
