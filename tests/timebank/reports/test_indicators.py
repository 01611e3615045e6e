"""Indicators of a region and a period: people, sites, and settled service by kind and age."""

from datetime import date

import pytest

from tests import walk
from tests.town import BOOK, FAR_SITE, SITE, TOWNSHIP, Town
from timebank.actors import Actor
from timebank.age_bands import born_by
from timebank.errors import NotAllowed
from timebank.reports.indicators import indicators
from timebank.services.commands import CorrectService
from timebank.services.correcting import correct_service

pytestmark = pytest.mark.both_engines

YEAR = date(2026, 1, 1), date(2026, 12, 31)


def counted(
    town: Town, actor: Actor, scope: str, days: tuple[date, date] = YEAR
) -> dict[tuple[str, str, str], int]:
    """Return the indicators by group, name and unit."""
    with town.bank.reading(actor) as reading:
        lines = indicators(reading, actor, scope, *days)
    found = {(line.group, line.name, line.unit): line.value for line in lines}
    assert len(found) == len(lines)
    return found


def test_they_count_what_settled_by_kind_and_age(town: Town) -> None:
    walk.settled(town)

    found = counted(town, town.chen, BOOK)

    assert found["入账的服务", "服务", "次"] == 1
    assert found["入账的服务", "入账时间", "分钟"] == 60
    assert found["按服务类别", "助聊", "分钟"] == 60
    assert found["按老人年龄", "70 到 79 岁", "分钟"] == 60, "Wang is 78"
    assert found["按志愿者年龄", "60 到 69 岁", "次"] == 1, "Li is 63"
    assert found["按老人年龄", "80 岁以上", "分钟"] == 0


def test_every_way_of_counting_adds_up_to_the_whole(town: Town) -> None:
    walk.settled(town)

    found = counted(town, town.chen, BOOK)

    for group in ("按服务类别", "按老人年龄", "按志愿者年龄"):
        parts = sum(value for (of, _, unit), value in found.items() if of == group and unit == "分钟")
        assert parts == found["入账的服务", "入账时间", "分钟"]


def test_people_and_sites_are_those_of_the_region(town: Town) -> None:
    county, township = counted(town, town.chen, BOOK), counted(town, town.pan, TOWNSHIP)

    assert county["互助点", "开放的互助点", "个"] == 3
    assert township["互助点", "开放的互助点", "个"] == 2
    assert county["人员", "老人", "人"] == 2
    assert county["人员", "志愿者", "人"] == 2
    assert county["人员", "每千名登记老人的志愿者", "人"] == 1000
    assert county["互助点", "村（社区）", "个"] == 134


def test_another_period_and_another_site_have_their_own(town: Town) -> None:
    walk.settled(town)

    before = counted(town, town.chen, BOOK, (date(2025, 1, 1), date(2025, 12, 31)))
    elsewhere = counted(town, town.far, FAR_SITE)

    assert before["入账的服务", "服务", "次"] == elsewhere["入账的服务", "服务", "次"] == 0


def test_what_was_reversed_counts_no_more(town: Town) -> None:
    service = walk.settled(town)
    town.bank.run(correct_service, CorrectService(service, 0, "没有去"), town.chen)

    assert counted(town, town.chen, BOOK)["入账的服务", "服务", "次"] == 0


@pytest.mark.parametrize(("who", "scope"), [("nong", FAR_SITE), ("pan", BOOK), ("li", SITE), ("chen", "")])
def test_nobody_sees_another_region(town: Town, who: str, scope: str) -> None:
    with pytest.raises(NotAllowed):
        counted(town, getattr(town, who), scope)


@pytest.mark.parametrize(
    ("day", "age", "born"),
    [
        (date(2026, 11, 16), 60, date(1966, 11, 16)),
        (date(2028, 2, 29), 60, date(1968, 2, 29)),
        (date(2028, 2, 29), 61, date(1967, 2, 28)),
    ],
)
def test_who_is_so_old_was_born_by_then(day: date, age: int, born: date) -> None:
    assert born_by(day, age) == born
