"""The minutes of giving on, on phones of 320 px: gifts, the pool, grants, and who is gone."""

from tests.family import settle_family
from tests.town import BOOK, GiveMinutes, give_minutes
from tests.web.phones import NARROW, Phone
from tests.web.served_town import PASSWORD, Walk, give_password
from timebank.actors import system
from timebank.departures.jobs import DEPARTURES
from timebank.gifts.ends import GIFT_ENDS
from timebank.grants.monthly import GRANTS
from timebank.jobs import run_job
from timebank.members.queries import find_any_member

DAUGHTERS_PHONE, PAN_PHONE = "17900000021", "17900000006"


def phone_of(walk: Walk, number: str) -> Phone:
    """Give somebody a narrow phone, logged in."""
    return Phone(walk.browser, walk.address, NARROW).logs_in(number, PASSWORD)


def test_time_is_given_to_kin_and_to_the_pool(walk: Walk) -> None:
    daughter = settle_family(walk.town).daughter
    give_password(walk.town, daughter)
    me = phone_of(walk, DAUGHTERS_PHONE).opens("/gifts").sees("还没有送过").keeps_a_picture("g01-gifts-none")
    me.taps("送给家里老人").sees("您现在可用 20小时").keeps_a_picture("g02-gift-new")
    me.taps("王秀英").types("hours", "5").taps("送出").sees("等对方收下", "等对方答复")
    me.keeps_a_picture("g03-gift-offered")
    assert me.faults() == []

    wang = walk.wangs_phone(NARROW).opens("/").sees("有人送您时间").keeps_a_picture("g04-wang-home")
    wang.taps("有人送您时间").sees("韦晓梅 送来 5小时").keeps_a_picture("g05-gift-to-answer")
    wang.taps("收下").sees("收下了").opens("/time").sees("现在可用 7小时", "亲属间送时间")
    wang.keeps_a_picture("g06-wang-time")

    me.opens("/gifts/new").taps("王秀英").types("hours", "6").taps("送出").sees("以前对方还不能收")
    me.keeps_a_picture("g07-large-gift").taps("收回").sees("收回来了")
    me.opens("/promises/new").taps("王秀英").types("hours", "2").keeps_a_picture("g08-promise")
    me.taps("我同意").sees("我替 王秀英 付")
    me.opens("/donations").types("hours", "3").keeps_a_picture("g09-donate").taps("捐出").sees("谢谢您")
    me.sees("现在可用 3小时", "1 个人捐过").keeps_a_picture("g10-donated")
    me.types("hours", "99").taps("捐出").sees("您现在能送出的只有").keeps_a_picture("g11-too-much")
    assert me.faults() == []
    assert run_job(walk.town.bank, GIFT_ENDS) == 0


def test_a_stranger_is_refused_in_words(walk: Walk) -> None:
    town = walk.town
    town.bank.run(give_minutes, GiveMinutes(town.li.member_id, 600), system(BOOK))
    with town.bank.reading(town.nong) as reading:
        number = find_any_member(reading, town.meng.member_id).number
    li = Phone(walk.browser, walk.address, NARROW).logs_in("17900000002", PASSWORD)
    li.opens("/gifts/new").sees("还没有登记您的配偶或直系亲属").types("receiver_number", number)
    li.types("hours", "1").taps("送出").sees("没有查到您和这个人的亲属关系").keeps_a_picture("g12-stranger")


def test_the_county_grants_and_the_elder_spends_it_first(walk: Walk) -> None:
    chen = Phone(walk.browser, walk.address, NARROW).logs_in("17900000007", PASSWORD)
    chen.opens("/").taps("每月补助").sees("还没有补助项目").taps("设一个项目").keeps_a_picture(
        "g13-programme-new"
    )
    chen.types("name", "高龄补助").types("age_from", "75").types("budget_hours", "100").taps("设好")
    chen.sees("项目设好了", "预算还剩 100小时").keeps_a_picture("g14-programme")
    assert run_job(walk.town.bank, GRANTS) == 2
    chen.opens(chen.page.url.removeprefix(walk.address)).sees("2 人", "发完了", "预算还剩 96小时")
    chen.keeps_a_picture("g15-programme-granted")
    assert chen.faults() == []

    wang = walk.wangs_phone(NARROW).opens("/time").sees("这个月的补助", "高龄补助 2小时")
    wang.keeps_a_picture("g16-wang-grant")
    wang.opens("/needs/new").taps("助医")
    wang.sees("不用您的时间", "每月补助的时间").keeps_a_picture("g17-need-by-grant")
    wang.opens("/needs/new?kind=company&step=payer").sees("每月补助的时间", "我自己存的时间")
    wang.keeps_a_picture("g18-payers")


def test_two_people_enter_a_death_and_kin_claim(walk: Walk) -> None:
    town = walk.town
    family = settle_family(town)
    give_password(town, town.pan)
    with town.bank.reading(town.nong) as reading:
        number = find_any_member(reading, family.daughter.member_id).number
    nong = Phone(walk.browser, walk.address, NARROW).logs_in("17900000003", PASSWORD)
    nong.opens(f"/members/{town.wang.member_id}").keeps_a_picture("g19-member").taps("登记离世或离开")
    today = town.clock.moment.date()
    nong.page.locator("label", has_text="离世").first.click()
    nong.types("happened_on_year", str(today.year)).picks("happened_on_month", str(today.month))
    nong.picks("happened_on_day", str(today.day)).keeps_a_picture("g20-departure-new")
    nong.page.locator("main form button", has_text="登记").first.click()
    nong.sees("等第二个人核对").keeps_a_picture("g21-departure-entered")
    pan = phone_of(walk, PAN_PHONE).opens("/").sees("离世和离开").taps("王秀英").taps("核对过了，属实")
    pan.sees("待核实", "随时可以撤回").keeps_a_picture("g22-departure-pending")

    town.clock.advance(days=8)
    run_job(town.bank, DEPARTURES)
    nong = Phone(walk.browser, walk.address, NARROW).logs_in("17900000003", PASSWORD).opens("/departures")
    nong.keeps_a_picture("g23-departures").taps("王秀英").sees("已冻结", "还没有领的时间 2小时")
    nong.types("heir", number).types("hours", "2").keeps_a_picture("g24-claim").taps("登记领取")
    nong.sees("等第二个人办理")
    pan = phone_of(walk, PAN_PHONE).opens("/departures").taps("王秀英").taps("核对过了，转给亲属")
    pan.sees("已办结", "亲属领了 2小时").keeps_a_picture("g25-departure-closed")
    assert pan.faults() == []
    assert town.account(family.daughter) == (1320, 0, 0)
