"""The walk through points and the shop in a real browser: an award, a delivery, an order, the counter, the wall."""

from datetime import date

from flask import Flask
from playwright.sync_api import Browser

from tests.market import award, findings, set_rules
from tests.town import BOOK, SITE, Town, join
from tests.walk import settled
from tests.web.phones import NARROW, Phone
from tests.web.served_town import PASSWORD, Walk, give_password, served
from timebank.actors import Actor, Grant, Role, system
from timebank.jobs import run_job
from timebank.members.queries import find_any_member
from timebank.members.roles import grant_role
from timebank.members.volunteer_commands import GrantRole
from timebank.points.counting import COUNTING

LU, NING, PAN = "17900000021", "17900000022", "17900000006"


def test_points_and_the_shop(app: Flask, town: Town, browser: Browser) -> None:
    set_rules(town, points__per_hour=10)
    settled(town)
    lu = join(town.bank, "卢彩霞", "staff", date(1979, 6, 1), "female", LU, Grant(Role.SHOPKEEPER, SITE))
    ning = join(town.bank, "宁老板", "kin", date(1970, 6, 1), "male", NING)
    town.bank.run(grant_role, GrantRole(Role.DONOR, "", ning.member_id), town.chen)
    award(town, town.li, 60)
    with served(app, town, browser) as walk:
        for who in (lu, ning, town.pan):
            give_password(town, who)
        a_deed_takes_two_people(walk)
        the_shop_opens(walk, ning)
        code = a_household_orders(walk)
        the_keeper_hands_over(walk, code)
        a_count_takes_two_people(walk)
        the_donor_looks(walk)
        the_wall_sheets_print(walk)
    assert findings(town) == []


def phone(walk: Walk, number: str) -> Phone:
    """Give a narrow phone to somebody with a password."""
    return Phone(walk.browser, walk.address, NARROW).logs_in(number, PASSWORD)


def a_deed_takes_two_people(walk: Walk) -> None:
    """Nong proposes, the township approves, the notice passes, the points count."""
    li = walk.phone("li", NARROW).opens("/points").sees("我家的积分", "70 分", "做服务得的", "+10 分")
    li.keeps_a_picture("shop-01-points")
    member = walk.town.li.member_id
    nong = walk.phone("nong", NARROW).opens(f"/members/{member}").taps("提加分").sees("给 李桂兰 家")
    nong.picks("head", "clean").types("points", "30").types("words", "庭院干净").keeps_a_picture(
        "shop-02-propose"
    )
    nong.page.locator("form[action='/points/awards'] .button.main").click()
    nong.sees("提好了", "等审核").keeps_a_picture("shop-03-proposed")
    pan = phone(walk, PAN).opens("/points/awards?state=proposed").taps("李桂兰").sees("通过，开始公示")
    pan.keeps_a_picture("shop-04-approve").taps("通过，开始公示").sees("公示中")
    walk.nobodys_phone(NARROW).opens("/points/notices").sees("李*兰", "人居环境").keeps_a_picture(
        "shop-05-notice"
    )
    walk.town.clock.advance(days=10)
    assert run_job(walk.town.bank, COUNTING) == 1
    walk.phone("li", NARROW).opens("/points").sees("100 分")


def the_shop_opens(walk: Walk, ning: Actor) -> None:
    """Nong opens the shop; Lu names the items, notes 200 pledged, takes 180 in, and sets the prices."""
    nong = walk.phone("nong", NARROW).opens("/shop/desk").sees("没有开张").taps("开张").sees("开张了")
    nong.keeps_a_picture("shop-06-open")
    lu = phone(walk, LU)
    for name, measure, code in (("食用油", "瓶", "oil"), ("大米", "袋", "rice")):
        lu.opens("/shop/deliveries/new").taps("新的物品")
        lu.types("name", name).types("measure", measure)
        lu.page.fill("#f-item", code)
        lu.taps("加物品").sees("物品加好了")
    lu.taps("新的捐赠人").keeps_a_picture("shop-07-donor")
    lu.page.select_option("#f-kind", "company")
    lu.page.fill("#f-name", "宁记商行")
    lu.page.fill("#f-member", number_of(walk, ning))
    lu.taps("登记捐赠人").sees("捐赠人登记好了")
    for item, came in (("oil", "180"), ("rice", "50")):
        lu.opens("/shop/deliveries/new")
        lu.page.select_option("#f-donor", index=1)
        lu.page.select_option("#f-item", item)
        lu.types("quantity", came).keeps_a_picture("shop-08-delivery")
        lu.page.locator("form[action='/shop/deliveries'] .button.main").click()
        lu.sees(f"货架上现在有 {came}", "宁记商行")
    lu.keeps_a_picture("shop-09-stock")
    lu.opens("/shop/prices").taps("换一张新价目表")
    lu.page.fill("#p-oil", "20")
    lu.page.fill("#p-rice", "8")
    lu.keeps_a_picture("shop-10-prices").taps("起用新价目表").sees("新价目表", "现在用")


def a_household_orders(walk: Walk) -> str:
    """Li orders; while she looks, the price of oil changes: she is told, and her cart is kept."""
    li = (
        walk.phone("li", NARROW)
        .opens("/shop")
        .sees("食用油", "20 分", "宁记商行 捐")
        .keeps_a_picture("shop-11-shop")
    )
    li.page.fill("#q-oil", "2")
    li.page.fill("#q-rice", "1")
    lu = phone(walk, LU).opens("/shop/prices").taps("换一张新价目表")
    lu.page.fill("#p-oil", "22")
    lu.taps("起用新价目表").sees("新价目表")
    li.taps("就订这些").sees("价格变了", "食用油 22", "52 分").keeps_a_picture("shop-12-changed")
    assert li.page.input_value("#q-oil") == "2"
    li.taps("就订这些").sees("取货码", "等来取").keeps_a_picture("shop-13-ordered")
    li.opens("/points").sees("48 分", "52 分")
    li.opens("/shop/orders").taps("食用油")
    return li.page.locator(".code").inner_text()


def the_keeper_hands_over(walk: Walk, code: str) -> None:
    """Lu types a wrong code, then the right one; later one bottle comes back."""
    lu = phone(walk, LU).sees("柜台", "李桂兰").keeps_a_picture("shop-14-counter").taps("食用油")
    wrong = f"{(int(code) + 1) % 10**6:06}"
    lu.types("code", wrong).taps("交货").sees("取货码不对").keeps_a_picture("shop-15-wrong-code")
    lu.types("code", code).taps("交货").sees("交货好了", "已取走")
    lu.taps("退货").keeps_a_picture("shop-16-return")
    lu.page.fill("#r-oil", "1")
    lu.types("reason", "瓶盖漏油").taps("退货，退回积分").sees("退回 22 分", "退了 1")
    walk.phone("li", NARROW).opens("/points").sees("70 分", "退了货").keeps_a_picture("shop-17-statement")


def a_count_takes_two_people(walk: Walk) -> None:
    """Lu finds one missing; Nong counts too and books it; one bottle is spoiled."""
    lu = phone(walk, LU).opens("/shop/counts")
    lu.page.select_option("#f-item", "oil")
    lu.types("counted", "178").types("reason", "少了一瓶").taps("记盘点").sees("等第二个人确认", "差 -1")
    lu.keeps_a_picture("shop-18-count")
    lu.taps("我也数过，记差额").sees("由两个人分别办理")
    nong = walk.phone("nong", NARROW).opens("/shop/counts").taps("我也数过，记差额").sees("差额记好了")
    nong.taps("损坏、过期")
    nong.page.select_option("#f-item", "oil")
    nong.types("quantity", "1").types("reason", "过期")
    nong.taps("下架").sees("货架上还有 177").keeps_a_picture("shop-19-stock")
    chen = walk.phone("chen", NARROW).opens(f"/sites/{SITE}").sees("发出积分", "100", "收到", "180")
    chen.keeps_a_picture("shop-20-site")


def the_donor_looks(walk: Walk) -> None:
    """Ning sees which village got how many, and nobody's name."""
    ning = phone(walk, NING).opens("/doors/donor").sees("宁记商行 捐的物品", "换走 1", "还在货架上 177")
    ning.keeps_a_picture("shop-21-donor")
    assert "李桂兰" not in ning.page.locator("main").inner_text()


def the_wall_sheets_print(walk: Walk) -> None:
    """Price list, rules, notice list; the red list only after Li agreed."""
    nong = walk.phone("nong", NARROW)
    for number, (path, words) in enumerate(
        (("prices", "22"), ("rules", "积分不是钱"), ("points", "积分公示"), ("red-list", "还没有人"))
    ):
        nong.opens(f"/wall/{path}").sees(words).keeps_a_picture(f"shop-22-wall-{number}")
    nong.opens("/red-list").taps("请人上红榜").types("member", number_of(walk, walk.town.li))
    nong.types("words", "带头扫巷子").taps("去问本人").sees("同意以后才上榜", "还没有人")
    li = walk.phone("li", NARROW).opens("/red-list").sees("带头扫巷子").keeps_a_picture("shop-23-red-list")
    li.taps("同意").sees("您上红榜了")
    nong.opens("/wall/red-list").sees("李桂兰", "带头扫巷子").keeps_a_picture("shop-24-wall-red-list")
    li.opens("/red-list").taps("不要写我").sees("还没有人")


def number_of(walk: Walk, who: Actor) -> str:
    """Return somebody's member number."""
    with walk.town.bank.reading(system(BOOK)) as reading:
        return find_any_member(reading, who.member_id).number
