"""`audit` says "N entries, 0 findings", or names what is wrong and exits 1; it changes nothing."""

from pathlib import Path

from tests.timebank.cli.conftest import INIT, Run
from timebank.bootstrap import open_bank
from timebank.db import sqlite
from timebank.settings import Settings

BOOK = "450125"


def change(settings: Settings, *statements: str) -> None:
    connection = sqlite.connect(str(settings.database_file))
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def test_an_untouched_book_has_no_findings(run: Run) -> None:
    run(*INIT)

    ended = run("audit")

    assert ended.code == 0
    assert ended.last_line == "7 entries, 0 findings"
    assert "7 read" in ended.err


def test_it_runs_beside_an_open_bank(run: Run, settings: Settings) -> None:
    run(*INIT)
    bank = open_bank(settings)

    assert run("audit", "--book", BOOK).last_line == "7 entries, 0 findings"
    bank.close()


def test_one_changed_byte_names_its_entry_and_the_missing_guard(run: Run, settings: Settings) -> None:
    run(*INIT)
    change(
        settings,
        "DROP TRIGGER ledger_entry_no_update",
        "UPDATE ledger_entry SET bytes = CAST(replace(CAST(bytes AS TEXT), 'kind account', 'kind accoumt') AS BLOB)"
        " WHERE seq = 5",
    )

    ended = run("audit")

    lines = ended.out.splitlines()
    assert ended.code == 1
    assert lines[0].startswith(f"{BOOK} GUARD_MISSING seq - entry -: guard ledger_entry_no_update")
    assert lines[1].startswith(f"{BOOK} EDITED seq 5 entry ")
    assert lines[2:] == ["7 entries, 2 findings"]


def test_it_writes_nothing(run: Run, settings: Settings) -> None:
    run(*INIT)
    before = settings.database_file.read_bytes()

    run("audit")

    assert settings.database_file.read_bytes() == before


def test_an_unknown_book_is_wrong_usage(run: Run) -> None:
    run(*INIT)

    ended = run("audit", "--book", "360700")

    assert ended.code == 2
    assert "there is 450125" in ended.err


def test_where_nothing_is_it_says_so_and_makes_nothing(run: Run, home: Path) -> None:
    ended = run("audit")

    assert ended.code == 1
    assert "There is no time bank" in ended.err
    assert not home.exists()


def test_without_the_master_key_it_says_so(run: Run, settings: Settings) -> None:
    run(*INIT)
    settings.master_key_file.unlink()

    ended = run("audit")

    assert ended.code == 1
    assert "put the master key back" in ended.err
