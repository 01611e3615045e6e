"""A large book is audited on two cores, and comes to the same findings as on one."""

from sqlalchemy import Connection

from tests.timebank.cli.conftest import INIT, Run
from tests.timebank.cli.test_audit import BOOK, change
from timebank.audit_cores import audit_on_cores
from timebank.book_audit import audit_book
from timebank.cli.audit import open_vault
from timebank.crypto import Vault
from timebank.db import reader_engine
from timebank.settings import Settings


def opened(settings: Settings) -> tuple[Connection, Vault]:
    return reader_engine(settings.database_url).connect(), open_vault(settings)


def test_two_cores_find_what_one_finds(run: Run, settings: Settings) -> None:
    run(*INIT)
    change(
        settings,
        "DROP TRIGGER ledger_entry_no_update",
        "UPDATE ledger_entry SET bytes = CAST(replace(CAST(bytes AS TEXT), 'kind account', 'kind accoumt') AS BLOB)"
        " WHERE seq = 5",
        "DELETE FROM account_holder",
    )
    connection, vault = opened(settings)
    told: list[tuple[int, int]] = []

    def note(done: int, total: int) -> None:
        told.append((done, total))

    with connection.begin():
        on_two = audit_on_cores(settings, connection, vault, BOOK, note, worth_it=1)
        on_one = audit_book(connection, vault, BOOK)

    assert on_two == on_one
    assert {"EDITED", "GUARD_MISSING", "ROW_ASTRAY"} <= {one.kind for one in on_two.findings}
    assert told[-1] == (7, 7)


def test_a_small_book_is_not_worth_a_second_process(run: Run, settings: Settings) -> None:
    run(*INIT)
    connection, vault = opened(settings)
    settings.master_key_file.unlink()  # which a process beside would need

    with connection.begin():
        assert audit_on_cores(settings, connection, vault, BOOK, worth_it=8).findings == ()
