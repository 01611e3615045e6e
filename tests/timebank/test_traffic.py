"""Four processes of four threads move, reserve, settle and take back minutes of one book at once.

At every moment somebody looks, the minutes of all accounts cancel out and nobody is below their limit; at the end
the log holds exactly what was acknowledged, in one chain, and all that was done and seen fits its order.
"""

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select

from ledger.sql_store import SqlStore
from ledger.tables import ledger_entry
from tests.timebank.kernel import BOOK
from tests.timebank.traffic import fund
from timebank.writer import Bank
from torture.traffic import Seen, let_trade, wrong_in

pytestmark = pytest.mark.both_engines

REPOSITORY = Path(__file__).parents[2]
PROCESSES, THREADS, ACTS = 4, 4, 40
KINDS = ("reserve", "settle", "release", "reverse")


def test_no_minute_is_made_lost_or_overspent(bank: Bank, empty_url: str) -> None:
    fund(bank)
    transfers = kinds(bank)["transfer"]

    running = [start(empty_url, f"process-{number}") for number in range(PROCESSES)]
    looks = 0
    while any(process.poll() is None for process in running):
        look(bank)
        looks += 1
    outcomes = [process.communicate() for process in running]

    assert [process.returncode for process in running] == [0] * PROCESSES, [errors for _, errors in outcomes]
    seen = Seen()
    for out, _ in outcomes:
        seen.add(out)
    done = seen.done
    assert done.total() == PROCESSES * THREADS * ACTS
    assert looks > 10
    assert done["refused"] > 0
    assert {kind: kinds(bank)[kind] for kind in KINDS} == {kind: done[kind] for kind in KINDS}
    assert kinds(bank)["transfer"] - transfers == done["transfer"]
    assert wrong_in(bank, seen) == []


def test_clocks_that_jump_set_no_log_back_and_stop_nobody(bank: Bank, empty_url: str, tmp_path: Path) -> None:
    fund(bank)

    seen = let_trade(empty_url, tmp_path, processes=2, threads=2, acts=10, clock="jumping")

    assert seen.wrong == []
    assert seen.done.total() == 2 * 2 * 10


def start(url: str, name: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.timebank.traffic", url, name, str(THREADS), str(ACTS)],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def look(bank: Bank) -> None:
    """See that all is in order at this moment."""
    with bank.connect() as connection:
        accounts = list(SqlStore(connection, BOOK).account_rows())
    assert sum(account.debits - account.credits for account in accounts) == 0
    assert sum(account.pending_debits - account.pending_credits for account in accounts) == 0
    assert all(
        account.limit is None or account.pending_debits + account.debits <= account.credits + account.limit
        for account in accounts
    )


def kinds(bank: Bank) -> dict[str, int]:
    """Return how many entries of each kind there are."""
    with bank.connect() as connection:
        counted = select(ledger_entry.c.kind, func.count().label("count")).group_by(ledger_entry.c.kind)
        return {row.kind: row.count for row in connection.execute(counted)}
