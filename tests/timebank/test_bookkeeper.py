"""What each entry says of itself, and the words behind it."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ledger.entry import Entry, parse
from ledger.errors import InsufficientBalance
from tests.timebank.kernel import BOOK, LI, NONG, SITE, Give, Tick, Ticked, give
from timebank.accounts import MEMBER
from timebank.actors import Actor, system
from timebank.bookkeeper import About, EntryText
from timebank.clock import SetClock
from timebank.crypto import PersonKey, SealBroken, Vault
from timebank.work import Reading, UnitOfWork
from timebank.writer import Bank

pytestmark = pytest.mark.both_engines

DAY = date(2026, 11, 13)


@dataclass(frozen=True, slots=True)
class Posted:
    id: str
    seq: int
    more: str = ""


def pay(about: Callable[[], About]) -> Callable[[UnitOfWork, Tick, Actor], Posted]:
    """Return a use case that moves 60 minutes to Li and says something about it."""

    def use_case(uow: UnitOfWork, command: Tick, actor: Actor) -> Posted:
        payee = uow.ledger.member_handle("li")
        posted = uow.ledger.transfer(uow.ledger.issue_handle(), payee, 60, about())
        return Posted(posted.id, posted.seq)

    return use_case


@pytest.fixture
def bank_with_li(bank: Bank) -> Bank:
    bank.run(give, Give("li", 600), system(BOOK))
    return bank


def entry(bank: Bank, entry_id: str) -> Entry:
    with bank.reading(system(BOOK)) as reading:
        found = reading.ledger.book.entry_by_id(entry_id)
    assert found is not None
    return found


def test_an_entry_says_when_by_which_rules_and_for_what(bank_with_li: Bank, clock: SetClock) -> None:
    posted = bank_with_li.run(pay(lambda: About(service_day=DAY, site=SITE)), Tick(), NONG)

    written = entry(bank_with_li, posted.id)
    assert (written.recorded, written.policy) == (clock.now().astimezone(UTC), 1)
    assert (written.service, written.site, written.seq) == (DAY, SITE, posted.seq)


def test_words_are_read_back_and_the_entry_commits_to_them(bank_with_li: Bank) -> None:
    posted = bank_with_li.run(pay(lambda: About(memo="陪同就医", acts="a\nb\n", owner="li")), Tick(), NONG)

    with bank_with_li.reading(NONG) as reading:
        texts = [reading.ledger.read_text(posted.id, kind) for kind in ("memo", "acts")]
        rows = {row.kind: row for row in reading.session.scalars(select(EntryText))}
    written = entry(bank_with_li, posted.id)
    assert texts == ["陪同就医", "a\nb\n"]
    assert written.memo == hashlib.sha256(rows["memo"].salt + "陪同就医".encode()).digest()
    assert written.acts == hashlib.sha256(rows["acts"].salt + b"a\nb\n").digest()


def test_nothing_said_is_nothing_kept(bank_with_li: Bank) -> None:
    posted = bank_with_li.run(pay(About), Tick(), NONG)

    written = entry(bank_with_li, posted.id)
    assert (written.memo, written.acts) == (None, None)
    with bank_with_li.reading(NONG) as reading:
        assert reading.ledger.read_text(posted.id, "memo") == ""


def test_words_of_an_erased_person_are_gone_and_those_of_the_book_stay(bank_with_li: Bank) -> None:
    of_li = bank_with_li.run(pay(lambda: About(memo="陪同就医", owner="li")), Tick(), NONG)
    of_book = bank_with_li.run(pay(lambda: About(memo="更正")), Tick(), NONG)
    with bank_with_li._writer_engine.begin() as connection:
        connection.execute(delete(PersonKey).where(PersonKey.member_id == "li"))

    with Session(bank_with_li._reader_engine) as session:
        ledger = Reading(session, Vault(bytes(32)), bank_with_li.clock, NONG).ledger
        with pytest.raises(SealBroken):
            ledger.read_text(of_li.id, "memo")
        assert ledger.read_text(of_book.id, "memo") == "更正"


def test_an_entry_holds_no_word_and_no_name(bank_with_li: Bank) -> None:
    posted = bank_with_li.run(pay(lambda: About(memo="陪同就医", owner="li")), Tick(), NONG)

    with bank_with_li.reading(NONG) as reading:
        ((_, data),) = reading.ledger.book._store.entry_bytes(posted.seq, posted.seq + 1)
    assert data.isascii()
    assert b"nong" not in data
    assert parse(data).id == posted.id


def test_entry_ids_follow_from_actor_key_and_place_in_the_command(bank_with_li: Bank) -> None:
    def pay_twice(uow: UnitOfWork, command: Tick, actor: Actor) -> Posted:
        pairs = [
            uow.ledger.transfer(uow.ledger.issue_handle(), uow.ledger.member_handle("li"), 1) for _ in "ab"
        ]
        return Posted(pairs[0].id, pairs[0].seq, pairs[1].id)

    one = bank_with_li.run(pay_twice, Tick(), NONG, key="k1")
    by_another = bank_with_li.run(pay_twice, Tick(), LI, key="k1")
    other_key = bank_with_li.run(pay_twice, Tick(), NONG, key="k2")

    ids = [id_ for posted in (one, by_another, other_key) for id_ in (posted.id, posted.more)]
    assert len(set(ids)) == 6


def test_recorded_time_never_goes_back_when_the_machines_clock_does(
    bank_with_li: Bank, clock: SetClock
) -> None:
    before = entry(bank_with_li, bank_with_li.run(pay(About), Tick(), NONG).id)
    clock.advance(hours=-5)
    during = entry(bank_with_li, bank_with_li.run(pay(About), Tick(), NONG).id)
    clock.advance(hours=6)
    after = entry(bank_with_li, bank_with_li.run(pay(About), Tick(), NONG).id)

    assert during.recorded == before.recorded
    assert after.recorded - before.recorded == timedelta(hours=1)


def test_recorded_time_is_in_whole_seconds(bank_with_li: Bank, clock: SetClock) -> None:
    clock.moment = datetime(2026, 11, 16, 1, 2, 3, 999_999, tzinfo=UTC)

    posted = bank_with_li.run(pay(About), Tick(), NONG)

    assert entry(bank_with_li, posted.id).recorded == datetime(2026, 11, 16, 1, 2, 3, tzinfo=UTC)


def test_a_refusal_of_the_ledger_comes_through_with_its_facts(bank_with_li: Bank) -> None:
    def overspend(uow: UnitOfWork, command: Tick, actor: Actor) -> Ticked:
        li = uow.ledger.member_handle("li")
        try:
            uow.ledger.transfer(li, uow.ledger.issue_handle(), 601)
        except InsufficientBalance as short:
            return Ticked("short", short.available)
        return Ticked("spent", 0)

    assert bank_with_li.run(overspend, Tick(), NONG) == Ticked("short", 600)


def test_a_reservation_goes_its_whole_way(bank_with_li: Bank) -> None:
    def reserve_and_settle(uow: UnitOfWork, command: Tick, actor: Actor) -> Posted:
        uow.people.create("wang")
        wang = uow.ledger.open_account(MEMBER, "wang", "member")
        li = uow.ledger.member_handle("li")
        first = uow.ledger.reserve(li, wang, 60)
        second = uow.ledger.reserve(li, wang, 30)
        reserved = uow.ledger.account(li).pending_debits
        settled = uow.ledger.settle(first.id, 45)
        uow.ledger.release(second.id, "cancelled")
        uow.ledger.reverse(settled.id, 5)
        balances = [uow.ledger.account(handle).balance for handle in (li, wang)]
        return Posted(settled.id, settled.seq, f"{reserved} {balances}")

    assert bank_with_li.run(reserve_and_settle, Tick(), NONG).more == "90 [560, 40]"
