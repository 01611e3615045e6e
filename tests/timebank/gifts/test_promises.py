"""A standing promise: kin's time pays for an elder's care, so many minutes a month at most."""

from datetime import date, datetime, timedelta

import pytest

from tests import walk
from tests.family import SAVED, Family
from tests.town import TOMORROW_NINE
from timebank.clock import SHANGHAI
from timebank.gifts.commands import EndPromise, GiveTime, PromiseTime
from timebank.gifts.promises import PromiseStanding, end_promise, promise_time
from timebank.gifts.queries import promises_of
from timebank.gifts.refusals import NotKin, PromiseNotFound, PromiseStands
from timebank.gifts.use_cases import give_time
from timebank.needs.commands import AcceptNeed, CancelNeed
from timebank.needs.model import PayerNotOpen
from timebank.needs.use_cases import accept_need, cancel_need
from timebank.services.commands import ConfirmService
from timebank.services.refusals import NotEnoughTime, PayerShort
from timebank.services.use_cases import confirm_service


def promise(family: Family, minutes: int = 90) -> PromiseStanding:
    """Let the daughter pay so much a month for Wang."""
    command = PromiseTime(family.town.wang.member_id, minutes)
    return family.town.bank.run(promise_time, command, family.daughter)


def accepted(family: Family, minutes: int = 60, **more: object) -> str:
    """Have a need taken that the daughter pays; return the service."""
    posted = walk.need(family.town, minutes=minutes, pay_from="gift", **more)  # type: ignore[arg-type]  # keywords of the command
    return family.town.bank.run(accept_need, AcceptNeed(posted.id), family.town.li).service_id


def test_the_daughter_pays_and_wang_does_not(family: Family) -> None:
    promise(family)
    accepted(family)

    assert family.town.account(family.daughter) == (SAVED - 60, 60, 0)
    assert family.town.account(family.town.wang) == (120, 0, 0)


def test_nothing_is_paid_so_without_a_promise(family: Family) -> None:
    with pytest.raises(PayerNotOpen) as caught:
        walk.need(family.town, pay_from="gift")
    assert caught.value.field == "pay_from"


def test_it_is_not_taken_unasked(family: Family) -> None:
    promise(family)

    assert walk.need(family.town).pay_from == "own"


def test_the_month_has_its_limit(family: Family) -> None:
    promise(family)
    accepted(family)

    assert walk.need(family.town, pay_from="gift").pay_from == ""
    assert walk.need(family.town, minutes=30, pay_from="gift").pay_from == "gift"


def test_the_next_month_begins_anew(family: Family) -> None:
    promise(family)
    accepted(family)
    december = datetime(2026, 12, 1, 0, 30, tzinfo=SHANGHAI) + timedelta(hours=9)

    assert walk.need(family.town, minutes=90, starts_at=december, pay_from="gift").pay_from == "gift"


def test_a_need_called_off_gives_the_month_its_minutes_back(family: Family) -> None:
    promise(family)
    posted = walk.need(family.town, pay_from="gift")
    family.town.bank.run(accept_need, AcceptNeed(posted.id), family.town.li)
    family.town.bank.run(cancel_need, CancelNeed(posted.id), family.town.wang)

    assert walk.need(family.town, minutes=90, pay_from="gift").pay_from == "gift"


def test_what_is_worked_beyond_the_promise_takes_a_decision(family: Family) -> None:
    promise(family)
    town, service = family.town, accepted(family)
    walk.serve(town, service, TOMORROW_NINE, 100)
    town.bank.run(confirm_service, ConfirmService(service, "own_device"), town.wang)

    with pytest.raises(PayerShort) as caught:
        walk.verify(town, service, town.nong)
    assert caught.value.facts == {"missing": 10}
    verified = walk.verify(town, service, town.nong, shortfall="uncredited")
    walk.pass_notice(town)
    assert verified.credited_minutes == 90
    assert town.account(family.daughter) == (SAVED - 90, 0, 0)


def test_the_givers_account_must_have_it_when_it_is_taken(family: Family) -> None:
    promise(family)
    posted = walk.need(family.town, pay_from="gift")
    family.town.bank.run(give_time, GiveTime(family.town.wang.member_id, SAVED - 30), family.daughter)

    with pytest.raises(NotEnoughTime):
        family.town.bank.run(accept_need, AcceptNeed(posted.id), family.town.li)


def test_ended_it_pays_nothing_new_but_what_is_set_aside(family: Family) -> None:
    promised = promise(family)
    accepted(family)
    family.town.bank.run(end_promise, EndPromise(promised.id), family.daughter)

    assert family.town.account(family.daughter) == (SAVED - 60, 60, 0)
    with pytest.raises(PayerNotOpen):
        walk.need(family.town, minutes=10, pay_from="gift")
    with pytest.raises(PromiseNotFound):
        family.town.bank.run(end_promise, EndPromise(promised.id), family.daughter)


def test_either_side_ends_it_and_nobody_else(family: Family) -> None:
    promised = promise(family)

    for other in (family.town.nong, family.town.li, family.town.zhao, family.town.chen):
        with pytest.raises(PromiseNotFound):
            family.town.bank.run(end_promise, EndPromise(promised.id), other)
    assert not family.town.bank.run(end_promise, EndPromise(promised.id), family.town.wang).is_in_force


def test_only_kin_promise_and_only_once(family: Family) -> None:
    promise(family)

    with pytest.raises(PromiseStands):
        promise(family, 30)
    with pytest.raises(NotKin) as caught:
        family.town.bank.run(promise_time, PromiseTime(family.town.meng.member_id, 60), family.daughter)
    assert caught.value.field == "elder"


def test_both_sides_see_it(family: Family) -> None:
    promise(family)

    for side in (family.daughter, family.town.wang):
        with family.town.bank.reading(side) as reading:
            (view,) = promises_of(reading, side.member_id)
        assert (view.giver_name, view.elder_name, view.monthly_minutes) == ("韦晓梅", "王秀英", 90)
        assert view.given_on == date(2026, 11, 16)
