"""The elder's door: three buttons, a need in three taps, one's time, a word on what was done."""

import pytest

from tests.town import Town
from tests.walk import accepted, checked_out, confirmed, need, settled
from tests.web.conftest import Browse
from timebank.actors import Role, system
from timebank.members.families import appoint_proxy
from timebank.members.family_commands import AppointProxy


def test_three_buttons_and_the_numbers_to_call(browse: Browse, town: Town) -> None:
    wang = browse(town.wang).opens("/")

    assert "王秀英，您好" in wang.words
    assert all(words in wang.words for words in ("我要帮助", "我的时间", "确认服务", "120", "110"))
    assert "可用 2小时" in wang.words


def test_a_usual_time_posts_what_the_page_said(browse: Browse, town: Town) -> None:
    wang = browse(town.wang).opens("/needs/new").taps("助洁")
    assert "点一下时间，就发出去：大概 1小时，在家里。 有人接单才从您的时间里预留" in wang.words

    wang.presses("后天 下午 3 点")

    assert "有人接单时预留 1小时" in wang.words
    assert "11月18日 周三 15:00" in wang.words


def test_before_another_time_is_posted_there_is_a_look_at_all_of_it(browse: Browse, town: Town) -> None:
    wang = browse(town.wang).opens("/needs/new").taps("助洁").taps("别的时间").taps("后天").taps("15:00")

    wang.sends("/needs", note="院子里有狗")

    assert "有人接单时预留 1小时" in wang.words
    assert "11月18日 周三 15:00" in wang.words
    assert "院子里有狗" in wang.words


@pytest.mark.parametrize(
    ("step", "answer", "words"),
    [
        ("day", "11月24日", "几点开始"),
        ("time", "13:00", "13:00"),
        ("minutes", "2小时", "将预留 2小时"),
        ("place", "互助点", "互助点"),
        ("payer", "请县里付", "协管员会替您找到付方"),
    ],
)
def test_each_answer_can_be_changed_before_the_last_tap(
    browse: Browse, town: Town, step: str, answer: str, words: str
) -> None:
    wang = browse(town.wang).opens("/needs/new?kind=company&starts_day=2026-11-17&starts_time=09:00")

    wang.opens(f"/needs/new?kind=company&starts_day=2026-11-17&starts_time=09:00&step={step}").taps(answer)

    assert words in wang.words


def test_without_enough_time_the_need_goes_to_the_coordinator(browse: Browse, town: Town) -> None:
    wang = browse(town.wang).opens(
        "/needs/new?kind=company&starts_day=2026-11-17&starts_time=09:00&minutes=180"
    )
    assert "协管员会替您找到付方" in wang.words

    wang.sends("/needs")

    assert "付方待定" in wang.words


def test_nonsense_in_the_address_asks_the_question_again(browse: Browse, town: Town) -> None:
    wang = browse(town.wang)

    for query in (
        "minutes=x",
        "minutes=99999999",
        "kind=nichts",
        "step=nichts",
        "starts_day=nie&kind=company",
    ):
        assert wang.opens(f"/needs/new?{query}").status == 200


def test_her_needs_and_taking_one_back(browse: Browse, town: Town) -> None:
    posted = need(town)
    wang = browse(town.wang).opens("/needs").taps("助聊")

    wang.sends(f"/needs/{posted.id}/cancellation", reason="女儿回来了")

    assert "已经取消" in wang.words
    assert "已取消" in wang.words


def test_a_taken_need_taken_back_frees_the_minutes(browse: Browse, town: Town) -> None:
    posted = accepted(town)
    assert town.account(town.wang) == (60, 60, 0)
    wang = browse(town.wang).opens("/needs").taps("助聊")

    wang.sends(f"{wang.path}/cancellation")

    assert posted.service_id
    assert town.account(town.wang) == (120, 0, 0)


def test_who_comes_stands_on_the_home_page(browse: Browse, town: Town) -> None:
    accepted(town)

    assert "李桂兰 会来" in browse(town.wang).opens("/").words


def test_she_confirms_what_was_done(browse: Browse, town: Town) -> None:
    service = checked_out(town, 45)
    wang = browse(town.wang).opens("/")
    assert "有 1 件等您确认" in wang.words

    wang.taps("确认服务").taps("李桂兰")
    assert "45分" in wang.words
    wang.sends(f"/services/{service}/confirmation")

    assert "确认好了" in wang.words
    assert "现在没有要确认的服务" in wang.words


def test_confirming_twice_changes_nothing_and_says_so(browse: Browse, town: Town) -> None:
    service = checked_out(town)
    wang = browse(town.wang).opens(f"/services/{service}/confirmation")
    wang.sends(f"/services/{service}/confirmation")

    again = browse(town.wang).opens(f"/services/{service}/confirmation")
    again.sends(f"/services/{service}/confirmation", way="own")

    assert again.status == 409
    assert "刷新" in again.words


def test_the_statement_adds_up(browse: Browse, town: Town) -> None:
    settled(town, 60)

    wang = browse(town.wang).opens("/time")

    assert "现在可用 1小时" in wang.words
    assert "我付出 −1小时" in wang.words
    assert "预留 1小时" in wang.words


def test_kin_act_for_the_elder_and_the_page_says_so(browse: Browse, town: Town) -> None:
    start, end = town.clock.now().date(), town.clock.now().date().replace(year=2027)
    command = AppointProxy(town.zhao.member_id, start, end, member_id=town.wang.member_id)
    town.bank.run(appoint_proxy, command, system(town.wang.book))
    zhao = browse(town.zhao).opens("/doors/care").taps("换成 王秀英")
    assert "您正在代 王秀英 办理" in zhao.words

    zhao.opens("/needs/new").taps("助聊").presses("明天 上午 9 点")

    assert "家人代办 · 赵永福" in zhao.words


def test_nobody_chooses_a_ward_who_is_not_theirs(browse: Browse, town: Town) -> None:
    zhao = browse(town.zhao).opens(f"/doors/care?for={town.wang.member_id}")

    assert "赵永福，您好" in zhao.words
    assert "王秀英" not in zhao.words


def test_zhao_sees_nothing_of_a_strangers_service(browse: Browse, town: Town) -> None:
    service = confirmed(town)
    zhao = browse(town.zhao)

    for path in (
        f"/services/{service}",
        f"/services/{service}/confirmation",
        f"/members/{town.wang.member_id}",
    ):
        assert zhao.opens(path).status == 404
        assert "王秀英" not in zhao.words
    assert town.zhao.has(Role.VOLUNTEER)
