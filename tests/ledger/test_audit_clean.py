"""The audit's short way: what it takes, and that it never reads what `parse` does not.

That it overlooks nothing is held by test_audit.py, test_audit_rows.py and test_audit_rules.py, which audit both ways.
"""

import pytest
from hypothesis import given, settings

from ledger.audit_pass import AuditPass
from ledger.audit_tree import TreeCheck
from ledger.entry import Entry, encode, parse
from ledger.errors import MalformedEntry
from ledger.grammar import MAX_NUMBER, format_time
from ledger.memory_store import MemoryStore
from ledger.plain_move import PlainMove, read_plain_move
from tests.ledger.desk import BOOK, DIGEST, Desk
from tests.ledger.mutants import mutants
from tests.ledger.samples import SAMPLES
from tests.ledger.tampering import a_day

PLAIN = {name: encode(SAMPLES[name]) for name in ("reserve", "settle", "release", "reverse", "expire")}
NOT_PLAIN = {name: encode(sample) for name, sample in SAMPLES.items() if name not in PLAIN}


class Judged(AuditPass):
    """Remembers which entries went the long way."""

    def __init__(self, *arguments) -> None:
        super().__init__(*arguments)
        self.seqs: list[int] = []

    def _judge(self, row, prev, *, untouched) -> None:
        self.seqs.append(row.seq)
        super()._judge(row, prev, untouched=untouched)


def as_plain(entry: Entry) -> PlainMove:
    """Return what the short way should read in a plain entry."""
    payer, payee = entry.postings
    service = None if entry.service is None else entry.service.isoformat()
    return PlainMove(
        entry.book,
        entry.seq,
        entry.prev.hex(),
        entry.id,
        entry.kind,
        format_time(entry.recorded),
        service,
        entry.site,
        entry.policy,
        entry.ref,
        entry.with_id,
        payer.handle,
        payee.handle,
        payer.unit,
        payer.amount,
        payer.held,
        payer.state.hex(),
        payee.state.hex(),
        entry.recorded,
    )


def test_every_plain_move_of_a_clean_book_goes_the_short_way():
    desk = Desk(MemoryStore(BOOK))
    a_day(desk)
    audit = Judged(desk.store, desk.safe, None)

    assert audit.run().findings == ()

    kinds = {seq: parse(data).kind for seq, data in desk.store.entry_bytes(0, 20)}
    assert [kinds[seq] for seq in audit.seqs] == ["genesis", "account", "account", "seal", "remark"]


@pytest.mark.parametrize("name", PLAIN)
def test_a_plain_move_is_read_as_parse_reads_it(name):
    assert read_plain_move(PLAIN[name]) == as_plain(parse(PLAIN[name]))


@pytest.mark.parametrize("name", NOT_PLAIN)
def test_what_is_no_plain_move_is_left_alone(name):
    assert read_plain_move(NOT_PLAIN[name]) is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"2026-11-22T00:57:03Z", b"2026-02-30T00:57:03Z"),
        (b"service 2026-11-20", b"service 2026-02-30"),
        (b"policy 14\n", b"policy %d\n" % (MAX_NUMBER + 1)),
        (b"seq 18231\n", b"seq %d\n" % (MAX_NUMBER + 1)),
        (b" min 45 held 60 ", b" min %d held %d " % (MAX_NUMBER + 1, MAX_NUMBER + 1)),
        (b" min 45 held 60 ", b" min 61 held 60 "),
        (b" min 45 held 60 ", b" min 045 held 60 "),
        (b" min 45 held 60 ", b" min 45 "),
        (b"kind settle", b"kind reserve"),
        (b"kind settle", b"kind release"),
        (b"ref ", b"with "),
        (b"credit ", b"debit "),
        (b"debit wang", b"debit li22"),
        (b"book 4", "book ４".encode()),
    ],
)
def test_what_parse_refuses_is_not_read(old, new):
    data = PLAIN["settle"].replace(old, new)
    assert data != PLAIN["settle"]

    assert read_plain_move(data) is None
    with pytest.raises(MalformedEntry):
        parse(data)


@settings(max_examples=500, deadline=None)
@given(mutants(*PLAIN.values()))
def test_whatever_is_read_parse_reads_too(data):
    move = read_plain_move(data)

    if move is not None:
        assert move == as_plain(parse(data))


@pytest.mark.parametrize("run", range(1, 20))
def test_a_tree_taken_in_runs_of_any_length_ends_as_one_taken_leaf_by_leaf(run):
    desk = Desk(MemoryStore(BOOK))
    a_day(desk)
    leaves = [row.hash for row in desk.store.node_rows(0)]
    reported = []
    tree = TreeCheck(desk.store, lambda *finding: reported.append(finding))

    for start in range(0, len(leaves), run):
        assert tree.push_all(leaves[start : start + run])
    tree.end()

    assert reported == []
    assert tree.has_edge(desk.store.head().edge)


def test_a_run_with_a_wrong_leaf_is_not_taken():
    desk = Desk(MemoryStore(BOOK))
    a_day(desk)
    leaves = [row.hash for row in desk.store.node_rows(0)]
    tree = TreeCheck(desk.store, lambda *_: None)

    assert not tree.push_all([*leaves[:-1], DIGEST])
    assert tree.push_all(leaves)


def test_a_run_beside_a_leaf_that_nobody_knows_is_not_taken():
    desk = Desk(MemoryStore(BOOK))
    a_day(desk)
    [_, leaf, *_] = [row.hash for row in desk.store.node_rows(0)]
    tree = TreeCheck(desk.store, lambda *_: None)
    tree.take_leaf(0)
    tree.push(None)

    assert not tree.push_all([leaf])
