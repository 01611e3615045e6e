"""Kin, households and proxies at the desk: the one meant is found, what was typed is kept, the elder's word ends it."""

from datetime import date

import pytest

from tests.town import BOOK, Town, join
from tests.web.conftest import Browse
from timebank.actors import system
from timebank.members.families import appoint_proxy
from timebank.members.family_commands import AppointProxy
from timebank.members.kinship import are_family, proxies_of
from timebank.members.queries import find_any_member

TODAY = date(2026, 11, 16)


def test_kin_is_recorded_from_the_members_page_and_seen_from_both_sides(browse: Browse, town: Town) -> None:
    page = f"/members/{town.wang.member_id}"
    nong = browse(town.nong).opens(page).taps("亲属、同户、代办人")

    nong.sends(f"{page}/kin", other_id="李桂兰", relation="child")

    assert "亲属关系记好了" in nong.words
    assert "李桂兰 · 子女" in nong.words
    assert "王秀英 · 父母" in nong.opens(f"/members/{town.li.member_id}/family").words


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"other_id": "", "relation": "child"}, "请填写这一项"),
        ({"other_id": "没有这人", "relation": "child"}, "没有找到这个人"),
        ({"other_id": "李桂兰", "relation": ""}, "请填写这一项"),
        ({"other_id": "王秀英", "relation": "child"}, "两边填了同一个人"),
        ({"other_id": "赵永福", "relation": "child"}, "没有找到这个人"),
    ],
)
def test_kin_that_cannot_be_is_refused_and_what_was_typed_is_kept(
    browse: Browse, town: Town, typed: dict[str, str], words: str
) -> None:
    path = f"/members/{town.wang.member_id}/kin"
    nong = browse(town.nong).opens(f"/members/{town.wang.member_id}/family")

    nong.sends(path, **typed)

    assert nong.status in (404, 422)
    assert words in nong.words
    assert nong.form(path)["other_id"] == typed["other_id"]
    with town.bank.reading(town.nong) as reading:
        assert not are_family(reading, town.wang.member_id, town.li.member_id)


def test_of_two_of_a_name_the_number_is_asked_for(browse: Browse, town: Town) -> None:
    namesake = join(town.bank, "李桂兰", "elder", date(1940, 1, 2), "female", "17900000046")
    path = f"/members/{town.wang.member_id}/kin"
    nong = browse(town.nong).opens(f"/members/{town.wang.member_id}/family")

    nong.sends(path, other_id="李桂兰", relation="sibling")
    assert "找到好几位" in nong.words
    with town.bank.reading(town.nong) as reading:
        number = find_any_member(reading, namesake.member_id).number
    nong.sends(path, other_id=number, relation="sibling")

    assert "亲属关系记好了" in nong.words


def test_a_member_moves_into_a_household_and_out_again(browse: Browse, town: Town) -> None:
    path = f"/members/{town.wang.member_id}/household"
    nong = browse(town.nong).opens(f"/members/{town.wang.member_id}/family")

    nong.sends(path, household_of="蒙玉莲")
    assert "蒙玉莲" in nong.words
    with town.bank.reading(town.nong) as reading:
        assert are_family(reading, town.wang.member_id, town.meng.member_id)
    nong._show(nong.client.post(path, data=nong.form(path) | {"how": "alone"}, follow_redirects=True))

    assert "一个人一户" in nong.words
    with town.bank.reading(town.nong) as reading:
        assert not are_family(reading, town.wang.member_id, town.meng.member_id)


def test_a_proxy_is_appointed_for_a_term_and_ended_at_the_desk(browse: Browse, town: Town) -> None:
    path = f"/members/{town.wang.member_id}"
    nong = browse(town.nong).opens(f"{path}/family")

    nong.sends(f"{path}/proxies", proxy_id="李桂兰", scope="needs")
    assert "代办人记好了" in nong.words
    assert "只登记需求" in nong.words
    assert "王秀英" in browse(town.li).opens("/doors/care").words
    nong.sends(f"{path}/proxy-endings")

    assert "已经停止代办" in nong.words
    with town.bank.reading(town.nong) as reading:
        assert proxies_of(reading, town.wang.member_id, TODAY) == ()


def test_a_term_that_ends_before_it_begins_is_refused_beside_its_field(browse: Browse, town: Town) -> None:
    path = f"/members/{town.wang.member_id}"
    nong = browse(town.nong).opens(f"{path}/family")

    nong.sends(
        f"{path}/proxies", proxy_id="李桂兰", until_day_year="2026", until_day_month="11", until_day_day="1"
    )

    assert nong.status == 422
    assert "代办的结束日期不能早于开始日期" in nong.words
    assert nong.form(f"{path}/proxies")["proxy_id"] == "李桂兰"
    assert nong.form(f"{path}/proxies")["until_day_day"] == "1"


def test_who_receives_no_care_is_offered_no_proxy(browse: Browse, town: Town) -> None:
    nong = browse(town.nong).opens(f"/members/{town.li.member_id}/family")

    assert "代办人可以替老人请人" not in nong.words


def test_the_elder_ends_a_proxy_alone(browse: Browse, town: Town) -> None:
    command = AppointProxy(town.li.member_id, TODAY, TODAY.replace(year=2027), member_id=town.wang.member_id)
    town.bank.run(appoint_proxy, command, system(BOOK))
    wang = browse(town.wang).opens("/me")
    assert "可以代我办事的人" in wang.words

    wang.sends(f"/me/proxies/{town.li.member_id}/ending")

    assert "已经停止代办" in wang.words
    assert "可以代我办事的人" not in wang.words


def test_nobody_ends_anothers_proxy(browse: Browse, town: Town) -> None:
    command = AppointProxy(town.li.member_id, TODAY, TODAY.replace(year=2027), member_id=town.wang.member_id)
    town.bank.run(appoint_proxy, command, system(BOOK))
    zhao = browse(town.zhao).opens("/me")
    token = zhao.form("/me/second-factor" if "/me/second-factor" in zhao.actions() else zhao.actions()[0])

    answer = zhao.client.post(f"/me/proxies/{town.li.member_id}/ending", data=token)

    assert answer.status_code == 404
    with town.bank.reading(town.nong) as reading:
        assert proxies_of(reading, town.wang.member_id, TODAY) == (town.li.member_id,)
