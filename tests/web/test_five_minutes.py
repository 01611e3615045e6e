"""The walk of a new user through the pages in a real browser: from two needs to settled minutes, objections, audit."""

import io
from datetime import timedelta

from PIL import Image, ImageDraw

from tests.walk import pass_notice
from tests.web.phones import NARROW
from tests.web.served_town import PIN, Walk
from timebank.audit_orders import ordered_audits
from timebank.jobs import run_job
from timebank.settings import Settings


def test_the_five_minutes(walk: Walk, settings: Settings) -> None:
    an_elder_asks(walk)
    a_coordinator_enters_a_call(walk)
    services = a_volunteer_serves(walk)
    others_verify(walk, services)
    minutes_settle(walk)
    objections_are_decided(walk)
    the_auditor_looks(walk, settings)


def an_elder_asks(walk: Walk) -> None:
    """From her front door three taps: to ask, what, and when."""
    walk.nobodys_phone().opens("/").sees("我要帮助", "我来服务", "长辈版").keeps_a_picture("01-front")
    wang = walk.wangs_phone().sees("王秀英，您好").keeps_a_picture("02-elder-home")
    wang.taps("我要帮助").sees("要帮什么忙").keeps_a_picture("03-need-kind")
    wang.taps("助医").sees("什么时候").keeps_a_picture("04-need-when")
    wang.taps("明天 上午 9 点").sees("有人接单时预留 1小时").keeps_a_picture("06-need-posted")


def a_coordinator_enters_a_call(walk: Walk) -> None:
    """Meng has no phone and no minute: her need stands as payer to be found, until Nong chooses public."""
    nong = walk.phone("nong").sees("待办").keeps_a_picture("07-desk")
    nong.taps("电话需求").types("q", "蒙玉莲").taps("找").sees("蒙玉莲").taps("蒙玉莲")
    nong.sees("可用 0分").keeps_a_picture("08-call")
    nong.picks("kind", "cleaning").picks("starts_day", "2026-11-17").picks("starts_time", "14:00")
    nong.picks("minutes", "60").picks("place", "home").picks("pay_from", "own").taps("登记")
    nong.sees("付方待定").keeps_a_picture("09-payer-to-be-found")
    nong.opens("/").sees("付方待定 1").keeps_a_picture("10-desk-with-need").taps("蒙玉莲")
    nong.picks("pay_from", "public").keeps_a_picture("11-choose-payer").taps("就这样定")
    nong.sees("公益：由县里付")


def a_volunteer_serves(walk: Walk) -> list[str]:
    """Li takes both; one is confirmed by card and PIN on her phone, the other by a slip with a thumb print."""
    li = walk.phone("li").sees("今天").keeps_a_picture("12-volunteer-home")
    services = []
    for kind in ("助医", "助洁"):
        li.opens("/open-needs").keeps_a_picture("13-open-needs").taps(kind)
        li.sees("接单以后才看得到").keeps_a_picture("14-open-need").taps("我来，接这一单")
        services.append(li.page.url.rpartition("/")[2])
    li.sees("您接了这一单").keeps_a_picture("15-accepted")
    walk.wangs_phone().opens("/time").sees("现在可用 1小时", "已预留 1小时").keeps_a_picture("16-reserved")

    walk.it_is()
    li = walk.phone("li").sees("打电话", "村口第三家").keeps_a_picture("17-today").taps("我到了，签到")
    li.sees("签到了").keeps_a_picture("18-checked-in")
    walk.it_is(minutes=80)
    li.opens("/").taps("做完了，签退").sees("一共 1小时20分").keeps_a_picture("19-checked-out")
    li.taps("请老人用卡确认").keeps_a_picture("20-card-and-pin")
    li.types("card", walk.card_of_wang).types("pin", "9999").taps("对，是这样").sees("卡号和数字密码对不上")
    li.keeps_a_picture("21-wrong-pin").types("pin", PIN).taps("对，是这样").sees("确认好了")
    li.keeps_a_picture("22-confirmed")

    walk.it_is(hours=5)
    li = walk.phone("li").taps("我到了，签到").sees("签到了")
    walk.it_is(hours=6)
    li.opens("/").taps("做完了，签退").sees("一共 1小时")
    nong = walk.phone("nong").opens("/slips/new").sees("助洁").keeps_a_picture("23-slips").taps("助洁")
    nong.picks("mark", "thumb_print").keeps_a_picture("24-slip")
    nong.page.set_input_files(
        "[name=photo]", [{"name": "slip.jpg", "mimeType": "image/jpeg", "buffer": slip()}]
    )
    nong.taps("录入").sees("您录的不能由您审核").keeps_a_picture("25-slip-entered")
    return services


def others_verify(walk: Walk, services: list[str]) -> None:
    """The slip went to the paired site; the one who recorded it is refused in plain words."""
    by_slip = services[1]
    nong = walk.phone("nong").opens(f"/services/{by_slip}/verification")
    nong.sees("您参与了这次服务").keeps_a_picture("26-had-a-part")
    nong.opens("/").taps("助医").sees("比约好的时间长", "审核结果").keeps_a_picture("27-verify")
    nong.taps("通过").taps("交审核结果").sees("审核通过，记 1小时20分").keeps_a_picture("28-verified")
    qin = walk.phone("qin").sees("别的点转来的 1").keeps_a_picture("29-referred").taps("助洁")
    qin.page.wait_for_load_state()
    assert qin.page.locator(".evidence img").evaluate("each => each.naturalWidth") > 0
    qin.keeps_a_picture("30-verify-slip").taps("通过").taps("交审核结果").sees("审核通过，记 1小时")
    anybody = walk.nobodys_phone(NARROW).opens("/notices").sees("李*兰").keeps_a_picture("31-notices")
    assert "李桂兰" not in anybody.page.content()
    assert "王秀英" not in anybody.page.content()


def minutes_settle(walk: Walk) -> None:
    """After the notice Li sees her minutes come, and Wang what left."""
    pass_notice(walk.town)
    li = (
        walk.phone("li")
        .opens("/hours")
        .sees("现在可用 2小时20分", "我收到 +1小时")
        .keeps_a_picture("32-hours")
    )
    li.opens("/").keeps_a_picture("33-volunteer-later")
    wang = walk.wangs_phone().opens("/time").sees("现在可用 40分", "我付出 −1小时", "我付出 −20分")
    wang.keeps_a_picture("34-statement")
    wang.opens("/").switches_type().sees("王秀英，您好").keeps_a_picture("35-large-type")
    wang.opens("/time").keeps_a_picture("36-large-statement")


def objections_are_decided(walk: Walk) -> None:
    """One service is stopped and goes on, another is declined, a settled one is reversed."""
    numbers = [another_service(walk), another_service(walk)]
    for number in numbers:
        object_to(walk, number)
    chen = walk.phone("chen").sees("上林县").keeps_a_picture("40-county")
    for number, uphold, words in ((numbers[0], "no", "异议不成立"), (numbers[1], "yes", "异议成立")):
        chen.opens("/objections").sees(number).keeps_a_picture("41-objections").taps(number)
        chen.picks("uphold", uphold).types("reason", "问过两边和邻居。").keeps_a_picture("42-decide")
        chen.taps("作出决定").sees(words)
    chen.keeps_a_picture("43-decided")
    pass_notice(walk.town)
    object_to(walk, numbers[0])
    chen = walk.phone("chen").opens("/objections").taps(numbers[0])
    chen.picks("uphold", "yes").types("reason", "当天没有人来。").taps("作出决定").sees("已更正")
    chen.keeps_a_picture("44-reversed")
    chen.opens("/regions?region=450125100").sees("大丰镇").keeps_a_picture("45-township")
    chen.opens("/").page.locator(".figure a").first.click()
    chen.sees("成员").keeps_a_picture("46-behind-a-figure")


def another_service(walk: Walk) -> str:
    """Have a service brought as far as the notice; return its number."""
    town, start = walk.town, walk.town.clock.moment
    wang, nong = walk.wangs_phone(), walk.phone("nong")
    nong.opens(f"/needs/enter?elder={town.wang.member_id}").picks("kind", "company")
    nong.picks("starts_day", f"{start + timedelta(days=1):%Y-%m-%d}").picks("starts_time", "10:00")
    nong.picks("minutes", "30").picks("place", "site").picks("pay_from", "public").taps("登记").sees("助聊")
    walk.phone("li").opens("/open-needs").taps("助聊").taps("我来，接这一单").sees("您接了这一单")
    town.clock.moment = (start + timedelta(days=1)).replace(hour=10, minute=0)
    li = walk.phone("li").taps("我到了，签到").sees("签到了")
    town.clock.advance(minutes=30)
    li.opens("/").taps("做完了，签退")
    wang = walk.wangs_phone().opens("/confirmations").keeps_a_picture("37-confirmations").taps("助聊")
    wang.keeps_a_picture("38-confirm").taps("对，是这样").sees("确认好了")
    nong = walk.phone("nong").taps("助聊").taps("通过").taps("交审核结果").sees("审核通过")
    return nong.page.locator(".facts .number").first.inner_text()


def object_to(walk: Walk, number: str) -> None:
    """Object by number, without a login."""
    somebody = walk.nobodys_phone(NARROW).opens("/objections/new").types("number", number)
    somebody.types("reason", "那天没有看见人来。").keeps_a_picture("39-objection").taps("交给县里核查")
    somebody.sees("异议已收到", number).keeps_a_picture("39-objection-done")


def the_auditor_looks(walk: Walk, settings: Settings) -> None:
    """The ledger, an entry byte for byte, and the audit."""
    huang = walk.phone("huang").sees("账本").keeps_a_picture("47-ledger")
    huang.opens("/ledger").taps("入账").sees("原文，一个字节不差", "timebank/entry").keeps_a_picture(
        "48-entry"
    )
    huang.opens("/audit").taps("现在查一遍").sees("已经排上").keeps_a_picture("49-audit-asked-for")
    run_job(walk.town.bank, ordered_audits(settings))
    huang.page.get_by_text("没有发现不对").wait_for()
    huang.keeps_a_picture("50-audit")


def slip() -> bytes:
    """Return a photograph of a slip: a sheet with lines and a thumb print."""
    picture = Image.new("RGB", (900, 1200), "#f4f0e4")
    pen = ImageDraw.Draw(picture)
    for height in range(150, 900, 90):
        pen.line((80, height, 820, height), fill="#444444", width=3)
    pen.ellipse((600, 950, 720, 1110), fill="#b3312c")
    stream = io.BytesIO()
    picture.save(stream, "JPEG")
    return stream.getvalue()
