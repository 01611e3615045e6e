"""The minutes of a lost card on phones of 320 px and in large type: stopped, agreed to, handed over, on record."""

from tests.town import TOMORROW_NINE
from tests.walk import accepted
from tests.web.phones import NARROW, Phone
from tests.web.served_town import PASSWORD, Walk, give_password

PAN_PHONE = "17900000006"


def test_a_lost_card_is_given_anew_by_two(walk: Walk) -> None:
    town = walk.town
    give_password(town, town.pan)
    nong = walk.phone("nong", NARROW).opens(f"/members/{town.wang.member_id}").keeps_a_picture("r01-member")
    nong.taps("卡丢了、忘了密码、换手机").sees("要两位工作人员").keeps_a_picture("r02-ask")
    nong.taps("卡丢了或坏了").taps("提出").sees("等第二个人同意").keeps_a_picture("r03-asked")
    assert nong.faults() == []

    pan = Phone(walk.browser, walk.address, NARROW).logs_in(PAN_PHONE, PASSWORD)
    pan.sees("重新办卡、密码、登录 1").taps("卡丢了或坏了").switches_type()
    pan.sees("知道真是本人要的").keeps_a_picture("r04-second").taps("同意，停掉原来的")
    pan.sees("旧的停了，等交给本人").keeps_a_picture("r05-agreed")
    assert pan.faults() == []

    nong.opens("/").taps("卡丢了或坏了").types("pin", "3690").types("pin_again", "3690")
    nong.keeps_a_picture("r06-hand-over").taps("交给本人").sees("只显示这一次").keeps_a_picture("r07-card")
    assert nong.faults() == []
    digits = nong.page.locator(".bank-card .digits").inner_text()
    nong.opens(f"/members/{town.wang.member_id}/access").sees("提出 农美玲", "所有手机和电脑都退出")
    nong.keeps_a_picture("r08-access")
    assert nong.faults() == []

    wang = Phone(walk.browser, walk.address, NARROW).logs_in(digits, "3690", by_card=True).switches_type()
    wang.opens("/me/messages").sees("新的卡和数字密码由 农美玲 交给您了").keeps_a_picture("r09-told")
    wang.opens("/me").sees("同意，原来的停用 潘国栋").keeps_a_picture("r10-me")
    assert wang.faults() == []


def test_a_slip_and_a_check_in_by_card(walk: Walk) -> None:
    town = walk.town
    service = accepted(town).service_id
    nong = walk.phone("nong", NARROW).opens(f"/members/{town.wang.member_id}").taps("打印消息单")
    nong.keeps_a_picture("r11-slip-ask").taps("打开没有看过的消息").sees("有志愿者来帮您了")
    nong.keeps_a_picture("r12-slip").page.get_by_text("打印好了，已经交给本人").click()
    nong.sees("已经用纸交给本人").opens("/deliveries").sees("没有短信和企业微信").keeps_a_picture("r13-sent")
    assert nong.faults() == []

    town.clock.moment = TOMORROW_NINE
    li = walk.phone("li", NARROW)
    li.page.context.grant_permissions(["geolocation"])
    li.page.context.set_geolocation({"latitude": 23.4321, "longitude": 108.61234})
    li.opens(f"/c/{walk.card_of_wang}").sees("扫到了老人的卡").switches_type()
    li.keeps_a_picture("r14-check-in")
    assert li.faults() == []
    li.taps("我到了，签到").page.get_by_text("签到了。做完记得签退。").wait_for()
    li.sees("老人的卡在场，23.43210,108.61234").keeps_a_picture("r15-checked-in")
    assert li.page.url.endswith(f"/services/{service}")
    li.opens("/services/new").keeps_a_picture("r16-log")


def test_ends_and_guardians_fit_a_narrow_screen(walk: Walk) -> None:
    town = walk.town
    chen = walk.phone("chen", NARROW).opens(f"/members/{town.nong.member_id}/access").sees("终止这个身份")
    chen.keeps_a_picture("r17-end-role")
    assert chen.faults() == []
    chen.opens("/sites").taps("村、乡镇撤并").switches_type().keeps_a_picture("r18-region")
    assert chen.faults() == []
    nong = walk.phone("nong", NARROW).opens(f"/members/{town.li.member_id}/family").sees("监护人")
    nong.taps("记一位监护人").keeps_a_picture("r19-guardian")
    assert nong.faults() == []
