"""The shortest ways of the four doors, counted in a browser of 360 px: taps and typed fields."""

from tests.town import Town
from tests.walk import settled
from tests.web.phones import Phone
from tests.web.served_town import PIN, Walk
from tests.web.test_main_pages import given
from timebank.actors import system
from timebank.members.families import appoint_proxy
from timebank.members.family_commands import AppointProxy


def large_type(phone: Phone) -> Phone:
    """Answer the question of the first page."""
    phone.opens("/").taps("要，大字").sees("标准版")
    phone.taps_made = 0
    return phone


def made(phone: Phone) -> tuple[int, int]:
    """Return taps and typed fields since the last time."""
    counted = (phone.taps_made, phone.fields_typed)
    phone.taps_made = phone.fields_typed = 0
    return counted


def test_an_elder_alone_in_large_type(walk: Walk) -> None:
    given(walk.town, "checked_out")
    wang = large_type(walk.wangs_phone()).keeps_a_picture("walk-elder-1-home")
    assert type_of(wang, ".door strong") >= 30

    wang.taps("我要帮助").keeps_a_picture("walk-elder-2-kind").taps("助医").keeps_a_picture(
        "walk-elder-3-when"
    )
    wang.taps("明天 上午 9 点").sees("已经发出去了").keeps_a_picture("walk-elder-4-posted")
    assert made(wang) == (3, 0)

    wang.opens("/").taps("我的时间").sees("现在可用").keeps_a_picture("walk-elder-5-time")
    assert made(wang) == (1, 0)

    wang.opens("/").taps("确认服务").sees("是不是这样").keeps_a_picture("walk-elder-6-confirm")
    wang.taps("对，是这样").sees("确认好了").keeps_a_picture("walk-elder-7-confirmed")
    assert made(wang) == (2, 0)


def test_her_card_on_the_volunteers_phone_leaves_only_the_pin(walk: Walk) -> None:
    given(walk.town, "checked_out")
    li = walk.phone("li").opens(f"/c/{walk.card_of_wang}").keeps_a_picture("walk-card-1-volunteer")

    li.types("pin", PIN).taps("对，是这样").sees("确认好了")

    assert made(li) == (1, 1)


def test_her_card_on_the_coordinators_phone_begins_her_pages(walk: Walk) -> None:
    nong = (
        walk.phone("nong").opens(f"/c/{walk.card_of_wang}").sees("王秀英").keeps_a_picture("walk-card-2-desk")
    )

    nong.taps("替本人登记需求").sees("王秀英").picks("kind", "company").picks("starts_time", "09:00")
    nong.picks("starts_day", "2026-11-17").picks("minutes", "30").picks("place", "home")
    nong.picks("pay_from", "own").taps("登记").sees("协管员").keeps_a_picture("walk-card-3-posted")

    assert made(nong)[1] == 0


def test_kin_walk_the_same_pages_and_each_says_for_whom(walk: Walk) -> None:
    be_proxy(walk.town)
    given(walk.town, "checked_out")
    kin = walk.phone("zhao").opens(f"/doors/care?for={walk.town.wang.member_id}")
    acting = "您正在代 王秀英 办理"

    kin.sees(acting).taps("我要帮助").sees(acting).taps("助医").sees(acting)
    kin.taps("明天 上午 9 点").sees(acting, "家人代办 · 赵永福").keeps_a_picture("walk-kin-1-posted")
    kin.opens("/").taps("我的时间").sees(acting)
    kin.opens("/").taps("确认服务").sees(acting).keeps_a_picture("walk-kin-2-confirm")
    kin.taps("对，是这样").sees(acting, "赵永福", "代").keeps_a_picture("walk-kin-3-record")


def test_a_volunteer_logs_what_is_done_in_two_taps(walk: Walk) -> None:
    settled(walk.town)
    li = walk.phone("li")

    li.taps("补记一次服务").keeps_a_picture("walk-volunteer-1-log").taps("记下来")
    li.sees("记下来了", "王秀英", "助聊").keeps_a_picture("walk-volunteer-2-logged")

    assert made(li) == (2, 0)


def be_proxy(town: Town) -> None:
    """Let Zhao act for Wang."""
    start = town.clock.now().date()
    command = AppointProxy(
        town.zhao.member_id, start, start.replace(year=2027), member_id=town.wang.member_id
    )
    town.bank.run(appoint_proxy, command, system(town.wang.book))


def type_of(phone: Phone, selector: str) -> float:
    """Return the smallest type among the elements, in CSS pixels."""
    script = "found => Math.min(...found.map(each => parseFloat(getComputedStyle(each).fontSize)))"
    return float(phone.page.eval_on_selector_all(selector, script))
