"""Several processes on one book, and processes that die while they write."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import func, select

from ledger.audit import audit
from ledger.sql_store import SqlStore
from ledger.tables import ledger_entry
from tests.timebank.kernel import BOOK, LI, Give, give
from tests.timebank.writer_process import CALLERS, open_bank_at
from timebank.actors import Actor
from timebank.requests import Request
from timebank.writer import Bank

pytestmark = pytest.mark.both_engines

REPOSITORY = Path(__file__).parents[2]
KILLS = 20
SEED = 2026


def start(url: str, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.timebank.writer_process", url, *arguments]
    return subprocess.Popen(
        command, cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def transfers(bank: Bank) -> int:
    with bank.connect() as connection:
        query = select(func.count()).select_from(ledger_entry).where(ledger_entry.c.kind == "transfer")
        return connection.scalar(query) or 0


def answered_keys(bank: Bank) -> list[str]:
    with bank.connect() as connection:
        return list(connection.scalars(select(Request.key).where(Request.refusal == "")))


def findings(bank: Bank) -> list[object]:
    with bank.connect() as connection:
        return list(audit(SqlStore(connection, BOOK)))


def test_sixty_four_callers_of_the_ledger_leave_a_book_without_findings(bank: Bank) -> None:
    def work(number: int) -> list[int]:
        return [bank.run(give, Give(f"member-{number % 7}", 1), LI).seq for _ in range(5)]

    with ThreadPoolExecutor(64) as pool:
        seqs = [seq for some in pool.map(work, range(64)) for seq in some]

    assert len(set(seqs)) == transfers(bank) == 320
    assert findings(bank) == []


def test_two_processes_write_one_book_without_a_fork_or_an_error(bank: Bank, empty_url: str) -> None:
    processes = [start(empty_url, "write", name, "150") for name in ("east", "west")]
    outcomes = [process.communicate(timeout=60) for process in processes]

    assert [process.returncode for process in processes] == [0, 0], outcomes
    acknowledged = [line for out, _ in outcomes for line in out.split()]
    assert len(acknowledged) == 300
    assert sorted(answered_keys(bank)) == sorted(acknowledged)
    assert transfers(bank) == 300
    assert findings(bank) == []


def test_what_a_killed_process_acknowledged_is_there_once(bank: Bank, empty_url: str) -> None:
    process = start(empty_url, "die", str(KILLS), str(SEED))
    out, errors = process.communicate(timeout=60)

    assert process.returncode == 0, errors
    acknowledged = out.split()
    assert len({key.split("-")[0] for key in acknowledged}) == KILLS, "every life got as far as writing"
    assert len(set(acknowledged)) == len(acknowledged)
    stored = answered_keys(bank)
    assert set(acknowledged) <= set(stored)
    assert transfers(bank) == len(stored)  # what was not acknowledged is there wholly or not at all
    assert findings(bank) == []


def test_a_request_whose_answer_died_with_the_process_is_settled_by_asking_again(
    bank: Bank, empty_url: str
) -> None:
    process = start(empty_url, "die", "3", str(SEED))
    process.communicate(timeout=60)
    stored = answered_keys(bank)
    asked_again = open_bank_at(empty_url)

    for key in stored[-CALLERS:]:
        name, number = key.split("-")
        asked_again.run(give, Give(f"member-{int(number) % 5}", 1), Actor(BOOK, name), key)
    asked_again.close()

    assert transfers(bank) == len(stored)
