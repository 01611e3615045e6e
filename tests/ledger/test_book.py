"""The book's acts as their users meet them, on both stores: what each moves, and what each refuses."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ledger.account import AccountTerms
from ledger.audit import audit
from ledger.book import Book
from ledger.commitment import commit_state
from ledger.errors import (
    AccountClosed,
    AccountFrozen,
    AccountNotEmpty,
    AlreadyAnswered,
    AlreadyClosed,
    BookNotOpen,
    HolderErased,
    IdTaken,
    InsufficientBalance,
    IntegrityError,
    MalformedEntry,
    NotYetWritten,
    PastDeadline,
    UnknownPolicy,
    WrongKind,
    WrongLegs,
)
from ledger.memory_store import MemoryStore
from ledger.merkle import root
from ledger.own_lines import Export, Import, Refuse
from tests.ledger.desk import (
    BOOK,
    CLEARING,
    DIGEST,
    EXPIRED,
    ISSUE,
    LI,
    LOSS,
    NONG,
    POOL,
    SITE,
    VKEY,
    WANG,
    ZHAO,
    Desk,
    handle,
    leg,
)

pytestmark = pytest.mark.both_engines

OTHER = "demo.invalid/log/450126"


def position(desk: Desk, who: str, unit: str = "min") -> tuple[int, int, int, int]:
    account = desk.book.account(who, unit)
    return account.debits, account.credits, account.pending_debits, account.pending_credits


def terms(who: str, **values) -> AccountTerms:
    return replace(AccountTerms(who, "min", "member"), **values)


@pytest.fixture(autouse=True)
def _audited(desk: Desk):
    """After every test of this file the book audits clean, with all states opened."""
    yield
    assert audit(desk.store, secrets=desk.safe) == []


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


def test_a_statement_runs_backwards_with_the_balance_after_each_line(desk):
    desk.transfer(WANG, LI, 60, service=date(2026, 11, 20), site=SITE)
    reserved = desk.reserve(WANG, LI, 30)
    settled = desk.book.settle(desk.particulars(with_id=reserved.id), reserved.id, 20)

    lines = desk.book.statement(WANG, "min")

    assert [(line.kind, line.side, line.amount, line.balance, line.reserved) for line in lines] == [
        ("settle", "debit", 20, 520, 0),
        ("reserve", "debit", 30, 540, 30),
        ("transfer", "debit", 60, 540, 0),
        ("transfer", "credit", 600, 600, 0),
    ]
    newest = lines[0]
    assert (newest.seq, newest.id, newest.held, newest.ref, newest.with_id) == (
        settled.seq,
        settled.id,
        30,
        reserved.id,
        reserved.id,
    )
    assert (newest.recorded, lines[2].service, lines[2].site) == (settled.recorded, date(2026, 11, 20), SITE)
    assert desk.book.statement(LI, "min")[1].coming == 30


def test_a_statement_is_read_page_by_page(desk):
    for amount in range(1, 6):
        desk.transfer(WANG, LI, amount)

    pages = []
    before = None
    while page := desk.book.statement(LI, "min", before, limit=2):
        pages.append([line.amount for line in page])
        before = page[-1].version

    assert pages == [[5, 4], [3, 2], [1]]
    assert desk.book.statement(ZHAO, "min") == []


def test_the_head_carries_the_root_over_all_entries(desk):
    leaves = [row.hash for row in desk.store.node_rows(0)]

    head = desk.book.head()
    assert (head.size, head.leaf_hash, head.root) == (len(leaves), leaves[-1], root(leaves))


def test_an_entry_is_found_by_its_id(desk):
    posted = desk.transfer(WANG, POOL, 60)

    entry = desk.book.entry_by_id(posted.id)
    assert (entry.seq, entry.kind, entry.recorded) == (posted.seq, "transfer", posted.recorded)
    assert desk.book.entry_by_id(desk.particulars().id) is None


def test_a_book_takes_nothing_before_its_first_entry():
    desk = Desk(MemoryStore(BOOK))

    with pytest.raises(BookNotOpen):
        desk.book.remark(desk.particulars(memo=DIGEST))
    assert desk.book.head().size == 0
    assert audit(desk.store) == []


def test_a_book_is_written_to_its_own_store_only():
    with pytest.raises(IntegrityError):
        Book("450126", MemoryStore(BOOK), Desk(MemoryStore(BOOK)).safe)
