"""Going on in another log does the same on SQLite and on PostgreSQL, also while others want to write."""

import threading
from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from ledger.checkpoint import Checkpoint, sign_checkpoint
from ledger.errors import IntegrityError
from ledger.sql_store import SqlStore
from tests import walk
from tests.conftest import BOOK, ORIGIN, open_url
from tests.ledger.signers import signer
from tests.market import findings, open_market, points, set_rules
from tests.timebank.grants.scheme import MONTHLY
from tests.timebank.grants.test_grants_audit import months
from tests.town import Done, GiveMinutes, Town, give_minutes
from timebank.actors import Actor, system
from timebank.continuing import ContinueBook, Continued, continue_book
from timebank.points.queries import points_statement
from timebank.shop.commands import CartLine, ReturnGoods
from timebank.shop.handing_over import return_goods
from timebank.work import UnitOfWork

pytestmark = pytest.mark.both_engines


@dataclass(frozen=True, slots=True)
class Freeze:
    """Freeze an account."""

    handle: str


def freeze(uow: UnitOfWork, command: Freeze, actor: Actor) -> Done:
    uow.ledger.set_status([command.handle], "frozen")
    return Done()


def command(town: Town) -> ContinueBook:
    """Return the command for a town of which three more entries were signed than are here."""
    with town.bank.connect() as connection:
        head = SqlStore(connection, BOOK).head()
    signed = sign_checkpoint(Checkpoint(ORIGIN, head.size + 3, bytes(32)), signer(ORIGIN)).decode()
    new = f"{ORIGIN}/2"
    return ContinueBook(new, signer(new).public.vkey, signed, head.size, head.root.hex(), "硬盘坏了。")


def size(town: Town, log: str) -> int:
    with town.bank.connect() as connection:
        return SqlStore(connection, log).head().size


def test_what_is_carried_over_settles_and_both_logs_hold(town: Town) -> None:
    walk.settled(town)
    walk.accepted(town, starts_at=town.clock.now() + timedelta(days=1))
    old = size(town, BOOK)

    continued = town.bank.run(continue_book, command(town), system(BOOK))

    assert (continued.log, continued.reserves) == (f"{BOOK}/2", 1)
    assert town.account(town.wang) == (0, 60, 0)
    town.clock.advance(days=1)
    walk.settled_tomorrow(town, 15)
    assert size(town, BOOK) == old
    assert findings(town) == []


def test_points_goods_and_rules_go_on_too(town: Town) -> None:
    market = open_market(town)
    set_rules(town, redeem__age_years=70)
    bought = market.order(("oil", 1))
    market.hand_over(bought)
    waiting = market.order(("rice", 2))

    continued = town.bank.run(continue_book, command(town), system(BOOK))

    assert continued.reserves == 1
    assert points(town, town.li)[0] == 100 - 20 - 16
    market.hand_over(waiting)
    town.bank.run(return_goods, ReturnGoods(bought.id, (CartLine("oil", 1),), "漏油"), market.lu)
    assert points(town, town.li)[0] == 100 - 16
    with town.bank.reading(town.li) as reading:
        page = points_statement(reading, "", town.li)
    assert [line.kind for line in page.items] == [
        "returned",
        "spent",
        "reserved",
        "carried",
        "reserved",
        "spent",
        "reserved",
        "award",
    ]
    assert findings(town) == []


def test_a_months_grant_goes_on_is_spent_and_lapses_there(town: Town) -> None:
    scheme = months(town)

    town.bank.run(continue_book, command(town), system(BOOK))

    assert scheme.has(town.meng) == [(MONTHLY, 0)]
    scheme.it_is(date(2027, 1, 1))
    scheme.runs()
    assert findings(town) == []


def test_a_frozen_account_stays_frozen_with_what_it_holds(town: Town) -> None:
    with town.bank.reading(town.wang) as reading:
        handle = reading.ledger.member_handle(town.wang.member_id)
    town.bank.run(freeze, Freeze(handle), system(BOOK))

    town.bank.run(continue_book, command(town), system(BOOK))

    with town.bank.reading(town.wang) as reading:
        account = reading.ledger.account(handle)
    assert (account.status, account.balance, account.limit) == ("frozen", 120, 0)
    assert findings(town) == []


def test_whoever_waits_for_the_book_meanwhile_writes_the_new_log(town: Town) -> None:
    entered, may_end = threading.Event(), threading.Event()
    url = town.bank._writer_engine.url.render_as_string(hide_password=False)
    other = open_url(url, town.clock)
    wanted = command(town)

    def continue_slowly(uow: UnitOfWork, command: ContinueBook, actor: Actor) -> Continued:
        continued = continue_book(uow, command, actor)
        entered.set()
        assert may_end.wait(10)
        return continued

    continuing = town.bank.submit(continue_slowly, wanted, system(BOOK))
    assert entered.wait(10)
    given = other.submit(give_minutes, GiveMinutes(town.wang.member_id, 5), system(BOOK))
    may_end.set()
    given.result()
    other.close()

    assert size(town, BOOK) == wanted.size
    assert size(town, f"{BOOK}/2") == continuing.result().entries + 1


def test_a_book_that_moved_on_since_it_was_looked_at_does_not_go_on(town: Town) -> None:
    wanted = command(town)
    town.bank.run(give_minutes, GiveMinutes(town.wang.member_id, 5), system(BOOK))
    before = size(town, BOOK)

    with pytest.raises(IntegrityError, match="has moved on since"):
        town.bank.run(continue_book, wanted, system(BOOK))

    assert (size(town, BOOK), size(town, f"{BOOK}/2")) == (before, 0)
