"""What a book refuses, and that it then stays as it was: bounds, states of accounts, retries."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ledger.account import AccountTerms
from ledger.errors import (
    AccountClosed,
    AccountFrozen,
    AccountNotEmpty,
    AlreadyClosed,
    HolderErased,
    IdTaken,
    InsufficientBalance,
    WrongKind,
)
from ledger.own_lines import Export
from tests.ledger.desk import (
    BOOK,
    CLEARING,
    DIGEST,
    EXPIRED,
    ISSUE,
    LI,
    LOSS,
    NONG,
    SITE,
    WANG,
    ZHAO,
    Desk,
    handle,
    leg,
)

pytestmark = [pytest.mark.both_engines, pytest.mark.usefixtures("audits_clean")]


OTHER = "demo.invalid/log/450126"


def position(desk: Desk, who: str, unit: str = "min") -> tuple[int, int, int, int]:
    account = desk.book.account(who, unit)
    return account.debits, account.credits, account.pending_debits, account.pending_credits


def terms(who: str, **values) -> AccountTerms:
    return replace(AccountTerms(who, "min", "member"), **values)


def test_a_refusal_leaves_head_and_accounts_as_they_were(desk):
    before = desk.book.head(), position(desk, WANG)

    with pytest.raises(InsufficientBalance):
        desk.transfer(WANG, LI, 601)

    assert (desk.book.head(), position(desk, WANG)) == before
    desk.transfer(WANG, LI, 600)


CLOSINGS = {
    "settle": lambda d, ref, p: d.book.settle(p, ref, 5),
    "release": lambda d, ref, p: d.book.release(p, ref, "timeout"),
}


@pytest.mark.parametrize("first", CLOSINGS)
@pytest.mark.parametrize("second", CLOSINGS)
def test_a_reservation_ends_once(desk, first, second):
    reserved = desk.reserve(WANG, LI, 5)
    ended = CLOSINGS[first](desk, reserved.id, desk.particulars())

    with pytest.raises(AlreadyClosed) as refusal:
        CLOSINGS[second](desk, reserved.id, desk.particulars())

    assert (refusal.value.ref, refusal.value.by) == (reserved.id, ended.id)


def test_a_transfer_is_reversed_once_and_a_reversal_never(desk):
    given = desk.transfer(WANG, LI, 60)
    back = desk.book.reverse(desk.particulars(), given.id, 20)

    with pytest.raises(AlreadyClosed):
        desk.book.reverse(desk.particulars(), given.id, 20)
    with pytest.raises(WrongKind):
        desk.book.reverse(desk.particulars(), back.id)


def test_a_frozen_account_takes_part_in_nothing_new_but_goes_on(desk):
    open_reserve = desk.reserve(WANG, LI, 60)
    desk.book.open_accounts(desk.particulars(), [terms(WANG, status="frozen"), terms(LI, status="frozen")])

    with pytest.raises(AccountFrozen):
        desk.transfer(WANG, NONG, 1)
    for payer, payee in ((WANG, NONG), (ISSUE, WANG)):
        with pytest.raises(AccountFrozen):
            desk.reserve(payer, payee, 1)
    with pytest.raises(AccountFrozen):
        out = Export(OTHER, LI, desk.now)
        desk.book.export_(desk.particulars(), out, [leg(WANG, 60)], [leg(CLEARING, 60)])
    settled = desk.book.settle(desk.particulars(), open_reserve.id, 60)
    desk.book.reverse(desk.particulars(), settled.id, 10)
    desk.transfer(ISSUE, WANG, 1)
    desk.book.expire(desk.particulars(), [leg(WANG, 1)], [leg(EXPIRED, 1)])
    desk.book.open_accounts(desk.particulars(), [terms(WANG)])

    desk.transfer(WANG, NONG, 1)
    assert desk.book.account(LI, "min").balance == 50


def test_a_closed_account_stays_closed(desk):
    desk.book.open_accounts(desk.particulars(), [terms(ZHAO, status="closed")])

    with pytest.raises(AccountClosed):
        desk.transfer(WANG, ZHAO, 1)
    with pytest.raises(AccountClosed):
        desk.book.open_accounts(desk.particulars(), [terms(ZHAO)])


def test_an_account_with_something_coming_cannot_be_closed(desk):
    desk.reserve(WANG, ZHAO, 5)

    with pytest.raises(AccountNotEmpty) as refusal:
        desk.book.open_accounts(desk.particulars(), [terms(ZHAO, status="closed")])

    assert refusal.value.reserved == 5


def test_a_limit_may_come_down_to_what_is_owed(desk):
    desk.book.open_accounts(desk.particulars(), [AccountTerms(ISSUE, "min", "issue", BOOK, 600)])

    assert desk.book.account(ISSUE, "min").available == 0
    assert desk.book.account(LOSS, "min").available is None


def test_nothing_is_posted_for_a_holder_whose_secret_is_gone(desk):
    desk.safe.destroyed.add(LI)

    with pytest.raises(HolderErased) as refusal:
        desk.transfer(WANG, LI, 1)

    assert refusal.value.handle == LI


def test_a_retry_gives_the_first_outcome_and_changes_nothing(desk):
    particulars = desk.particulars(service=date(2026, 11, 20), site=SITE, memo=DIGEST)
    first = desk.book.reserve(particulars, [leg(WANG, 60)], [leg(LI, 60)])
    settled = desk.book.settle(desk.particulars(), first.id, 45)
    head = desk.book.head()

    later = replace(particulars, recorded=particulars.recorded + timedelta(days=9))
    again = desk.book.reserve(later, [leg(WANG, 60)], [leg(LI, 60)])

    assert again == first
    assert desk.book.settle(replace(desk.particulars(), id=settled.id), first.id, 45) == settled
    assert desk.book.head() == head


@pytest.mark.parametrize(
    "other",
    [
        lambda d, p: d.book.reserve(p, [leg(WANG, 61)], [leg(LI, 61)]),
        lambda d, p: d.book.reserve(p, [leg(WANG, 60)], [leg(NONG, 60)]),
        lambda d, p: d.book.transfer(p, [leg(WANG, 60)], [leg(LI, 60)]),
        lambda d, p: d.book.reserve(replace(p, memo=None), [leg(WANG, 60)], [leg(LI, 60)]),
        lambda d, p: d.book.reserve(replace(p, acts=DIGEST), [leg(WANG, 60)], [leg(LI, 60)]),
        lambda d, p: d.book.reserve(replace(p, site=None), [leg(WANG, 60)], [leg(LI, 60)]),
        lambda d, p: d.book.reserve(replace(p, service=date(2026, 1, 1)), [leg(WANG, 60)], [leg(LI, 60)]),
        lambda d, p: d.book.reserve(replace(p, with_id=p.id), [leg(WANG, 60)], [leg(LI, 60)]),
        lambda d, p: d.book.remark(p),
    ],
)
def test_an_id_never_stands_for_two_things(desk, other):
    particulars = desk.particulars(memo=DIGEST, site=SITE)
    first = desk.book.reserve(particulars, [leg(WANG, 60)], [leg(LI, 60)])

    with pytest.raises(IdTaken) as conflict:
        other(desk, particulars)

    assert (conflict.value.id, conflict.value.seq) == (particulars.id, first.seq)


def test_a_retry_of_opening_accounts_is_no_second_opening(desk):
    particulars = desk.particulars()
    first = desk.book.open_accounts(particulars, [terms(handle("new"))])

    assert desk.book.open_accounts(particulars, [terms(handle("new"))]) == first
    with pytest.raises(IdTaken):
        desk.book.open_accounts(particulars, [terms(handle("new"), limit=5)])
