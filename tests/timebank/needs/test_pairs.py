"""A kind that takes two helpers is asked for twice: the payer pays once, and nobody begins alone."""

from dataclasses import replace
from datetime import date

import pytest

from tests import walk
from tests.town import BOOK, TOMORROW_NINE, Town, join
from timebank.actors import Actor, Grant, Role, system
from timebank.catalogue import kinds
from timebank.members.volunteer_commands import ApproveVolunteer
from timebank.members.volunteering import approve_volunteer
from timebank.needs.commands import AcceptNeed, CancelNeed
from timebank.needs.pairs import SecondHelperWanted
from timebank.needs.queries import NeedView, needs_page
from timebank.needs.use_cases import accept_need, cancel_need
from timebank.services.commands import CheckIn, ConfirmService
from timebank.services.queries import find_service
from timebank.services.refusals import OverlappingService, WrongState
from timebank.services.use_cases import check_in, confirm_service


@pytest.fixture(autouse=True)
def _company_takes_two(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a kind that asks for nothing else take two helpers."""
    monkeypatch.setitem(kinds.KIND_BY_CODE, "company", replace(kinds.kind("company"), needs_two_helpers=True))


@pytest.fixture
def mo(town: Town) -> Actor:
    """Another volunteer of Li's site."""
    mo = join(town.bank, "莫小兰", "volunteer", date(1965, 5, 20), "female", "17900000022")
    town.bank.run(approve_volunteer, ApproveVolunteer("site", mo.member_id), town.nong)
    town.bank.run(approve_volunteer, ApproveVolunteer("township", mo.member_id), town.chen)
    return replace(mo, grants=(Grant(Role.VOLUNTEER),))


def open_needs(town: Town) -> tuple[NeedView, ...]:
    """Return the open needs, first asked first."""
    with town.bank.reading(town.wang) as reading:
        return tuple(reversed(needs_page(reading, town.wang, states=("open",)).items))


def test_the_second_helper_is_asked_for_and_paid_by_the_public(town: Town) -> None:
    posted = walk.need(town)

    assert posted.helpers == 2
    assert [(need.pay_from, need.minutes) for need in open_needs(town)] == [("own", 60), ("public", 60)]


def test_the_elder_pays_once(town: Town, mo: Actor) -> None:
    walk.need(town)
    first, second = open_needs(town)
    services = [
        town.bank.run(accept_need, AcceptNeed(need.id), by).service_id
        for need, by in ((first, town.li), (second, mo))
    ]
    assert town.account(town.wang) == (60, 60, 0)

    for service_id, by in zip(services, (town.li, mo), strict=True):
        walk.serve(town, service_id, TOMORROW_NINE, 60, by)
        town.bank.run(confirm_service, ConfirmService(service_id, "own_device"), town.wang)
        walk.verify(town, service_id, town.nong)
    walk.pass_notice(town)

    assert [town.account(one) for one in (town.wang, town.li, mo)] == [(60, 0, 0), (60, 0, 0), (60, 0, 0)]


def test_nobody_takes_both(town: Town) -> None:
    walk.need(town)
    first, second = open_needs(town)
    town.bank.run(accept_need, AcceptNeed(first.id), town.li)

    with pytest.raises(OverlappingService):
        town.bank.run(accept_need, AcceptNeed(second.id), town.li)


@pytest.mark.parametrize("taken", [0, 1])
def test_nobody_begins_alone(town: Town, mo: Actor, taken: int) -> None:
    walk.need(town)
    needs = open_needs(town)
    service = town.bank.run(accept_need, AcceptNeed(needs[taken].id), town.li)
    town.clock.moment = TOMORROW_NINE

    with pytest.raises(SecondHelperWanted):
        town.bank.run(check_in, CheckIn(service.service_id), town.li)
    town.bank.run(accept_need, AcceptNeed(needs[1 - taken].id), mo)
    assert town.bank.run(check_in, CheckIn(service.service_id), town.li).state == "checked_in"


@pytest.mark.parametrize("named", [0, 1])
def test_taking_one_back_takes_both_back(town: Town, named: int) -> None:
    walk.need(town)
    needs = open_needs(town)
    town.bank.run(accept_need, AcceptNeed(needs[0].id), town.li)
    town.bank.run(cancel_need, CancelNeed(needs[named].id), town.wang)

    assert open_needs(town) == ()
    assert town.account(town.wang) == (120, 0, 0)


def test_nothing_is_taken_back_once_one_of_them_is_at_work(town: Town, mo: Actor) -> None:
    walk.need(town)
    first, second = open_needs(town)
    service = town.bank.run(accept_need, AcceptNeed(first.id), town.li)
    town.bank.run(accept_need, AcceptNeed(second.id), mo)
    town.clock.moment = TOMORROW_NINE
    town.bank.run(check_in, CheckIn(service.service_id), town.li)

    with pytest.raises(WrongState):
        town.bank.run(cancel_need, CancelNeed(second.id), town.wang)


def test_logged_afterwards_the_elder_pays_the_first_alone(town: Town, mo: Actor) -> None:
    town.clock.advance(days=1)
    steps = [walk.logged(town, by=one) for one in (town.li, mo)]

    with town.bank.reading(system(BOOK)) as reading:
        paid = [find_service(reading, step.id, system(BOOK)).pay_from for step in steps]
    assert paid == ["own", "public"]
