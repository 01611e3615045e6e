"""What can and cannot be recorded: the impossible is refused, everything real is kept."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from tests import walk
from tests.timebank.services.rules import bring_rules
from tests.town import SITE, TOMORROW_NINE, Done, Town
from timebank.actors import Actor
from timebank.clock import SHANGHAI, local_moment
from timebank.errors import Refusal
from timebank.members.model import Member
from timebank.outbox import Message
from timebank.places.commands import CloseSite
from timebank.places.use_cases import close_site
from timebank.services.afterwards import log_service
from timebank.services.commands import (
    AmendService,
    CancelService,
    CheckIn,
    CheckOut,
    ConfirmService,
    LogService,
    MarkNoShow,
)
from timebank.services.queries import find_service
from timebank.services.refusals import (
    EndsBeforeItBegins,
    ImpossiblyLong,
    InTheFuture,
    MayNotConfirm,
    NotAVolunteer,
    NotTheVolunteer,
    NotYetRegistered,
    OverlappingService,
    OwnFamily,
    PaidWorkNeverEarns,
    WithOneself,
    WrongState,
)
from timebank.services.use_cases import (
    amend_service,
    cancel_service,
    check_in,
    check_out,
    confirm_service,
    mark_no_show,
)
from timebank.work import UnitOfWork

TODAY_EIGHT = datetime(2026, 11, 16, 8, 0, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("begins", "minutes", "refusal"),
    [
        (TODAY_EIGHT - timedelta(minutes=60), 60, None),
        (TODAY_EIGHT - timedelta(minutes=59), 60, InTheFuture),
        (TODAY_EIGHT + timedelta(days=1), 60, InTheFuture),
        (TODAY_EIGHT - timedelta(hours=10), 0, EndsBeforeItBegins),
        (TODAY_EIGHT - timedelta(hours=10), -5, EndsBeforeItBegins),
        (TODAY_EIGHT - timedelta(hours=16), 16 * 60, NotYetRegistered),
        (TODAY_EIGHT - timedelta(hours=18), 17 * 60, ImpossiblyLong),
        (datetime(1999, 1, 1, tzinfo=UTC), 60, NotYetRegistered),
    ],
)
def test_only_the_possible_is_logged(
    town: Town, begins: datetime, minutes: int, refusal: type[Refusal] | None
) -> None:
    command = LogService(town.wang.member_id, "company", begins, minutes)

    if refusal is None:
        assert town.bank.run(log_service, command, town.li).state == "checked_out"
        return
    with pytest.raises(refusal) as caught:
        town.bank.run(log_service, command, town.li)
    assert caught.value.field == "starts_at"


def test_a_service_across_midnight_happened_on_the_day_it_began(town: Town) -> None:
    town.clock.advance(days=2)
    begins = local_moment(date(2026, 11, 17), 23, 30)
    step = town.bank.run(log_service, LogService(town.wang.member_id, "company", begins, 60), town.li)

    with town.bank.reading(town.wang) as reading:
        service = find_service(reading, step.id, town.wang)
        assert (service.day, service.worked_minutes) == (date(2026, 11, 17), 60)


def test_the_leap_day_is_a_day_like_any_other(town: Town) -> None:
    town.clock.moment = local_moment(date(2028, 2, 29), 15)

    step = walk.logged(town, hours_ago=2)

    with town.bank.reading(town.wang) as reading:
        assert find_service(reading, step.id, town.wang).day == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("shift", "overlaps"), [(-60, False), (-59, True), (0, True), (59, True), (60, False)]
)
def test_nobody_is_in_two_places_at_once(town: Town, shift: int, overlaps: bool) -> None:
    town.clock.advance(hours=12)
    walk.logged(town, hours_ago=6, minutes=60)
    starts_at = town.clock.now() - timedelta(hours=6) + timedelta(minutes=shift)
    second = LogService(town.meng.member_id, "company", starts_at, 60)

    if overlaps:
        with pytest.raises(OverlappingService):
            town.bank.run(log_service, second, town.li)
    else:
        assert town.bank.run(log_service, second, town.li).state == "checked_out"


def test_nobody_serves_themselves(town: Town) -> None:
    with pytest.raises(WithOneself):
        walk.logged(town, elder=town.li.member_id)


def test_a_coordinator_is_paid_and_earns_nothing(town: Town) -> None:
    with pytest.raises((PaidWorkNeverEarns, NotAVolunteer)):
        walk.logged(town, by=town.nong)


def test_who_is_no_volunteer_logs_nothing(town: Town) -> None:
    with pytest.raises(NotAVolunteer):
        walk.logged(town, by=town.meng)


def test_care_of_ones_own_household_does_not_earn(town: Town) -> None:
    from timebank.members.commands import RegisterMember
    from timebank.members.consents import ConsentKind, consent_text
    from timebank.members.registration import register_member

    version = consent_text(ConsentKind.BASIC, date(2026, 11, 16)).version
    mother = RegisterMember(
        kind="elder",
        name="李老太",
        sex="female",
        site=SITE,
        consent=version,
        birth_date=date(1935, 1, 1),
        no_papers_reason="没有证件",
        household_of=town.li.member_id,
    )
    elder = town.bank.run(register_member, mother, town.nong)

    with pytest.raises(OwnFamily):
        walk.logged(town, elder=elder.id)


def test_a_closed_site_begins_nothing_new(town: Town) -> None:
    town.bank.run(close_site, CloseSite(SITE, "合并"), town.chen)

    with pytest.raises(Refusal) as caught:
        walk.logged(town)
    assert caught.value.code == "site_closed"


def test_only_the_volunteer_or_the_site_checks_in(town: Town) -> None:
    service = walk.accepted(town)

    with pytest.raises(NotTheVolunteer):
        town.bank.run(check_in, CheckIn(service.service_id), town.wang)
    assert town.bank.run(check_in, CheckIn(service.service_id), town.nong).state == "checked_in"


def test_check_in_twice_happens_once(town: Town) -> None:
    service = walk.accepted(town)
    town.bank.run(check_in, CheckIn(service.service_id), town.li)

    with pytest.raises(WrongState):
        town.bank.run(check_in, CheckIn(service.service_id), town.li)


def test_a_check_in_is_not_made_for_later(town: Town) -> None:
    service = walk.accepted(town)

    with pytest.raises(InTheFuture) as caught:
        town.bank.run(check_in, CheckIn(service.service_id, at=TOMORROW_NINE), town.li)
    assert caught.value.field == "at"


def test_a_check_out_at_once_served_nobody(town: Town) -> None:
    service = walk.accepted(town)
    town.bank.run(check_in, CheckIn(service.service_id), town.li)

    with pytest.raises(EndsBeforeItBegins):
        town.bank.run(check_out, CheckOut(service.service_id), town.li)


def test_typed_times_are_kept_and_marked(town: Town) -> None:
    service = walk.accepted(town)
    town.clock.moment = TOMORROW_NINE + timedelta(hours=5)
    town.bank.run(check_in, CheckIn(service.service_id, at=TOMORROW_NINE), town.li)
    step = town.bank.run(
        check_out, CheckOut(service.service_id, at=TOMORROW_NINE + timedelta(minutes=80)), town.li
    )

    with town.bank.reading(town.li) as reading:
        service_row = find_service(reading, service.service_id, town.li)
        assert service_row.is_time_typed
    assert step.worked_minutes == 80


def test_the_owner_puts_a_time_right_before_it_is_verified(town: Town) -> None:
    service_id = walk.confirmed(town)

    amended = town.bank.run(amend_service, AmendService(service_id, TOMORROW_NINE, 50, "记错了"), town.li)

    assert (amended.state, amended.worked_minutes) == ("checked_out", 50)
    with pytest.raises(NotTheVolunteer):
        town.bank.run(amend_service, AmendService(service_id, TOMORROW_NINE, 40), town.wang)


def test_what_was_taken_back_after_a_first_review_fills_no_day(town: Town) -> None:
    bring_rules(town, {"credit.day_max_minutes": 60})
    mistaken = walk.logged(town)
    town.bank.run(confirm_service, ConfirmService(mistaken.id, "own_device"), town.wang)
    walk.verify(town, mistaken.id, town.nong)
    town.bank.run(cancel_service, CancelService(mistaken.id, "记错了"), town.li)
    right = walk.logged(town)
    town.bank.run(confirm_service, ConfirmService(right.id, "own_device"), town.wang)
    walk.verify(town, right.id, town.nong)

    assert walk.verify(town, right.id, town.qin).credited_minutes == 60


def test_giving_a_service_back_frees_the_minutes_and_offers_the_need_again(town: Town) -> None:
    service = walk.accepted(town)
    town.bank.run(cancel_service, CancelService(service.service_id, "病了"), town.li)

    assert town.account(town.wang) == (120, 0, 0)
    again = walk.need(town, starts_at=TOMORROW_NINE + timedelta(hours=3))
    assert again.spendable_after == 0, "the first need is open again and both wait for her 120 minutes"


def test_a_no_show_is_said_by_the_elders_side_alone(town: Town) -> None:
    service = walk.accepted(town)

    for other in (town.li, town.huang):
        with pytest.raises(MayNotConfirm):
            town.bank.run(mark_no_show, MarkNoShow(service.service_id), other)
    assert town.bank.run(mark_no_show, MarkNoShow(service.service_id), town.wang).state == "no_show"
    assert town.account(town.wang) == (120, 0, 0)


@pytest.mark.parametrize(("age", "minutes", "asked"), [(72, 241, True), (72, 240, False), (69, 300, False)])
def test_a_long_day_at_a_great_age_brings_a_word_of_care(
    town: Town, age: int, minutes: int, asked: bool
) -> None:
    town.clock.advance(days=1)
    town.bank.run(make_older, MakeOlder(town.li.member_id, date(2026 - age, 1, 1)), town.chen)
    walk.logged(town, hours_ago=8, minutes=minutes)

    with town.bank.reading(town.li) as reading:
        kinds = {message.kind for message in reading.session.scalars(select(Message))}
    assert ("please_rest" in kinds) is asked


@dataclass(frozen=True, slots=True)
class MakeOlder:
    """Change a member's birth date."""

    member_id: str
    birth_date: date


def make_older(uow: UnitOfWork, command: MakeOlder, actor: Actor) -> Done:
    """Set a birth date without asking who may."""
    uow.session.get_one(Member, (uow.book, command.member_id)).birth_date = command.birth_date
    return Done()
