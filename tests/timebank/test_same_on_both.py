"""The same commands leave the same bytes on SQLite and on PostgreSQL: entries, root, accounts and figures."""

import secrets
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from ledger.account import Account
from ledger.audit import audit
from ledger.rows import NodeRow, PostingRow
from ledger.sql_store import SqlStore
from ledger.store import Head
from tests import walk
from tests.conftest import MONDAY, create_tables, open_url, settle_at
from tests.postgres import Postgres
from tests.town import BOOK
from timebank import ids
from timebank.clock import SetClock
from timebank.services.commands import CorrectService
from timebank.services.correcting import correct_service
from timebank.tallies import figures

SEED = 2026


@dataclass(frozen=True, slots=True)
class Left:
    """What a week leaves in a database."""

    entries: list[tuple[int, bytes]]
    head: Head
    postings: list[PostingRow]
    nodes: list[NodeRow]
    accounts: list[Account]
    figures: dict[str, dict[str, int]]
    findings: list[object]


def a_week(url: str, monkeypatch: pytest.MonkeyPatch) -> Left:
    """Play a week with chances that fall alike each time, and return what it left."""
    chance = Random(SEED)
    monkeypatch.setattr(secrets, "token_bytes", chance.randbytes)
    monkeypatch.setattr(secrets, "randbits", chance.getrandbits)
    monkeypatch.setattr(ids, "_last", 0)  # the ids of a process go on from its last
    create_tables(url)
    clock = SetClock(MONDAY)
    town = replace(settle_at(url), bank=open_url(url, clock), clock=clock)
    service_id = walk.settled(town)
    town.bank.run(correct_service, CorrectService(service_id, 45, "记多了"), town.chen, "key-1")
    walk.logged(town, minutes=30)
    walk.accepted(town, starts_at=town.clock.now() + timedelta(days=1), minutes=30)
    with town.bank.connect() as connection:
        store = SqlStore(connection, BOOK)
        head = store.head()
        left = Left(
            list(store.entry_bytes(0, head.size)),
            head,
            list(store.posting_rows()),
            [node for level in range(8) for node in store.node_rows(level)],
            list(store.account_rows()),
            figures(connection, BOOK, BOOK, 14),
            list(audit(store)),
        )
    town.bank.close()
    return left


def test_the_same_commands_leave_the_same_bytes(
    postgres: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = postgres.create()
    on_server = a_week(url, monkeypatch)
    postgres.drop(url)
    in_file = a_week(f"sqlite:///{tmp_path / 'week.sqlite3'}", monkeypatch)

    assert on_server == in_file
    assert len(in_file.entries) > 20
    assert in_file.head.root == on_server.head.root
    assert in_file.findings == []
