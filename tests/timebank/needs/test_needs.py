"""A need is never refused for lack of minutes; who may post, see and take it."""

from datetime import timedelta

import pytest

from tests import walk
from tests.town import TOMORROW_NINE, Town
from timebank.errors import NotAllowed, Refusal
from timebank.jobs import run_job
from timebank.messages import messages_page
from timebank.needs.commands import AcceptNeed, CancelNeed, ChoosePayer
from timebank.needs.expiry import EXPIRY
from timebank.needs.model import (
    NeedInThePast,
    NeedIsNotOpen,
    NeedTooFarAhead,
    NotAtNight,
    PayerNotOpen,
    PayerToBeFound,
    TooLong,
)
from timebank.needs.queries import NeedNotFound, need_view, needs_page
from timebank.needs.use_cases import accept_need, cancel_need, choose_payer
from timebank.services.refusals import NotEnoughTime, OverlappingService, TrainingWanted, WithOneself


def test_without_a_stored_minute_the_payer_is_to_be_found(town: Town) -> None:
    posted = walk.need(town, elder=town.meng, by=town.nong, by_telephone=True)

    assert (posted.state, posted.pay_from) == ("open", "")
    with pytest.raises((PayerToBeFound, NeedNotFound)):
        town.bank.run(accept_need, AcceptNeed(posted.id), town.li)
    with town.bank.reading(town.nong) as reading:
        queue = needs_page(reading, town.nong, states=("open",), payer_to_be_found=True)
        assert [(one.id, one.way) for one in queue.items] == [(posted.id, "telephone")]


def test_the_coordinator_chooses_public(town: Town) -> None:
    posted = walk.need(town, elder=town.meng, by=town.nong)
    chosen = town.bank.run(choose_payer, ChoosePayer(posted.id, "public"), town.nong)
    town.bank.run(accept_need, AcceptNeed(posted.id), town.li)

    assert chosen.pay_from == "public"
    assert town.account(town.li) == (0, 0, 60)
    assert town.account(town.meng) == (0, 0, 0)


def test_choosing_own_without_the_minutes_says_what_is_missing(town: Town) -> None:
    posted = walk.need(town, elder=town.meng, by=town.nong)

    with pytest.raises(NotEnoughTime) as caught:
        town.bank.run(choose_payer, ChoosePayer(posted.id, "own"), town.nong)
    assert caught.value.field == "pay_from"


@pytest.mark.parametrize("payer", ["gift", "grant"])
def test_payers_that_are_not_open_for_an_elder_are_refused(town: Town, payer: str) -> None:
    with pytest.raises(PayerNotOpen):
        walk.need(town, pay_from=payer)


def test_an_elders_wish_for_public_time_goes_to_the_queue(town: Town) -> None:
    assert walk.need(town, pay_from="public").pay_from == ""


def test_open_needs_count_against_what_can_be_promised(town: Town) -> None:
    walk.need(town)
    second = walk.need(town, starts_at=TOMORROW_NINE + timedelta(hours=3))
    third = walk.need(town, starts_at=TOMORROW_NINE + timedelta(hours=6))

    assert (second.spendable_after, second.pay_from) == (0, "own")
    assert third.pay_from == ""


@pytest.mark.parametrize(
    ("change", "refusal", "field"),
    [
        ({"starts_at": TOMORROW_NINE - timedelta(days=1, hours=2)}, NeedInThePast, "starts_at"),
        ({"starts_at": TOMORROW_NINE + timedelta(days=91)}, NeedTooFarAhead, "starts_at"),
        ({"starts_at": TOMORROW_NINE + timedelta(hours=14)}, NotAtNight, "starts_at"),
        ({"minutes": 481}, TooLong, "minutes"),
    ],
)
def test_what_cannot_be_asked_for(
    town: Town, change: dict[str, object], refusal: type[Refusal], field: str
) -> None:
    with pytest.raises(refusal) as caught:
        walk.need(town, **change)  # type: ignore[arg-type]  # keywords of `need`
    assert caught.value.field == field


def test_only_the_elders_side_and_site_post(town: Town) -> None:
    with pytest.raises(Refusal):
        walk.need(town, by=town.li)
    with pytest.raises(Refusal):
        walk.need(town, by=town.far)
    with pytest.raises(NotAllowed):
        walk.need(town, by=town.huang)


def test_before_acceptance_a_volunteer_sees_a_given_name_and_a_hamlet(town: Town) -> None:
    posted = walk.need(town, place="老屋", note="带上病历")

    with town.bank.reading(town.li) as reading:
        view = need_view(reading, posted.id, town.li)
    assert (view.elder_name, view.hamlet, view.place, view.note, view.elder_id) == (
        "秀英",
        "那怀屯",
        "",
        "",
        "",
    )


def test_two_at_once_take_it_once(town: Town) -> None:
    posted = walk.need(town)
    town.bank.run(accept_need, AcceptNeed(posted.id), town.li)

    with pytest.raises((NeedIsNotOpen, NeedNotFound)):
        town.bank.run(accept_need, AcceptNeed(posted.id), town.zhao)
    with pytest.raises((NeedIsNotOpen, NeedNotFound, OverlappingService)):
        town.bank.run(accept_need, AcceptNeed(posted.id), town.li)


def test_only_volunteers_with_the_training_take_it(town: Town) -> None:
    bath = walk.need(town, kind="bathing")

    with pytest.raises(TrainingWanted):
        town.bank.run(accept_need, AcceptNeed(bath.id), town.li)
    with pytest.raises(WithOneself):
        town.bank.run(accept_need, AcceptNeed(bath.id), town.wang)
    with pytest.raises(NeedNotFound):
        town.bank.run(accept_need, AcceptNeed(bath.id), town.meng)


def test_the_site_takes_it_for_a_volunteer_who_promised_by_telephone(town: Town) -> None:
    posted = walk.need(town)
    service = town.bank.run(accept_need, AcceptNeed(posted.id, town.li.member_id), town.nong)

    assert service.reserved_minutes == 60
    assert town.account(town.li) == (0, 0, 60)


def test_time_spent_elsewhere_sends_the_need_back_to_the_queue(town: Town) -> None:
    first = walk.need(town, minutes=120)
    late = walk.need(town, minutes=30, starts_at=TOMORROW_NINE + timedelta(hours=5))
    assert late.pay_from == ""
    town.bank.run(cancel_need, CancelNeed(first.id), town.wang)
    town.bank.run(choose_payer, ChoosePayer(late.id, "own"), town.nong)
    whole = walk.checked_out(town, worked=100, minutes=90, starts_at=TOMORROW_NINE)
    from timebank.services.commands import ConfirmService
    from timebank.services.use_cases import confirm_service

    town.bank.run(confirm_service, ConfirmService(whole, "own_device"), town.wang)
    walk.verify(town, whole, town.nong)

    with pytest.raises(NotEnoughTime):
        town.bank.run(accept_need, AcceptNeed(late.id), town.li)
    with town.bank.reading(town.wang) as reading:
        view = need_view(reading, late.id, town.wang)
    assert (view.state, view.pay_from) == ("open", "")


def test_cancelling_frees_everything(town: Town) -> None:
    service = walk.accepted(town)
    with town.bank.reading(town.wang) as reading:
        (view,) = needs_page(reading, town.wang, states=("taken",)).items
    town.bank.run(cancel_need, CancelNeed(view.id, "儿子回来了"), town.wang)

    assert view.service_id == service.service_id
    assert (town.account(town.wang), town.account(town.li)) == ((120, 0, 0), (0, 0, 0))


def test_a_need_nobody_took_expires(town: Town) -> None:
    posted = walk.need(town)
    town.clock.moment = TOMORROW_NINE + timedelta(minutes=61)

    assert run_job(town.bank, EXPIRY) == 1
    with town.bank.reading(town.wang) as reading:
        assert need_view(reading, posted.id, town.wang).state == "expired"


def test_who_promised_by_telephone_is_told_of_the_task(town: Town) -> None:
    posted = walk.need(town)
    taken = town.bank.run(accept_need, AcceptNeed(posted.id, town.li.member_id), town.nong)

    with town.bank.reading(town.li) as reading:
        told = {line.kind: line.facts for line in messages_page(reading, town.li).items}
    assert told["task_given"]["number"] == taken.number
