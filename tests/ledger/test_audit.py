"""The audit against tampering: what a hand with full access to the database does is found, and named.

Each test opens a book, lets the hand work on the database with all guards lifted, and reads the findings.
"""

from itertools import islice

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.audit import audit, take_stock
from ledger.entry import encode, parse
from ledger.errors import IntegrityError, StoreFailed
from ledger.sql_store import SqlStore
from tests.ledger.desk import BOOK, DIGEST, LI, ZHAO, desk_at
from tests.ledger.tampering import LAST, Hand, a_day

SETTLE = 6  # the entry that most tests lay their hand on


def test_an_untouched_book_has_no_findings(hand):
    report = take_stock(hand.desk.store, secrets=hand.desk.safe)

    assert report.findings == ()
    assert (report.entries, report.states_opened, report.states_erased) == (20, 30, 0)


def test_without_secrets_no_state_is_opened(hand):
    report = take_stock(hand.desk.store)

    assert (report.states_opened, report.states_erased, report.findings) == (0, 0, ())


def test_a_destroyed_secret_is_a_figure_and_no_finding(hand):
    hand.desk.safe.destroyed.add(LI)

    report = take_stock(hand.desk.store, secrets=hand.desk.safe)

    assert report.findings == ()
    assert (report.states_opened, report.states_erased) == (21, 9)


def test_progress_is_told(hand):
    heard = []

    take_stock(hand.desk.store, progress=lambda done, size: heard.append((done, size)))

    assert heard[-1] == (20, 20)


@pytest.mark.parametrize("seq", range(20))
def test_one_changed_byte_names_exactly_its_entry(hand, seq):
    data = bytearray(hand.bytes(seq))
    data[len(data) // 2] ^= 1

    hand.put(seq, bytes(data))

    assert hand.findings() == [("EDITED", seq)]


def test_a_changed_byte_is_found_wherever_it_stands_in_its_entry(hand):
    data = hand.bytes(SETTLE)
    for place in range(0, len(data), 7):
        hand.put(SETTLE, data[:place] + bytes([data[place] ^ 0x04]) + data[place + 1 :])

        assert hand.findings() == [("EDITED", SETTLE)]


@pytest.mark.parametrize("seq", range(LAST))
def test_an_entry_rewritten_with_its_leaf_is_betrayed_by_the_next_and_by_the_tree(hand, seq):
    hand.edit(seq, b"timebank/entry/v1\n", b"timebank/entry/v9\n", rehash=True)

    assert hand.findings() == [("EDITED", seq)]


def test_the_last_entry_rewritten_with_its_leaf_is_betrayed_by_its_states_and_the_tree(hand):
    hand.edit(LAST, b"min 9 ", b"min 8 ", rehash=True)

    assert {kind for kind, _ in hand.findings()} == {"BAD_TREE", "BAD_STATE", "PROJECTION_DRIFT"}
    assert {seq for _, seq in hand.findings()} == {LAST}


def test_a_deleted_entry_is_a_gap(hand):
    hand.run("DELETE FROM ledger_entry WHERE seq = 6")

    assert hand.findings() == [("GAP", 6)]


def test_several_deleted_entries_are_one_gap(hand):
    hand.run("DELETE FROM ledger_entry WHERE seq IN (5, 6, 7)")

    assert hand.findings() == [("GAP", 5)]


def test_a_gap_stays_one_when_its_postings_and_leaf_are_gone_too(hand):
    for table, column in (
        ("ledger_entry", "seq"),
        ("ledger_posting", "seq"),
        ("ledger_node", "level = 0 AND idx"),
    ):
        hand.run(f"DELETE FROM {table} WHERE {column} = 6")

    assert hand.findings() == [("GAP", 6)]


def test_a_deleted_opening_of_accounts_is_one_gap(hand):
    hand.run("DELETE FROM ledger_entry WHERE seq = 1")

    assert hand.findings() == [("GAP", 1)]


def test_entries_that_changed_places_are_both_named(hand):
    first, second = hand.bytes(15), hand.bytes(17)
    hand.put(15, second)
    hand.put(17, first)

    assert hand.findings() == [("EDITED", 15), ("EDITED", 17)]


def test_a_cut_tail_is_short(hand):
    hand.run("DELETE FROM ledger_entry WHERE seq >= 17")

    assert hand.findings() == [("TAIL_SHORT", 17)]


def test_a_tail_cut_everywhere_but_in_the_head_is_short(hand):
    for table, column in (
        ("ledger_entry", "seq"),
        ("ledger_posting", "seq"),
        ("ledger_node", "level = 0 AND idx"),
    ):
        hand.run(f"DELETE FROM {table} WHERE {column} >= 17")

    assert hand.findings() == [("TAIL_SHORT", 17)]


def test_an_entry_put_behind_the_head_is_named(hand):
    entry = parse(hand.bytes(LAST))
    forged = encode(type(entry)(*(getattr(entry, name) for name in entry.__dataclass_fields__)))
    hand.run(
        "INSERT INTO ledger_entry (book, seq, id, prev, kind, recorded, policy, bytes)"
        " VALUES (:book, 20, 'x', x'00', 'transfer', '', 0, :data)",
        book=BOOK,
        data=forged,
    )

    assert hand.findings() == [("BEYOND_HEAD", 20)]


def test_two_entries_with_one_seq_are_named(hand):
    rows = list(hand.desk.store.entry_rows())
    store = SqlStore(hand.connection, BOOK)
    store.entry_rows = lambda: iter([*rows[:7], rows[6], *rows[7:]])

    assert [(finding.kind, finding.seq) for finding in audit(store)] == [("DUPLICATE_SEQ", 6)]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seq=st.integers(0, LAST), data=st.data())
def test_whatever_is_done_to_the_bytes_of_one_entry_names_it_alone(hand, seq, data):
    savepoint = hand.connection.begin_nested()
    before = hand.bytes(seq)
    start = data.draw(st.integers(0, len(before)))
    stop = data.draw(st.integers(start, min(start + 80, len(before))))
    after = before[:start] + data.draw(st.binary(max_size=40)) + before[stop:]
    hand.put(seq, after)

    assert hand.findings() == ([] if after == before else [("EDITED", seq)])
    savepoint.rollback()


def test_bytes_turned_into_text_are_found(hand):
    hand.run("UPDATE ledger_entry SET bytes = CAST(bytes AS TEXT) WHERE seq = 6")

    assert hand.findings() == [("EDITED", 6)]


def test_bytes_that_were_hashed_and_are_no_entry_are_malformed(engine):
    with desk_at(engine) as desk:
        a_day(desk)
        hand = Hand(desk)
        hand.put(LAST, b"nonsense", rehash=True)

        assert ("MALFORMED", LAST) in hand.findings()


def test_an_edited_neighbour_is_no_witness(hand):
    hand.edit(6, b"timebank/entry/v1\n", b"timebank/entry/v9\n", rehash=True)
    hand.edit(7, b"timebank/entry/v1\n", b"timebank/entry/v9\n")

    assert {seq for _, seq in hand.findings()} <= {6, 7}


def test_two_neighbours_rewritten_with_their_leaves_are_found(hand):
    for seq in (6, 7):
        hand.edit(seq, b"timebank/entry/v1\n", b"timebank/entry/v9\n", rehash=True)

    found = hand.findings()
    assert ("EDITED", 7) in found
    assert {seq for _, seq in found} == {6, 7}


def test_text_is_no_witness_either(hand):
    hand.edit(6, b"min 45", b"min 44")
    hand.run("UPDATE ledger_entry SET bytes = CAST(bytes AS TEXT), prev = zeroblob(32) WHERE seq = 7")

    assert hand.findings() == [("EDITED", 6), ("EDITED", 7)]


@pytest.mark.parametrize("seq", range(1, LAST + 1))
def test_a_lost_node_beside_an_edit_does_not_confuse(hand, seq):
    hand.run("DELETE FROM ledger_node WHERE level = 1")
    hand.edit(seq, b"timebank/entry/v1\n", b"timebank/entry/v9\n")

    assert [found for found in hand.findings() if found[0] != "BAD_TREE"] == [("EDITED", seq)]


def test_a_reservation_that_cannot_be_read_is_not_held_against_its_settlement(hand):
    hand.edit(5, b"min 60", b"min 61")
    assert hand.findings() == [("EDITED", 5)]

    hand.put(5, b"nonsense")
    assert hand.findings() == [("EDITED", 5)]


def test_a_transfer_that_cannot_be_read_is_not_held_against_its_reversal(hand):
    hand.put(6, b"nonsense")

    assert hand.findings() == [("EDITED", 6)]


def test_a_file_that_cannot_be_read_is_a_fault_and_no_finding(hand):
    hand.run("UPDATE ledger_entry SET kind = CAST(x'ff' AS TEXT) WHERE seq = 6")

    with pytest.raises(StoreFailed):
        hand.findings()


def test_a_long_book_tells_its_progress_on_the_way(engine):
    heard = []
    with desk_at(engine) as desk:
        desk.open()
        for _ in range(1000):
            desk.book.remark(desk.particulars(memo=DIGEST))
        audit(desk.store, progress=lambda done, size: heard.append((done, size)))

    assert heard == [(1000, 1003), (1003, 1003)]


def test_no_seal_is_made_over_a_posting_that_its_entry_does_not_have(hand):
    hand.run(
        f"INSERT INTO ledger_posting VALUES ('{BOOK}', 6, '{ZHAO}', 'min', 99, 'debit', 1, NULL, 0, 0, 0, 0)"
    )

    with pytest.raises(IntegrityError):
        hand.desk.do("seal", 12)


class MissesARow(SqlStore):
    """A store with a damaged index: its rows are all there, and one of them is not found."""

    def newest_postings(self, at):
        return islice(super().newest_postings(at), 1, None)


def test_a_seal_that_cannot_be_made_again_is_a_finding_and_not_the_end_of_the_audit(hand):
    [seal] = [row.seq for row in hand.desk.store.entry_rows() if row.kind == "seal"]

    findings = audit(MissesARow(hand.desk.store._connection, BOOK), secrets=hand.desk.safe)

    assert [(finding.kind, finding.seq) for finding in findings] == [("BAD_SEAL", seal)]
