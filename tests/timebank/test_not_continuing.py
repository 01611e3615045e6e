"""When a book does not go on in another log, and what an attempt that failed leaves behind."""

import shutil

import pytest

from tests.home import WHY, Home
from tests.town import BOOK, GiveMinutes, Town, give_minutes
from timebank.actors import system
from timebank.books import origin_after
from timebank.continuing import CannotContinue, continue_log
from timebank.restoring import NothingKept, bring_forward
from timebank.settings import Settings
from timebank.signed_heads import RolledBack, logs_not_here
from timebank.signing import begin_log


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        ("not behind", "no entries are missing that were signed: it is the book that was signed"),
        ("files there", "hold what is missing: `restore` brings it back"),
        ("mark lost", "no entries are missing that were signed: the high-water file is missing"),
        ("not sound", "what is left is not sound"),
        ("another past", "is not the beginning of what was signed"),
    ],
)
def test_where_it_must_not_go_on_nothing_is_changed(
    signed_town: Town, signed_settings: Settings, fault: str, says: str
) -> None:
    home = Home(signed_town, signed_settings)
    if fault != "not behind":
        home.roll_back()
    if fault == "mark lost":
        home.settings.high_water_file(BOOK).unlink()
    if fault == "not sound":
        shutil.rmtree(home.settings.published(BOOK))
        with home.town.bank._writer_engine.begin() as connection:
            connection.exec_driver_sql("UPDATE ledger_account SET credits = credits + 1")
    if fault == "another past":
        shutil.rmtree(home.settings.published(BOOK) / "tile" / "entries")
        reason = home.town.bank.read_only.pop(BOOK)
        home.town.bank.run(give_minutes, GiveMinutes(home.town.li.member_id, 999), system(BOOK))
        home.town.bank.read_only[BOOK] = reason
    before = (home.entries(BOOK), home.town.bank.read_only, sorted(home.settings.home.rglob("*")))

    with pytest.raises(CannotContinue, match=says):
        continue_log(home.town.bank, home.settings, home.book, WHY)

    assert (home.entries(BOOK), home.town.bank.read_only, sorted(home.settings.home.rglob("*"))) == before
    assert home.book.log == BOOK


def test_an_attempt_that_was_broken_off_is_made_again(signed_town: Town, signed_settings: Settings) -> None:
    home = Home(signed_town, signed_settings)
    home.lose_entries()
    begin_log(home.settings, f"{BOOK}/2", origin_after(home.book))

    with home.town.bank.connect() as connection:
        assert logs_not_here(connection, home.settings) == []
    assert home.go_on().log == f"{BOOK}/2"
    home.town.bank.close()


def test_until_it_goes_on_it_can_only_be_read(signed_town: Town, signed_settings: Settings) -> None:
    home = Home(signed_town, signed_settings)
    home.lose_entries()

    assert isinstance(home.town.bank.read_only[BOOK], RolledBack)
    with pytest.raises(NothingKept):
        bring_forward(home.town.bank, home.settings, home.book)
