"""The volunteer's door: who needs help, today's tasks, times typed in, logging afterwards, hours."""

import re
from datetime import timedelta

from tests.town import TOMORROW_NINE, Town
from tests.walk import accepted, checked_out, confirmed, need, verify
from tests.web.conftest import Browse
from timebank.needs.commands import AcceptNeed
from timebank.needs.use_cases import accept_need
from timebank.services.commands import ConfirmService
from timebank.services.use_cases import confirm_service


def test_open_needs_show_a_given_name_and_no_address(browse: Browse, town: Town) -> None:
    need(town)

    li = browse(town.li).opens("/open-needs")

    assert "秀英" in li.words
    assert "王秀英" not in li.words
    assert "村口第三家" not in li.words


def test_needs_of_the_own_township_come_first(browse: Browse, town: Town) -> None:
    need(town)
    zhao = browse(town.zhao).opens("/open-needs")
    assert "现在没有人在等" in zhao.words

    zhao.taps("全县")

    assert "秀英" in zhao.words


def test_who_pays_is_not_shown_before_a_need_is_taken(browse: Browse, town: Town) -> None:
    posted = need(town)

    li = browse(town.li).opens(f"/needs/{posted.id}")

    assert "我来，接这一单" in li.words
    assert "谁来付" not in li.words


def test_of_two_who_take_a_need_the_second_is_told(browse: Browse, town: Town) -> None:
    posted = need(town)
    zhao = browse(town.zhao).opens(f"/needs/{posted.id}")
    browse(town.li).opens(f"/needs/{posted.id}").sends(f"/needs/{posted.id}/acceptance")

    zhao.sends(f"/needs/{posted.id}/acceptance")

    assert zhao.status in (404, 409)
    assert "没有找到" in zhao.words or "已经有人接了" in zhao.words


def test_overlapping_needs_are_refused_in_words(browse: Browse, town: Town) -> None:
    accepted(town)
    posted = need(town, elder=town.meng, by=town.nong, pay_from="public")
    li = browse(town.li).opens(f"/needs/{posted.id}")

    li.sends(f"/needs/{posted.id}/acceptance")

    assert li.status == 409
    assert "同一时间已有另一次服务" in li.words


def test_times_may_be_typed_in(browse: Browse, town: Town) -> None:
    service = accepted(town).service_id
    town.clock.moment = TOMORROW_NINE + timedelta(hours=2)
    li = browse(town.li).opens(f"/services/{service}")

    li.sends(f"/services/{service}/check-in", at_day="2026-11-17", at_time="09:00")
    li.sends(f"/services/{service}/check-out", at_day="2026-11-17", at_time="10:15")

    assert "一共 1小时15分" in li.words


def test_a_time_to_come_is_refused_beside_its_field(browse: Browse, town: Town) -> None:
    service = accepted(town).service_id
    li = browse(town.li).opens(f"/services/{service}")

    li.sends(f"/services/{service}/check-in", at_day="2026-11-16", at_time="22:00")

    assert li.status == 422
    assert "不能提前记录" in li.words
    assert 'aria-describedby="e-at_time"' in li.page


def test_a_service_given_back_is_offered_again(browse: Browse, town: Town) -> None:
    service = accepted(town).service_id
    li = browse(town.li).opens(f"/services/{service}")

    li.sends(f"/services/{service}/cancellation", reason="发烧了")

    assert "重新等人接单" in li.words
    assert "秀英" in li.opens("/open-needs").words
    assert town.account(town.wang) == (120, 0, 0)


def test_address_and_phone_are_gone_a_day_after_the_end(browse: Browse, town: Town) -> None:
    service = checked_out(town)
    assert "村口第三家" in browse(town.li).opens(f"/services/{service}").words
    town.clock.advance(hours=25)

    li = browse(town.li).opens(f"/services/{service}")

    assert "村口第三家" not in li.words
    assert "17900000001" not in li.words


def test_a_service_is_logged_afterwards_for_an_elder_served_before(browse: Browse, town: Town) -> None:
    confirmed(town)
    town.clock.advance(hours=3)
    li = browse(town.li).opens("/services/new")

    li.sends(
        "/services", elder=town.wang.member_id, kind="meals", starts_day="2026-11-17", starts_time="11:00"
    )

    assert "再等两个人审核" in li.words
    assert "（事后补记）" in li.words


def test_an_unknown_card_is_named_beside_its_field(browse: Browse, town: Town) -> None:
    li = browse(town.li).opens("/services/new")

    li.sends("/services", card="1234 5678 90", kind="meals", starts_day="2026-11-15", starts_time="09:00")

    assert li.status == 422
    assert "没有这张卡" in li.words
    assert 'value="1234 5678 90"' in li.page


def test_wrong_times_are_put_right_before_verification(browse: Browse, town: Town) -> None:
    service = confirmed(town)
    li = browse(town.li).opens(f"/services/{service}")

    li.sends(
        f"/services/{service}/amendment",
        starts_day="2026-11-17",
        starts_time="09:00",
        minutes="30",
        note="看错",
    )

    assert "要请老人重新确认" in li.words
    assert "30分" in li.words


def test_a_declined_service_goes_to_the_township_once(browse: Browse, town: Town) -> None:
    service = confirmed(town)
    verify(town, service, town.nong, "decline", reason="时间不对")
    li = browse(town.li).opens(f"/services/{service}")

    li.sends(f"/services/{service}/appeal", reason="邻居可以作证")

    assert "已经请乡镇再看一次" in li.words
    assert "审核：助聊" in browse(town.pan).opens(f"/services/{service}/verification").words


def test_under_the_age_the_page_says_what_is_possible_now(browse: Browse, town: Town) -> None:
    assert "到了年纪就能自己用" not in browse(town.li).opens("/hours").words


def test_a_service_like_the_last_one_is_logged_with_two_taps_and_nothing_typed(
    browse: Browse, town: Town
) -> None:
    confirmed(town)
    town.clock.advance(hours=3)

    li = browse(town.li).opens("/").taps("补记一次服务")  # the first tap
    form = li.form("/services")
    li.sends("/services")  # the second

    assert "记下来了" in li.words
    assert (form["elder"], form["kind"], form["minutes"]) == (town.wang.member_id, "company", "60")
    assert (form["starts_day"], form["starts_time"]) == ("2026-11-17", "12:00")


def test_whatever_else_it_was_takes_five_choices_and_no_word(browse: Browse, town: Town) -> None:
    """Whom, what, which day, when, how long: a tap each, two for the lists; the words are optional."""
    confirmed(town)
    served = need(
        town, elder=town.meng, by=town.nong, pay_from="public", starts_at=TOMORROW_NINE + timedelta(hours=2)
    )
    town.bank.run(accept_need, AcceptNeed(served.id), town.li)
    town.clock.advance(hours=3)
    li = browse(town.li).opens("/services/new")

    wanted = re.findall(r'<(input|select|textarea)[^>]*name="([^"]+)"[^>]*required', li.page)
    asked = dict.fromkeys(name for _, name in wanted)
    taps = sum(2 if ("select", name) in wanted else 1 for name in asked)

    assert list(asked) == ["kind", "starts_day", "starts_time", "minutes"]
    assert li.form("/services")["elder"] == ""
    assert taps + 2 + 2 <= 9  # with the list of elders, the link at home and the button


def test_who_logged_it_takes_it_back_until_it_is_verified(browse: Browse, town: Town) -> None:
    confirmed(town)
    town.clock.advance(hours=3)
    li = browse(town.li).opens("/services/new").sends("/services")
    path = li.path
    town.bank.run(confirm_service, ConfirmService(path.rpartition("/")[2], "own_device"), town.wang)

    assert f"{path}/cancellation" not in browse(town.nong).opens(path).actions()
    li.opens(path).sends(f"{path}/cancellation", reason="记错了人")
    assert "撤回了，这一条不算" in li.words
    assert "记错了人" in browse(town.wang).opens(path).words
    assert f"{path}/cancellation" not in li.opens(path).actions()
    assert li.opens("/services/new").sends("/services").status == 200  # the time is free again
