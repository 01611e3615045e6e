"""Time given to a site's pool: the pool pays for who can never earn, and the donor sees that it helped."""

from datetime import date

import pytest

from tests import walk
from tests.family import SAVED, Family
from tests.town import FAR_SITE, SITE
from timebank.actors import Actor
from timebank.gifts.commands import DonateTime
from timebank.gifts.donations import Donated, donate_time, donations_page
from timebank.gifts.refusals import NotEnoughToGive
from timebank.members.queries import MemberNotFound
from timebank.needs.commands import AcceptNeed, ChoosePayer
from timebank.needs.pools import pool_view
from timebank.needs.use_cases import accept_need, choose_payer
from timebank.places.queries import SiteNotFound
from timebank.statements import statement_page


def donate(family: Family, minutes: int = 180, site: str = "") -> Donated:
    """Let the daughter give to a pool."""
    return family.town.bank.run(donate_time, DonateTime(minutes, site), family.daughter)


def test_it_moves_at_once_to_the_own_sites_pool(family: Family) -> None:
    donated = donate(family)

    assert donated.site == SITE
    assert family.pool(SITE) == 180
    assert family.town.account(family.daughter) == (SAVED - 180, 0, 0)


def test_another_site_may_be_named(family: Family) -> None:
    donate(family, site=FAR_SITE)

    assert (family.pool(SITE), family.pool(FAR_SITE)) == (0, 180)
    with pytest.raises(SiteNotFound):
        donate(family, site="45012599999901")


def test_nobody_donates_more_than_is_free(family: Family) -> None:
    with pytest.raises(NotEnoughToGive) as caught:
        donate(family, SAVED + 1)
    assert caught.value.facts == {"available": SAVED}


def test_a_stranger_donates_nothing(family: Family) -> None:
    with pytest.raises(MemberNotFound):
        family.town.bank.run(donate_time, DonateTime(60), Actor(family.town.wang.book, ""))


def test_the_pool_pays_for_an_elder_who_can_never_earn(family: Family) -> None:
    donate(family)
    posted = walk.need(family.town, elder=family.town.meng, by=family.town.nong)
    family.town.bank.run(accept_need, AcceptNeed(posted.id), family.town.li)

    assert posted.pay_from == "pool"
    assert family.pool(SITE) == 120
    assert family.town.account(family.town.li) == (0, 0, 60)
    assert family.town.account(family.town.meng) == (0, 0, 0)


def test_it_does_not_pay_unasked_for_one_who_can_earn(family: Family) -> None:
    donate(family)

    assert walk.need(family.town, minutes=150).pay_from == ""
    assert walk.need(family.town, minutes=150, pay_from="pool").pay_from == ""


def test_the_office_may_let_it_pay_for_anybody(family: Family) -> None:
    donate(family)
    posted = walk.need(family.town, minutes=150)
    chosen = family.town.bank.run(choose_payer, ChoosePayer(posted.id, "pool"), family.town.nong)

    assert chosen.pay_from == "pool"


def test_what_open_needs_wait_for_is_not_promised_twice(family: Family) -> None:
    donate(family, 90)
    first = walk.need(family.town, elder=family.town.meng, by=family.town.nong)
    second = walk.need(family.town, elder=family.town.meng, by=family.town.nong)

    assert (first.pay_from, second.pay_from) == ("pool", "")


def test_the_donor_sees_counts_and_no_names(family: Family) -> None:
    donate(family)
    town = family.town
    posted = walk.need(town, elder=town.meng, by=town.nong)
    service = town.bank.run(accept_need, AcceptNeed(posted.id), town.li).service_id
    walk.serve(town, service, walk.TOMORROW_NINE, 45)
    walk.confirm_by_call(town, service)
    walk.verify(town, service, town.qin)
    walk.pass_notice(town)

    with town.bank.reading(family.daughter) as reading:
        pool = pool_view(reading, SITE, family.daughter)
    assert (pool.available, pool.reserved, pool.donated_minutes, pool.donors) == (135, 0, 180, 1)
    assert (pool.services, pool.elders, pool.paid_minutes, pool.services_since) == (1, 1, 45, 1)
    assert "蒙玉莲" not in repr(pool)


def test_one_sees_the_own_donations_only(family: Family) -> None:
    donate(family)

    with family.town.bank.reading(family.daughter) as reading:
        (mine,) = donations_page(reading, family.daughter).items
        lines = statement_page(reading, family.daughter.member_id, family.daughter).items
    with family.town.bank.reading(family.town.nong) as reading:
        theirs = donations_page(reading, family.town.nong).items

    assert (mine.site_name, mine.minutes, mine.donated_on) == ("幸福院202", 180, date(2026, 11, 16))
    assert (lines[0].change, lines[0].purpose) == (-180, "donation")
    assert theirs == ()
