"""A deduction on the pages: proposed in a form of its own, told to the household alone, objected to, answered."""

from tests.market import award
from tests.timebank.points.test_awards import deduction, propose, rule
from tests.town import Town
from tests.web.conftest import Browse
from tests.web.visitor import Visitor


def form_of_li(browse: Browse, town: Town) -> Visitor:
    rule(town)
    return browse(town.nong).opens(f"/points/awards/new?member={town.li.member_id}").taps("按村规民约扣分")


def test_a_refused_deduction_is_never_shown_as_an_award(browse: Browse, town: Town) -> None:
    nong = form_of_li(browse, town)

    nong.sends("/points/deductions", points="-5", words="乱倒垃圾", day_day="12")

    assert nong.status == 422
    assert nong.actions().count("/points/awards") == 0
    form = nong.form("/points/deductions")
    assert (form["points"], form["words"], form["day_day"]) == ("-5", "乱倒垃圾", "12")
    assert "请填写大于 0 的数。" in nong.words


def test_a_deduction_says_on_which_day_it_was(browse: Browse, town: Town) -> None:
    nong = form_of_li(browse, town)

    nong.sends("/points/deductions", rule=_first_rule(nong), points="5", words="乱倒垃圾", day_day="12")

    assert "哪一天的事 11月12日" in nong.words


def test_nobody_is_told_that_a_deduction_is_made_public(browse: Browse, town: Town) -> None:
    award(town, town.li, 60)
    taken = deduction(town)

    for page in ("/points", "/points/awards", f"/points/awards/{taken.id}"):
        words = browse(town.li).opens(page).words
        assert "可以提异议" in words
        assert "公示中" not in words
        assert "公示到" not in words


def test_the_county_finds_objections_to_points_and_the_household_reads_the_answer(
    browse: Browse, town: Town
) -> None:
    taken = deduction(town)
    li = browse(town.li).opens(f"/points/awards/{taken.id}")
    li.sends(f"/points/awards/{taken.id}/objection", reason="那天不是我家")

    chen = browse(town.chen).opens("/objections").taps(taken.number)
    decision = next(action for action in chen.actions() if action.endswith("/decision"))
    chen.sends(decision, uphold="yes", reason="查过了，不是这一家")

    assert taken.number not in browse(town.chen).opens("/objections").words
    assert taken.number in browse(town.chen).opens("/objections?state=upheld").words
    assert "查过了，不是这一家" in li.opens(f"/points/awards/{taken.id}").words


def test_what_is_objected_to_stays_in_sight_of_the_household(browse: Browse, town: Town) -> None:
    taken = deduction(town)
    li = browse(town.li).opens(f"/points/awards/{taken.id}")

    li.sends(f"/points/awards/{taken.id}/objection", reason="那天不是我家").opens("/points")

    assert "有异议，在核查" in li.words


def test_points_are_given_in_whole_numbers_above_nought(browse: Browse, town: Town) -> None:
    nong = browse(town.nong).opens(f"/points/awards/new?member={town.li.member_id}")

    nong.sends("/points/awards", head="clean", points="0")

    assert "请填写大于 0 的数。" in nong.words
    assert "分钟" not in nong.words


def test_an_award_still_stands_on_public_notice(browse: Browse, town: Town) -> None:
    proposed = propose(town, town.li)

    pan = browse(town.pan).opens(f"/points/awards/{proposed.id}").presses("通过，开始公示")

    assert "公示中" in pan.words


def _first_rule(visitor: Visitor) -> str:
    return visitor.page.split('name="rule"')[1].split('<option value="')[2].split('"')[0]
