"""Bits that flip in the file of a database: each that changes what the file says is found, and its entry named."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from ledger.audit import audit
from ledger.errors import LedgerError, StoreFailed
from ledger.finding import Finding
from ledger.sql_store import SqlStore
from tests.ledger.desk import BOOK
from timebank.db import reader_engine
from torture.small_book import SECRETS, Contents, changed, contents, make_book
from torture.table import Row, Scale

SEED = 2026
ENTRIES = 500


@dataclass(slots=True)
class Flips:
    """What came of it: by `harmless`, `audit`, `integrity_check`, `both` or `unreadable`, how many flips."""

    found: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def measure_flips(folder: Path, scale: Scale) -> Iterator[Row]:
    """Give the row of one book."""
    flips = flip_bits(folder, scale.of(ENTRIES, 60), scale.of(5_000, 200))
    how = ", ".join(f"{count:,} {name}" for name, count in sorted(flips.found.items()))
    yield Row("bit flips in the file", "SQLite", f"{flips.found.total():,} flips: {how}", tuple(flips.wrong))


def flip_bits(folder: Path, entries: int, flips: int, seed: int = SEED) -> Flips:
    """Flip one bit after the other, each in an untouched copy of the file."""
    chance = random.Random(seed)
    make_book(folder / "sound.sqlite3", entries)
    data = (folder / "sound.sqlite3").read_bytes()
    before, _, _ = _look_at(folder, data)
    outcome = Flips()
    for _ in range(flips):
        place, bit = chance.randrange(len(data)), chance.randrange(8)
        flipped = data[:place] + bytes([data[place] ^ (1 << bit)]) + data[place + 1 :]
        after, findings, answer = _look_at(folder, flipped)
        outcome.found[_how_found(before, after, findings, answer)] += 1
        if (said := _wrong(before, after, findings, answer)) is not None:
            outcome.wrong.append(f"bit {bit} of byte {place}: {said}")
    return outcome


def _look_at(folder: Path, data: bytes) -> tuple[Contents | None, list[Finding], str]:
    """Return what a file holds, or None where it cannot be read, what the audit finds, and integrity_check's answer."""
    file = folder / "flipped.sqlite3"
    file.write_bytes(data)
    engine = reader_engine(f"sqlite:///{file}")
    held, findings, answer = None, [], "not asked"
    try:
        with engine.begin() as connection:
            answer = str(connection.exec_driver_sql("PRAGMA integrity_check").scalar())
            findings = audit(SqlStore(connection, BOOK), secrets=SECRETS)
            held = contents(connection)
    except (DBAPIError, StoreFailed, LedgerError, UnicodeDecodeError):
        held = (
            None  # nobody overlooks a file that cannot be read; the driver may stumble over its own complaint
        )
    finally:
        engine.dispose()
        for left in folder.glob("flipped*"):
            left.unlink()
    return held, findings, answer


def _how_found(before: Contents | None, after: Contents | None, findings: list[Finding], answer: str) -> str:
    if after is None:
        return "unreadable"
    if findings:
        return "by audit and integrity_check" if answer != "ok" else "by audit"
    if answer != "ok":
        return "by integrity_check"
    return "without effect" if after == before else "NOT FOUND"


def _wrong(
    before: Contents | None, after: Contents | None, findings: list[Finding], answer: str
) -> str | None:
    """Return what should not be: a change that nobody finds, or an entry at fault that is not named."""
    assert before is not None
    if after is None:
        return None
    differs = changed(before, after)
    if differs and not findings and answer == "ok":
        return f"{differs} was not found"
    seqs = {key[1] for table in ("ledger_entry", "ledger_posting") for key in differs.get(table, ())}
    named = {finding.seq for finding in findings}
    if seqs and answer == "ok" and not seqs & named:
        return f"entries {sorted(seqs, key=str)} differ, the audit names {sorted(named, key=str)}"
    return None
