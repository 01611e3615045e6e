"""Handles say nothing; the table of holders says whose they are, and their secrets die with their holders."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, delete, select

from tests.timebank.kernel import BOOK
from tests.timebank.kernel import SITE as SITE_ID
from timebank.accounts import MEMBER, SITE, AccountHolder, AccountSecrets, find_handle
from timebank.crypto import People, PersonKey, Vault
from timebank.writer import Bank


@pytest.fixture
def connection(bank: Bank) -> Iterator[Connection]:
    with bank._writer_engine.begin() as connection:
        People(bank.vault, connection, BOOK).create("li")
        yield connection


def holders(connection: Connection, vault: Vault | None = None) -> AccountSecrets:
    return AccountSecrets(vault or Vault(bytes(32)), connection, BOOK)


def test_a_holder_is_found_by_purpose(connection: Connection) -> None:
    handle = holders(connection).create(MEMBER, "li", "member")

    assert find_handle(connection, BOOK, MEMBER, "li", "member") == handle
    assert find_handle(connection, BOOK, MEMBER, "li", "grant") is None
    assert find_handle(connection, BOOK, SITE, "li", "member") is None
    assert find_handle(connection, "450126", MEMBER, "li", "member") is None


def test_a_holder_has_one_handle_for_a_purpose(connection: Connection) -> None:
    holders(connection).create(MEMBER, "li", "member")

    with pytest.raises(Exception, match="UNIQUE"):
        holders(connection).create(MEMBER, "li", "member")


def test_secrets_are_read_back_by_a_process_that_remembers_nothing(connection: Connection) -> None:
    first = holders(connection)
    handles = [first.create(MEMBER, "li", "member"), first.create(SITE, SITE_ID, "pool")]
    secrets = first.secrets_of(handles)

    again = holders(connection).secrets_of(handles)

    assert again == secrets
    assert sorted(again) == sorted(handles)
    assert {len(secret) for secret in again.values()} == {32}


def test_with_its_holders_key_an_accounts_secret_is_gone(connection: Connection) -> None:
    handle = holders(connection).create(MEMBER, "li", "member")
    pool = holders(connection).create(SITE, SITE_ID, "pool")

    connection.execute(delete(PersonKey).where(PersonKey.member_id == "li"))

    assert set(holders(connection).secrets_of([handle, pool])) == {pool}


def test_a_secret_moved_to_another_handle_does_not_open(connection: Connection) -> None:
    mine = holders(connection).create(MEMBER, "li", "member")
    other = holders(connection).create(MEMBER, "li", "grant")
    sealed = connection.scalar(select(AccountHolder.sealed_secret).where(AccountHolder.handle == mine))
    table = AccountHolder.__table__
    connection.execute(table.update().where(table.c.handle == other).values(sealed_secret=sealed))  # type: ignore[attr-defined]  # a Table at run time

    assert set(holders(connection).secrets_of([mine, other])) == {mine}


def test_a_handle_shows_nothing_of_its_holder(connection: Connection) -> None:
    handle = holders(connection).create(MEMBER, "li", "member")

    assert len(handle) == 20
    assert set(handle) <= set("abcdefghijklmnopqrstuvwxyz234567")


def test_what_opens_a_state_in_one_log_opens_none_in_the_next(connection: Connection) -> None:
    handle = holders(connection).create(MEMBER, "li", "member")
    vault = Vault(bytes(32))

    first, second, again = (
        AccountSecrets(vault, connection, log).secrets_of([handle])[handle]
        for log in (BOOK, f"{BOOK}/2", f"{BOOK}/2")
    )

    assert first != second == again
    connection.execute(delete(PersonKey).where(PersonKey.member_id == "li"))
    assert AccountSecrets(Vault(bytes(32)), connection, f"{BOOK}/2").secrets_of([handle]) == {}
