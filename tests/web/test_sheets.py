"""Many services at once: each line stands alone, what is done is not shown again, and a second press does nothing."""

import io
import re
from datetime import date

import pytest

from tests.timebank.devices.phone import picture
from tests.town import Town, join
from tests.web.conftest import Browse
from tests.web.visitor import Visitor
from timebank.actors import Actor
from timebank.ids import is_checked_number
from timebank.members.model import Member
from timebank.members.volunteer_commands import ApproveVolunteer
from timebank.members.volunteering import approve_volunteer
from timebank.services.queries import ServiceLine, services_page


def number(town: Town, who: Actor) -> str:
    """Return somebody's number."""
    with town.bank.reading(town.chen) as reading:
        member = reading.row(Member, who.member_id)
        assert member is not None
        return member.number


def services(town: Town) -> list[ServiceLine]:
    """Return what is recorded, oldest first."""
    with town.bank.reading(town.nong) as reading:
        return list(services_page(reading, town.nong).items)[::-1]


def line(town: Town, row: int, clock: str = "06:00", **more: str) -> dict[str, str]:
    """Return a line: Li kept Wang company."""
    typed = {"volunteer": number(town, town.li), "elder": number(town, town.wang), "kind": "company"}
    typed |= {"starts_time": clock, "minutes": "30", **more}
    return {f"{name}_{row}": value for name, value in typed.items()}


@pytest.fixture
def desk(browse: Browse, town: Town) -> Visitor:
    """Nong at her desk, late in the morning."""
    town.clock.advance(hours=3)
    return browse(town.nong)


def test_a_sheet_is_recorded_line_by_line(desk: Visitor, town: Town) -> None:
    desk.opens("/sheets/new?sheet=123456782")
    desk.sends("/sheets", **line(town, 1), **line(town, 2, "07:00"), **line(town, 5, "08:00"))

    assert "记好了 3 条" in desk.words
    assert [(one.worked_minutes, one.state) for one in services(town)] == [(30, "checked_out")] * 3


def test_with_a_photograph_each_line_is_confirmed_by_it(desk: Visitor, town: Town) -> None:
    desk.opens("/sheets/new")
    upload = (io.BytesIO(picture()), "sheet.jpg")
    form = desk.form("/sheets", **line(town, 1), **line(town, 2, "07:00"), way="slip_thumb", photo=upload)
    desk._show(desk.client.post("/sheets", data=form, follow_redirects=True))

    assert "记好了 2 条" in desk.words
    assert [one.state for one in services(town)] == ["confirmed"] * 2


def test_only_the_refused_lines_are_shown_again(desk: Visitor, town: Town) -> None:
    desk.opens("/sheets/new")
    desk.sends(
        "/sheets",
        **line(town, 1),
        **line(town, 2, "06:10"),
        **line(town, 3, "07:00", minutes=""),
        **line(town, 4, "07:00", elder="10241"),
    )

    assert desk.status == 422
    assert "办好了 1 条" in desk.words
    assert "同一时间已有另一次服务" in desk.words
    form = desk.form("/sheets")
    assert form["volunteer_1"] == ""
    assert form["starts_time_2"] == "06:10"
    assert {"e-starts_time_2", "e-minutes_3", "e-elder_4"} <= set(re.findall(r'id="(e-[^"]+)"', desk.page))
    assert len(services(town)) == 1


def test_pressing_twice_records_once(desk: Visitor, town: Town) -> None:
    form = desk.opens("/sheets/new").form("/sheets", **line(town, 1), **line(town, 2, "07:00"))
    for _ in range(2):
        assert desk.client.post("/sheets", data=form).status_code == 303

    assert len(services(town)) == 2


def test_an_empty_sheet_says_so(desk: Visitor, town: Town) -> None:
    desk.opens("/sheets/new").sends("/sheets")

    assert desk.status == 422
    assert "请至少填写一行" in desk.words


def test_a_picture_that_is_none_is_no_fault(desk: Visitor, town: Town) -> None:
    desk.opens("/sheets/new")
    form = desk.form("/sheets", **line(town, 1), photo=(io.BytesIO(b"no picture"), "a.jpg"))
    desk._show(desk.client.post("/sheets", data=form))

    assert desk.status == 422
    assert services(town) == []


def test_one_activity_many_volunteers(desk: Visitor, town: Town) -> None:
    second = another_volunteer(town)
    numbers = [number(town, town.li), number(town, second)]
    desk.opens("/activities/new")
    typed = {"elder": number(town, town.wang), "starts_time": "08:00", "minutes": "60", "volunteers": numbers}
    desk.sends("/activities", **typed)

    assert "记好了 2 条" in desk.words
    assert {one.volunteer_id for one in services(town)} == {town.li.member_id, second.member_id}


def test_a_volunteer_who_was_elsewhere_is_named_and_the_others_stand(desk: Visitor, town: Town) -> None:
    second = another_volunteer(town)
    desk.opens("/sheets/new").sends("/sheets", **line(town, 1, "08:10"))
    numbers = [number(town, town.li), number(town, second)]
    desk.opens("/activities/new")
    typed = {"elder": number(town, town.wang), "starts_time": "08:00", "minutes": "60", "volunteers": numbers}
    desk.sends("/activities", **typed)

    assert desk.status == 422
    assert f"{numbers[0]}：同一时间已有另一次服务" in desk.words
    assert desk.form("/activities").getlist("volunteers") == [numbers[0]]
    assert len(services(town)) == 2


def test_a_blank_sheet_has_its_own_number_and_the_way_to_its_form(desk: Visitor) -> None:
    first = desk.opens("/sheets/print").words
    second = desk.opens("/sheets/print").words
    numbers = [re.search(r"表的编号：\s*(\d+)", words)[1] for words in (first, second)]  # type: ignore[index]  # printed

    assert numbers[0] != numbers[1]
    assert all(is_checked_number(each) for each in numbers)
    assert 'class="segno"' in desk.page
    assert desk.opens(f"/offline/sheet?sheet={numbers[0]}").status == 200


def another_volunteer(town: Town) -> Actor:
    """Return somebody else who may serve."""
    second = join(town.bank, "覃小妹", "volunteer", date(1970, 5, 20), "female", "17900000021")
    for step, by in (("site", town.nong), ("township", town.chen)):
        town.bank.run(approve_volunteer, ApproveVolunteer(step, second.member_id), by)
    return second
