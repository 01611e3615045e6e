"""What files kept of a log goes back into a database that lost it, byte for byte and by the rules."""

from dataclasses import replace

import pytest

from ledger.audit import audit
from ledger.checkpoint import Checkpoint
from ledger.entry import encode, parse
from ledger.errors import LedgerError, NotTheNext
from ledger.log_errors import HistoryChanged, LogWentBack
from ledger.memory_store import MemoryStore
from ledger.merkle import edge_root, grow, leaf_hash
from ledger.reappend import reappend
from ledger.sql_store import SqlStore
from tests.ledger.desk import BOOK, ISSUE, LI, ORIGIN, WANG, Desk, desk_at
from tests.ledger.logs import a_day, desk_in_memory


@pytest.fixture
def kept() -> list[bytes]:
    """The bytes of a day's entries of every kind that moves something."""
    store = a_day(desk_in_memory()).store
    return [data for _, data in store.entry_bytes(0, store.head().size)]


def checkpoint(entries: list[bytes]) -> Checkpoint:
    edge: tuple[bytes, ...] = ()
    for seq, data in enumerate(entries):
        edge, _ = grow(edge, seq, leaf_hash(data))
    return Checkpoint(ORIGIN, len(entries), edge_root(edge))


def holding(entries: list[bytes]) -> MemoryStore:
    """Return a store that holds these entries."""
    store = MemoryStore(BOOK)
    reappend(store, entries, checkpoint(entries))
    return store


def contents(store) -> tuple[object, ...]:
    rows = (store.entry_rows(), store.posting_rows(), store.account_rows())
    return tuple(tuple(map(tuple_of, one)) for one in rows)


def tuple_of(row) -> object:
    return row if isinstance(row, tuple) else repr(row)


@pytest.mark.parametrize("here", [3, 4, 5, 9, 13])
def test_whatever_was_lost_comes_back_row_by_row(kept: list[bytes], here: int) -> None:
    store = holding(kept[:here])

    count = reappend(store, kept[here:], checkpoint(kept))

    assert count == len(kept) - here
    whole = a_day(desk_in_memory())
    assert contents(store) == contents(whole.store)
    assert audit(store, secrets=whole.safe) == []


def test_the_database_gets_back_the_same_rows_as_memory(kept: list[bytes], engine) -> None:
    with desk_at(engine) as desk:
        store = SqlStore(desk.store._connection, BOOK)

        reappend(store, kept, checkpoint(kept))

        assert contents(store) == contents(holding(kept))
        assert audit(store, secrets=desk.safe) == []


def test_the_book_goes_on_afterwards(kept: list[bytes]) -> None:
    store = holding(kept[:6])
    reappend(store, kept[6:], checkpoint(kept))
    desk = Desk(store, now=parse(kept[-1]).recorded, count=1000)

    posted = desk.transfer(ISSUE, LI, 5)

    assert posted.seq == len(kept)
    assert audit(store, secrets=desk.safe) == []


def test_entries_that_were_recorded_and_not_signed_yet_come_back_too(kept: list[bytes]) -> None:
    store = holding(kept[:5])

    assert reappend(store, kept[5:], checkpoint(kept[:8])) == len(kept) - 5


def test_files_that_do_not_reach_what_was_signed_do_not_do(kept: list[bytes]) -> None:
    with pytest.raises(LogWentBack):
        reappend(holding(kept[:5]), kept[5:-1], checkpoint(kept))


def test_another_history_is_refused_at_the_signed_size(kept: list[bytes]) -> None:
    other = Desk(holding(kept[:5]), now=parse(kept[-1]).recorded, count=1000)
    while other.store.head().size < len(kept):
        other.transfer(WANG, LI, 1)
    theirs = [data for _, data in other.store.entry_bytes(5, len(kept))]

    with pytest.raises(HistoryChanged):
        reappend(holding(kept[:5]), theirs, checkpoint(kept))


def test_a_head_that_is_not_the_signed_one_takes_nothing(kept: list[bytes]) -> None:
    signed = replace(checkpoint(kept[:5]), root=bytes(32))

    with pytest.raises(HistoryChanged):
        reappend(holding(kept[:5]), kept[5:], signed)


@pytest.mark.parametrize("place", range(3, 14))
def test_an_entry_left_out_or_twice_or_altered_is_refused(kept: list[bytes], place: int) -> None:
    altered = parse(kept[place])
    changed = encode(replace(altered, memo=bytes(32)))
    for entries in (
        kept[3:place] + kept[place + 1 :],
        kept[3 : place + 1] + kept[place:],
        [*kept[3:place], changed, *kept[place + 1 :]],
        [*kept[3:place], b"nonsense", *kept[place + 1 :]],
    ):
        with pytest.raises(LedgerError):
            reappend(holding(kept[:3]), entries, checkpoint(kept))


def test_an_entry_that_breaks_a_rule_is_refused_whatever_was_signed(kept: list[bytes]) -> None:
    forged = replace(
        parse(kept[3]),
        kind="transfer",
        postings=tuple(replace(leg, amount=10_000) for leg in parse(kept[3]).postings),
    )
    entries = [*kept[:3], encode(forged)]

    with pytest.raises(LedgerError, match="600"):
        reappend(holding(kept[:3]), entries[3:], checkpoint(entries))


def test_another_books_entries_are_refused(kept: list[bytes]) -> None:
    with pytest.raises(NotTheNext):
        reappend(MemoryStore("450126"), kept, checkpoint(kept))
