"""Before a head is signed: it extends the last one, by its stored nodes and by its bytes."""

import pytest

from ledger import merkle
from ledger.checkpoint import Checkpoint
from ledger.errors import IntegrityError
from ledger.growth import check_bytes, check_extends
from ledger.log_errors import HistoryChanged, LogWentBack
from tests.ledger.desk import ORIGIN
from tests.ledger.trees import TreeInMemory

SIZES = [0, 1, 2, 3, 7, 8, 9, 31, 33]


class Log:
    """Entries that are numbers, with their tree."""

    def __init__(self, size: int, word: bytes = b"entry") -> None:
        self.entries = [b"%s %d" % (word, seq) for seq in range(size)]
        self.leaves = [merkle.leaf_hash(data) for data in self.entries]
        self.tree = TreeInMemory(self.leaves)

    def entry_bytes(self, start, stop):
        return enumerate(self.entries[start:stop], start)

    def at(self, size: int) -> Checkpoint:
        return Checkpoint(ORIGIN, size, merkle.root(self.leaves[:size]))


@pytest.mark.parametrize("new", SIZES)
@pytest.mark.parametrize("old", SIZES)
def test_a_log_extends_every_smaller_one_of_its_own_and_no_larger(old: int, new: int) -> None:
    log = Log(40)
    if old > new:
        with pytest.raises(LogWentBack):
            check_extends(log.tree, log.at(old), log.at(new))
        return

    check_extends(log.tree, log.at(old), log.at(new))
    check_bytes(log.tree, log, old, log.at(new))


@pytest.mark.parametrize("size", SIZES[1:])
def test_another_past_is_found_at_every_size(size: int) -> None:
    with pytest.raises(HistoryChanged):
        check_extends(Log(40).tree, Log(size, b"other").at(size), Log(40).at(40))


def test_nodes_that_lead_elsewhere_than_the_head_are_not_believed() -> None:
    log = Log(40)

    with pytest.raises(IntegrityError, match="another root"):
        check_extends(log.tree, log.at(7), Checkpoint(ORIGIN, 40, bytes(32)))


@pytest.mark.parametrize("seq", [33, 36, 39])
@pytest.mark.parametrize("bit", range(8))
def test_any_bit_of_a_new_entry_counts(seq: int, bit: int) -> None:
    log = Log(40)
    data = log.entries[seq]
    log.entries[seq] = bytes([data[0] ^ 1 << bit]) + data[1:]

    with pytest.raises(IntegrityError, match="not those that were hashed"):
        check_bytes(log.tree, log, 33, log.at(40))


@pytest.mark.parametrize("missing", [33, 36, 39])
def test_an_entry_that_is_not_there_is_named(missing: int) -> None:
    log, whole = Log(40), Log(40)
    log.entry_bytes = lambda start, stop: (one for one in whole.entry_bytes(start, stop) if one[0] != missing)

    with pytest.raises(IntegrityError, match=f"entry {missing} is missing"):
        check_bytes(log.tree, log, 33, log.at(40))
