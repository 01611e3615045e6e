"""At the desk: what is lost is stopped and given anew by two; roles, cards, guardians and regions are ended."""

import re
from datetime import date

from tests.timebank.members.people import registration
from tests.timebank.members.test_logins import equip
from tests.town import Town
from tests.web.conftest import Browse
from tests.web.visitor import Visitor
from timebank.members.registration import register_member


def asked(browse: Browse, town: Town, kind: str) -> Visitor:
    """Let Nong ask for something of Wang's on the page; she stays on the recovery's own."""
    nong = browse(town.nong).opens(f"/members/{town.wang.member_id}").taps("卡丢了、忘了密码、换手机")
    return nong.sends("/recoveries", kind=kind)


def test_a_lost_card_in_three_steps_on_the_pages(browse: Browse, town: Town) -> None:
    equip(town, town.wang)
    nong = asked(browse, town, "card")
    assert "等第二个人同意" in nong.words
    assert f"{nong.path}/agreement" not in nong.actions()

    pan = browse(town.pan).opens("/").taps("卡丢了或坏了")
    pan.sends(f"{pan.path}/agreement")
    assert "旧的停了，等交给本人" in pan.words

    path = nong.opens(nong.path).path
    nong.sends(f"{path}/handover", pin="３６９０", pin_again="3690")
    assert "下面的卡只显示这一次" in nong.words
    assert re.search(r"\d{4} \d{4} \d{2}", nong.words)
    assert not re.search(r"\d{4} \d{4} \d{2}\b", nong.opens(path).words.replace("2026", ""))

    wang = browse(town.wang).opens("/me")
    assert "提出 农美玲" in wang.words
    assert "同意，原来的停用 潘国栋" in wang.words
    assert "新的卡和数字密码由 农美玲 交给您了" in wang.opens("/me/messages").words
    assert "重新办卡、密码、登录" in browse(town.nong).opens(f"/members/{town.wang.member_id}").words


def test_a_new_phone_shows_its_code_once(browse: Browse, town: Town) -> None:
    equip(town, town.wang)
    nong = asked(browse, town, "login")
    pan = browse(town.pan).opens(nong.path)
    pan.sends(f"{nong.path}/agreement")

    nong.opens(nong.path).sends(f"{nong.path}/handover")

    assert "一次性代码只显示这一次" in nong.words
    assert "只显示这一次" not in nong.opens(nong.path.removesuffix("/handover")).words


def test_two_pins_that_differ_change_nothing(browse: Browse, town: Town) -> None:
    equip(town, town.wang)
    nong = asked(browse, town, "pin")
    browse(town.pan).opens(nong.path).sends(f"{nong.path}/agreement")

    nong.opens(nong.path).sends(f"{nong.path}/handover", pin="3690", pin_again="3691")

    assert nong.status == 422
    assert "等交给本人" in nong.words


def test_who_never_had_one_is_given_the_first_on_the_own_page(browse: Browse, town: Town) -> None:
    nong = browse(town.nong).opens(f"/members/{town.meng.member_id}")

    assert f"{nong.path}/card" in nong.actions()
    assert "卡丢了、忘了密码、换手机" not in nong.words


def test_a_card_is_stopped_and_a_role_ended_where_the_office_looks(browse: Browse, town: Town) -> None:
    equip(town, town.nong)
    chen = browse(town.chen).opens(f"/members/{town.nong.member_id}").taps("身份、卡和登录")
    path = f"/members/{town.nong.member_id}"

    chen.sends(f"{path}/card-ending")
    assert "别人捡到也不能用" in chen.words
    chen.sends(f"{path}/role-endings")
    assert "终止了，马上生效" in chen.words
    assert browse(town.nong).opens("/members").status == 403


def test_a_coordinator_ends_no_office(browse: Browse, town: Town) -> None:
    nong = browse(town.nong).opens(f"/members/{town.pan.member_id}/access")

    assert nong.status == 200
    assert f"/members/{town.pan.member_id}/role-endings" not in nong.actions()


def test_a_guardian_is_named_and_stays_while_a_minor_serves(browse: Browse, town: Town) -> None:
    child = registration(
        kind="volunteer", name="黄小宝", birth_date=date(2010, 1, 1), guardian=town.li.member_id
    )
    path = f"/members/{town.bank.run(register_member, child, town.nong).id}"
    nong = browse(town.nong).opens(path).taps("亲属、同户、代办人")
    assert "监护人 李桂兰" in nong.words

    nong.sends(f"{path}/guardian-ending")
    assert "要有监护人陪同，请由监护人带着" in nong.words
    nong.sends(f"{path}/guardian", guardian="黄小宝")
    assert nong.status == 422
    nong.sends(f"{path}/guardian", guardian="王秀英")
    assert "监护人 王秀英" in nong.words


def test_an_adult_is_let_go_by_the_guardian(browse: Browse, town: Town) -> None:
    path = f"/members/{town.li.member_id}"
    nong = browse(town.nong).opens(f"{path}/family")
    nong.sends(f"{path}/guardian", guardian="王秀英").sends(f"{path}/guardian-ending")

    assert "监护人去掉了" in nong.words


def test_a_village_is_closed_after_its_sites(browse: Browse, town: Town) -> None:
    chen = browse(town.chen).opens("/sites").taps("村、乡镇撤并")
    typed = {"last_day_year": "2026", "last_day_month": "12", "last_day_day": "31", "reason": "并村"}

    chen.sends("/regions/close", region="450125100202", **typed)
    assert chen.status in (409, 422)
    assert chen.form("/regions/close")["reason"] == "并村"
    chen.sends("/regions/close", region="450125100204", **typed)

    assert "记下了" in chen.words
    assert "450125100204" not in chen.opens("/regions/close").page


def test_a_box_that_was_emptied_stays_so_when_the_form_is_shown_again(browse: Browse, town: Town) -> None:
    equip(town, town.wang)
    nong = browse(town.nong).opens(f"/recoveries/new?member={town.wang.member_id}")
    assert nong.form("/recoveries").get("stop_now") == "yes"

    nong.sends("/recoveries", kind="", stop_now=[])

    assert nong.status == 422
    assert "stop_now" not in nong.form("/recoveries")


def test_below_the_county_no_button_promises_what_an_office_gets_from_it(browse: Browse, town: Town) -> None:
    equip(town, town.nong)
    pan = browse(town.pan).opens(f"/recoveries/new?member={town.nong.member_id}")
    assert "现在就停掉" not in pan.words
    pan.sends("/recoveries", kind="pin")

    browse(town.chen).opens(pan.path).sends(f"{pan.path}/agreement")

    assert f"{pan.path}/handover" not in pan.opens(pan.path).actions()
    assert f"{pan.path}/handover" in browse(town.chen).opens(pan.path).actions()


def test_the_first_card_of_an_office_is_offered_to_the_county_alone(browse: Browse, town: Town) -> None:
    page = f"/members/{town.nong.member_id}"

    assert f"{page}/card" not in browse(town.pan).opens(page).actions()
    assert f"{page}/card" in browse(town.chen).opens(page).actions()
