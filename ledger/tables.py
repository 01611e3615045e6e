"""The ledger's tables. Every key begins with the book, so that one schema serves one book or many.

What `book` holds is the name of a log (`ledger.log_name`): the book's code, until a book is continued in another log.

`ledger_entry`, `ledger_posting` and `ledger_node` are append-only (guards.py); `ledger_account` and
`ledger_head` are projections that move with every entry. All but the bytes can be derived from the bytes.
"""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

# Ordered by its bytes whatever the language of a PostgreSQL database: a seal hashes accounts in this order.
_TEXT = Text().with_variant(Text(collation="C"), "postgresql")

BOOK_ACTS = text("kind IN ('key', 'seal')")
"""The condition of a partial index, to be repeated word for word by a statement that is to use it."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "pk": "pk_%(table_name)s",
    }
)

ledger_head = Table(
    "ledger_head",
    metadata,
    Column("book", _TEXT, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("leaf_hash", LargeBinary, nullable=False),
    Column("recorded", _TEXT, nullable=False),
    Column("policy", BigInteger, nullable=False),
    Column("edge", LargeBinary, nullable=False),  # 32 bytes for each full subtree, largest first
    sqlite_with_rowid=False,
)

# With a rowid on SQLite, unlike the others: its rows are too long to be kept inside an index.
ledger_entry = Table(
    "ledger_entry",
    metadata,
    Column("book", _TEXT, primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("id", _TEXT, nullable=False),
    Column("prev", LargeBinary, nullable=False),
    Column("kind", _TEXT, nullable=False),
    Column("recorded", _TEXT, nullable=False),
    Column("service", _TEXT),
    Column("site", _TEXT),
    Column("policy", BigInteger, nullable=False),
    Column("ref", _TEXT),
    Column("with_id", _TEXT),
    Column("answers", _TEXT),  # "<origin> <index>" of the export that an import or refuse answers
    Column("bytes", LargeBinary, nullable=False),
    UniqueConstraint("book", "prev"),
    UniqueConstraint("book", "id"),
)
# The few acts of the book itself that are looked up by kind; the index costs the others nothing.
Index(
    "ix_ledger_entry_book_acts",
    ledger_entry.c.book,
    ledger_entry.c.kind,
    ledger_entry.c.seq,
    sqlite_where=BOOK_ACTS,
    postgresql_where=BOOK_ACTS,
)
# Most entries close nothing: a partial index spares them the page.
Index(
    "uq_ledger_entry_book_ref",
    ledger_entry.c.book,
    ledger_entry.c.ref,
    unique=True,
    sqlite_where=ledger_entry.c.ref.is_not(None),
    postgresql_where=ledger_entry.c.ref.is_not(None),
)
Index(
    "uq_ledger_entry_book_answers",
    ledger_entry.c.book,
    ledger_entry.c.answers,
    unique=True,
    sqlite_where=ledger_entry.c.answers.is_not(None),
    postgresql_where=ledger_entry.c.answers.is_not(None),
)

ledger_posting = Table(
    "ledger_posting",
    metadata,
    Column("book", _TEXT, primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("handle", _TEXT, primary_key=True),
    Column("unit", _TEXT, primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("side", _TEXT, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("held", BigInteger),
    Column("debits", BigInteger, nullable=False),
    Column("credits", BigInteger, nullable=False),
    Column("pending_debits", BigInteger, nullable=False),
    Column("pending_credits", BigInteger, nullable=False),
    UniqueConstraint("book", "handle", "unit", "version"),
    CheckConstraint("side IN ('debit', 'credit') AND amount >= 0 AND version >= 1", name="form"),
    sqlite_with_rowid=False,
)

ledger_account = Table(
    "ledger_account",
    metadata,
    Column("book", _TEXT, primary_key=True),
    Column("handle", _TEXT, primary_key=True),
    Column("unit", _TEXT, primary_key=True),
    Column("class", _TEXT, nullable=False),
    Column("belongs_to", _TEXT, nullable=False),
    Column("credit_limit", BigInteger),  # NULL: without limit, and the check below does not bite
    Column("status", _TEXT, nullable=False),
    Column("debits", BigInteger, nullable=False),
    Column("credits", BigInteger, nullable=False),
    Column("pending_debits", BigInteger, nullable=False),
    Column("pending_credits", BigInteger, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("last", BigInteger),
    CheckConstraint("pending_debits + debits <= credits + credit_limit", name="limit"),
    CheckConstraint(
        "debits >= 0 AND credits >= 0 AND pending_debits >= 0 AND pending_credits >= 0", name="counters"
    ),
    CheckConstraint("status IN ('open', 'frozen', 'closed')", name="status"),
    sqlite_with_rowid=False,
)

ledger_node = Table(
    "ledger_node",
    metadata,
    Column("book", _TEXT, primary_key=True),
    Column("level", Integer, primary_key=True, autoincrement=False),
    Column("idx", BigInteger, primary_key=True, autoincrement=False),
    Column("hash", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
