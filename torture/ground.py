"""The book that is tortured: what is asked of it, and what must hold of it whatever was done to it meanwhile.

Each request is a gift of one minute under a key of its own, so that everything can be told from the keys: a gift
that was acknowledged is there once and at the place that was said, any other is there wholly or not at all, and
asking again with the same keys leaves one gift a key.
"""

import json
import shutil
from collections.abc import Collection, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from ledger.audit import audit
from ledger.errors import LedgerError, StoreFailed
from ledger.sql_store import SqlStore
from ledger.tables import ledger_entry
from tests.conftest import create_tables
from tests.timebank.kernel import BOOK, Give, Given, give, open_test_book
from tests.timebank.writer_process import open_bank_at
from timebank.accounts import AccountSecrets
from timebank.actors import Actor
from timebank.db import is_server
from timebank.requests import Request
from timebank.writer import Bank

REPOSITORY = Path(__file__).parent.parent
FILE = "timebank.sqlite3"
RECEIVERS = 5
AT_ONCE = 500
"""Requests that are asked again at once; the writer's queue takes a thousand."""


def url_of(folder: Path) -> str:
    """Return the address of the SQLite database in a folder."""
    return f"sqlite:///{folder / FILE}"


def open_ground(url: str) -> None:
    """Make the tables and an open book; its first gift opens the receiver's account."""
    create_tables(url)
    with banked(url) as bank:
        open_test_book(bank)
        for number in range(RECEIVERS):
            ask(bank, f"opened-{number}").result()


def unclosed_ground(folder: Path) -> Path:
    """Return a folder with a ground whose last writer never closed it: much stands in the write-ahead log alone."""
    made, left = folder / "made", folder / "left"
    made.mkdir(parents=True)
    open_ground(url_of(made))
    with banked(url_of(made)) as bank:
        for number in range(RECEIVERS):
            ask(bank, f"unclosed-{number}").result()
        shutil.copytree(made, left)
    shutil.rmtree(made)
    (left / f"{FILE}-shm").unlink()  # as after a restart of the machine
    return left


@contextmanager
def banked(url: str) -> Iterator[Bank]:
    """Give a bank on a database, and close it."""
    bank = open_bank_at(url)
    try:
        yield bank
    finally:
        bank.close()


def ask(bank: Bank, key: str) -> Future[Given]:
    """Ask for the gift of a key, `NAME-NUMBER`."""
    name, number = key.split("-")
    return bank.submit(give, Give(f"member-{int(number) % RECEIVERS}", 1), Actor(BOOK, name), key)


def wrong_at_rest(url: str, acknowledged: Mapping[str, int]) -> list[str]:
    """Return in words what is wrong with a book of which so much was acknowledged, only by looking at it."""
    try:
        with banked(url) as bank:
            return _faults(bank, acknowledged)
    except (DBAPIError, StoreFailed, LedgerError) as error:
        return [f"it cannot be read: {error}"]


def wrong_with(url: str, asked: Collection[str], acknowledged: Mapping[str, int]) -> list[str]:
    """Return in words all that is wrong with a book, at rest and after everybody has asked again."""
    with banked(url) as bank:
        wrong = _faults(bank, acknowledged)
        keys = sorted(set(asked) | acknowledged.keys())
        places = _ask_all(bank, keys)
        wrong += [f"{said}, after everybody asked again" for said in _faults(bank, places | acknowledged)]
    return wrong


def _faults(bank: Bank, acknowledged: Mapping[str, int]) -> list[str]:
    with bank.connect() as connection:
        store = SqlStore(connection, BOOK)
        findings = audit(store, secrets=AccountSecrets(bank.vault, connection, BOOK))
        wrong = [str(finding) for finding in findings]
        if not is_server(connection):
            answer = connection.exec_driver_sql("PRAGMA integrity_check").scalar()
            wrong += [] if answer == "ok" else [f"integrity_check: {answer}"]
        gifts = set(connection.scalars(select(ledger_entry.c.seq).where(ledger_entry.c.kind == "transfer")))
        answers = connection.execute(
            select(Request.actor, Request.key, Request.outcome).where(Request.refusal == "")
        ).all()
    given = {row.key: _place(bank, row) for row in answers}
    if sorted(given.values()) != sorted(gifts):
        wrong.append(f"{len(given)} keys have an answer, {len(gifts)} gifts are in the book")
    for key, seq in acknowledged.items():
        if given.get(key) != seq:
            wrong.append(f"{key} was acknowledged as entry {seq}, now it is {given.get(key, 'lost')}")
    return wrong


def _place(bank: Bank, row: Any) -> int:
    """Return the seq in a stored answer."""
    answer = bank.vault.open_for_book(BOOK, f"request/{row.actor}/{row.key}", row.outcome)
    seq: int = json.loads(answer)["seq"]
    return seq


def _ask_all(bank: Bank, keys: list[str]) -> dict[str, int]:
    places = {}
    for begin in range(0, len(keys), AT_ONCE):
        answers = {key: ask(bank, key) for key in keys[begin : begin + AT_ONCE]}
        places |= {key: answer.result().seq for key, answer in answers.items()}
    return places
