"""Every day all accounts are sealed by one entry, exactly once, and the audit works each seal out again."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from ledger.audit import audit
from ledger.book_acts import book_acts
from ledger.errors import IntegrityError
from ledger.own_lines import Seal
from ledger.sql_store import SqlStore
from tests.timebank.kernel import BOOK, Give, give
from tests.town import Town
from timebank import seals
from timebank.actors import system
from timebank.errors import NotAllowed
from timebank.jobs import run_job
from timebank.seals import SEAL, seal_book, seals_page

pytestmark = pytest.mark.both_engines


def sealed(town: Town) -> list[Seal]:
    with town.bank.connect() as connection:
        return [entry.body for entry in book_acts(connection, BOOK, "seal")]  # type: ignore[misc]  # seals have seals


def give_one(town: Town) -> None:
    town.bank.run(give, Give("wang", 10), system(BOOK))


def test_a_day_has_one_seal_however_often_it_is_looked(town: Town) -> None:
    assert [run_job(town.bank, SEAL) for _ in range(3)] == [1, 0, 0]
    town.clock.advance(hours=1)
    give_one(town)

    assert run_job(town.bank, SEAL) == 0

    town.clock.advance(days=1)
    assert run_job(town.bank, SEAL) == 1
    assert len(sealed(town)) == 2


def test_a_day_without_entries_has_none(town: Town) -> None:
    run_job(town.bank, SEAL)
    town.clock.advance(days=1)

    assert run_job(town.bank, SEAL) == 0


def test_several_schedulers_at_once_write_one_seal(town: Town) -> None:
    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(lambda _: seal_book(town.bank, BOOK), range(8)))

    assert sum(done) == 1
    assert len(sealed(town)) == 1


def test_it_seals_what_stood_and_sums_to_zero(town: Town) -> None:
    run_job(town.bank, SEAL)

    (seal,) = sealed(town)
    assert [(total.unit, total.debits, total.pending_debits) for total in seal.totals] == [("min", 120, 0)]
    with town.bank.connect() as connection:
        store = SqlStore(connection, BOOK)
        assert seal.at == store.head().size - 2
        assert audit(store) == []


def test_the_audit_finds_a_seal_that_is_not_right(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    true: Callable[..., Seal] = seals.seal_of
    monkeypatch.setattr(seals, "seal_of", lambda store, at: Seal(at, bytes(32), true(store, at).totals))
    run_job(town.bank, SEAL)

    with town.bank.connect() as connection:
        found = audit(SqlStore(connection, BOOK))

    assert [one.kind for one in found] == ["BAD_SEAL"]


def test_accounts_that_do_not_sum_to_zero_are_not_sealed(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    true = SqlStore.newest_postings

    def astray(store: SqlStore, at: int):  # type: ignore[no-untyped-def]  # as the method
        rows = list(true(store, at))
        yield rows[0]._replace(credits=rows[0].credits + 1)
        yield from rows[1:]

    monkeypatch.setattr(SqlStore, "newest_postings", astray)

    with pytest.raises(IntegrityError, match="do not sum to zero: 1, pending 0"):
        seal_book(town.bank, BOOK)
    assert sealed(town) == []


def test_the_seals_are_shown_to_those_who_audit_newest_first(town: Town) -> None:
    for _ in range(3):
        give_one(town)
        run_job(town.bank, SEAL)
        town.clock.moment += timedelta(days=1)

    with town.bank.reading(town.huang) as reading:
        shown = seals_page(reading, town.huang, 2)
        with pytest.raises(NotAllowed):
            seals_page(reading, town.zhao)

    assert [seal.seq for seal in shown] == sorted((seal.seq for seal in shown), reverse=True)
    assert len(shown) == 2
