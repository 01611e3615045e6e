"""Whether the logs that a book wrote before its present one still are what they were when the next one began."""

from collections.abc import Iterator
from hashlib import sha256

from sqlalchemy import Connection, select

from ledger.audit import Finding, audit
from ledger.entry import parse
from ledger.errors import Malformed
from ledger.log_name import book_of, log_name
from ledger.own_lines import Genesis
from ledger.sql_store import SqlStore
from timebank.accounts import AccountSecrets
from timebank.book_rows import FormerLog
from timebank.crypto import Vault


def former_findings(connection: Connection, vault: Vault, log: str) -> Iterator[Finding]:
    """Give what is wrong with the logs before this one, each of which is audited whole; the words name the log."""
    rows = connection.execute(
        select(FormerLog.log, FormerLog.size, FormerLog.root, FormerLog.signed)
        .where(FormerLog.book == book_of(log))
        .order_by(FormerLog.log)
    )
    for row in rows.all():
        name, after = log_name(book_of(log), row.log), log_name(book_of(log), row.log + 1)
        store = SqlStore(connection, name)
        for found in audit(store, secrets=AccountSecrets(vault, connection, name)):
            yield Finding(found.kind, None, None, f"log {name}: {found}")
        head = store.head()
        if (head.size, head.root.hex()) != (row.size, row.root):
            says = f"log {name} has {head.size} entries, it had {row.size} when the next one began, or others"
            yield Finding("FORMER_LOG", None, None, says)
        if _continues(SqlStore(connection, after)) != sha256(row.signed).digest():
            says = f"log {after} does not quote the checkpoint that is kept of log {name}"
            yield Finding("FORMER_LOG", None, None, says)


def _continues(store: SqlStore) -> bytes | None:
    """Return what the first entry of a log quotes; None where it quotes nothing or cannot be read."""
    try:
        body = parse(store.entries_at([0]).get(0, b"")).body
    except Malformed:
        return None
    return body.continues if isinstance(body, Genesis) else None
