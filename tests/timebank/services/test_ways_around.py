"""More ways around a rule that were found open, each closed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from tests import walk
from tests.town import BOOK, SITE, TOMORROW_NINE, Done, GiveMinutes, Town, give_minutes
from timebank.actors import Actor, system
from timebank.errors import NotAllowed, NotFound
from timebank.jobs import run_job
from timebank.members.commands import LookAtMember
from timebank.members.families import appoint_proxy
from timebank.members.family_commands import AppointProxy
from timebank.members.finding import MemberNotFound
from timebank.members.looks import look_at_member, looks_page
from timebank.members.model import Member
from timebank.members.roles import revoke_role
from timebank.members.volunteer_commands import RecordInsurance, RevokeRole
from timebank.members.volunteering import record_insurance
from timebank.needs.commands import AcceptNeed, CancelNeed, ChoosePayer
from timebank.needs.model import NotYetRedeemed
from timebank.needs.use_cases import accept_need, cancel_need, choose_payer
from timebank.services.commands import (
    CheckIn,
    ConfirmService,
)
from timebank.services.model import Service
from timebank.services.positions import POSITIONS
from timebank.services.queries import find_service, service_view
from timebank.services.referring import REFERRAL
from timebank.services.refusals import (
    FitnessWanted,
    LongerThanPromised,
    MayNotReview,
    WrongState,
)
from timebank.services.use_cases import (
    check_in,
    confirm_service,
)
from timebank.statements import accounts_of, statement_page
from timebank.work import Reading, UnitOfWork


def card_pin(town: Town, service_id: str) -> None:
    """Let Wang confirm with card and PIN on Li's phone."""
    command = ConfirmService(service_id, "card_pin", confirmer=town.wang.member_id)
    town.bank.run(confirm_service, command, town.li)


def service_of(town: Town, service_id: str):  # type: ignore[no-untyped-def]  # a row, read and let go
    """Return a service's row."""
    with town.bank.reading(town.li) as reading:
        return find_service(reading, service_id, town.li)


READS: dict[str, Callable[[Reading, Town], object]] = {
    "looks": lambda reading, town: looks_page(reading, town.meng, town.wang.member_id),
    "statement": lambda reading, town: statement_page(reading, town.wang.member_id, town.meng),
    "balance": lambda reading, town: accounts_of(reading, town.wang.member_id, town.meng),
}


@pytest.mark.parametrize(
    ("scope", "what", "may_read"),
    [
        ("all", "looks", True),
        ("all", "statement", True),
        ("needs", "looks", False),
        ("needs", "statement", False),
        ("confirm", "statement", False),
        ("needs", "balance", True),  # who asks for care is told what is left
    ],
)
def test_only_a_proxy_for_everything_reads_all_that_is_kept(
    town: Town, scope: str, what: str, may_read: bool
) -> None:
    speak_for_wang(town, scope)

    with town.bank.reading(town.meng) as reading:
        if may_read:
            assert READS[what](reading, town) is not None
        else:
            with pytest.raises((NotAllowed, NotFound)):
                READS[what](reading, town)


def test_a_proxy_for_needs_opens_no_record_and_the_try_is_kept(town: Town) -> None:
    speak_for_wang(town, "needs")

    with pytest.raises(NotAllowed):
        town.bank.run(look_at_member, LookAtMember(town.wang.member_id), town.meng)
    with town.bank.reading(town.wang) as reading:
        (look,) = looks_page(reading, town.wang, town.wang.member_id).items
    assert (look.by, look.was_refused) == (town.meng.member_id, True)


def speak_for_wang(town: Town, scope: str) -> None:
    """Let Meng act for Wang, within a scope."""
    today = town.clock.now().date()
    appoint = AppointProxy(town.meng.member_id, today, today + timedelta(days=9), scope, town.wang.member_id)
    town.bank.run(appoint_proxy, appoint, town.nong)


def test_a_volunteer_of_another_township_logs_nothing_for_an_elder_never_served(town: Town) -> None:
    town.clock.advance(days=1)

    with pytest.raises(MemberNotFound) as caught:
        walk.logged(town, by=town.zhao)
    assert caught.value.field == "elder"


def test_who_once_took_a_need_of_the_elder_may_log_from_any_township(town: Town) -> None:
    posted = walk.need(town)
    town.bank.run(accept_need, AcceptNeed(posted.id), town.zhao)
    town.clock.advance(days=5)

    assert walk.logged(town, by=town.zhao).state == "checked_out"


def test_who_may_review_nothing_is_told_so_whatever_the_state(town: Town) -> None:
    service_id = walk.verified(town)

    with pytest.raises(MayNotReview):
        walk.verify(town, service_id, town.huang)


@pytest.mark.parametrize(("shortfall", "credited"), [("public", 90), ("uncredited", 60)])
def test_the_public_pays_beyond_its_promise_only_when_told_to(
    town: Town, shortfall: str, credited: int
) -> None:
    service_id = walk.confirmed(town, worked=90, by=town.nong, pay_from="public")

    with pytest.raises(LongerThanPromised) as caught:
        walk.verify(town, service_id, town.nong)
    assert caught.value.facts["missing"] == 30
    assert walk.verify(town, service_id, town.nong, shortfall=shortfall).credited_minutes == credited


def test_nobody_chooses_own_time_for_who_may_not_redeem_it(town: Town) -> None:
    li = town.li.member_id
    posted = walk.need(town, elder=town.li, minutes=60)
    town.bank.run(give_minutes, GiveMinutes(li, 120), system(BOOK))
    town.bank.run(set_birth_date, SetBirthDate(li, date(1980, 1, 1)), system(BOOK))

    with pytest.raises(NotYetRedeemed) as caught:
        town.bank.run(choose_payer, ChoosePayer(posted.id, "own"), town.nong)
    assert caught.value.facts["years"] == 60


@dataclass(frozen=True, slots=True)
class SetBirthDate:
    """Correct a birth date."""

    member_id: str
    birth_date: date


def set_birth_date(uow: UnitOfWork, command: SetBirthDate, actor: Actor) -> Done:
    """Set it without asking who may."""
    uow.session.get_one(Member, (uow.book, command.member_id)).birth_date = command.birth_date
    return Done()


def test_a_need_is_not_taken_back_under_the_hands_of_who_is_at_work(town: Town) -> None:
    posted = walk.need(town)
    service = town.bank.run(accept_need, AcceptNeed(posted.id), town.li)
    town.clock.moment = TOMORROW_NINE
    town.bank.run(check_in, CheckIn(service.service_id), town.li)

    with pytest.raises(WrongState):
        town.bank.run(cancel_need, CancelNeed(posted.id), town.wang)


@pytest.mark.parametrize(
    ("fit_until", "may"), [(None, False), (date(2026, 11, 16), False), (date(2026, 11, 17), True)]
)
def test_a_kind_with_bodily_risk_asks_for_fitness_on_the_day(
    town: Town, fit_until: date | None, may: bool
) -> None:
    record = RecordInsurance(date(2027, 1, 1), fit_until, town.li.member_id)
    town.bank.run(record_insurance, record, town.nong)
    posted = walk.need(town, kind="walking")

    if may:
        assert town.bank.run(accept_need, AcceptNeed(posted.id), town.li).state == "accepted"
    else:
        with pytest.raises(FitnessWanted):
            town.bank.run(accept_need, AcceptNeed(posted.id), town.li)


def test_a_service_nobody_can_review_where_it_waits_goes_on(town: Town) -> None:
    service_id = walk.confirmed(town)
    assert run_job(town.bank, REFERRAL) == 0, "Nong is there"
    town.bank.run(revoke_role, RevokeRole("coordinator", SITE, town.nong.member_id), town.chen)

    assert run_job(town.bank, REFERRAL) == 1
    assert walk.verify(town, service_id, town.qin).state == "verified"


def test_a_position_is_for_the_office_and_for_ninety_days(town: Town) -> None:
    service = walk.accepted(town)
    town.clock.moment = TOMORROW_NINE
    town.bank.run(check_in, CheckIn(service.service_id, position="23.4,108.6"), town.li)

    assert notes(town, service.service_id, town.wang) == ["", ""]
    assert notes(town, service.service_id, town.nong) == ["", "23.4,108.6"]
    assert run_job(town.bank, POSITIONS) == 0
    town.clock.advance(days=91)
    assert run_job(town.bank, POSITIONS) == 1
    assert notes(town, service.service_id, town.nong) == ["", ""]


def notes(town: Town, service_id: str, actor: Actor) -> list[str]:
    """Return the notes of a service's acts as somebody sees them."""
    with town.bank.reading(actor) as reading:
        return [act.note for act in service_view(reading, service_id, actor).acts]


def test_one_services_fault_keeps_no_other_from_its_day(town: Town) -> None:
    first = walk.verified(town)
    starts_at = town.clock.now() + timedelta(hours=1)
    second = walk.accepted(town, starts_at=starts_at).service_id
    walk.serve(town, second, starts_at, 60)
    card_pin(town, second)
    walk.verify(town, second, town.nong)
    town.bank.run(break_service, BreakService(first), system(BOOK))

    assert walk.pass_notice(town) == 1
    assert service_of(town, second).state == "settled"


@dataclass(frozen=True, slots=True)
class BreakService:
    """Credit a service with more than was set aside."""

    service_id: str


def break_service(uow: UnitOfWork, command: BreakService, actor: Actor) -> Done:
    """Do what no use case does."""
    uow.session.get_one(Service, (uow.book, command.service_id)).credited_minutes += 1
    return Done()
