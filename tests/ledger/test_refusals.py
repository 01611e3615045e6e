"""What the book refuses, one line a case: the act, and the fact that it is refused with."""

from datetime import timedelta

import pytest

from ledger import errors
from ledger.account import AccountTerms
from ledger.audit import audit
from ledger.errors import (
    AccountNotEmpty,
    AmountOutOfRange,
    BookAlreadyOpen,
    InsufficientBalance,
    LimitTooLow,
    MalformedEntry,
    RecordedBeforeHead,
    TermsFixed,
    Unbalanced,
    UnknownAccount,
    UnknownEntry,
    UnknownPolicy,
    WrongKind,
    WrongLegs,
)
from tests.ledger.desk import BOOK, ISSUE, LI, LOSS, NONG, ORIGIN, SITE, VKEY, WANG, handle, leg

CROWD = [handle(f"a{number}".translate(str.maketrans("0189", "abcd"))) for number in range(100)]
UNKNOWN = "019326a4-5c1e-8b0a-9d2f-4e1f0a6b7c8d"
UNEVEN = {(WANG, "min"): 5, (LI, "min"): 4}
LARGEST = 9_007_199_254_740_991


def terms(
    who: str, class_: str = "member", of: str = "-", limit: int = 0, status: str = "open"
) -> list[AccountTerms]:
    return [AccountTerms(who, "min", class_, of, limit, status)]


# What is refused, and with which fact. `desk` has Wang at 600, everybody else at 0.
@pytest.mark.parametrize(
    ("act", "refusal"),
    [
        (lambda d: d.transfer(WANG, LI, 601), InsufficientBalance(WANG, "min", 600, 601)),
        (lambda d: d.transfer(LI, WANG, 1), InsufficientBalance(LI, "min", 0, 1)),
        (lambda d: d.transfer(ISSUE, LI, 99_401), InsufficientBalance(ISSUE, "min", 99_400, 99_401)),
        (lambda d: d.reserve(WANG, LI, 601), InsufficientBalance(WANG, "min", 600, 601)),
        (lambda d: d.transfer(WANG, LI, 0), AmountOutOfRange(0, 1, LARGEST)),
        (lambda d: d.transfer(WANG, LI, -5), AmountOutOfRange(-5, 1, LARGEST)),
        (lambda d: d.transfer(LOSS, LI, LARGEST + 1), AmountOutOfRange(LARGEST + 1, 1, LARGEST)),
        (lambda d: d.transfer(LOSS, WANG, LARGEST), AmountOutOfRange(LARGEST, 0, LARGEST - 600)),
        (lambda d: d.transfer(WANG, handle("nobody"), 1), UnknownAccount(handle("nobody"), "min")),
        (lambda d: d.book.account(WANG, "pt"), UnknownAccount(WANG, "pt")),
        (lambda d: d.transfer(WANG, WANG, 1), WrongLegs("an account stands in an entry once")),
        (
            lambda d: d.do("transfer", [leg(WANG, 1)], []),
            WrongLegs("a transfer has at least one debit and one credit"),
        ),
        (
            lambda d: d.do("transfer", [leg(WANG, 1)], [leg(who, 1) for who in CROWD]),
            WrongLegs("101 legs, at most 100"),
        ),
        (lambda d: d.do("transfer", [leg(WANG, 2)], [leg(LI, 1)]), Unbalanced("min", 2, 1)),
        (lambda d: d.do("transfer", [leg(WANG, 2)], [leg(LI, 2, "pt")]), Unbalanced("min", 2, 0)),
        (lambda d: d.do("settle", UNKNOWN, 5), UnknownEntry),
        (lambda d: d.do("settle", d.transfer(WANG, LI, 5).id, 5), WrongKind),
        (lambda d: d.do("release", d.transfer(WANG, LI, 5).id, "timeout"), WrongKind),
        (lambda d: d.do("reverse", d.reserve(WANG, LI, 5).id), WrongKind),
        (lambda d: d.do("settle", d.reserve(WANG, LI, 5).id, 6), AmountOutOfRange(6, 0, 5)),
        (lambda d: d.do("settle", d.reserve(WANG, LI, 5).id, 0), WrongLegs("a settle of nothing")),
        (
            lambda d: d.do("settle_legs", d.reserve(WANG, LI, 5).id, {(WANG, "min"): 5}),
            WrongLegs(f"no amount for account {LI} in min"),
        ),
        (
            lambda d: d.do("settle_legs", d.reserve(WANG, LI, 5).id, UNEVEN),
            Unbalanced("min", 5, 4),
        ),
        (lambda d: d.do("reverse", d.transfer(WANG, LI, 5).id, 6), AmountOutOfRange(6, 0, 5)),
        (
            lambda d: d.do("reverse", d.do("transfer", [leg(WANG, 2)], [leg(LI, 1), leg(NONG, 1)]).id, 1),
            WrongLegs,
        ),
        (
            lambda d: d.do("release", d.reserve(WANG, LI, 5).id, "bored"),
            MalformedEntry("'bored' is no reason"),
        ),
        (lambda d: d.transfer(WANG, LI, 1, recorded=d.now - timedelta(days=1)), RecordedBeforeHead),
        (lambda d: d.transfer(WANG, LI, 1, policy=1), UnknownPolicy(1, 0)),
        (lambda d: d.transfer(WANG, LI, 1, with_id=UNKNOWN), UnknownEntry),
        (lambda d: d.transfer(WANG, LI, 1, site="here"), MalformedEntry("'here' is no site")),
        (lambda d: d.do("genesis", ORIGIN, VKEY), BookAlreadyOpen(BOOK)),
        (lambda d: d.do("open_accounts", terms(WANG, "pool")), TermsFixed(WANG, "min")),
        (lambda d: d.do("open_accounts", terms(WANG, of=SITE)), TermsFixed(WANG, "min")),
        (lambda d: d.do("open_accounts", terms(WANG, status="closed")), AccountNotEmpty(WANG, "min", 600, 0)),
        (
            lambda d: d.do("open_accounts", terms(ISSUE, "issue", BOOK, 599)),
            LimitTooLow(ISSUE, "min", 599, 600),
        ),
        (lambda d: d.do("open_accounts", []), MalformedEntry),
    ],
)
def test_it_refuses_and_changes_nothing(desk, act, refusal):
    with pytest.raises(refusal if isinstance(refusal, type) else type(refusal)) as raised:
        act(desk)

    if not isinstance(refusal, type):
        assert vars(raised.value) == vars(refusal)
    assert str(raised.value)
    assert audit(desk.store, secrets=desk.safe) == []


def test_every_refusal_has_a_code_of_its_own():
    refusals = [
        kind
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, errors.LedgerError) and "code" in vars(kind)
    ]

    assert len({refusal.code for refusal in refusals}) == len(refusals) > 20
