"""A line of an account's statement: one posting, what it was for, and the balance it left."""

from dataclasses import dataclass
from datetime import date, datetime

from ledger.account import Side
from ledger.grammar import read_day, read_time
from ledger.rows import StatementRow


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One posting of an account; amounts are whole units.

    `balance` is what stood in the account after it, `reserved` what of that was set aside, `coming` what was
    set aside elsewhere for it. `version` pages the statement.
    """

    version: int
    seq: int
    id: str
    kind: str
    side: Side
    amount: int
    held: int | None
    balance: int
    reserved: int
    coming: int
    service: date | None
    site: str | None
    ref: str | None
    with_id: str | None
    recorded: datetime


def statement_line(row: StatementRow) -> StatementLine:
    """Return the line of a stored posting."""
    posting, entry = row
    return StatementLine(
        posting.version,
        posting.seq,
        entry.id,
        entry.kind,
        posting.side,
        posting.amount,
        posting.held,
        posting.credits - posting.debits,
        posting.pending_debits,
        posting.pending_credits,
        None if entry.service is None else read_day(entry.service),
        entry.site,
        entry.ref,
        entry.with_id,
        read_time(entry.recorded),
    )
