"""The audit of rows that hold what their columns never do: SQLite keeps any value, and a flipped bit makes a NULL."""

import pytest

from ledger.account import Account
from ledger.audit_since import audit_since
from ledger.checkpoint import Checkpoint
from ledger.merkle import leaf_hash, root
from ledger.rows import EntryRow, NodeRow, PostingRow
from ledger.sql_nodes import SqlNodes
from ledger.sql_store import SqlStore
from tests.ledger.both_ways import take_stock_both_ways
from tests.ledger.desk import BOOK, ORIGIN

ROW_TYPES = (EntryRow, PostingRow, NodeRow, Account)
ORDERED_BY = ("seq", "idx", "handle")
STRANGE = (None, "x", b"x", 1.5)
SPOILT = 6
"""Which row of each table; the entry is a settlement."""

each_column = pytest.mark.parametrize(
    ("table", "column"),
    [(table, column) for table in ROW_TYPES for column in table._fields if column not in ("book", "level")],
)
each_value = pytest.mark.parametrize("value", STRANGE)


class Spoilt(SqlStore):
    """A store that gives one value of one row otherwise than it was written, wherever it reads rows."""

    def __init__(self, connection, row, column, value):
        super().__init__(connection, BOOK)
        self._row, self._column, self._value = row, column, value

    def _given(self, rows):
        """Give the rows in a database's order: NULL before the numbers, text and bytes after them."""
        rows = list(rows)
        if self._row in rows:
            place = rows.index(self._row)
            del rows[place]
            if self._column in ORDERED_BY:
                place = 0 if self._value is None else len(rows)
            rows.insert(place, self._row._replace(**{self._column: self._value}))
        return iter(rows)

    def entry_rows(self, start=0):
        return self._given(super().entry_rows(start))

    def posting_rows(self):
        return self._given(super().posting_rows())

    def node_rows(self, level):
        return self._given(super().node_rows(level))

    def account_rows(self):
        return self._given(super().account_rows())

    def accounts(self, keys):
        return dict(zip(keys, self._given(super().accounts(keys).values()), strict=False))

    def postings_of(self, seq):
        return list(self._given(super().postings_of(seq)))


def seen(hand, size):
    """Return what an earlier audit of so many entries has seen."""
    return Checkpoint(ORIGIN, size, root([leaf_hash(hand.bytes(seq)) for seq in range(size)]))


def spoilt(hand, table, column, value):
    """Return the store, and the row that it spoils."""
    whole = hand.desk.store
    rows = {
        EntryRow: whole.entry_rows,
        PostingRow: whole.posting_rows,
        NodeRow: lambda: whole.node_rows(0),
        Account: whole.account_rows,
    }
    row = list(rows[table]())[SPOILT]
    return Spoilt(hand.connection, row, column, value), row


@each_column
@each_value
def test_a_value_of_another_type_is_a_finding_and_not_the_end_of_the_audit(hand, table, column, value):
    store, row = spoilt(hand, table, column, value)

    findings = take_stock_both_ways(store, hand.desk.safe).findings

    assert bool(findings) is (getattr(row, column) is not value)
    if findings and table in (EntryRow, PostingRow):
        assert row.seq in [finding.seq for finding in findings]


@pytest.mark.parametrize("level", [0, 1, 2])
@each_value
def test_nor_is_a_node_without_a_hash_at_any_level(hand, level, value):
    row = list(hand.desk.store.node_rows(level))[1]

    findings = take_stock_both_ways(Spoilt(hand.connection, row, "hash", value), hand.desk.safe).findings

    assert {finding.kind for finding in findings} == {"BAD_TREE"}


@each_column
@each_value
def test_the_audit_of_new_entries_outlives_it_too(hand, table, column, value):
    store, row = spoilt(hand, table, column, value)
    report = audit_since(store, SqlNodes(hand.connection, BOOK), seen(hand, 3), hand.desk.safe)

    if table in (EntryRow, PostingRow):
        assert bool(report.findings) is (getattr(row, column) is not value)


@pytest.mark.parametrize("column", ["size", "leaf_hash", "recorded", "policy", "edge"])
@pytest.mark.parametrize("value", ["x", b"x", 1.5])
def test_a_head_of_other_types_is_a_finding_too(hand, column, value):
    audited = seen(hand, 3)
    hand.run(f"UPDATE ledger_head SET {column} = :value", value=value)

    assert "PROJECTION_DRIFT" in {kind for kind, _ in hand.findings()}
    assert audit_since(hand.desk.store, SqlNodes(hand.connection, BOOK), audited).findings


@pytest.mark.parametrize("column", ["seq", "bytes"])
@pytest.mark.parametrize("value", ["x", 1.5])
def test_an_entry_that_others_name_may_be_spoilt_as_well(hand, column, value):
    hand.run(f"UPDATE ledger_entry SET {column} = :value WHERE seq = 5", value=value)

    assert {kind for kind, _ in hand.findings()} & {"EDITED", "GAP"}
