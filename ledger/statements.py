"""The ledger's writing statements, with `?` where a value comes: a statement a row, or all of an entry in one.

Several rows in one statement cost a server one round trip and one answer where a statement each would cost nine;
in SQLite, which has neither, it is the longer text that costs.
"""

# ruff: noqa: S608 - the statements are made of this file's constants alone; every value is bound.

from functools import lru_cache

from ledger.log_name import BOOK_DIGITS

ENTRY = "book, seq, id, prev, kind, recorded, service, site, policy, ref, with_id, answers, bytes"
POSTING = (
    "book, seq, handle, unit, version, side, amount, held, debits, credits, pending_debits, pending_credits"
)
NODE = "book, level, idx, hash"
TERMS = "handle, unit, class, belongs_to, credit_limit, status"
COUNTERS = "debits, credits, pending_debits, pending_credits, version, last"


def read_columns(columns: str, table: str = "") -> str:
    """Return columns as a SELECT asks for them: a row is keyed by its log, and read back it names its book."""
    place = f"{table}." if table else ""
    _, *others = columns.split(", ")
    return ", ".join([f"substr({place}book, 1, {BOOK_DIGITS})", *(place + name for name in others)])


FOUND_COLUMNS = 4
_CLOSED_BY = "(SELECT c.id FROM ledger_entry c WHERE c.book = e.book AND c.ref = e.id)"


def _marks(count: int) -> str:
    return ", ".join("?" * count)


def insert_sql(table: str, columns: str, rows: int = 1) -> str:
    """Return the statement that inserts so many rows."""
    row = f"({_marks(columns.count(',') + 1)})"
    return f"INSERT INTO {table} ({columns}) VALUES " + ", ".join([row] * rows)


def put_accounts_sql(rows: int = 1) -> str:
    """Return the statement that inserts so many accounts, or changes those that are there."""
    changing = f"credit_limit, status, {COUNTERS}".split(", ")
    changes = ", ".join(f"{name} = excluded.{name}" for name in changing)
    insert = insert_sql("ledger_account", f"book, {TERMS}, {COUNTERS}", rows)
    return f"{insert} ON CONFLICT (book, handle, unit) DO UPDATE SET {changes}"


INSERT_ENTRY = insert_sql("ledger_entry", ENTRY)
INSERT_POSTING = insert_sql("ledger_posting", POSTING)
INSERT_NODE = insert_sql("ledger_node", NODE)
PUT_ACCOUNT = put_accounts_sql()
BEGIN_HEAD = insert_sql("ledger_head", "size, leaf_hash, recorded, policy, edge, book")
MOVE_HEAD = (
    "UPDATE ledger_head SET size = ?, leaf_hash = ?, recorded = ?, policy = ?, edge = ?"
    " WHERE book = ? AND size = ? AND leaf_hash = ?"
)


@lru_cache(maxsize=256)
def append_sql(postings: int, nodes: int, accounts: int, *, is_first: bool) -> str:
    """Return the one statement that writes an entry with so many postings, nodes and accounts, and moves the head.

    It counts the heads it moved: 1, or 0 where another head stands. PostgreSQL only; values in the order above.
    """
    parts = [INSERT_ENTRY]
    if postings:
        parts.append(insert_sql("ledger_posting", POSTING, postings))
    if nodes:
        parts.append(insert_sql("ledger_node", NODE, nodes))
    if accounts:
        parts.append(put_accounts_sql(accounts))
    written = ", ".join(f"part{number} AS ({part})" for number, part in enumerate(parts))
    return f"WITH {written} {BEGIN_HEAD if is_first else MOVE_HEAD}"


@lru_cache(maxsize=8)
def entries_at_sql(seqs: int) -> str:
    """Return the statement that reads the bytes of so many entries."""
    return f"SELECT seq, bytes FROM ledger_entry WHERE book = ? AND seq IN ({_marks(seqs)})"


@lru_cache(maxsize=128)
def find_sql(ids: int) -> str:
    """Return the statement that finds entries by so many ids."""
    return f"SELECT id, seq, bytes, {_CLOSED_BY} FROM ledger_entry e WHERE book = ? AND id IN ({_marks(ids)})"


@lru_cache(maxsize=128)
def accounts_sql(keys: int) -> str:
    """Return the statement that reads so many accounts."""
    pairs = ", ".join(["(?, ?)"] * keys)
    query = f"SELECT {TERMS}, {COUNTERS} FROM ledger_account WHERE book = ?"
    return f"{query} AND (handle, unit) IN (VALUES {pairs})"


@lru_cache(maxsize=128)
def look_up_sql(ids: int, keys: int) -> str:
    """Return the one statement that finds so many entries and reads so many accounts. PostgreSQL only.

    Its rows are what `find_sql` gives (`FOUND_COLUMNS`) before as many NULLs as an account has columns, or so many
    NULLs before an account.
    """
    pairs = ", ".join(["(?, ?)"] * keys)
    nulls = ", ".join(f"NULL::{kind}" for kind in ("text",) * 4 + ("bigint", "text") + ("bigint",) * 6)
    return (
        f"SELECT id, seq, bytes, {_CLOSED_BY}, {nulls} FROM ledger_entry e"
        f" WHERE book = ? AND id IN ({_marks(ids)}) UNION ALL"
        f" SELECT NULL, NULL, NULL, NULL, {TERMS}, {COUNTERS} FROM ledger_account"
        f" WHERE book = ? AND (handle, unit) IN ({pairs})"
    )


@lru_cache(maxsize=512)
def numbered(sql: str) -> str:
    """Return the statement with $1, $2 … for its marks, as PostgreSQL itself writes them."""
    first, *rest = sql.split("?")
    return first + "".join(f"${number}{part}" for number, part in enumerate(rest, 1))
