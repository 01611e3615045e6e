"""One service from need to settled minutes, and the ledger it leaves."""

import pytest

from ledger.audit import audit
from ledger.sql_store import SqlStore
from tests import walk
from tests.town import BOOK, Town
from timebank.accounts import AccountSecrets
from timebank.services.queries import find_service, service_view
from timebank.services.refusals import ServiceNotFound
from timebank.statements import statement_page


@pytest.fixture(autouse=True)
def _audit_is_clean(town: Town):
    """After each of these tests the book must hold."""
    yield
    with town.bank.connect() as connection:
        findings = audit(
            SqlStore(connection, BOOK), secrets=AccountSecrets(town.bank.vault, connection, BOOK)
        )
    assert findings == []


def test_posting_a_need_sets_nothing_aside_yet(town: Town) -> None:
    posted = walk.need(town)

    assert (posted.pay_from, posted.will_set_aside, posted.spendable_after) == ("own", 60, 60)
    assert town.account(town.wang) == (120, 0, 0)


def test_acceptance_sets_the_planned_minutes_aside(town: Town) -> None:
    walk.accepted(town)

    assert town.account(town.wang) == (60, 60, 0)
    assert town.account(town.li) == (0, 0, 60)


def test_the_volunteer_gets_what_the_elder_pays(town: Town) -> None:
    walk.settled(town, worked=80)

    assert town.account(town.wang) == (40, 0, 0)
    assert town.account(town.li) == (80, 0, 0)


def test_less_time_than_planned_gives_the_rest_back(town: Town) -> None:
    walk.settled(town, worked=45)

    assert town.account(town.wang) == (75, 0, 0)
    assert town.account(town.li) == (45, 0, 0)


def test_nothing_settles_before_the_notice_is_over(town: Town) -> None:
    service_id = walk.verified(town)
    town.clock.advance(days=2)
    settled = walk.run_job(town.bank, walk.SETTLEMENT)

    with town.bank.reading(town.li) as reading:
        assert find_service(reading, service_id, town.li).state == "on_notice"
    assert settled == 0
    assert town.account(town.li) == (0, 0, 60)


def test_statement_balances_run_without_a_gap(town: Town) -> None:
    walk.settled(town, worked=80)

    with town.bank.reading(town.wang) as reading:
        lines = statement_page(reading, town.wang.member_id, town.wang).items

    assert [line.kind for line in lines] == ["settle", "settle", "reserve", "reserve", "transfer"]
    assert [line.balance for line in lines] == [40, 60, 120, 120, 120]
    assert sum(line.change for line in lines) == lines[0].balance
    assert sum(line.set_aside for line in lines) == lines[0].reserved == 0
    assert lines[0].service_number == lines[3].service_number != ""


def test_a_stranger_learns_nothing_of_it(town: Town) -> None:
    service_id = walk.settled(town)

    for stranger in (town.zhao, town.far, town.meng):
        with town.bank.reading(stranger) as reading, pytest.raises(ServiceNotFound):
            service_view(reading, service_id, stranger)


def test_the_timeline_names_each_step_in_order(town: Town) -> None:
    service_id = walk.settled(town)

    with town.bank.reading(town.li) as reading:
        view = service_view(reading, service_id, town.li)

    steps = ["accepted", "checked_in", "checked_out", "confirmed", "review_approve", "settled"]
    assert [act.act for act in view.acts] == steps
    assert len(view.entries) == 2
