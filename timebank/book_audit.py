"""The audit of one book with everything that hangs on it: the ledger's own, then what stands beside its entries.

Beside the kinds of `ledger.audit` it finds

| kind | what was found |
|---|---|
| TEXT_MISSING | an entry commits to words that are not kept |
| TEXT_ALTERED | the words kept are not those the entry commits to, or do not open |
| TEXT_ASTRAY | words are kept for an entry that is not there |
| ROW_ASTRAY | a row of the time bank names a ledger entry or account that is not there |
| ROW_DRIFT | such a row, or a service's credit, says something else than the entries |
| TALLY_DRIFT | a kept figure of a site is not what is counted |
| STOCK_DRIFT | the rows of a shop tell of other pieces than the ledger holds |
| RULES_ALTERED | the text of a version of the rules is not the one the ledger quotes |

Words and states of a person whose key was destroyed are counted as erased.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from ledger.audit import Finding, Report, take_stock
from ledger.audit_since import audit_since
from ledger.checkpoint import Checkpoint
from ledger.entry import Entry, parse
from ledger.errors import Malformed
from ledger.sql_nodes import SqlNodes
from ledger.sql_store import SqlStore
from timebank.accounts import AccountSecrets
from timebank.audit_rows import (
    accounts_astray,
    certificates_drifted,
    entries_astray,
    reserves_drifted,
    rules_altered,
)
from timebank.audit_services import credits_drifted, reserves_forgotten
from timebank.audit_stock import handovers_astray, points_astray, stock_astray
from timebank.audit_tallies import tallies_drifted
from timebank.audit_words import WordCheck, words_astray
from timebank.crypto import Vault

CHECKS = (
    accounts_astray,
    entries_astray,
    reserves_drifted,
    reserves_forgotten,
    credits_drifted,
    tallies_drifted,
    certificates_drifted,
    rules_altered,
    points_astray,
    stock_astray,
    handovers_astray,
)
"""What is compared beside the entries, each by itself."""

Progress = Callable[[int, int], None]
"""Told how many entries are done, and of how many."""


def tell_nobody(done: int, total: int) -> None:
    """Keep the progress to oneself."""


@dataclass(frozen=True, slots=True)
class BookAudit:
    """The outcome: how many entries there are, what is wrong, and how many states and words are erased."""

    book: str
    entries: int
    erased: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class BesideEntries:
    """What was found wrong beside the entries, and how many words are erased."""

    findings: tuple[Finding, ...]
    erased: int


def audit_book(
    connection: Connection, vault: Vault, book: str, progress: Progress = tell_nobody
) -> BookAudit:
    """Audit a book within one reading transaction, so that all that is compared is of one moment."""
    entries = audit_entries(connection, vault, book, progress)
    return put_together(book, entries, audit_beside_entries(connection, vault, book))


def audit_entries(connection: Connection, vault: Vault, book: str, progress: Progress) -> Report:
    """Make the ledger's own audit, opening the states with the holders' secrets."""
    secrets = AccountSecrets(vault, connection, book)
    return take_stock(SqlStore(connection, book), secrets=secrets, progress=progress)


def audit_beside_entries(connection: Connection, vault: Vault, book: str) -> BesideEntries:
    """Compare words, rows and figures with what the entries say."""
    store = SqlStore(connection, book)
    words = WordCheck(connection, vault, book)
    findings = [*words.check(_entries(store)), *words_astray(connection, book)]
    for check in CHECKS:
        findings += check(connection, store)
    return BesideEntries(tuple(findings), words.erased)


def put_together(book: str, entries: Report, beside: BesideEntries) -> BookAudit:
    """Join both; of an entry that the ledger's own audit has found at fault nothing more is said."""
    at_fault = {finding.seq for finding in entries.findings} - {None}
    others = (finding for finding in beside.findings if finding.seq not in at_fault)
    return BookAudit(
        book, entries.entries, entries.states_erased + beside.erased, (*entries.findings, *others)
    )


def audit_new_entries(
    connection: Connection, vault: Vault, book: str, audited: Checkpoint
) -> tuple[Finding, ...]:
    """Audit the entries after those of an earlier audit, and the words behind them."""
    store = SqlStore(connection, book)
    report = audit_since(store, SqlNodes(connection, book), audited, AccountSecrets(vault, connection, book))
    at_fault = {finding.seq for finding in report.findings}
    sound = (entry for entry in _entries(store, audited.size) if entry.seq not in at_fault)
    return (*report.findings, *WordCheck(connection, vault, book).check(sound))


def _entries(store: SqlStore, start: int = 0) -> Iterator[Entry]:
    for row in store.entry_rows(start):
        try:
            yield parse(row.bytes)
        except Malformed:
            continue  # found by the ledger's own audit
