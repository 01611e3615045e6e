"""The page of the own messages, and the sign of new ones on every page."""

from datetime import date, timedelta

from tests.market import household_of, open_market
from tests.town import BOOK, TOMORROW_NINE, Done, GiveMinutes, Town, join
from tests.walk import accepted, checked_out, need
from tests.web.conftest import Browse
from timebank.actors import Actor, Role, system
from timebank.jobs import run_job
from timebank.members.commands import WithdrawConsent
from timebank.members.corrections import withdraw_consent
from timebank.members.families import appoint_proxy
from timebank.members.family_commands import AppointProxy
from timebank.members.roles import grant_role
from timebank.members.volunteer_commands import GrantRole
from timebank.needs.expiry import EXPIRY
from timebank.paging import PAGE
from timebank.work import UnitOfWork


def test_new_messages_are_counted_on_every_page(browse: Browse, town: Town) -> None:
    checked_out(town)

    wang = browse(town.wang)

    assert [("2条新消息" in wang.opens(path).words) for path in ("/", "/time", "/me")] == [True] * 3


def test_a_message_leads_to_its_service(browse: Browse, town: Town) -> None:
    service = accepted(town)
    wang = browse(town.wang).opens("/").taps("1条新消息")
    assert f"有志愿者来帮您了，约好 1小时，服务编号 {service.number}。" in wang.words

    wang.taps("有志愿者来帮您了")

    assert wang.path == f"/services/{service.number}"
    assert wang.status == 200


def test_marking_makes_them_old(browse: Browse, town: Town) -> None:
    checked_out(town)
    wang = browse(town.wang).opens("/me/messages")

    wang.sends("/me/messages/readings")

    assert "都标为已读了。" in wang.words
    assert "新消息" not in wang.words
    assert "有志愿者来帮您了" in wang.words
    assert "/me/messages/readings" not in wang.actions()


def test_what_came_after_the_page_was_shown_stays_new(browse: Browse, town: Town) -> None:
    accepted(town)
    wang = browse(town.wang).opens("/me/messages")
    town.clock.advance(minutes=1)
    accepted(town, starts_at=TOMORROW_NINE + timedelta(hours=3))

    wang.sends("/me/messages/readings")

    assert "1条新消息" in wang.words


def test_facts_are_put_in_words(browse: Browse, town: Town) -> None:
    child = join(town.bank, "韦晓梅", "kin", date(1974, 8, 1), "female", "17900000011")
    office = system(BOOK)
    first_day, last_day = date(2026, 11, 16), date(2027, 11, 16)
    town.bank.run(
        appoint_proxy,
        AppointProxy(child.member_id, first_day, last_day, member_id=town.wang.member_id),
        office,
    )
    town.bank.run(grant_role, GrantRole(Role.TEAM_LEAD, "", member_id=child.member_id), office)

    words = browse(child).opens("/me/messages").words

    assert "您现在可以代 王秀英 办理时间银行的事。" in words
    assert "您有了新的身份：队长。" in words


def test_a_need_nobody_took_leads_to_the_need(browse: Browse, town: Town) -> None:
    posted = need(town)
    town.clock.advance(days=2)
    run_job(town.bank, EXPIRY)
    wang = browse(town.wang).opens("/me/messages")

    wang.taps(f"需求 {posted.number} 一直没有人接")

    assert (wang.path, wang.status) == (f"/needs/{posted.number}", 200)


def test_each_kind_leads_to_the_page_it_speaks_of(browse: Browse, town: Town) -> None:
    market = open_market(town)
    order = market.order(("oil", 1), by=market.lu, household=household_of(town, town.li))
    li = browse(town.li).opens("/me/messages")

    li.taps("您家在积分超市订了东西")

    assert (li.path, li.status) == (f"/shop/orders/{order.number}", 200)
    li.opens("/me/messages").taps("您家得了 100 积分")
    assert (li.path, li.status) == ("/points/awards", 200)


def test_what_waits_over_the_register_leads_those_who_keep_it(browse: Browse, town: Town) -> None:
    town.bank.run(withdraw_consent, WithdrawConsent("basic", town.wang.member_id), town.nong)

    wang, pan = (browse(one).opens("/me/messages") for one in (town.wang, town.pan))

    assert "要第二个人再办一次才算" in wang.words
    assert "/members?q=" not in wang.page
    assert pan.taps("要第二个人再办一次才算").status == 200


def test_older_ones_are_a_page_further(browse: Browse, town: Town) -> None:
    for _ in range(PAGE + 1):
        town.clock.advance(seconds=1)
        town.bank.run(tell_wang, GiveMinutes(town.wang.member_id, 1), town.wang)
    wang = browse(town.wang).opens("/me/messages")
    assert wang.words.count("您的卡停用了。") == PAGE

    wang.taps("看更多")

    assert wang.words.count("您的卡停用了。") == 1
    assert "21条新消息" in wang.words


def test_they_are_in_the_file_of_everything_kept(browse: Browse, town: Town) -> None:
    checked_out(town)

    answer = browse(town.wang).client.get("/me/export")

    kept = [message["kind"] for message in answer.get_json()["messages"]]
    assert kept == ["service_to_confirm", "need_taken"]


def test_somebody_without_messages_is_told_what_comes_here(browse: Browse, town: Town) -> None:
    accepted(town)

    nong = browse(town.nong).opens("/me").taps("我的消息")

    assert "还没有消息。" in nong.words
    assert "有志愿者来帮您了" not in nong.words


def test_nobody_marks_by_a_message_of_somebody_else(browse: Browse, town: Town) -> None:
    accepted(town)
    wang, zhao = browse(town.wang).opens("/me/messages"), browse(town.zhao).opens("/me/messages")

    zhao.sends("/me/messages/readings", up_to=wang.form("/me/messages/readings")["up_to"])

    assert zhao.status == 404
    assert "没有这条消息。" in zhao.words
    assert "1条新消息" in wang.opens("/").words


def test_an_english_reader_reads_them_in_english(browse: Browse, town: Town) -> None:
    service = accepted(town)
    wang = browse(town.wang)
    wang.client.set_cookie("tb_language", "en")

    words = wang.opens("/me/messages").words

    assert f"A volunteer is coming to help you: 1 h agreed, service {service.number}." in words


def tell_wang(uow: UnitOfWork, command: GiveMinutes, actor: Actor) -> Done:
    """Leave a message as if a card had been revoked."""
    uow.outbox.tell(command.member_id, "card_revoked")
    return Done()
