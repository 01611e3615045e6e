"""One account through all the logs of its book: its lines, newest first, and all that ever came in."""

from collections.abc import Sequence

from ledger.account import Account, Key
from ledger.log_name import logs_up_to, number_of
from ledger.sql_store import SqlStore
from ledger.statement import StatementLine, statement_line
from timebank.entry_places import EntryPlace, read_place
from timebank.work import Reading

Lines = Sequence[tuple[int, StatementLine]]
"""Lines, each with the number of its log."""


def account_lines(reading: Reading, key: Key, after: str, limit: int) -> tuple[Lines, str]:
    """Return so many lines after a cursor, and the cursor of the next ones, "" at the end."""
    seen, lines = read_place(after), list[tuple[int, StatementLine]]()
    for name in logs_up_to(reading.log):
        number, wanted = number_of(name), limit + 1 - len(lines)
        if wanted == 0 or (seen is not None and number > seen.log):
            continue
        before = seen.seq if seen is not None and number == seen.log else None
        rows = SqlStore(reading.connection, name).statement(key, before, wanted)
        lines += [(number, statement_line(row)) for row in rows]
    if len(lines) <= limit:
        return lines, ""
    number, last = lines[limit - 1]
    return lines[:limit], str(EntryPlace(number, last.version))


def ever_credited(reading: Reading, account: Account) -> int:
    """Return what ever came in to an account, in its unit; a balance that was carried over came in before."""
    total = account.credits
    for name in logs_up_to(reading.log)[1:]:
        former = SqlStore(reading.connection, name).accounts([account.key]).get(account.key)
        if former is not None:
            total += former.credits - max(0, former.balance)
    return total
