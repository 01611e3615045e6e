"""The book's acts as their users meet them, on both stores: what each moves, and what each refuses."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ledger.account import AccountTerms
from ledger.commitment import commit_state
from ledger.errors import (
    AlreadyAnswered,
    InsufficientBalance,
    MalformedEntry,
    NotYetWritten,
    PastDeadline,
    UnknownPolicy,
    WrongLegs,
)
from ledger.own_lines import Export, Import, Refuse
from tests.ledger.desk import CLEARING, DIGEST, EXPIRED, ISSUE, LI, NONG, SITE, VKEY, WANG, Desk, handle, leg

pytestmark = [pytest.mark.both_engines, pytest.mark.usefixtures("audits_clean")]


OTHER = "demo.invalid/log/450126"


def position(desk: Desk, who: str, unit: str = "min") -> tuple[int, int, int, int]:
    account = desk.book.account(who, unit)
    return account.debits, account.credits, account.pending_debits, account.pending_credits


def test_a_transfer_moves_units_at_once(desk):
    posted = desk.transfer(WANG, LI, 60)

    assert position(desk, WANG) == (60, 600, 0, 0)
    assert position(desk, LI) == (0, 60, 0, 0)
    assert [account.balance for account in posted.accounts] == [540, 60]


def test_a_reservation_takes_from_what_may_be_spent_and_moves_nothing(desk):
    desk.reserve(WANG, LI, 60)

    wang = desk.book.account(WANG, "min")
    assert (wang.balance, wang.available) == (600, 540)
    assert position(desk, LI) == (0, 0, 0, 60)


def test_settling_less_than_reserved_frees_the_rest(desk):
    reserved = desk.reserve(WANG, LI, 60)

    desk.book.settle(desk.particulars(), reserved.id, 45)

    assert position(desk, WANG) == (45, 600, 0, 0)
    assert position(desk, LI) == (0, 45, 0, 0)


def test_a_release_leaves_everything_as_it_was(desk):
    reserved = desk.reserve(WANG, LI, 60)

    desk.book.release(desk.particulars(), reserved.id, "cancelled")

    assert position(desk, WANG) == (0, 600, 0, 0)
    assert position(desk, LI) == (0, 0, 0, 0)


def test_a_reversal_takes_back_what_was_settled(desk):
    reserved = desk.reserve(WANG, LI, 60)
    settled = desk.book.settle(desk.particulars(), reserved.id, 45)

    desk.book.reverse(desk.particulars(), settled.id)

    assert desk.book.account(WANG, "min").balance == 600
    assert desk.book.account(LI, "min").balance == 0


def test_a_reversal_may_take_back_a_part(desk):
    given = desk.transfer(WANG, LI, 60)

    desk.book.reverse(desk.particulars(), given.id, 20)

    assert desk.book.account(LI, "min").balance == 40


def test_what_was_spent_cannot_be_taken_back(desk):
    given = desk.transfer(WANG, LI, 60)
    desk.transfer(LI, NONG, 50)

    with pytest.raises(InsufficientBalance) as refusal:
        desk.book.reverse(desk.particulars(), given.id)

    assert (refusal.value.handle, refusal.value.available, refusal.value.wanted) == (LI, 10, 60)


def test_several_legs_settle_and_reverse_each_with_its_amount(desk):
    reserved = desk.book.reserve(
        desk.particulars(), [leg(WANG, 60), leg(ISSUE, 30)], [leg(LI, 50), leg(NONG, 40)]
    )
    due = {(WANG, "min"): 40, (ISSUE, "min"): 0, (LI, "min"): 0, (NONG, "min"): 40}

    settled = desk.book.settle_legs(desk.particulars(), reserved.id, due)
    back = {(WANG, "min"): 10, (ISSUE, "min"): 0, (LI, "min"): 0, (NONG, "min"): 10}
    desk.book.reverse_legs(desk.particulars(), settled.id, back)

    assert position(desk, WANG) == (40, 610, 0, 0)
    assert position(desk, NONG) == (10, 40, 0, 0)
    assert position(desk, LI) == (0, 0, 0, 0)


def test_lapsing_units_go_to_expired_or_home_to_their_programme(desk):
    programme, month = handle("programme"), handle("month")
    desk.book.open_accounts(
        desk.particulars(),
        [AccountTerms(programme, "min", "grant"), AccountTerms(month, "min", "grant", programme)],
    )
    desk.transfer(ISSUE, month, 120)
    desk.book.open_accounts(
        desk.particulars(), [AccountTerms(month, "min", "grant", programme, status="frozen")]
    )

    desk.book.expire(desk.particulars(), [leg(month, 100)], [leg(programme, 100)])
    desk.book.expire(desk.particulars(), [leg(WANG, 5)], [leg(EXPIRED, 5)])
    with pytest.raises(WrongLegs):
        desk.book.expire(desk.particulars(), [leg(WANG, 5)], [leg(programme, 5)])

    assert desk.book.account(programme, "min").balance == 100
    assert desk.book.account(EXPIRED, "min").balance == 5


def test_goods_and_points_change_hands_in_one_transfer(desk):
    shop, household, consumed = handle("shop"), handle("household"), handle("consumed")
    desk.book.open_accounts(
        desk.particulars(),
        [
            AccountTerms(handle("donor"), "g.soap", "donor", "-", None),
            AccountTerms(shop, "g.soap", "shop", SITE),
            AccountTerms(shop, "pt", "shop", SITE),
            AccountTerms(household, "pt", "household", limit=30),
            AccountTerms(consumed, "g.soap", "consumed"),
        ],
    )
    desk.book.transfer(desk.particulars(), [leg(handle("donor"), 2, "g.soap")], [leg(shop, 2, "g.soap")])

    sale = desk.book.transfer(
        desk.particulars(site=SITE, service=date(2026, 11, 20)),
        [leg(shop, 1, "g.soap"), leg(household, 30, "pt")],
        [leg(shop, 30, "pt"), leg(consumed, 1, "g.soap")],
    )

    assert desk.book.account(shop, "g.soap").balance == 1
    assert {line.unit for line in sale.accounts} == {"g.soap", "pt"}
    with pytest.raises(InsufficientBalance):
        desk.book.transfer(desk.particulars(), [leg(shop, 2, "g.soap")], [leg(consumed, 2, "g.soap")])


def test_time_goes_to_another_book_and_comes_from_it(desk):
    deadline = desk.now + timedelta(days=30)
    out = desk.book.export_(
        desk.particulars(), Export(OTHER, LI, deadline), [leg(WANG, 60)], [leg(CLEARING, 60)]
    )
    desk.book.settle(desk.particulars(), out.id, 60)
    into = Import(OTHER, 7, DIGEST, deadline)
    desk.book.import_(desk.particulars(), into, [leg(CLEARING, 30)], [leg(LI, 30)])
    desk.book.refuse(desk.particulars(), Refuse(OTHER, 8, DIGEST))

    assert desk.book.account(CLEARING, "min").balance == 30
    with pytest.raises(AlreadyAnswered):
        desk.book.import_(desk.particulars(), into, [leg(CLEARING, 30)], [leg(LI, 30)])
    with pytest.raises(AlreadyAnswered):
        desk.book.refuse(desk.particulars(), Refuse(OTHER, 7, DIGEST))
    late = Import(OTHER, 9, DIGEST, desk.now - timedelta(days=1))
    with pytest.raises(PastDeadline):
        desk.book.import_(desk.particulars(), late, [leg(CLEARING, 30)], [leg(LI, 30)])


def test_a_seal_fixes_the_states_and_sums_after_an_entry(desk):
    desk.transfer(WANG, LI, 60)
    at = desk.book.head().size - 1
    desk.reserve(LI, NONG, 10)

    sealed = desk.book.seal(desk.particulars(), at)

    seal = desk.book.entry_by_id(sealed.id).body
    assert [(total.unit, total.debits, total.pending_debits) for total in seal.totals] == [("min", 660, 0)]
    assert desk.book.seal(replace(desk.particulars(), id=sealed.id), at) == sealed
    with pytest.raises(NotYetWritten):
        desk.book.seal(desk.particulars(), desk.book.head().size)


def test_rules_are_announced_one_after_another_and_named_from_then_on(desk):
    desk.book.policy(desk.particulars(), 1, DIGEST, date(2026, 12, 1))

    desk.transfer(WANG, LI, 1, policy=1)
    with pytest.raises(UnknownPolicy):
        desk.transfer(WANG, LI, 1, policy=2)
    with pytest.raises(UnknownPolicy):
        desk.book.policy(desk.particulars(), 3, DIGEST, date(2026, 12, 1))


def test_keys_remarks_and_erasures_move_nothing(desk):
    before = desk.book.head().size
    desk.book.key(desk.particulars(), VKEY, 10)
    desk.book.key(desk.particulars(), VKEY, 5, revoked=True)
    desk.book.remark(desk.particulars(memo=DIGEST, site=SITE))
    desk.book.erase(desk.particulars(memo=DIGEST))

    assert desk.book.head().size == before + 4
    with pytest.raises(MalformedEntry):
        desk.book.remark(desk.particulars())


def test_each_state_is_a_commitment_that_its_holder_can_open(desk):
    posted = desk.transfer(WANG, LI, 60)

    entry = desk.book.entry_by_id(posted.id)
    secret = desk.safe.secrets_of([LI])[LI]
    assert entry.postings[1].state == commit_state(posted.accounts[1], None, posted.seq, secret)
    again = desk.transfer(WANG, LI, 1)
    state = desk.book.entry_by_id(again.id).postings[1].state
    assert state == commit_state(again.accounts[1], posted.seq, again.seq, secret)
