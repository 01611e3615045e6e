"""The book that is tortured: what is asked of it, and what must hold of it whatever was done to it meanwhile.

Each request is a gift of one minute under a key of its own, so that everything can be told from the keys: a gift
that was acknowledged is there once and at the place that was said, any other is there wholly or not at all, and
asking again with the same keys leaves one gift a key.
"""

import shutil
from collections.abc import Collection, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import func, select

from ledger.audit import audit
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


def wrong_with(url: str, asked: Collection[str], acknowledged: Mapping[str, int]) -> list[str]:
    """Return in words all that is wrong with a book of which so much was asked and acknowledged."""
    with banked(url) as bank:
        wrong = [f"before anybody asked again: {said}" for said in _faults(bank)]
        stored = _stored_keys(bank)
        wrong += [f"{key} was acknowledged and is lost" for key in acknowledged if key not in stored]
        keys = sorted(stored | set(asked) | acknowledged.keys())
        places = _ask_all(bank, keys)
        for key, seq in acknowledged.items():
            if places[key] != seq:
                wrong.append(f"{key} was acknowledged as entry {seq} and is now {places[key]}")
        if len(set(places.values())) != len(keys):
            wrong.append("two keys have one entry")
        wrong += [f"after everybody asked again: {said}" for said in _faults(bank)]
    return wrong


def _faults(bank: Bank) -> list[str]:
    """Return what is wrong with a book by itself."""
    with bank.connect() as connection:
        store = SqlStore(connection, BOOK)
        wrong = [
            str(finding) for finding in audit(store, secrets=AccountSecrets(bank.vault, connection, BOOK))
        ]
        if not is_server(connection):
            answer = connection.exec_driver_sql("PRAGMA integrity_check").scalar()
            wrong += [] if answer == "ok" else [f"integrity_check: {answer}"]
        counted = select(func.count()).where(ledger_entry.c.kind == "transfer")
        gifts = connection.scalar(counted)
    if gifts != (keys := len(_stored_keys(bank))):
        wrong.append(f"{gifts} gifts under {keys} keys")
    return wrong


def _stored_keys(bank: Bank) -> set[str]:
    with bank.connect() as connection:
        return set(connection.scalars(select(Request.key).where(Request.refusal == "")))


def _ask_all(bank: Bank, keys: list[str]) -> dict[str, int]:
    places = {}
    for begin in range(0, len(keys), AT_ONCE):
        answers = {key: ask(bank, key) for key in keys[begin : begin + AT_ONCE]}
        places |= {key: answer.result().seq for key, answer in answers.items()}
    return places
