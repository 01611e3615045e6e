"""`restore` without a backup: the entries a database lacks come back; a lost high-water file needs the operator."""

import shutil
from pathlib import Path

import pytest

from tests.timebank.cli.conftest import INIT, Run
from tests.timebank.kernel import BOOK, Give, give
from timebank import writer
from timebank.actors import system
from timebank.bootstrap import open_bank
from timebank.errors import ReadOnly
from timebank.publishing import Publisher
from timebank.settings import Settings, load_settings
from timebank.signed_heads import RolledBack


def go_on(settings: Settings, count: int) -> None:
    """Write entries and publish."""
    bank = open_bank(settings)
    for _ in range(count):
        bank.run(give, Give("wang", 10), system(BOOK))
    Publisher(settings).publish(bank, BOOK)
    bank.close()


@pytest.fixture
def older(run: Run, settings: Settings) -> Settings:
    """An installation whose database was replaced by an older copy."""
    run(*INIT)
    go_on(settings, 1)
    copy = shutil.copy(settings.database_file, settings.home / "yesterday")
    go_on(settings, 5)
    shutil.move(copy, settings.database_file)
    return settings


def test_what_the_database_lacks_comes_back(run: Run, older: Settings) -> None:
    before = run("audit")
    restored = run("restore")

    assert "ROLLED_BACK" in before.out
    assert before.code == 1
    assert restored.code == 0
    assert "entries 9 to 13 are back, byte for byte; entry 14 is a remark" in restored.out
    assert "ROLLED_BACK" not in run("audit").out
    assert run("restore").out == f"book {BOOK}: nothing is missing.\n"


def test_where_the_files_are_lost_too_it_asks_for_a_copy(run: Run, older: Settings, tmp_path: Path) -> None:
    shutil.move(older.published_folder / BOOK, tmp_path / "copy")
    without = run("restore")
    with_copy = run("restore", "--entries", tmp_path / "copy")

    assert without.code == 1
    assert "reach to entry 9, signed were 14" in without.err
    assert "--entries" in without.err
    assert with_copy.code == 0


def test_a_mark_that_is_there_is_not_put_aside(run: Run, older: Settings) -> None:
    ended = run("restore", "--accept-head")

    assert ended.code == 1
    assert "No high-water file is missing" in ended.err


def test_after_a_backup_came_back_the_operator_accepts_the_head(run: Run, settings: Settings) -> None:
    run(*INIT)
    go_on(settings, 1)
    settings.high_water_file(BOOK).unlink()

    refused = run("restore")
    accepted = run("restore", "--accept-head")

    assert refused.code == 1
    assert "high-water file is missing" in refused.err
    assert accepted.code == 0
    assert "9 entries accepted" in accepted.out
    go_on(settings, 1)


def test_without_its_signing_key_no_head_is_accepted(run: Run, settings: Settings) -> None:
    run(*INIT)
    settings.high_water_file(BOOK).unlink()
    settings.signing_key_file(BOOK).unlink()

    ended = run("restore", "--accept-head")

    assert ended.code == 1
    assert "signing key" in ended.err
    assert not settings.high_water_file(BOOK).exists()


def test_without_a_time_bank_there_is_nothing_to_bring_back(run: Run) -> None:
    ended = run("restore")

    assert ended.code == 1
    assert "name the FILE of a backup" in ended.err


def test_another_database_than_the_one_that_was_signed_is_noticed(
    run: Run, older: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{older.home / 'another.sqlite3'}")
    open_bank(load_settings()).close()

    ended = run("restore")

    assert ended.code == 1
    assert f"{BOOK} was signed here, but is not in" in ended.err


@pytest.mark.parametrize(
    "words",
    [("file",), ("file", "--accept-head"), ("file", "--entries", "x"), ("--master-key-file", "x")],
)
def test_what_does_not_go_together_is_wrong_usage(run: Run, words: tuple[str, ...]) -> None:
    assert run("restore", *words).code == 2


def test_a_running_server_writes_again_without_a_restart(
    run: Run, older: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = open_bank(older)
    with pytest.raises(RolledBack):
        server.run(give, Give("wang", 10), system(BOOK))

    run("restore")

    with pytest.raises(RolledBack):  # it has just looked
        server.run(give, Give("wang", 10), system(BOOK))
    monkeypatch.setattr(writer, "LOOK_AGAIN_SECONDS", 0)
    assert server.run(give, Give("wang", 10), system(BOOK)).seq > 14
    assert server.read_only == {}
    server.close()


def test_a_book_that_is_only_read_for_another_reason_stays_so(
    run: Run, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(*INIT)
    server = open_bank(settings)
    monkeypatch.setattr(writer, "LOOK_AGAIN_SECONDS", 0)
    server.read_only[BOOK] = ReadOnly(reason="磁盘已满")

    with pytest.raises(ReadOnly):
        server.run(give, Give("wang", 10), system(BOOK))
    server.close()


def test_where_the_files_are_lost_for_good_the_book_goes_on_in_a_new_log(run: Run, older: Settings) -> None:
    shutil.rmtree(older.published_folder / BOOK)

    continued = run("restore", "--continue", "--reason", "硬盘坏了。")

    assert continued.code == 0
    assert f"goes on in log {BOOK}/2" in continued.out
    assert f"{BOOK}-2.signing.key" in continued.out
    assert "0 findings" in run("audit").out
    go_on(older, 1)
    assert (older.published_folder / f"{BOOK}-2" / "checkpoint").exists()
    assert run("restore").out == f"book {BOOK}: nothing is missing.\n"


def test_a_book_does_not_go_on_anew_while_files_hold_what_is_missing(run: Run, older: Settings) -> None:
    refused = run("restore", "--continue", "--reason", "硬盘坏了。")

    assert refused.code == 1
    assert "hold what is missing: `restore` brings it back. Nothing was changed." in refused.err


def test_a_book_that_lacks_nothing_does_not_go_on_anew(run: Run, settings: Settings) -> None:
    run(*INIT)

    refused = run("restore", "--continue", "--reason", "硬盘坏了。")

    assert refused.code == 1
    assert "No book is behind what was signed. Nothing was changed." in refused.err


@pytest.mark.parametrize(
    "words", [["--continue"], ["--continue", "--reason", " "], ["--reason", "硬盘坏了。"]]
)
def test_nobody_goes_on_anew_without_saying_why(run: Run, words: list[str]) -> None:
    refused = run("restore", *words)

    assert refused.code == 2
    assert "--continue and --reason WORDS go together" in refused.err
