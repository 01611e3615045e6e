"""The public list tells nothing it should not; an objection stops a service until the county decides."""

from datetime import date, datetime, timedelta

import pytest

from tests import walk
from tests.town import BOOK, Town
from timebank.actors import anonymous
from timebank.clock import SHANGHAI
from timebank.notices.commands import DecideObjection, ObjectToService
from timebank.notices.model import AlreadyDecided, ObjectionNotFound
from timebank.notices.queries import notices_page, objections_page
from timebank.notices.use_cases import ObjectionReceipt, decide_objection, object_to_service
from timebank.services.queries import find_service
from timebank.services.refusals import OpenObjection, ServiceNotFound, WindowClosed


def number_of(town: Town, service_id: str) -> str:
    """Return the public number of a service."""
    with town.bank.reading(town.li) as reading:
        return find_service(reading, service_id, town.li).number


def state_of(town: Town, service_id: str) -> str:
    """Return where a service stands."""
    with town.bank.reading(town.li) as reading:
        return find_service(reading, service_id, town.li).state


def object_to(town: Town, number: str) -> ObjectionReceipt:
    """Object as somebody who did not log in."""
    return town.bank.run(object_to_service, ObjectToService(number, "那天没有去"), anonymous(BOOK))


def test_the_list_masks_the_volunteer_and_never_names_the_elder(town: Town) -> None:
    walk.verified(town)

    with town.bank.reading(anonymous(BOOK)) as reading:
        (line,) = notices_page(reading).items
    assert (line.volunteer, line.minutes, line.kind) == ("李*兰", 60, "company")
    assert "王" not in repr(line)
    assert town.wang.member_id not in repr(line)


def test_the_list_hides_a_sensitive_kind(town: Town) -> None:
    walk.verified(town, kind="medical")

    with town.bank.reading(anonymous(BOOK)) as reading:
        (line,) = notices_page(reading).items
    assert line.kind == ""


def test_the_notice_begins_the_next_working_day_and_ends_after_three(town: Town) -> None:
    town.clock.moment = datetime(2026, 11, 20, 10, 0, tzinfo=SHANGHAI)  # a Friday
    starts_at = town.clock.now() - timedelta(hours=1)
    service = walk.accepted(town, starts_at=town.clock.now() + timedelta(minutes=1))
    walk.serve(town, service.service_id, starts_at + timedelta(hours=1), 60)
    from timebank.services.commands import ConfirmService
    from timebank.services.use_cases import confirm_service

    town.bank.run(confirm_service, ConfirmService(service.service_id, "own_device"), town.wang)

    verification = walk.verify(town, service.service_id, town.nong)

    assert (verification.notice_from, verification.notice_until) == (date(2026, 11, 23), date(2026, 11, 25))


def test_settled_services_leave_the_list(town: Town) -> None:
    walk.settled(town)

    with town.bank.reading(anonymous(BOOK)) as reading:
        assert notices_page(reading).items == ()


def test_an_objection_needs_no_login_and_stops_the_settlement(town: Town) -> None:
    service_id = walk.verified(town)
    receipt = object_to(town, number_of(town, service_id))

    assert receipt.number.isdigit()
    assert walk.pass_notice(town) == 0
    assert state_of(town, service_id) == "objected"


def test_a_refused_objection_lets_it_go_on(town: Town) -> None:
    service_id = walk.verified(town)
    receipt = object_to(town, number_of(town, service_id))
    town.bank.run(decide_objection, DecideObjection(receipt.id, False, "照片清楚"), town.chen)

    assert walk.pass_notice(town) == 1
    assert town.account(town.li) == (60, 0, 0)


def test_a_refused_objection_begins_the_notice_anew(town: Town) -> None:
    service_id = walk.verified(town)
    receipt = object_to(town, number_of(town, service_id))
    town.clock.advance(days=20)
    town.bank.run(decide_objection, DecideObjection(receipt.id, False, "照片清楚"), town.chen)

    assert walk.run_job(town.bank, walk.SETTLEMENT) == 0
    town.clock.advance(days=2)
    assert walk.run_job(town.bank, walk.SETTLEMENT) == 0, "three working days, not one"


def test_an_upheld_objection_frees_the_minutes(town: Town) -> None:
    service_id = walk.verified(town)
    receipt = object_to(town, number_of(town, service_id))
    decision = town.bank.run(decide_objection, DecideObjection(receipt.id, True, "没有去"), town.chen)

    assert decision.service_state == "declined"
    assert town.account(town.wang) == (120, 0, 0)
    assert walk.pass_notice(town) == 0


def test_an_upheld_objection_after_settlement_reverses(town: Town) -> None:
    service_id = walk.settled(town)
    receipt = object_to(town, number_of(town, service_id))
    assert state_of(town, service_id) == "settled"
    decision = town.bank.run(decide_objection, DecideObjection(receipt.id, True, "没有去"), town.chen)

    assert decision.service_state == "reversed"
    assert (town.account(town.wang), town.account(town.li)) == ((120, 0, 0), (0, 0, 0))


def test_deciding_twice_happens_once(town: Town) -> None:
    receipt = object_to(town, number_of(town, walk.verified(town)))
    town.bank.run(decide_objection, DecideObjection(receipt.id, False, "照片清楚"), town.chen)

    with pytest.raises(AlreadyDecided):
        town.bank.run(decide_objection, DecideObjection(receipt.id, True, "改主意"), town.chen)


@pytest.mark.parametrize("who", ["nong", "qin", "li", "wang", "huang", "pan", "zhao"])
def test_nobody_but_the_county_finds_or_decides_it(town: Town, who: str) -> None:
    receipt = object_to(town, number_of(town, walk.verified(town)))
    actor = getattr(town, who)

    with pytest.raises(ObjectionNotFound):
        town.bank.run(decide_objection, DecideObjection(receipt.id, True, "我说的"), actor)
    with town.bank.reading(actor) as reading:
        assert objections_page(reading, actor).items == ()


def test_a_second_objection_is_told_of_the_first(town: Town) -> None:
    number = number_of(town, walk.verified(town))
    first = object_to(town, number)

    with pytest.raises(OpenObjection) as caught:
        object_to(town, number)
    assert caught.value.facts["number"] == first.number


def test_a_number_that_is_not_public_is_not_found(town: Town) -> None:
    for number in (number_of(town, walk.confirmed(town)), "99999", "0"):
        with pytest.raises(ServiceNotFound):
            object_to(town, number)


def test_thirty_days_after_settlement_the_window_closes(town: Town) -> None:
    number = number_of(town, walk.settled(town))
    town.clock.advance(days=31)

    with pytest.raises(WindowClosed):
        object_to(town, number)
