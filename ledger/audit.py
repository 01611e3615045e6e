"""The audit: everything a book's database holds, derived again from the bytes of its entries, in one pass.

It answers with all findings, each naming its entry; none means that bytes, chain, tree, columns, postings,
balances, limits, references and guards agree. One edited entry gives one finding: whether an entry is what was
once hashed is judged by three witnesses (its own bytes, its leaf in the tree, the entry after it), and when it is
not, the audit goes on from the counters in the rows of its postings.

Time goes where nearly all entries are: moves between two accounts in which everything agrees are recognized at
first sight, and all others are taken apart. Both ways come to the same findings.

| kind | what was found |
|---|---|
| EDITED | the bytes of the entry are not those that were hashed |
| MALFORMED | its bytes are no entry, or one of another book |
| GAP, DUPLICATE_SEQ | an entry is missing; there are two with this seq |
| FORK | it goes on from another entry than the one before it |
| TAIL_SHORT, BEYOND_HEAD | the head counts entries that are not there; does not count one that is |
| BAD_TREE | a tree node is missing, wrong or has no place |
| PROJECTION_DRIFT | a column, posting, account or the head is not what the bytes say |
| BAD_STATE | the commitment to an account's state is another |
| UNBALANCED, LIMIT_BROKEN, TIME_BACKWARDS, UNKNOWN_ACCOUNT, BAD_… | a rule of the book does not hold |
| GUARD_MISSING | a guard of the database is missing or reads otherwise |
"""

from ledger.audit_pass import AuditPass, Progress
from ledger.commitment import Secrets
from ledger.finding import Finding, Report
from ledger.store import Records

__all__ = ["Finding", "Report", "audit", "take_stock"]


def audit(
    store: Records, *, secrets: Secrets | None = None, progress: Progress | None = None
) -> list[Finding]:
    """Return all findings of an audit of the book. Streams; keeps a few counters an account."""
    return list(take_stock(store, secrets=secrets, progress=progress).findings)


def take_stock(store: Records, *, secrets: Secrets | None = None, progress: Progress | None = None) -> Report:
    """Audit the book and return findings and figures."""
    return AuditPass(store, secrets, progress).run()
