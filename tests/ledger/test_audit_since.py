"""The audit of what is new: clean wherever it begins, and each tampering behind that is found and named."""

import pytest
from sqlalchemy import Engine

from ledger.audit_since import audit_since
from ledger.checkpoint import Checkpoint
from ledger.merkle import leaf_hash, root
from ledger.sql_nodes import SqlNodes
from ledger.sql_store import SqlStore
from tests.ledger.desk import BOOK, LI, ORIGIN, WANG, desk_at
from tests.ledger.tampering import LAST, Hand, a_day


@pytest.fixture
def hand(engine: Engine):
    with desk_at(engine) as desk:
        a_day(desk)
        yield Hand(desk)


def audited(hand: Hand, size: int) -> Checkpoint:
    """Return what an earlier audit of so many entries has seen."""
    return Checkpoint(ORIGIN, size, root([leaf_hash(hand.bytes(seq)) for seq in range(size)]))


def found(hand: Hand, before: Checkpoint) -> list[tuple[str, int | None]]:
    connection = hand.connection
    report = audit_since(SqlStore(connection, BOOK), SqlNodes(connection, BOOK), before, hand.desk.safe)
    return [(finding.kind, finding.seq) for finding in report.findings]


@pytest.mark.both_engines
@pytest.mark.parametrize("size", range(1, LAST + 2))
def test_an_untouched_book_has_no_findings_wherever_it_begins(hand, size):
    report = audit_since(
        hand.desk.store, SqlNodes(hand.connection, BOOK), audited(hand, size), hand.desk.safe
    )

    assert report.findings == ()
    assert report.entries == LAST + 1 - size


def test_it_opens_the_states_of_the_new_entries_alone(hand):
    report = audit_since(hand.desk.store, SqlNodes(hand.connection, BOOK), audited(hand, 18), hand.desk.safe)

    assert (report.entries, report.states_opened) == (2, 4)


@pytest.mark.parametrize("seq", range(10, LAST + 1))
def test_a_changed_byte_in_a_new_entry_names_it(hand, seq):
    before = audited(hand, 10)
    hand.edit(seq, b"recorded 2", b"recorded 1")

    assert ("EDITED", seq) in found(hand, before)


def test_a_history_rewritten_before_is_a_fork(hand):
    before = audited(hand, 10)

    assert found(hand, Checkpoint(ORIGIN, 10, bytes(32)))[0] == ("FORK", None)
    assert found(hand, before) == []


def test_fewer_entries_than_were_audited_are_a_short_tail(hand):
    before = Checkpoint(ORIGIN, LAST + 5, bytes(32))

    assert found(hand, before) == [("TAIL_SHORT", LAST + 1)]


@pytest.mark.parametrize(
    ("sql", "kind"),
    [
        ("UPDATE ledger_posting SET amount = amount + 1 WHERE seq = 18", "PROJECTION_DRIFT"),
        ("UPDATE ledger_entry SET site = '45012510020199' WHERE seq = 18", "PROJECTION_DRIFT"),
        (f"UPDATE ledger_account SET credits = credits + 1 WHERE handle = '{LI}'", "PROJECTION_DRIFT"),
        (f"UPDATE ledger_account SET debits = debits + 1 WHERE handle = '{WANG}'", "PROJECTION_DRIFT"),
        ("DELETE FROM ledger_entry WHERE seq = 17", "GAP"),
        ("DELETE FROM ledger_entry WHERE seq = 19", "TAIL_SHORT"),
        (
            "UPDATE ledger_node SET hash = prev FROM ledger_entry WHERE level = 0 AND idx = 18 AND seq = 3",
            "EDITED",
        ),
    ],
)
def test_rows_that_are_not_what_the_bytes_say_are_named(hand, sql, kind):
    before = audited(hand, 12)
    hand.run(sql)

    assert kind in [each for each, _ in found(hand, before)]


def test_a_new_entry_that_breaks_a_rule_is_named(hand):
    before = audited(hand, 15)
    hand.edit(16, b" min 7 ", b" min 8 ", rehash=True)

    kinds = {kind for kind, _ in found(hand, before)}

    assert {"BAD_STATE", "PROJECTION_DRIFT"} <= kinds
