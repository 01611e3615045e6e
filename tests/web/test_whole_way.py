"""One service from need to settled minutes by the pages alone, as everybody in it sees them."""

from datetime import timedelta

from tests.town import TOMORROW_NINE, Town
from tests.walk import pass_notice
from tests.web.conftest import Browse
from tests.web.visitor import Visitor


def ask(visitor: Visitor) -> Visitor:
    """Ask for 助医 tomorrow at nine in three taps: to ask, what, when."""
    visitor.opens("/").taps("我要帮助")
    visitor.taps("助医")
    return visitor.presses("明天 上午 9 点")


def test_a_need_becomes_settled_minutes(browse: Browse, town: Town) -> None:
    wang, li = browse(town.wang), browse(town.li)
    ask(wang)
    assert "预留 1小时" in wang.words
    need = wang.path

    li.opens("/open-needs")
    li.taps("助医")
    assert li.path == need
    li.sends(f"{need}/acceptance")
    service = li.path
    assert town.account(town.wang) == (60, 60, 0)

    town.clock.moment = TOMORROW_NINE  # a day later everybody has to log in again
    wang, li = browse(town.wang), browse(town.li)
    li.opens("/").sends(f"{service}/check-in")
    town.clock.moment = TOMORROW_NINE + timedelta(minutes=80)
    li.opens("/").sends(f"{service}/check-out")
    assert "一共 1小时20分" in li.words

    wang.opens("/confirmations")
    wang.taps("助医")
    wang.sends(f"{service}/confirmation")
    assert "确认好了" in wang.words

    nong = browse(town.nong).opens("/")
    nong.taps("助医")
    nong.sends(f"{service}/verification", decision="approve")
    assert "记 1小时20分" in nong.words

    pass_notice(town)
    assert town.available(town.li) == 80
    li, wang = browse(town.li).opens("/hours"), browse(town.wang).opens("/time")
    assert "我收到 +1小时" in li.words
    assert "我收到 +20分" in li.words
    assert "我付出 −1小时" in wang.words
    assert "现在可用 40分" in wang.words
