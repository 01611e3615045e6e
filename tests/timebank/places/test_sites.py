"""Sites: who registers, pairs and closes them, and who sees which."""

from datetime import date

import pytest
from marshmallow import ValidationError

from timebank.actors import Actor, Grant, Role, anonymous, system
from timebank.clock import SetClock
from timebank.errors import NotAllowed, Refusal
from timebank.places.commands import CloseRegion, CloseSite, PairSites, RegisterSite, RegisterSiteSchema
from timebank.places.model import (
    CannotPairWithItself,
    RegionClosed,
    SiteClosed,
    SiteExists,
    SiteKind,
    SiteNotFound,
    TooManySites,
)
from timebank.places.queries import find_site, open_site, site_names, site_row, sites_page, view_site
from timebank.places.regions import UnknownRegion
from timebank.places.use_cases import close_region, close_site, pair_sites, register_site
from timebank.writer import Bank

BOOK = "450125"
YUNCHENG, LIDAN, GAOCHANG = "450125100202", "450125100203", "450125103201"
FIRST = "45012510020201"

CHEN = Actor(BOOK, "chen", (Grant(Role.COUNTY, BOOK),))
HUANG = Actor(BOOK, "huang", (Grant(Role.AUDITOR, BOOK),))
PAN = Actor(BOOK, "pan", (Grant(Role.TOWNSHIP, "450125100"),))
NONG = Actor(BOOK, "nong", (Grant(Role.COORDINATOR, FIRST),))
ZHAO = Actor(BOOK, "zhao", (Grant(Role.VOLUNTEER),))


def register(bank: Bank, village: str = YUNCHENG, name: str = "幸福院", actor: Actor = CHEN) -> str:
    return bank.run(register_site, RegisterSite(village, name), actor).id


def test_a_site_gets_the_next_number_of_its_village(bank: Bank) -> None:
    ids = [register(bank, YUNCHENG, "幸福院"), register(bank, YUNCHENG, "中心户"), register(bank, LIDAN)]

    assert ids == [FIRST, "45012510020202", "45012510020301"]


def test_a_site_gets_a_pool_account_of_its_own_in_the_ledger(bank: Bank) -> None:
    registered = bank.run(register_site, RegisterSite(YUNCHENG, "幸福院"), CHEN)

    with bank.reading(CHEN) as reading:
        account = reading.ledger.account(registered.handle_pool)
        assert site_row(reading, FIRST).handle_pool == registered.handle_pool
    assert (account.class_, account.of, account.limit, account.balance) == ("pool", FIRST, 0, 0)


def test_a_site_is_shown_with_all_that_was_said_of_it(bank: Bank) -> None:
    command = RegisterSiteSchema().load(
        {
            "region": "４５０１２５１００２０２",
            "name": " 云城村幸福院 ",
            "kind": "happiness_home",
            "phone": "0771-522 1234",
            "opening_hours": "每天 8:00–17:00",
            "checklist": ["has_team", "helps_meals", "has_team"],
        }
    )
    bank.run(register_site, command, CHEN)

    with bank.reading(ZHAO) as reading:
        view = view_site(reading, FIRST, ZHAO)
    assert (view.name, view.kind, view.phone) == ("云城村幸福院", SiteKind.HAPPINESS_HOME, "07715221234")
    assert (view.place, view.region) == ("上林县大丰镇云城村", YUNCHENG)
    assert view.checklist == ("has_team", "helps_meals")
    assert (view.opened_on, view.closed_on, view.paired_site) == (date(2026, 11, 16), None, "")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "院" * 41}, "name"),
        ({"region": "abc"}, "region"),
        ({"kind": "point"}, "kind"),
        ({"checklist": ["helps_bathing"]}, "checklist"),
        ({"checklist": "has_team"}, "checklist"),
        ({"id": FIRST}, "id"),
    ],
)
def test_input_that_cannot_be_right_is_named(changed: dict[str, object], field: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        RegisterSiteSchema().load({"region": YUNCHENG, "name": "幸福院"} | changed)

    assert list(refusal.value.messages) == [field]


@pytest.mark.parametrize(
    ("village", "actor", "refusal"),
    [
        ("450125100999", CHEN, UnknownRegion),
        ("450125100", CHEN, UnknownRegion),
        ("360702001001", CHEN, NotAllowed),
        ("360702001001", system(BOOK), NotAllowed),
        (YUNCHENG, HUANG, NotAllowed),
        (YUNCHENG, PAN, NotAllowed),
        (YUNCHENG, NONG, NotAllowed),
        (YUNCHENG, ZHAO, NotAllowed),
        (YUNCHENG, anonymous(BOOK), NotAllowed),
        (YUNCHENG, Actor(BOOK, "other", (Grant(Role.COUNTY, "450126"),)), NotAllowed),
    ],
)
def test_only_the_county_registers_sites_and_only_in_its_villages(
    bank: Bank, village: str, actor: Actor, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        register(bank, village, actor=actor)


def test_the_system_may_register_when_it_prepares_a_book(bank: Bank) -> None:
    assert register(bank, actor=system(BOOK)) == FIRST


def test_a_second_site_of_the_same_name_is_refused_and_names_the_first(bank: Bank) -> None:
    register(bank)

    with pytest.raises(SiteExists) as refusal:
        register(bank)

    assert refusal.value.facts == {"name": "幸福院", "site": FIRST}
    assert register(bank, LIDAN)


def test_the_same_request_twice_is_one_site(bank: Bank) -> None:
    command = RegisterSite(YUNCHENG, "幸福院")

    answers = {bank.run(register_site, command, CHEN, key="k1") for _ in range(2)}

    assert len(answers) == 1
    with bank.reading(CHEN) as reading:
        assert len(sites_page(reading, CHEN).items) == 1


def test_two_at_once_get_two_numbers(bank: Bank) -> None:
    waiting = [bank.submit(register_site, RegisterSite(YUNCHENG, name), CHEN) for name in ("甲", "乙", "丙")]

    assert sorted(one.result().id[12:] for one in waiting) == ["01", "02", "03"]


def test_a_village_has_no_hundredth_site(bank: Bank) -> None:
    for number in range(99):
        register(bank, name=f"互助点{number}")

    with pytest.raises(TooManySites):
        register(bank, name="互助点99")


def test_a_pair_goes_one_way(bank: Bank) -> None:
    first, second = register(bank), register(bank, LIDAN)

    bank.run(pair_sites, PairSites(first, second), CHEN)

    with bank.reading(CHEN) as reading:
        assert site_row(reading, first).paired_site == second
        assert site_row(reading, second).paired_site is None


def test_a_pair_is_of_two_open_sites(bank: Bank) -> None:
    first, second = register(bank), register(bank, LIDAN)

    with pytest.raises(CannotPairWithItself):
        bank.run(pair_sites, PairSites(first, first), CHEN)
    with pytest.raises(SiteNotFound) as missing:
        bank.run(pair_sites, PairSites(first, "45012510020399"), CHEN)
    with pytest.raises(NotAllowed):
        bank.run(pair_sites, PairSites(first, second), PAN)
    bank.run(close_site, CloseSite(second, "并入村委会"), CHEN)
    with pytest.raises(SiteClosed) as closed:
        bank.run(pair_sites, PairSites(first, second), CHEN)

    assert missing.value.field == closed.value.field == "paired_site"


def test_nothing_begins_at_a_closed_site_but_it_can_still_be_read(bank: Bank) -> None:
    first = register(bank)
    bank.run(close_site, CloseSite(first, "房屋收回"), CHEN)

    with bank.reading(CHEN) as reading:
        with pytest.raises(SiteClosed) as refusal:
            open_site(reading, first)
        closed = site_row(reading, first)
        assert (closed.closed_on, closed.closed_reason) == (date(2026, 11, 16), "房屋收回")
    assert refusal.value.facts["day"] == "2026-11-16"


def test_a_site_closes_once(bank: Bank) -> None:
    first = register(bank)
    bank.run(close_site, CloseSite(first, "房屋收回"), CHEN)

    with pytest.raises(SiteClosed):
        bank.run(close_site, CloseSite(first, "房屋收回"), CHEN)


def test_only_the_county_closes_a_site(bank: Bank) -> None:
    first = register(bank)

    for actor in (PAN, NONG, ZHAO, anonymous(BOOK)):
        with pytest.raises(NotAllowed):
            bank.run(close_site, CloseSite(first, "关"), actor)


def test_sites_paired_with_a_closed_one_turn_to_their_township(bank: Bank) -> None:
    first, second = register(bank), register(bank, LIDAN)
    bank.run(pair_sites, PairSites(first, second), CHEN)

    bank.run(close_site, CloseSite(second, "房屋收回"), CHEN)

    with bank.reading(CHEN) as reading:
        assert site_row(reading, first).paired_site is None


@pytest.mark.parametrize(
    ("actor", "sees_closed"),
    [(CHEN, True), (HUANG, True), (PAN, True), (NONG, True), (ZHAO, False), (anonymous(BOOK), False)],
)
def test_everybody_sees_open_sites_and_those_in_charge_the_closed_ones(
    bank: Bank, actor: Actor, sees_closed: bool
) -> None:
    first, second = register(bank), register(bank, LIDAN)
    bank.run(close_site, CloseSite(first, "房屋收回"), CHEN)

    with bank.reading(actor) as reading:
        seen = [site.id for site in sites_page(reading, actor).items]
        assert find_site(reading, second, actor).id == second
        if sees_closed:
            assert find_site(reading, first, actor).id == first
        else:
            with pytest.raises(SiteNotFound):
                find_site(reading, first, actor)
    assert seen == ([first, second] if sees_closed else [second])


def test_a_township_does_not_see_another_township_s_closed_sites(bank: Bank) -> None:
    elsewhere = register(bank, GAOCHANG)
    bank.run(close_site, CloseSite(elsewhere, "房屋收回"), CHEN)

    with bank.reading(PAN) as reading, pytest.raises(SiteNotFound):
        find_site(reading, elsewhere, PAN)


@pytest.mark.parametrize("site", ["", FIRST, "x", "' or 1=1 --", "9" * 40])
def test_an_unknown_site_is_not_found(bank: Bank, site: str) -> None:
    with bank.reading(CHEN) as reading, pytest.raises(SiteNotFound):
        find_site(reading, site, CHEN)


def test_sites_are_paged_by_id_within_a_region(bank: Bank) -> None:
    here = [register(bank, YUNCHENG, f"院{number}") for number in range(3)]
    there = register(bank, GAOCHANG)

    with bank.reading(ZHAO) as reading:
        page = sites_page(reading, ZHAO, limit=2, scope="450125100")
        rest = sites_page(reading, ZHAO, after=page.next_cursor, limit=2, scope="450125100")
        all_of_them = sites_page(reading, ZHAO)
    assert [site.id for site in page.items] == here[:2]
    assert [site.id for site in rest.items] == here[2:]
    assert rest.next_cursor == ""
    assert [site.id for site in all_of_them.items] == [*here, there]


def test_names_of_several_sites_come_at_once(bank: Bank) -> None:
    first, second = register(bank), register(bank, LIDAN, "里丹幸福院")

    with bank.reading(ZHAO) as reading:
        names = site_names(reading, [first, second, "45012510020399"])
    assert names == {first: "幸福院", second: "里丹幸福院"}


def test_no_site_opens_in_a_village_that_is_no_more(bank: Bank, clock: SetClock) -> None:
    bank.run(close_region, CloseRegion(YUNCHENG, date(2026, 11, 30), "并入里丹村"), CHEN)
    assert register(bank, name="还开着") == FIRST

    clock.advance(days=20)
    with pytest.raises(RegionClosed):
        register(bank)
