"""What a dishonest coordinator or volunteer would try, and an honest reader once did: each way is closed."""

from datetime import timedelta

import pytest

from ledger.audit import audit
from ledger.sql_store import SqlStore
from tests import walk
from tests.town import BOOK, TOMORROW_NINE, Town
from timebank.actors import anonymous
from timebank.errors import NotAllowed
from timebank.members.access import create_account_by_code, issue_card
from timebank.members.access_commands import CreateCode, IssueCard
from timebank.members.commands import CorrectMember
from timebank.members.corrections import correct_member
from timebank.members.families import appoint_proxy, join_household
from timebank.members.family_commands import AppointProxy, JoinHousehold
from timebank.notices.commands import DecideObjection, ObjectToService
from timebank.notices.use_cases import decide_objection, object_to_service
from timebank.services.commands import (
    AmendService,
    AppealService,
    CancelService,
    CheckIn,
    CheckOut,
    ConfirmService,
    CorrectService,
    MarkNoShow,
)
from timebank.services.correcting import correct_service
from timebank.services.queries import find_service, service_view
from timebank.services.refusals import (
    HadAPart,
    MayNotConfirm,
    MayNotReview,
    MoreThanWorked,
    NotEnoughTime,
    OverlappingService,
    UpheldIsFinal,
)
from timebank.services.reviewing import appeal_service
from timebank.services.use_cases import (
    amend_service,
    cancel_service,
    check_in,
    check_out,
    confirm_service,
    mark_no_show,
)


def card_pin(town: Town, service_id: str) -> None:
    """Let Wang confirm with card and PIN on Li's phone."""
    command = ConfirmService(service_id, "card_pin", confirmer=town.wang.member_id)
    town.bank.run(confirm_service, command, town.li)


def service_of(town: Town, service_id: str):  # type: ignore[no-untyped-def]  # a row, read and let go
    """Return a service's row."""
    with town.bank.reading(town.li) as reading:
        return find_service(reading, service_id, town.li)


def test_who_logged_it_had_a_part_whoever_records_the_confirmation(town: Town) -> None:
    town.clock.advance(days=1)
    step = walk.logged(town, by=town.nong, volunteer=town.li.member_id)
    card_pin(town, step.id)

    with pytest.raises(HadAPart):
        walk.verify(town, step.id, town.nong)


def test_who_typed_the_times_had_a_part(town: Town) -> None:
    service = walk.accepted(town)
    town.clock.moment = TOMORROW_NINE + timedelta(hours=2)
    town.bank.run(check_in, CheckIn(service.service_id, at=TOMORROW_NINE), town.nong)
    town.bank.run(check_out, CheckOut(service.service_id, at=TOMORROW_NINE + timedelta(hours=1)), town.nong)
    card_pin(town, service.service_id)

    with pytest.raises(HadAPart):
        walk.verify(town, service.service_id, town.nong)


def test_an_amendment_takes_the_first_approval_back(town: Town) -> None:
    town.clock.advance(days=1)
    step = walk.logged(town, minutes=20)
    card_pin(town, step.id)
    walk.verify(town, step.id, town.nong)
    starts_at = town.clock.now() - timedelta(hours=3)
    town.bank.run(amend_service, AmendService(step.id, starts_at, 100), town.li)
    card_pin(town, step.id)

    again = walk.verify(town, step.id, town.nong)
    assert (again.state, again.reviews_done) == ("confirmed", 1)


@pytest.mark.parametrize("days_back", [1, 5])
def test_times_before_the_need_was_taken_are_a_back_entry(town: Town, days_back: int) -> None:
    town.clock.advance(days=10)
    service = walk.accepted(town, starts_at=town.clock.now() + timedelta(days=5))
    begins_at = town.clock.now() - timedelta(days=days_back)
    town.bank.run(check_in, CheckIn(service.service_id, at=begins_at), town.li)
    town.bank.run(check_out, CheckOut(service.service_id, at=begins_at + timedelta(hours=1)), town.li)
    card_pin(town, service.service_id)

    row = service_of(town, service.service_id)
    assert (row.is_logged_afterwards, row.reviewers_wanted) == (True, 2)


def test_times_typed_four_days_late_are_reviewed_elsewhere(town: Town) -> None:
    service = walk.accepted(town)
    town.clock.moment = TOMORROW_NINE + timedelta(days=4)
    town.bank.run(check_in, CheckIn(service.service_id, at=TOMORROW_NINE), town.li)
    town.bank.run(check_out, CheckOut(service.service_id, at=TOMORROW_NINE + timedelta(hours=1)), town.li)
    card_pin(town, service.service_id)

    with pytest.raises(MayNotReview):
        walk.verify(town, service.service_id, town.nong)
    assert walk.verify(town, service.service_id, town.qin).reviews_wanted == 2


def test_the_countys_word_on_an_objection_is_final(town: Town) -> None:
    service_id = walk.verified(town)
    number = service_of(town, service_id).number
    receipt = town.bank.run(object_to_service, ObjectToService(number, "没有去"), anonymous(BOOK))
    town.bank.run(decide_objection, DecideObjection(receipt.id, True, "属实"), town.chen)

    with pytest.raises(UpheldIsFinal):
        town.bank.run(appeal_service, AppealService(service_id, "去了"), town.li)


def test_an_appeal_does_not_double_the_time(town: Town) -> None:
    service_id = walk.confirmed(town)
    walk.verify(town, service_id, town.nong, "decline", reason="没有去")
    walk.logged(town, hours_ago=1, elder=town.meng.member_id)

    with pytest.raises(OverlappingService):
        town.bank.run(appeal_service, AppealService(service_id, "去了"), town.li)


def test_an_appeal_stays_above_the_site_after_an_amendment(town: Town) -> None:
    service_id = walk.confirmed(town)
    walk.verify(town, service_id, town.nong, "decline", reason="没有去")
    town.bank.run(appeal_service, AppealService(service_id, "去了"), town.li)
    town.bank.run(amend_service, AmendService(service_id, TOMORROW_NINE, 50), town.li)
    card_pin(town, service_id)

    with pytest.raises(MayNotReview):
        walk.verify(town, service_id, town.nong)
    assert walk.verify(town, service_id, town.pan).state == "verified"


def test_logging_a_service_does_not_open_an_address(town: Town) -> None:
    town.clock.advance(days=1)
    step = walk.logged(town)

    with town.bank.reading(town.li) as reading:
        view = service_view(reading, step.id, town.li)
    assert (view.place, view.phone) == ("", "")


def test_the_office_opens_an_address_on_the_members_page_alone(town: Town) -> None:
    service = walk.accepted(town)

    with town.bank.reading(town.nong) as reading:
        view = service_view(reading, service.service_id, town.nong)
    assert (view.place, view.phone) == ("", "")


def test_minutes_a_correction_brings_are_posted_even_if_nothing_was_settled(town: Town) -> None:
    service_id = walk.confirmed(town)
    walk.verify(town, service_id, town.nong, minutes=0)
    walk.pass_notice(town)
    walk.correct(town, service_id, 25)

    assert (town.account(town.wang), town.account(town.li)) == ((95, 0, 0), (25, 0, 0))


def test_correcting_upward_beyond_the_payers_time_is_refused_in_words(town: Town) -> None:
    service_id = walk.confirmed(town, worked=200)
    walk.verify(town, service_id, town.nong, shortfall="uncredited")
    walk.pass_notice(town)

    with pytest.raises(NotEnoughTime) as caught:
        walk.correct(town, service_id, 200)
    assert caught.value.field == "minutes"


@pytest.mark.parametrize("step", ["checked_out", "returned"])
def test_what_never_happened_can_be_said_by_the_elders_side(town: Town, step: str) -> None:
    service_id = walk.checked_out(town)
    if step == "returned":
        card_pin(town, service_id)
        walk.verify(town, service_id, town.nong, "return", reason="请核对")
    with pytest.raises(MayNotConfirm):
        town.bank.run(mark_no_show, MarkNoShow(service_id), town.li)
    town.bank.run(mark_no_show, MarkNoShow(service_id, "没有来过"), town.wang)

    assert town.account(town.wang) == (120, 0, 0)


def test_a_volunteer_takes_a_wrong_record_back(town: Town) -> None:
    service_id = walk.checked_out(town)
    town.bank.run(cancel_service, CancelService(service_id, "记错了人"), town.li)

    assert town.account(town.wang) == (120, 0, 0)


@pytest.mark.parametrize("corrected_to", [0, 45])
def test_an_objection_to_a_corrected_service_can_be_upheld(town: Town, corrected_to: int) -> None:
    service_id = walk.settled(town)
    number = service_of(town, service_id).number
    receipt = town.bank.run(object_to_service, ObjectToService(number, "没有去"), anonymous(BOOK))
    town.bank.run(correct_service, CorrectService(service_id, corrected_to, "记多了"), town.chen)
    decision = town.bank.run(decide_objection, DecideObjection(receipt.id, True, "属实"), town.chen)

    assert (decision.state, decision.service_state) == ("upheld", "reversed")
    assert (town.account(town.wang), town.account(town.li)) == ((120, 0, 0), (0, 0, 0))
    with town.bank.connect() as connection:
        assert audit(SqlStore(connection, BOOK)) == []


def test_nobody_leaves_the_household_of_who_keeps_the_register(town: Town) -> None:
    join = JoinHousehold(town.nong.member_id, town.li.member_id)
    town.bank.run(join_household, join, town.chen)

    with pytest.raises(NotAllowed):
        town.bank.run(join_household, JoinHousehold("", town.li.member_id), town.nong)


@pytest.mark.parametrize("given", ["code", "card"])
def test_who_held_the_elders_secret_lately_had_a_part(town: Town, given: str) -> None:
    if given == "code":
        command = CreateCode(town.wang.member_id)
        town.bank.run(create_account_by_code, command, town.nong)
    else:
        town.bank.run(issue_card, IssueCard(town.wang.member_id), town.nong)
    service_id = walk.confirmed(town)

    with pytest.raises(HadAPart):
        walk.verify(town, service_id, town.nong)
    assert service_of(town, service_id).review_scope == "45012510020301"


def test_who_shares_the_volunteers_phone_had_a_part(town: Town) -> None:
    change = CorrectMember("换号", town.li.member_id, phone="17900000003")
    town.bank.run(correct_member, change, town.chen)
    service_id = walk.confirmed(town)

    with pytest.raises(HadAPart):
        walk.verify(town, service_id, town.nong)


def test_a_proxy_for_needs_does_not_confirm(town: Town) -> None:
    today = town.clock.now().date()
    proxy = AppointProxy(
        town.meng.member_id, today, today + timedelta(days=100), "needs", town.wang.member_id
    )
    town.bank.run(appoint_proxy, proxy, town.nong)
    service_id = walk.checked_out(town)

    with pytest.raises(MayNotConfirm):
        town.bank.run(confirm_service, ConfirmService(service_id, "proxy"), town.meng)


def test_the_second_reviewer_credits_no_more_than_the_first(town: Town) -> None:
    town.clock.advance(days=1)
    step = walk.logged(town, minutes=40)
    card_pin(town, step.id)
    walk.verify(town, step.id, town.nong, minutes=5)

    with pytest.raises(MoreThanWorked):
        walk.verify(town, step.id, town.qin, minutes=40)
    assert walk.verify(town, step.id, town.qin).credited_minutes == 5
