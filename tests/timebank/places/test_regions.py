"""The committed list of regions, and the tree read from it."""

import pytest

from timebank.places.regions import (
    DATA,
    RegionLevel,
    UnknownRegion,
    ancestors,
    children,
    is_within,
    place_name,
    region,
)


def below(code: str) -> list[str]:
    return [each.code for child in children(code) for each in (child, *map(region, below(child.code)))]


@pytest.mark.parametrize(
    ("code", "counties", "townships", "villages"),
    [
        ("4501", 12, 138, 1856),
        ("3607", 18, 310, 4081),
        ("4406", 1, 7, 307),
        ("440605", 0, 7, 307),
        ("450125", 0, 11, 134),
    ],
)
def test_the_list_holds_every_region_of_the_three_places(
    code: str, counties: int, townships: int, villages: int
) -> None:
    digits = [len(each) for each in below(code)]

    assert [digits.count(6), digits.count(9), digits.count(12)] == [counties, townships, villages]


def test_the_list_says_where_and_when_it_comes_from() -> None:
    head = DATA.read_text(encoding="utf-8").splitlines()[:3]

    assert "National Bureau of Statistics as of 2023-06-30" in head[0]
    assert head[1].startswith("# Extracted 20")
    assert head[2] == "code,name"


def test_the_list_is_small_sorted_and_names_every_region_once() -> None:
    lines = DATA.read_text(encoding="utf-8").splitlines()[3:]
    codes = [line.split(",")[0] for line in lines]

    assert DATA.stat().st_size < 400_000
    assert codes == sorted(set(codes))
    assert all(line.count(",") == 1 and line.split(",")[1] for line in lines)


def test_every_region_but_a_city_hangs_under_one_on_the_list() -> None:
    for line in DATA.read_text(encoding="utf-8").splitlines()[3:]:
        each = region(line.split(",")[0])
        if each.level is RegionLevel.CITY:
            assert each.parent == ""
        else:
            assert each in children(each.parent)


def test_the_cities_are_the_top_of_the_tree() -> None:
    assert [city.name for city in children("")] == ["赣州市", "佛山市", "南宁市"]


def test_of_foshan_only_nanhai_is_on_the_list() -> None:
    assert [county.name for county in children("4406")] == ["南海区"]


def test_a_village_knows_what_it_lies_in() -> None:
    village = region("450125100202")

    assert village.level is RegionLevel.VILLAGE
    assert village.parent == "450125100"
    assert [each.name for each in ancestors(village.code)] == ["南宁市", "上林县", "大丰镇"]


def test_a_city_has_nothing_above_it_and_a_village_nothing_below() -> None:
    assert ancestors("4501") == ()
    assert children("450125100202") == ()


@pytest.mark.parametrize(
    "code", ["", "45", "4502", "450199", "450125100999", "45012510020201", "４５０１", "x"]
)
def test_an_unknown_code_is_refused(code: str) -> None:
    with pytest.raises(UnknownRegion) as refusal:
        region(code)

    assert refusal.value.facts == {"region": code}


def test_the_children_and_the_ancestors_of_nowhere_are_refused() -> None:
    with pytest.raises(UnknownRegion):
        children("450199")
    with pytest.raises(UnknownRegion):
        ancestors("450199")


@pytest.mark.parametrize(
    ("code", "scope", "inside"),
    [
        ("450125100202", "450125100202", True),
        ("450125100202", "450125100", True),
        ("450125100202", "4501", True),
        ("450125100202", "45", True),
        ("45012510020201", "450125100202", True),
        ("45012510020201", "45012510020201", True),
        ("45012510020201", "45012510020202", False),
        ("450125", "450125100", False),
        ("450125100202", "450125101", False),
        ("450125100202", "45012", False),
        ("450125100202", "4501251", False),
        ("450125100202", "", False),
        ("", "", False),
    ],
)
def test_a_place_is_inside_what_its_code_begins_with(code: str, scope: str, inside: bool) -> None:
    assert is_within(code, scope) is inside


@pytest.mark.parametrize(
    ("code", "spoken"),
    [
        ("450125100202", "云城村"),
        ("450125100001", "城北社区"),
        ("450125100005", "茶场社区"),
        ("450125100", "大丰镇"),
        ("360702001001", "西津路"),
    ],
)
def test_a_region_is_called_as_people_call_it(code: str, spoken: str) -> None:
    assert region(code).spoken_name == spoken


def test_no_village_is_called_by_nothing() -> None:
    villages = [region(code) for city in children("") for code in below(city.code) if len(code) == 12]

    assert all(village.spoken_name for village in villages)


@pytest.mark.parametrize(
    ("code", "name"),
    [("450125100202", "上林县大丰镇云城村"), ("450125", "上林县"), ("4501", "南宁市")],
)
def test_a_place_is_named_from_the_county_down(code: str, name: str) -> None:
    assert place_name(code) == name
