"""The page of honours: public, by consent, and the consent can be taken back on one's own page."""

from tests import walk
from tests.town import Town
from tests.web.conftest import Browse
from tests.web.visitor import Visitor
from timebank.honours.monthly import HONOURS
from timebank.jobs import run_job


def test_agreeing_puts_the_name_on_the_next_page_and_taking_it_back_takes_it_off(
    town: Town, browse: Browse, stranger: Visitor
) -> None:
    walk.settled(town)
    li = browse(town.li).opens("/hours")
    assert "再服务 99小时 就多一颗星" in li.words
    li.taps("光荣榜").taps("也写上我的名字").sends("/honours/consent", consent="yes")
    assert "谢谢" in li.words
    town.clock.advance(days=31)
    run_job(town.bank, HONOURS)

    assert "李桂兰" in stranger.opens("/").taps("光荣榜").words

    li = browse(town.li).opens("/me")
    li.sends("/me/consents/honour/withdrawal")
    assert "光荣榜上没有您的名字了" in li.words
    assert "李桂兰" not in stranger.opens("/honours").words
    assert "李桂兰" in li.opens("/me").words, "only the honour is taken back"


def test_without_the_tick_nothing_is_agreed(town: Town, browse: Browse) -> None:
    li = browse(town.li).opens("/honours/consent")

    li.sends("/honours/consent")

    assert li.status == 422
    assert "也写上我的名字" in li.opens("/honours").words
