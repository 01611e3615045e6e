"""What a holder has and what came and went: figures that add up, for those who may see them."""

from itertools import pairwise

import pytest

from tests import walk
from tests.town import SITE, Town
from timebank.actors import Actor
from timebank.errors import Refusal
from timebank.statements import AccountView, StatementLine, accounts_of, statement_page

pytestmark = pytest.mark.both_engines


def account(town: Town, holder: str, actor: Actor) -> AccountView:
    with town.bank.reading(actor) as reading:
        (view,) = accounts_of(reading, holder, actor)
        return view


def lines(town: Town, holder: str, actor: Actor, limit: int = 20) -> list[StatementLine]:
    """Return a whole statement, a page at a time."""
    found: list[StatementLine] = []
    after = ""
    while True:
        with town.bank.reading(actor) as reading:
            page = statement_page(reading, holder, actor, after=after, limit=limit)
        found += page.items
        after = page.next_cursor
        if not after:
            return found


def test_a_reservation_leaves_what_is_available(town: Town) -> None:
    walk.accepted(town, minutes=60)

    wang, li = (account(town, one.member_id, one) for one in (town.wang, town.li))
    assert (wang.available, wang.reserved, wang.coming, wang.balance) == (60, 60, 0, 120)
    assert (li.available, li.reserved, li.coming, li.lifetime) == (0, 0, 60, 0)


def test_after_settlement_the_minutes_have_moved(town: Town) -> None:
    walk.settled(town, worked=50, minutes=60)

    wang, li = (account(town, one.member_id, one) for one in (town.wang, town.li))
    assert (wang.available, wang.reserved, wang.balance) == (70, 0, 70)
    assert (li.available, li.coming, li.lifetime) == (50, 0, 50)


def test_the_running_balance_follows_from_the_changes(town: Town) -> None:
    walk.settled(town, worked=80, minutes=60)

    for who in (town.wang, town.li):
        newest_first = lines(town, who.member_id, who)
        for newer, older in pairwise(newest_first):
            assert newer.balance == older.balance + newer.change
        assert newest_first[-1].balance == newest_first[-1].change
        assert newest_first[0].balance == account(town, who.member_id, who).balance
        assert newest_first[0].reserved == account(town, who.member_id, who).reserved


def test_what_was_set_aside_follows_from_the_lines_too(town: Town) -> None:
    walk.settled(town, worked=80, minutes=60)

    newest_first = lines(town, town.wang.member_id, town.wang)

    assert sum(line.set_aside for line in newest_first) == newest_first[0].reserved == 0
    assert [line.set_aside for line in reversed(newest_first)] == [0, 60, 20, -60, -20]


def test_a_line_names_the_service_it_was_for(town: Town) -> None:
    service_id = walk.settled(town)

    newest = lines(town, town.li.member_id, town.li)[0]

    assert (newest.kind, newest.service_id, newest.is_out) == ("settle", service_id, False)
    assert newest.service_number


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
def test_pages_of_any_length_give_the_same_statement(town: Town, limit: int) -> None:
    walk.settled(town, worked=80)

    paged = lines(town, town.wang.member_id, town.wang, limit)

    assert paged == lines(town, town.wang.member_id, town.wang)
    assert len({line.seq for line in paged}) == len(paged)


@pytest.mark.parametrize("cursor", ["x", "-1", "1.5", "٣", "9" * 30, "' OR 1=1"])
def test_a_cursor_that_is_none_begins_at_the_newest(town: Town, cursor: str) -> None:
    with town.bank.reading(town.wang) as reading:
        first = statement_page(reading, town.wang.member_id, town.wang)
        found = statement_page(reading, town.wang.member_id, town.wang, after=cursor)

    assert found == first


@pytest.mark.parametrize("holder", ["wang", "site"])
def test_somebody_else_sees_no_account(town: Town, holder: str) -> None:
    wanted = town.wang.member_id if holder == "wang" else "45012510020299"

    with pytest.raises(Refusal):
        account(town, wanted, town.zhao)
    with pytest.raises(Refusal):
        lines(town, wanted, town.zhao)


def test_the_coordinator_sees_the_pool_of_the_site(town: Town) -> None:
    pool = account(town, SITE, town.nong)

    assert (pool.unit, pool.balance, pool.available) == ("min", 0, 0)
    assert lines(town, SITE, town.nong) == []
