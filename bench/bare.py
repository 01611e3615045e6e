"""The limit of a post: its rows written through the driver alone, into the same tables under the same guards.

The rows are read out of a book that the ledger filled. What is left out is everything but SQLite's own work:
no reading, no rules, no hashing, no encoding, no SQLAlchemy.
"""

from dataclasses import dataclass
from typing import Any

from bench.ground import BOOK, Ground

INSERT_ENTRY = "INSERT INTO ledger_entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
INSERT_POSTING = "INSERT INTO ledger_posting VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
INSERT_NODE = "INSERT INTO ledger_node VALUES (?, ?, ?, ?)"
PUT_ACCOUNT = """INSERT INTO ledger_account VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (book, handle, unit) DO UPDATE SET debits = excluded.debits, credits = excluded.credits,
    pending_debits = excluded.pending_debits, pending_credits = excluded.pending_credits,
    version = excluded.version, last = excluded.last"""
MOVE_HEAD = (
    "UPDATE ledger_head SET size = ?, leaf_hash = ?, recorded = ?, policy = ?, edge = ? WHERE book = ?"
)

HASH_BYTES = 32
Values = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class PostRows:
    """All rows that one post writes."""

    entry: Values
    postings: tuple[Values, ...]
    nodes: tuple[Values, ...]
    accounts: tuple[Values, ...]
    head: Values


def rows_of_posts(source: Ground, first: int, count: int) -> list[PostRows]:
    """Read the rows of the posts from entry `first` on."""
    with source.engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        entries = driver.execute(
            "SELECT * FROM ledger_entry WHERE seq >= ? AND seq < ? ORDER BY seq", (first, first + count)
        ).fetchall()
        postings: dict[int, list[Values]] = {}
        for row in driver.execute("SELECT * FROM ledger_posting WHERE seq >= ? ORDER BY seq", (first,)):
            postings.setdefault(row[1], []).append(row)
        terms = {
            row[1]: row[2:7]
            for row in driver.execute(
                "SELECT book, handle, unit, class, belongs_to, credit_limit, status FROM ledger_account"
            )
        }
        nodes = {(row[1], row[2]): row for row in driver.execute("SELECT * FROM ledger_node")}
    return [_rows_of(entry, postings[entry[1]], terms, nodes) for entry in entries]


def write_bare(driver: Any, posts: list[PostRows]) -> None:
    """Write the rows of some posts in one transaction, one call a table."""
    driver.execute("BEGIN IMMEDIATE")
    driver.executemany(INSERT_ENTRY, [post.entry for post in posts])
    driver.executemany(INSERT_POSTING, [row for post in posts for row in post.postings])
    driver.executemany(INSERT_NODE, [row for post in posts for row in post.nodes])
    driver.executemany(PUT_ACCOUNT, [row for post in posts for row in post.accounts])
    driver.executemany(MOVE_HEAD, [post.head for post in posts])
    driver.execute("COMMIT")


def _rows_of(
    entry: Values, postings: list[Values], terms: dict[str, Values], nodes: dict[tuple[int, int], Values]
) -> PostRows:
    seq = entry[1]
    completed = [nodes[0, seq]]
    while (seq + 1) % (1 << len(completed)) == 0:
        level = len(completed)
        completed.append(nodes[level, seq >> level])
    accounts = tuple(
        (BOOK, handle, *terms[handle], debits, credits, pending_debits, pending_credits, version, seq)
        for _, _, handle, _, version, _, _, _, debits, credits, pending_debits, pending_credits in postings
    )
    edge = bytes(HASH_BYTES * (seq + 1).bit_count())
    head = (seq + 1, completed[0][3], entry[5], 0, edge, BOOK)
    return PostRows(entry, tuple(postings), tuple(completed), accounts, head)
