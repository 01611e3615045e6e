"""The audit against a writer with a fault: entries that chain and hash well and break one rule of the book.

Each is forged with the book's own pen, rules left out; the audit names it, and nothing else.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

import pytest

from ledger.account import AccountTerms, opened
from ledger.commitment import commit_state
from ledger.entry import Entry, Posting
from ledger.memory_store import MemoryStore
from ledger.own_lines import Accounts, Export, Genesis, Import, PolicyChange, Refuse, Release, Seal, Total
from ledger.transfer import deltas
from tests.ledger.both_ways import take_stock_both_ways
from tests.ledger.desk import (
    BOOK,
    CLEARING,
    DIGEST,
    ISSUE,
    LI,
    LOSS,
    NONG,
    ORIGIN,
    POOL,
    VKEY,
    WANG,
    ZHAO,
    Desk,
    handle,
)

OTHER = "demo.invalid/log/450126"
ORIGIN_HASH = sha256(ORIGIN.encode()).digest()
UNKNOWN = "019326a4-5c1e-8b0a-9d2f-4e1f0a6b7c8d"
LATER = datetime(2027, 1, 1, tzinfo=UTC)


class Forger:
    """Writes entries that no rule has seen."""

    def __init__(self) -> None:
        self.desk = Desk(MemoryStore(BOOK)).open()

    def write(
        self, kind: str, *legs: tuple, ref: str | None = None, salt_seq: int | None = None, **changes
    ) -> Entry:
        """Append an entry with these legs (side, who, amount, held) and anything else as it is given."""
        desk = self.desk
        head = desk.book.head()
        particulars = desk.particulars()
        accounts, postings = [], []
        for side, who, amount, *held in legs:
            before = desk.store.accounts([(who, "min")]).get((who, "min"))
            before = before or opened(AccountTerms(who, "min", "member", limit=None))
            after = before.moved(side, *deltas(kind, amount, *held or [None]), head.size)
            secret = desk.safe.secrets_of([who])[who]
            state = commit_state(after, before.last, head.size if salt_seq is None else salt_seq, secret)
            accounts.append(after)
            postings.append(Posting(side, who, "min", amount, *held or [None], state))
        entry = Entry(BOOK, head.size, head.leaf_hash, particulars.id, kind, particulars.recorded, 0)
        entry = replace(entry, postings=tuple(postings), ref=ref, **changes)
        body = entry.body
        if isinstance(body, Accounts):
            known = desk.store.accounts([(line.handle, line.unit) for line in body.lines])
            accounts = [known[line.handle, line.unit].under(line) for line in body.lines]
        desk.book._writer._append(head, entry, tuple(accounts))
        return entry

    def move(self, kind: str, payer: str, payee: str, amount: int, **changes) -> Entry:
        return self.write(kind, ("debit", payer, amount), ("credit", payee, amount), **changes)

    def settle(self, ref: str, payer: str, payee: str, amount: int, held: int, **changes) -> Entry:
        legs = ("debit", payer, amount, held), ("credit", payee, amount, held)
        return self.write("settle", *legs, ref=ref, **changes)


@pytest.fixture
def forger() -> Forger:
    return Forger()


def closed(forger: Forger, *, status: str) -> None:
    forger.desk.do("open_accounts", [AccountTerms(ZHAO, "min", "member", status=status)])


def reserve(forger: Forger, amount: int = 60) -> str:
    return forger.desk.reserve(WANG, LI, amount).id


FORGERIES = {
    "more than there is": ("LIMIT_BROKEN", lambda f: f.move("transfer", WANG, LI, 601)),
    "more reserved than there is": ("LIMIT_BROKEN", lambda f: f.move("reserve", WANG, LI, 601)),
    "beyond the budget": ("LIMIT_BROKEN", lambda f: f.move("transfer", ISSUE, LI, 99_401)),
    "a limit below what is owed": (
        "LIMIT_BROKEN",
        lambda f: f.write("account", body=Accounts((AccountTerms(ISSUE, "min", "issue", BOOK, 599),))),
    ),
    "more taken than given": (
        "UNBALANCED",
        lambda f: f.write("transfer", ("debit", WANG, 2), ("credit", LI, 1)),
    ),
    "more held than taken": (
        "UNBALANCED BAD_REF",
        lambda f: f.write("settle", ("debit", WANG, 1, 60), ("credit", LI, 1, 59), ref=reserve(f)),
    ),
    "a settlement of nothing": ("BAD_AMOUNT", lambda f: f.settle(reserve(f), WANG, LI, 0, 60)),
    "an account nobody opened": ("UNKNOWN_ACCOUNT", lambda f: f.move("transfer", LOSS, handle("nobody"), 1)),
    "a closed account": (
        "BAD_STATUS",
        lambda f: (closed(f, status="closed"), f.move("transfer", WANG, ZHAO, 1)),
    ),
    "a frozen payer": (
        "BAD_STATUS",
        lambda f: (
            f.desk.transfer(WANG, ZHAO, 9),
            closed(f, status="frozen"),
            f.move("transfer", ZHAO, WANG, 1),
        ),
    ),
    "a reservation for a frozen account": (
        "BAD_STATUS",
        lambda f: (closed(f, status="frozen"), f.move("reserve", WANG, ZHAO, 1)),
    ),
    "another class": (
        "BAD_TERMS",
        lambda f: f.write("account", body=Accounts((AccountTerms(LI, "min", "pool"),))),
    ),
    "another owner": (
        "BAD_TERMS",
        lambda f: f.write("account", body=Accounts((AccountTerms(LI, "min", "member", BOOK),))),
    ),
    "closed with something in it": (
        "BAD_TERMS",
        lambda f: f.write("account", body=Accounts((AccountTerms(WANG, "min", "member", status="closed"),))),
    ),
    "opened after it was closed": (
        "BAD_TERMS",
        lambda f: (
            closed(f, status="closed"),
            f.write("account", body=Accounts((AccountTerms(ZHAO, "min", "member"),))),
        ),
    ),
    "a settlement of no reservation": ("BAD_REF", lambda f: (reserve(f), f.settle(UNKNOWN, WANG, LI, 5, 60))),
    "a release of a transfer": (
        "BAD_REF",
        lambda f: (
            reserve(f),
            f.move("release", WANG, LI, 60, ref=f.desk.transfer(WANG, LI, 60).id, body=Release("timeout")),
        ),
    ),
    "a reversal of a reservation": ("BAD_REF", lambda f: f.move("reverse", LOSS, WANG, 5, ref=reserve(f))),
    "a reversal of a reservation's own legs": (
        "BAD_REF",
        lambda f: (f.desk.transfer(ISSUE, LI, 9), f.move("reverse", LI, WANG, 5, ref=reserve(f))),
    ),
    "a reversal of more": (
        "BAD_REF",
        lambda f: f.move(
            "reverse", LI, WANG, 6, ref=(f.desk.transfer(ISSUE, LI, 9), f.desk.transfer(WANG, LI, 5))[1].id
        ),
    ),
    "a reversal the same way round": (
        "BAD_REF",
        lambda f: f.move("reverse", WANG, LI, 5, ref=f.desk.transfer(WANG, LI, 5).id),
    ),
    "settled with another account": (
        "BAD_REF",
        lambda f: (f.desk.reserve(WANG, NONG, 60), f.settle(reserve(f), WANG, NONG, 5, 60)),
    ),
    "settled with another sum held": ("BAD_REF", lambda f: f.settle(reserve(f), WANG, LI, 5, 59)),
    "with an entry nobody wrote": ("BAD_REF", lambda f: f.move("transfer", WANG, LI, 1, with_id=UNKNOWN)),
    "lapsed to somebody": ("BAD_LAPSE", lambda f: f.move("expire", WANG, POOL, 1)),
    "imported late": (
        "BAD_ANSWER",
        lambda f: f.move(
            "import", CLEARING, LI, 5, body=Import(OTHER, 7, DIGEST, f.desk.now - timedelta(days=1))
        ),
    ),
    "a policy nobody announced": ("BAD_POLICY", lambda f: f.move("transfer", WANG, LI, 1, policy=1)),
    "a policy that skips one": (
        "BAD_POLICY",
        lambda f: f.write("policy", body=PolicyChange(2, DIGEST, date(2027, 1, 1))),
    ),
    "a seal of another root": (
        "BAD_SEAL",
        lambda f: f.write("seal", body=Seal(2, DIGEST, (Total("min", 600, 0),))),
    ),
    "a seal of what comes later": ("BAD_SEAL", lambda f: f.write("seal", body=Seal(99, DIGEST, ()))),
    "a second genesis": (
        "BAD_GENESIS",
        lambda f: f.write("genesis", body=Genesis(ORIGIN, VKEY), prev=ORIGIN_HASH),
    ),
    "an earlier time": (
        "TIME_BACKWARDS",
        lambda f: f.move("transfer", WANG, LI, 1, recorded=f.desk.now - timedelta(days=1)),
    ),
    "another book": ("MALFORMED", lambda f: f.move("transfer", WANG, LI, 1, book="450126")),
    "another entry before it": ("FORK", lambda f: f.move("transfer", WANG, LI, 1, prev=DIGEST)),
    "a state of another entry": (
        "BAD_STATE BAD_STATE",
        lambda f: f.move("transfer", WANG, LI, 1, salt_seq=0),
    ),
}


def findings(forger: Forger) -> list[tuple[str, int | None]]:
    report = take_stock_both_ways(forger.desk.store, forger.desk.safe)
    return [(finding.kind, finding.seq) for finding in report.findings]


@pytest.mark.parametrize("name", FORGERIES)
def test_a_broken_rule_is_named_with_its_entry(forger, name):
    kinds, forge = FORGERIES[name]

    forge(forger)

    last = forger.desk.book.head().size - 1
    assert findings(forger) == [(kind, last) for kind in kinds.split()]


@pytest.mark.parametrize(("column", "kind"), [("book", "MALFORMED"), ("prev", "FORK")])
def test_a_column_put_right_does_not_hide_what_the_bytes_say(forger, column, kind):
    entries, head = forger.desk.store._entries, forger.desk.book.head()
    right, wrong = {"book": (BOOK, "450126"), "prev": (head.leaf_hash, DIGEST)}[column]

    forger.move("transfer", WANG, LI, 1, **{column: wrong})
    entries[-1] = entries[-1]._replace(**{column: right})

    assert sorted(findings(forger)) == [(kind, head.size), ("PROJECTION_DRIFT", head.size)]


def test_an_account_gone_negative_is_named_again_at_its_next_entry(forger):
    seq = forger.settle(UNKNOWN, WANG, LI, 5, 60).seq
    forger.move("transfer", WANG, LI, 1)

    assert findings(forger) == [("BAD_AMOUNT", seq), ("BAD_REF", seq), ("BAD_AMOUNT", seq + 1)]


def twice(forger: Forger, forge: Callable[[], Entry]) -> list[tuple[str, int | None]]:
    store = forger.desk.store
    forge()
    store._closed_by.clear()
    store._answered.clear()
    forge()
    return findings(forger)


def test_a_reservation_settled_twice_is_named(forger):
    ref, _ = reserve(forger), reserve(forger)

    assert twice(forger, lambda: forger.settle(ref, WANG, LI, 5, 60)) == [("BAD_REF", 6)]


def test_a_transfer_reversed_twice_is_named(forger):
    ref, _ = forger.desk.transfer(WANG, LI, 60).id, forger.desk.transfer(WANG, LI, 60).id

    assert twice(forger, lambda: forger.move("reverse", LI, WANG, 60, ref=ref)) == [("BAD_REF", 6)]


def test_an_export_answered_twice_is_named(forger):
    assert twice(forger, lambda: forger.write("refuse", body=Refuse(OTHER, 7, DIGEST))) == [("BAD_ANSWER", 4)]


def test_a_forged_entry_that_breaks_nothing_is_as_good_as_any(forger):
    out = Export(OTHER, LI, LATER)
    ref = forger.move("export", WANG, CLEARING, 60, body=out).id
    forger.settle(ref, WANG, CLEARING, 60, 60)

    assert findings(forger) == []
