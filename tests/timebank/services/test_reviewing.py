"""Who had a part never verifies; what one reviewer decides is what becomes of the minutes."""

import pytest

from tests import walk
from tests.town import PAIRED_SITE, SITE, Town
from timebank.services.commands import AppealService, ConfirmService
from timebank.services.queries import review_page
from timebank.services.refusals import (
    AlreadyAppealed,
    HadAPart,
    MayNotReview,
    MoreThanWorked,
    NotTheVolunteer,
    PayerShort,
    ReasonWanted,
    ServiceNotFound,
    WrongState,
)
from timebank.services.reviewing import appeal_service
from timebank.services.use_cases import confirm_service


def slip(town: Town) -> str:
    """Let Nong record a slip for a service of Li's; return its id."""
    service_id = walk.checked_out(town)
    town.bank.run(confirm_service, ConfirmService(service_id, "slip_thumb", photo="ab" * 32), town.nong)
    return service_id


def test_the_sites_coordinator_verifies_what_she_had_no_part_in(town: Town) -> None:
    verification = walk.verify(town, walk.confirmed(town), town.nong)

    assert (verification.state, verification.credited_minutes) == ("verified", 60)


def test_who_recorded_the_slip_is_refused_and_it_goes_to_the_paired_site(town: Town) -> None:
    service_id = slip(town)

    with pytest.raises(HadAPart):
        walk.verify(town, service_id, town.nong)
    with town.bank.reading(town.qin) as reading:
        assert [line.id for line in review_page(reading, town.qin).items] == [service_id]
    assert walk.verify(town, service_id, town.qin).state == "verified"


def test_without_a_referral_the_paired_site_learns_nothing(town: Town) -> None:
    service_id = walk.confirmed(town)

    with pytest.raises(ServiceNotFound):
        walk.verify(town, service_id, town.qin)


@pytest.mark.parametrize("who", ["wang", "li", "huang", "chen", "pan"])
def test_only_the_reviewing_place_verifies(town: Town, who: str) -> None:
    service_id = walk.confirmed(town)

    with pytest.raises((HadAPart, MayNotReview)):
        walk.verify(town, service_id, getattr(town, who))


def test_verifying_twice_happens_once(town: Town) -> None:
    service_id = walk.verified(town)

    with pytest.raises(WrongState):
        walk.verify(town, service_id, town.nong)


def test_asking_back_and_declining_take_a_reason(town: Town) -> None:
    service_id = walk.confirmed(town)

    for decision in ("return", "decline"):
        with pytest.raises(ReasonWanted) as caught:
            walk.verify(town, service_id, town.nong, decision)
        assert caught.value.field == "reason"


def test_declining_frees_the_minutes(town: Town) -> None:
    service_id = walk.confirmed(town)
    walk.verify(town, service_id, town.nong, "decline", reason="没有去")

    assert town.account(town.wang) == (120, 0, 0)


def test_a_declined_service_goes_to_the_township_once(town: Town) -> None:
    service_id = walk.confirmed(town)
    walk.verify(town, service_id, town.nong, "decline", reason="没有去")
    town.bank.run(appeal_service, AppealService(service_id, "去了"), town.li)

    with pytest.raises(MayNotReview):
        walk.verify(town, service_id, town.nong)
    assert walk.verify(town, service_id, town.pan, "decline", reason="仍然没有").state == "declined"
    with pytest.raises(AlreadyAppealed):
        town.bank.run(appeal_service, AppealService(service_id, "再来"), town.li)
    with pytest.raises(NotTheVolunteer):
        town.bank.run(appeal_service, AppealService(service_id, "我"), town.wang)


def test_an_appeal_that_is_approved_reserves_again(town: Town) -> None:
    service_id = walk.confirmed(town)
    walk.verify(town, service_id, town.nong, "decline", reason="没有去")
    town.bank.run(appeal_service, AppealService(service_id, "去了"), town.li)
    walk.verify(town, service_id, town.pan)

    assert town.account(town.wang) == (60, 60, 0)


def test_no_more_is_credited_than_was_worked(town: Town) -> None:
    service_id = walk.confirmed(town)

    with pytest.raises(MoreThanWorked) as caught:
        walk.verify(town, service_id, town.nong, minutes=61)
    assert caught.value.facts["most"] == 60


def test_what_the_payer_cannot_cover_is_the_reviewers_choice(town: Town) -> None:
    service_id = walk.confirmed(town, worked=200)

    with pytest.raises(PayerShort) as caught:
        walk.verify(town, service_id, town.nong)
    assert (caught.value.field, caught.value.facts["missing"]) == ("shortfall", 80)


@pytest.mark.parametrize(("shortfall", "credited"), [("public", 200), ("uncredited", 120)])
def test_both_ways_out_of_a_shortfall_settle(town: Town, shortfall: str, credited: int) -> None:
    service_id = walk.confirmed(town, worked=200)
    walk.verify(town, service_id, town.nong, shortfall=shortfall)
    walk.pass_notice(town)

    assert town.account(town.wang) == (0, 0, 0)
    assert town.account(town.li) == (credited, 0, 0)


def test_what_was_logged_afterwards_takes_two_reviewers(town: Town) -> None:
    town.clock.advance(days=1)
    service = walk.logged(town)
    town.bank.run(confirm_service, ConfirmService(service.id, "own_device"), town.wang)

    first = walk.verify(town, service.id, town.nong)
    assert (first.state, first.reviews_done, first.reviews_wanted) == ("confirmed", 1, 2)
    with pytest.raises(HadAPart):
        walk.verify(town, service.id, town.nong)
    assert walk.verify(town, service.id, town.qin).state == "verified"


@pytest.mark.parametrize(("hours", "scope"), [(71, SITE), (74, PAIRED_SITE)])
def test_what_was_logged_late_is_reviewed_elsewhere(town: Town, hours: int, scope: str) -> None:
    town.clock.advance(days=5)
    service = walk.logged(town, hours_ago=hours + 1)
    step = town.bank.run(confirm_service, ConfirmService(service.id, "own_device"), town.wang)

    assert step.review_scope == scope


def test_where_nobody_near_is_free_the_township_reviews(town: Town) -> None:
    from timebank.members.roles import revoke_role
    from timebank.members.volunteer_commands import RevokeRole

    town.bank.run(
        revoke_role,
        RevokeRole(role="coordinator", scope=PAIRED_SITE, member_id=town.qin.member_id),
        town.chen,
    )
    first = slip(town)
    with town.bank.reading(town.pan) as reading:
        assert [line.id for line in review_page(reading, town.pan).items] == [first]


def test_a_day_credits_no_more_than_its_cap(town: Town) -> None:
    town.clock.advance(days=1)
    for hours_ago, minutes in ((23, 300), (15, 300)):
        service = walk.logged(town, hours_ago=hours_ago, minutes=minutes, elder=town.meng.member_id)
        town.bank.run(confirm_service, ConfirmService(service.id, "call_back"), town.nong)
        walk.verify(town, service.id, town.qin, shortfall="public")
        last = walk.verify(town, service.id, town.pan, shortfall="public")

    assert last.credited_minutes == 180
