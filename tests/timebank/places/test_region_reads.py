"""The region tree of a book: pages of it, closed regions, and figures that add up."""

from datetime import date

import pytest

from timebank.actors import Actor, Grant, Role, anonymous
from timebank.errors import NotAllowed
from timebank.places.commands import CloseRegion, CloseSite, RegisterSite
from timebank.places.model import RegionClosed, RegionInUse
from timebank.places.queries import open_region, region_tree, regions_page
from timebank.places.regions import UnknownRegion
from timebank.places.use_cases import close_region, close_site, register_site
from timebank.work import UnitOfWork
from timebank.writer import Bank

BOOK, TOWNSHIP = "450125", "450125100"
YUNCHENG, LIDAN, GAOCHANG = "450125100202", "450125100203", "450125103201"
PLACES = ((YUNCHENG, "幸福院"), (YUNCHENG, "中心户"), (LIDAN, "幸福院"), (GAOCHANG, "幸福院"))
LAST_DAY = date(2026, 11, 30)

CHEN = Actor(BOOK, "chen", (Grant(Role.COUNTY, BOOK),))
HUANG = Actor(BOOK, "huang", (Grant(Role.AUDITOR, BOOK),))
PAN = Actor(BOOK, "pan", (Grant(Role.TOWNSHIP, TOWNSHIP),))
NONG = Actor(BOOK, "nong", (Grant(Role.COORDINATOR, "45012510020201"),))
ZHAO = Actor(BOOK, "zhao", (Grant(Role.VOLUNTEER),))


def register(bank: Bank, village: str, name: str = "幸福院") -> str:
    return bank.run(register_site, RegisterSite(village, name), CHEN).id


def test_anybody_can_walk_down_from_the_cities(bank: Bank) -> None:
    stranger = anonymous(BOOK)

    with bank.reading(stranger) as reading:
        cities = regions_page(reading)
        townships = regions_page(reading, BOOK, limit=100)
    assert [city.name for city in cities.items] == ["赣州市", "佛山市", "南宁市"]
    assert len(townships.items) == 11
    assert {township.parent for township in townships.items} == {BOOK}


def test_regions_are_paged_by_code(bank: Bank) -> None:
    codes, after = [], ""
    with bank.reading(ZHAO) as reading:
        while True:
            page = regions_page(reading, TOWNSHIP, after, limit=4)
            codes += [each.code for each in page.items]
            after = page.next_cursor
            if not after:
                break
    assert len(codes) == len(set(codes)) == 14
    assert codes == sorted(codes)


def test_the_regions_below_nowhere_are_refused(bank: Bank) -> None:
    with bank.reading(ZHAO) as reading, pytest.raises(UnknownRegion):
        regions_page(reading, "450199")


def test_a_closed_region_is_valid_to_its_last_day_and_says_so(bank: Bank) -> None:
    bank.run(close_region, CloseRegion(YUNCHENG, LAST_DAY, "并入里丹村"), CHEN)

    with bank.reading(ZHAO) as reading:
        assert open_region(reading, YUNCHENG, LAST_DAY).name == "云城村委会"
        with pytest.raises(RegionClosed) as refusal:
            open_region(reading, YUNCHENG, date(2026, 12, 1))
        days = {each.code: each.last_day for each in regions_page(reading, TOWNSHIP, limit=100).items}
    assert refusal.value.facts == {"name": "云城村", "day": "2026-11-30"}
    assert days[YUNCHENG] == LAST_DAY
    assert days[LIDAN] is None


def test_all_within_a_closed_region_is_closed(bank: Bank) -> None:
    bank.run(close_region, CloseRegion(TOWNSHIP, LAST_DAY, "并入明亮镇"), CHEN)

    with bank.reading(ZHAO) as reading:
        assert open_region(reading, GAOCHANG, date(2026, 12, 1))
        with pytest.raises(RegionClosed):
            open_region(reading, YUNCHENG, date(2026, 12, 1))


def test_a_region_with_open_sites_is_not_closed_before_them(bank: Bank) -> None:
    site = register(bank, YUNCHENG)

    with pytest.raises(RegionInUse) as refusal:
        bank.run(close_region, CloseRegion(TOWNSHIP, LAST_DAY, "并入明亮镇"), CHEN)

    assert refusal.value.facts == {"name": "大丰镇", "site": "幸福院"}
    bank.run(close_site, CloseSite(site, "撤村"), CHEN)
    assert bank.run(close_region, CloseRegion(TOWNSHIP, LAST_DAY, "并入明亮镇"), CHEN).code == TOWNSHIP


def test_a_region_is_closed_once_by_the_county_and_in_its_own_book(bank: Bank) -> None:
    for actor in (PAN, NONG, ZHAO, anonymous(BOOK)):
        with pytest.raises(NotAllowed):
            bank.run(close_region, CloseRegion(YUNCHENG, LAST_DAY, "撤"), actor)
    with pytest.raises(NotAllowed):
        bank.run(close_region, CloseRegion("360702001001", LAST_DAY, "撤"), CHEN)
    bank.run(close_region, CloseRegion(YUNCHENG, LAST_DAY, "撤"), CHEN)
    with pytest.raises(RegionClosed):
        bank.run(close_region, CloseRegion(YUNCHENG, date(2027, 1, 1), "撤"), CHEN)


def count(uow: UnitOfWork, command: RegisterSite, actor: Actor) -> None:
    """Count three under the site whose id stands in the command's name."""
    uow.count(command.name, "settled_minutes", 3)


def test_the_figures_of_every_level_are_the_sum_of_those_below(bank: Bank) -> None:
    sites = [register(bank, village, name) for village, name in PLACES]
    for site in sites:
        bank.run(count, RegisterSite(YUNCHENG, site), CHEN)

    with bank.reading(CHEN) as reading:
        county = region_tree(reading, BOOK, CHEN)
        township = region_tree(reading, TOWNSHIP, CHEN)
        village = region_tree(reading, YUNCHENG, CHEN)
    of_township = {each.code: each.figures for each in county.below}[TOWNSHIP]
    of_village = {each.code: each.figures for each in township.below}[YUNCHENG]
    assert county.total.figures == {"settled_minutes": 12, "sites_open": 4}
    assert of_township == township.total.figures == {"settled_minutes": 9, "sites_open": 3}
    assert of_village == village.total.figures == {"settled_minutes": 6, "sites_open": 2}
    assert [(each.code, each.name) for each in village.below] == [(sites[0], "幸福院"), (sites[1], "中心户")]


def test_regions_without_figures_are_listed_all_the_same(bank: Bank) -> None:
    with bank.reading(CHEN) as reading:
        county = region_tree(reading, BOOK, CHEN)

    assert len(county.below) == 11
    assert county.total.name == "上林县"
    assert all(each.figures == {} for each in county.below)


@pytest.mark.parametrize(
    ("scope", "actor", "is_allowed"),
    [
        (BOOK, CHEN, True),
        (BOOK, HUANG, True),
        (BOOK, PAN, False),
        (TOWNSHIP, PAN, True),
        (YUNCHENG, PAN, True),
        ("450125103", PAN, False),
        (YUNCHENG, NONG, False),
        (BOOK, ZHAO, False),
        (BOOK, anonymous(BOOK), False),
        ("", CHEN, False),
        ("4501", CHEN, False),
    ],
)
def test_figures_are_for_those_in_charge_of_the_region(
    bank: Bank, scope: str, actor: Actor, is_allowed: bool
) -> None:
    with bank.reading(actor) as reading:
        if is_allowed:
            assert region_tree(reading, scope, actor).total.code == scope
        else:
            with pytest.raises(NotAllowed):
                region_tree(reading, scope, actor)


def test_closing_a_site_takes_it_out_of_the_figures(bank: Bank) -> None:
    site = register(bank, YUNCHENG)

    bank.run(close_site, CloseSite(site, "撤"), CHEN)

    with bank.reading(CHEN) as reading:
        assert region_tree(reading, BOOK, CHEN).total.figures == {"sites_open": 0}
