"""Death, leaving, moving away: two people, a week to take it back, then frozen, claimed by kin, else the pool's."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from tests import walk
from tests.family import SAVED, Family, settle_family
from tests.timebank.services.rules import bring_rules
from tests.town import BOOK, SITE, TOMORROW_NINE, Town, join
from timebank.actors import Actor, Grant, Role, system
from timebank.book_audit import audit_book
from timebank.departures.commands import (
    ConfirmDeparture,
    EnterDeparture,
    PayClaim,
    ProposeClaim,
    TakeDepartureBack,
    WithdrawClaim,
)
from timebank.departures.estates import ClaimStanding, pay_claim, propose_claim, withdraw_claim
from timebank.departures.jobs import DEPARTURES
from timebank.departures.model import months_after
from timebank.departures.refusals import (
    ClaimTooLate,
    ClaimTooMuch,
    DepartureMovedOn,
    DepartureNotFound,
    DepartureStands,
    NotAnHeir,
    SecondPersonNeeded,
)
from timebank.departures.use_cases import (
    DepartureStanding,
    NotYetGone,
    confirm_departure,
    enter_departure,
    take_departure_back,
)
from timebank.errors import NotAllowed
from timebank.gifts.commands import GiveTime, PromiseTime
from timebank.gifts.promises import promise_time
from timebank.gifts.queries import gifts_page, promises_of
from timebank.gifts.use_cases import give_time
from timebank.jobs import run_job
from timebank.members.families import record_kin
from timebank.members.family_commands import RecordKin
from timebank.members.queries import find_any_member, grants_of, has_role
from timebank.messages import messages_page
from timebank.needs.commands import AcceptNeed
from timebank.needs.queries import need_view
from timebank.needs.use_cases import accept_need
from timebank.services.queries import find_service

TODAY = date(2026, 11, 16)


@pytest.fixture
def family(town: Town) -> Iterator[Family]:
    """Wang and her daughter; after each test the whole book must hold."""
    yield settle_family(town)
    with town.bank.connect() as connection:
        assert audit_book(connection, town.bank.vault, BOOK).findings == ()


def entered(family: Family, who: Actor | None = None, day: date = TODAY) -> DepartureStanding:
    """Let Nong enter that Wang, or somebody else, died."""
    member = (who or family.town.wang).member_id
    return family.town.bank.run(enter_departure, EnterDeparture(member, "died", day), family.town.nong)


def pending(family: Family, who: Actor | None = None) -> DepartureStanding:
    """Let Pan of the township confirm it."""
    departure = entered(family, who)
    return family.town.bank.run(confirm_departure, ConfirmDeparture(departure.id), family.town.pan)


def frozen(family: Family, who: Actor | None = None) -> str:
    """Let the week pass and the job run; return the departure's id."""
    departure = pending(family, who)
    family.town.clock.advance(days=8)
    assert run_job(family.town.bank, DEPARTURES) >= 1
    return departure.id


def claimed(family: Family, departure: str, minutes: int, heir: Actor | None = None) -> ClaimStanding:
    """Let Nong write down what the daughter asks for."""
    command = ProposeClaim(departure, (heir or family.daughter).member_id, minutes)
    return family.town.bank.run(propose_claim, command, family.town.nong)


def paid(family: Family, claim: ClaimStanding) -> ClaimStanding:
    """Let Pan pay it."""
    return family.town.bank.run(pay_claim, PayClaim(claim.departure_id, claim.id), family.town.pan)


def status(family: Family, who: Actor) -> tuple[str, str]:
    """Return the status of a member and of the account."""
    with family.town.bank.reading(who) as reading:
        member = find_any_member(reading, who.member_id)
        return member.status, reading.ledger.account(member.handle).status


def test_it_takes_two_people_who_are_not_family(family: Family) -> None:
    departure = entered(family)

    with pytest.raises(SecondPersonNeeded):
        family.town.bank.run(confirm_departure, ConfirmDeparture(departure.id), family.town.nong)
    family.town.bank.run(
        record_kin,
        RecordKin(family.town.wang.member_id, "parent", family.town.chen.member_id),
        system(BOOK),
    )
    with pytest.raises(SecondPersonNeeded):
        family.town.bank.run(confirm_departure, ConfirmDeparture(departure.id), family.town.chen)
    confirmed = family.town.bank.run(confirm_departure, ConfirmDeparture(departure.id), family.town.pan)
    assert (departure.state, confirmed.state) == ("entered", "pending")
    assert confirmed.due_on == TODAY + timedelta(days=7)


def test_only_the_office_of_the_place_enters_and_sees_it(family: Family) -> None:
    town, wanted = family.town, EnterDeparture(family.town.wang.member_id, "died", TODAY)
    with pytest.raises(NotAllowed):
        town.bank.run(enter_departure, wanted, town.wang)
    with pytest.raises(NotAllowed):
        town.bank.run(enter_departure, wanted, town.huang)
    departure = entered(family)

    for stranger in (town.far, town.li, town.wang, family.daughter):
        with pytest.raises(DepartureNotFound):
            town.bank.run(confirm_departure, ConfirmDeparture(departure.id), stranger)


def test_one_departure_at_a_time_and_none_of_the_future(family: Family) -> None:
    with pytest.raises(NotYetGone):
        entered(family, day=TODAY + timedelta(days=1))
    entered(family)

    with pytest.raises(DepartureStands):
        entered(family)


def test_nothing_changes_for_seven_days_and_nobody_is_written_to(family: Family) -> None:
    departure = pending(family)
    family.town.clock.advance(days=7, hours=15, minutes=59)

    assert run_job(family.town.bank, DEPARTURES) == 0
    assert status(family, family.town.wang) == ("active", "open")
    for one in (family.town.wang, family.daughter):
        with family.town.bank.reading(one) as reading:
            assert messages_page(reading, one).items == ()
    assert departure.state == "pending"


@pytest.mark.parametrize("when", ["entered", "pending"])
def test_it_can_be_taken_back_until_it_is_frozen(family: Family, when: str) -> None:
    departure = entered(family) if when == "entered" else pending(family)
    command = TakeDepartureBack(departure.id)
    back = family.town.bank.run(take_departure_back, command, family.town.chen)
    family.town.clock.advance(days=8)
    run_job(family.town.bank, DEPARTURES)

    assert back.state == "taken_back"
    assert status(family, family.town.wang) == ("active", "open")
    assert entered(family).state == "entered"


def test_frozen_it_cannot_be_taken_back(family: Family) -> None:
    departure = frozen(family)

    with pytest.raises(DepartureMovedOn):
        family.town.bank.run(take_departure_back, TakeDepartureBack(departure), family.town.chen)
    assert status(family, family.town.wang) == ("closed", "frozen")


def test_freezing_ends_what_has_not_begun(family: Family) -> None:
    town = family.town
    open_need = walk.need(town, minutes=30, starts_at=TOMORROW_NINE + timedelta(days=20))
    taken = walk.need(town, minutes=30, starts_at=TOMORROW_NINE + timedelta(days=21))
    service = town.bank.run(accept_need, AcceptNeed(taken.id), town.li).service_id
    town.bank.run(promise_time, PromiseTime(town.wang.member_id, 60), family.daughter)
    town.bank.run(give_time, GiveTime(town.wang.member_id, 100), family.daughter)
    frozen(family)

    with town.bank.reading(town.nong) as reading:
        assert [need_view(reading, one.id, town.nong).state for one in (open_need, taken)] == [
            "cancelled"
        ] * 2
        assert find_service(reading, service, town.nong).state == "cancelled"
        assert promises_of(reading, town.wang.member_id) == ()
        assert [gift.state for gift in gifts_page(reading, town.nong).items] == ["lapsed"]
        assert grants_of(reading, town.wang.member_id) == ()
    assert town.account(town.wang) == (120, 0, 0)
    assert town.account(family.daughter) == (SAVED, 0, 0)
    with town.bank.reading(family.daughter) as reading:
        assert messages_page(reading, family.daughter).items == ()


def test_what_a_volunteer_who_is_gone_had_taken_waits_for_another(family: Family) -> None:
    town = family.town
    need = walk.need(town, minutes=30, starts_at=TOMORROW_NINE + timedelta(days=20))
    town.bank.run(accept_need, AcceptNeed(need.id), town.li)
    frozen(family, town.li)

    with town.bank.reading(town.wang) as reading:
        assert need_view(reading, need.id, town.wang).state == "open"
        assert not has_role(reading, town.li.member_id, Role.VOLUNTEER)
    assert town.account(town.wang) == (120, 0, 0)


def test_a_service_already_given_still_settles(family: Family) -> None:
    town, service = family.town, walk.verified(family.town)
    frozen(family, town.li)
    walk.pass_notice(town)
    town.clock.advance(minutes=10)
    run_job(town.bank, DEPARTURES)

    assert town.account(town.li) == (60, 0, 0)
    assert status(family, town.li) == ("closed", "frozen")
    with town.bank.reading(town.nong) as reading:
        assert find_service(reading, service, town.nong).state == "settled"


def test_above_the_cap_it_settles_too_and_stays_with_the_estate(family: Family) -> None:
    town = family.town
    bring_rules(town, {"account.cap_minutes": 40, "account.cap_warning_minutes": 10})
    service = walk.verified(town)
    frozen(family, town.li)
    walk.pass_notice(town)

    assert town.account(town.li) == (60, 0, 0)
    with town.bank.reading(town.nong) as reading:
        assert find_service(reading, service, town.nong).state == "settled"


def test_kin_claim_with_two_people_and_the_last_payment_closes_it(family: Family) -> None:
    departure = frozen(family)
    first = claimed(family, departure, 100)
    with pytest.raises(SecondPersonNeeded):
        family.town.bank.run(pay_claim, PayClaim(departure, first.id), family.town.nong)
    part = paid(family, first)
    between = status(family, family.town.wang)
    paid(family, claimed(family, departure, 20))

    assert (part.state, part.left_minutes) == ("paid", 20)
    assert between == ("closed", "frozen")
    assert status(family, family.town.wang) == ("closed", "closed")
    assert family.town.account(family.daughter) == (SAVED + 120, 0, 0)


def test_a_claim_is_paid_once(family: Family) -> None:
    claim = claimed(family, frozen(family), 100)
    paid(family, claim)

    with pytest.raises(DepartureMovedOn):
        paid(family, claim)


def test_no_more_is_claimed_than_is_left(family: Family) -> None:
    departure = frozen(family)
    first = claimed(family, departure, 100)
    with pytest.raises(ClaimTooMuch) as caught:
        claimed(family, departure, 21)
    withdraw = WithdrawClaim(departure, first.id)
    withdrawn = family.town.bank.run(withdraw_claim, withdraw, family.town.nong)

    assert caught.value.facts == {"left": 20}
    assert (withdrawn.state, withdrawn.left_minutes) == ("withdrawn", 120)
    assert claimed(family, departure, 120).left_minutes == 0


def test_only_direct_kin_claim(family: Family) -> None:
    departure = frozen(family)
    cousin = join(family.town.bank, "王小二", "kin", date(1970, 1, 1), "male", "17900000031")
    family.town.bank.run(
        record_kin, RecordKin(cousin.member_id, "sibling", family.town.wang.member_id), system(BOOK)
    )

    for other in (family.town.meng, cousin, family.town.wang):
        with pytest.raises(NotAnHeir):
            claimed(family, departure, 10, heir=other)


def test_who_is_kin_of_the_claimant_does_not_pay(family: Family) -> None:
    departure = frozen(family)
    claim = claimed(family, departure, 10)
    officer = join(
        family.town.bank, "韦志强", "staff", date(1972, 1, 1), "male", "17900000032",
        Grant(Role.COUNTY, BOOK),
    )  # fmt: skip
    family.town.bank.run(
        record_kin, RecordKin(officer.member_id, "spouse", family.daughter.member_id), system(BOOK)
    )

    with pytest.raises(SecondPersonNeeded):
        family.town.bank.run(pay_claim, PayClaim(departure, claim.id), officer)


def test_after_two_years_the_rest_is_the_pools(family: Family) -> None:
    departure = frozen(family)
    family.town.clock.moment += timedelta(days=731)
    assert run_job(family.town.bank, DEPARTURES) == 0
    family.town.clock.moment += timedelta(days=1)

    assert run_job(family.town.bank, DEPARTURES) == 1
    assert status(family, family.town.wang) == ("closed", "closed")
    assert family.pool(SITE) == 120
    with pytest.raises(DepartureMovedOn):
        claimed(family, departure, 10)


def test_the_term_is_over_also_before_the_job_has_come(family: Family) -> None:
    departure = frozen(family)
    family.town.clock.moment += timedelta(days=732)

    with pytest.raises(ClaimTooLate):
        claimed(family, departure, 10)


def test_a_claim_made_in_time_is_paid_however_long_the_office_takes(family: Family) -> None:
    departure = frozen(family)
    claim = claimed(family, departure, 100)
    family.town.clock.moment += timedelta(days=740)
    assert run_job(family.town.bank, DEPARTURES) == 0

    paid(family, claim)

    assert family.town.account(family.daughter) == (SAVED + 100, 0, 0)
    assert run_job(family.town.bank, DEPARTURES) == 1
    assert family.pool(SITE) == 20


def test_a_claim_dropped_after_the_term_leaves_all_to_the_pool(family: Family) -> None:
    departure = frozen(family)
    claim = claimed(family, departure, 100)
    family.town.clock.moment += timedelta(days=740)

    family.town.bank.run(withdraw_claim, WithdrawClaim(departure, claim.id), family.town.nong)

    assert run_job(family.town.bank, DEPARTURES) == 1
    assert family.pool(SITE) == 120


def test_an_empty_account_is_closed_at_once(family: Family) -> None:
    frozen(family, family.town.meng)

    assert status(family, family.town.meng) == ("closed", "closed")


def test_nobody_asks_for_help_for_who_is_gone(family: Family) -> None:
    frozen(family)

    with pytest.raises(NotAllowed):
        walk.need(family.town, by=family.town.nong, starts_at=family.town.clock.now() + timedelta(days=1))


@pytest.mark.parametrize(
    ("day", "months", "end"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 24, date(2026, 2, 28)),
        (date(2026, 2, 28), 24, date(2028, 2, 28)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2026, 11, 23), 24, date(2028, 11, 23)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
    ],
)
def test_months_end_with_the_shorter_month(day: date, months: int, end: date) -> None:
    assert months_after(day, months) == end
