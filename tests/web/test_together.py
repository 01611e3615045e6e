"""Teams and pairs on their pages: asked, answered, shown to both, used in an activity and for a need."""

from datetime import date

from tests.market import award, open_market
from tests.town import BOOK, SITE, Town, join
from tests.walk import need
from tests.web.conftest import Browse
from timebank.actors import Actor, system
from timebank.members.families import appoint_proxy
from timebank.members.family_commands import AppointProxy
from timebank.members.queries import find_any_member


def number_of(town: Town, who: Actor) -> str:
    with town.bank.reading(who) as reading:
        return find_any_member(reading, who.member_id).number


def test_a_team_is_set_up_joined_led_and_named_in_an_activity(browse: Browse, town: Town) -> None:
    nong = browse(town.nong).opens("/teams").taps("建一支队")
    nong.sends("/teams", site=SITE, kind="party", name="党员先锋队")
    assert "队建好了" in nong.words
    team = nong.path
    nong.sends(f"{team}/people", member=number_of(town, town.li))
    assert "请过了，等本人答复" in nong.words

    li = browse(town.li).opens("/").taps("我的队伍").taps("党员先锋队")
    assert "等本人答复" not in li.words, "who was only asked sees nobody of the team"
    li.sends(f"{team}/answer", answer="yes")
    assert "入队了" in li.words
    nong.opens(team).sends(f"{team}/lead")
    assert "队长定好了" in nong.words
    assert f"{team}/people" in browse(town.li).opens(team).actions()

    nong.opens("/activities/new")
    nong.sends(
        "/activities",
        volunteers=number_of(town, town.li),
        elder=number_of(town, town.wang),
        kind="company",
        starts_time="00:30",
        minutes="10",
        team=number_of_team(nong.page),
    )
    assert "记好了 1 条" in nong.words
    assert "党员先锋队" in nong.taps("助聊").words
    assert "党员先锋队" in nong.opens(f"/sites/{SITE}").words


def number_of_team(page: str) -> str:
    """Return what the form sends for the first team."""
    return page.split('name="team"')[1].split('<option value="')[2].split('"')[0]


def test_an_activity_names_a_team_of_those_who_are_in_it_alone(browse: Browse, town: Town) -> None:
    nong = browse(town.nong).opens("/teams/new").sends("/teams", site=SITE, kind="women", name="姐妹队")
    nong.opens("/activities/new")
    nong.sends(
        "/activities",
        volunteers=number_of(town, town.li),
        elder=number_of(town, town.wang),
        kind="company",
        starts_time="00:30",
        minutes="10",
        team=number_of_team(nong.page),
    )

    assert nong.status == 422
    assert "那天不在这支队里" in nong.words


def test_a_pair_is_agreed_to_by_both_and_seen_by_both(browse: Browse, town: Town) -> None:
    nong = browse(town.nong).opens(f"/members/{town.wang.member_id}").taps("请人结对")
    nong.sends("/pairs", volunteer=number_of(town, town.li))
    assert "等两边答复" in nong.words

    wang = browse(town.wang).opens("/").taps("结对帮扶")
    (answer,) = {action for action in wang.actions() if action.endswith("/answer")}
    wang.sends(answer)
    assert "记下了：同意" in wang.words
    li = browse(town.li).opens("/").taps("结对帮扶")
    assert "王秀英" not in li.words
    li.sends(answer)

    assert "李桂兰 常年照看您" in browse(town.wang).opens("/").words
    assert "您常年照看 王秀英" in browse(town.li).opens("/").words
    assert "李桂兰" in nong.opens(f"/members/{town.wang.member_id}").words
    wanted = need(town)
    assert "和您结对的老人" in browse(town.li).opens("/open-needs").words
    nong.opens(f"/needs/{wanted.id}")
    assert "和老人结对" in nong.words
    nong.sends(f"/needs/{wanted.id}/acceptance")
    assert "这位志愿者会去" in nong.words


def test_a_volunteer_chooses_what_becomes_of_time_above_the_cap(browse: Browse, town: Town) -> None:
    li = browse(town.li).opens("/hours").sends("/hours/above-cap", choice="honour")

    assert "从现在起入账的按您选的办" in li.words
    assert 'value="honour" checked' in li.page
    assert "/hours/above-cap" not in browse(town.wang).opens("/hours").actions()


def test_who_stands_for_an_elder_shops_from_her_page(browse: Browse, town: Town) -> None:
    market = open_market(town)
    award(town, town.wang, 50)
    child = join(town.bank, "韦晓梅", "kin", date(1974, 8, 1), "female", "17900000031")
    term = AppointProxy(child.member_id, date(2026, 11, 1), date(2027, 11, 1), "shop", town.wang.member_id)
    town.bank.run(appoint_proxy, term, system(BOOK))

    page = browse(child).opens("/").taps("积分超市")
    assert "王秀英 家现在可用 50 分" in page.words
    assert "您在替老人一家换东西" in page.words
    page.sends("/shop/orders", **{"q-oil": "1"})

    assert "王秀英 （ 韦晓梅 代办 ）" in page.words or "王秀英（韦晓梅 代办）" in page.words
    assert "取货码" in page.words
    assert market.stock("oil").reserved == 1
