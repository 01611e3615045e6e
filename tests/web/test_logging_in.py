"""Logging in and out, the first password by a code, and a login that runs out in the middle of a form."""

import re
from datetime import date

import pytest
from flask import Flask

from tests.town import GiveRole, Town, give_role, join
from tests.web.conftest import Browse
from tests.web.visitor import Visitor
from timebank.actors import system
from timebank.members.access import create_account_by_code, issue_card, redeem_code, set_pin
from timebank.members.access_commands import CreateCode, IssueCard, RedeemCode, SetPin

PASSWORD = "三月三木棉红又红"
PIN = "2580"


@pytest.fixture
def phone_of_nong(town: Town) -> str:
    """Nong's phone; her password is set."""
    code = town.bank.run(create_account_by_code, CreateCode(town.nong.member_id), system(town.nong.book)).code
    redeem_code(town.bank, town.nong.book, RedeemCode(code, PASSWORD), "test")
    return "17900000003"


@pytest.fixture
def card_of_wang(town: Town) -> str:
    """Wang's card; its PIN is set."""
    card = town.bank.run(issue_card, IssueCard(town.wang.member_id), town.nong)
    set_pin(town.bank, SetPin(PIN, town.wang.member_id), town.nong)
    return card.number


def test_a_coordinator_logs_in_by_phone(stranger: Visitor, phone_of_nong: str) -> None:
    stranger.opens("/login?with=phone").sends("/login", phone=phone_of_nong, password=PASSWORD)

    assert stranger.path == "/"
    assert "待办" in stranger.words


def test_an_elder_logs_in_by_card(stranger: Visitor, card_of_wang: str) -> None:
    stranger.opens("/login?with=card").sends("/login", card=card_of_wang, pin=PIN)

    assert "王秀英，您好" in stranger.words


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(stranger: Visitor, phone_of_nong: str) -> None:
    stranger.opens("/login?with=phone")

    answer = stranger.client.post(
        "/login", data=stranger.form("/login", phone=phone_of_nong, password=PASSWORD)
    )

    [cookie] = [one for one in answer.headers.getlist("Set-Cookie") if one.startswith("tb=")]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie


def test_over_https_the_cookie_cannot_be_set_by_anybody_else(
    app: Flask, stranger: Visitor, phone_of_nong: str
) -> None:
    secure = {"base_url": "https://bank.invalid"}
    stranger._show(stranger.client.get("/login?with=phone", **secure))
    form = stranger.form("/login", phone=phone_of_nong, password=PASSWORD)

    answer = stranger.client.post("/login", data=form, headers={"Origin": "https://bank.invalid"}, **secure)

    [cookie] = [one for one in answer.headers.getlist("Set-Cookie") if one.startswith("__Host-tb=")]
    assert {"Secure", "HttpOnly", "Path=/"} <= {part.strip() for part in cookie.split(";")}


def test_the_door_chosen_before_logging_in_is_the_one_entered(
    stranger: Visitor, town: Town, card_of_wang: str
) -> None:
    also_volunteers(town)

    stranger.opens("/").taps("我来服务").taps("用卡登录").sends("/login", card=card_of_wang, pin=PIN)

    assert "今天要做的" in stranger.words


def test_an_elder_who_also_helps_comes_in_where_help_is_asked_for(
    stranger: Visitor, town: Town, card_of_wang: str
) -> None:
    also_volunteers(town)

    stranger.opens("/login?with=card").sends("/login", card=card_of_wang, pin=PIN)

    assert "王秀英，您好" in stranger.words
    assert "今天要做的" in stranger.taps("我来服务").words


def test_an_elder_of_fifty_who_also_helps_comes_in_where_help_is_given(browse: Browse, town: Town) -> None:
    young = join(town.bank, "韦小妹", "elder", date(1976, 1, 1), "female", "17900000045")
    town.bank.run(give_role, GiveRole(young.member_id, "volunteer", ""), system(young.book))

    assert "今天要做的" in browse(young).opens("/").words


def test_a_closed_door_says_so_and_leads_home(browse: Browse, town: Town) -> None:
    wang = browse(town.wang).opens("/doors/desk")

    assert "“协管”还没有为您开通" in wang.words
    assert "王秀英，您好" in wang.words


def also_volunteers(town: Town) -> None:
    """Let Wang give care too."""
    town.bank.run(give_role, GiveRole(town.wang.member_id, "volunteer", ""), system(town.wang.book))


def test_a_wrong_password_says_so_and_keeps_the_phone(stranger: Visitor, phone_of_nong: str) -> None:
    stranger.opens("/login?with=phone").sends("/login", phone=phone_of_nong, password="不是这个")

    assert stranger.status == 403
    assert "没有登录成功" in stranger.words
    assert f'value="{phone_of_nong}"' in stranger.page
    assert "不是这个" not in stranger.page


def test_a_blank_login_names_each_field(stranger: Visitor) -> None:
    stranger.opens("/login?with=card").sends("/login")

    assert stranger.status == 422
    assert stranger.page.count("请填写这一项") == 4  # beside each field, and in the summary


def test_five_wrong_pins_are_a_pause(stranger: Visitor, card_of_wang: str) -> None:
    for _ in range(6):
        stranger.opens("/login?with=card").sends("/login", card=card_of_wang, pin="1357")

    assert stranger.status == 429
    assert "15 分钟" in stranger.words


def test_after_logging_out_the_cookie_is_worth_nothing(browse: Browse, town: Town) -> None:
    wang = browse(town.wang).opens("/")
    token = wang.client.get_cookie("tb")
    assert token is not None

    wang.sends("/logout")
    wang.client.set_cookie("tb", token.value)

    assert wang.opens("/time").path == "/login"


def test_a_page_of_members_leads_to_the_login_and_back(stranger: Visitor, phone_of_nong: str) -> None:
    stranger.opens("/members?role=elder")
    assert stranger.path == "/login"

    stranger.sends("/login", phone=phone_of_nong, password=PASSWORD)

    assert stranger.path == "/members"
    assert "王秀英" in stranger.words
    assert "李桂兰" not in stranger.words.partition("退出登录")[0].partition("现在登录的是")[0]


@pytest.mark.parametrize(
    "elsewhere", ["//evil.invalid", "https://evil.invalid", "/\\evil.invalid", "javascript:0"]
)
def test_a_login_never_leads_to_another_site(stranger: Visitor, phone_of_nong: str, elsewhere: str) -> None:
    stranger.opens("/login?with=phone")
    form = stranger.form("/login", phone=phone_of_nong, password=PASSWORD, next=elsewhere)

    answer = stranger.client.post("/login", data=form)

    assert answer.headers["Location"] == "/"


def test_a_login_that_ran_out_loses_nothing_of_a_form(browse: Browse, town: Town, phone_of_nong: str) -> None:
    nong = browse(town.nong).opens(f"/needs/enter?elder={town.meng.member_id}")
    town.clock.advance(minutes=45)

    nong.sends(
        "/needs",
        kind="cleaning",
        starts_day="2026-11-17",
        starts_time="09:00",
        minutes="60",
        place="home",
        pay_from="public",
        note="院子里有狗，叫一声再进",
    )
    assert nong.status == 401
    assert "您填的内容都在" in nong.words
    assert "院子里有狗" not in nong.page

    nong.sends("/login", way="phone", phone=phone_of_nong, password=PASSWORD)
    assert "还没有交上去" in nong.words
    nong.sends("/needs")

    assert "院子里有狗，叫一声再进" in nong.words
    assert "公益：由县里付" in nong.words


def test_what_waited_too_long_is_gone(browse: Browse, town: Town, phone_of_nong: str) -> None:
    nong = browse(town.nong).opens(f"/needs/enter?elder={town.meng.member_id}")
    town.clock.advance(minutes=45)
    nong.sends("/needs", note="院子里有狗")
    town.clock.advance(minutes=31)

    nong.sends("/login", way="phone", phone=phone_of_nong, password=PASSWORD)

    assert nong.path == "/"
    assert "院子里有狗" not in nong.page


def test_a_sealed_form_cannot_be_made_up(stranger: Visitor, phone_of_nong: str) -> None:
    stranger.opens("/login?with=phone")

    stranger.sends("/login", phone=phone_of_nong, password=PASSWORD, resume="aGVsbG8=")

    assert stranger.path == "/"
    assert "待办" in stranger.words


def test_a_code_sets_a_password_once(stranger: Visitor, town: Town) -> None:
    code = town.bank.run(create_account_by_code, CreateCode(town.nong.member_id), town.chen).code
    typed = {"phone": "17900000003", "code": code, "password": PASSWORD, "password_again": PASSWORD}

    stranger.opens("/code").sends("/code", **typed)
    assert "密码设好了" in stranger.words
    stranger.opens("/code").sends("/code", **typed)

    assert stranger.status == 403
    assert "已用过" in stranger.words


def test_a_password_typed_differently_twice_is_not_set(stranger: Visitor, town: Town) -> None:
    code = town.bank.run(create_account_by_code, CreateCode(town.nong.member_id), town.chen).code

    stranger.opens("/code").sends(
        "/code", phone="17900000003", code=code, password=PASSWORD, password_again=PASSWORD + "了"
    )

    assert stranger.status == 422
    assert "两遍写得不一样" in stranger.words
    assert not re.search(r'value="' + PASSWORD, stranger.page)
