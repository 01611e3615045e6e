"""Reports on the pages: choosing a sheet, indicators, and what the county owes."""

from tests import walk
from tests.town import Town
from tests.web.conftest import Browse
from tests.web.visitor import Visitor


def asked(visitor: Visitor, **chosen: str) -> str:
    """Send the form that chooses a sheet, as CSV; return the text of the file."""
    answer = visitor.client.get("/exports/file", query_string={"format": "csv", "site": "", **chosen})
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    return answer.data.decode("utf-8-sig")


def test_a_coordinator_takes_the_services_away(town: Town, browse: Browse) -> None:
    walk.settled(town)
    nong = browse(town.nong).opens("/").taps("导出")
    assert "服务" in nong.words
    assert "欠着的时间" not in nong.words

    text = asked(nong, sheet="services", from_day="2026-11-01", until_day="2026-11-30", purpose="")

    assert "李*兰" in text


def test_names_in_full_take_a_reason_and_the_member_sees_it(town: Town, browse: Browse) -> None:
    nong = browse(town.nong).opens("/exports")
    assert "李桂兰" not in asked(nong, sheet="members", purpose="")

    assert "李桂兰" in asked(nong, sheet="members", purpose="report")

    assert "汇总、上报" in browse(town.li).opens("/me").words


def test_a_day_that_does_not_exist_is_told(town: Town, browse: Browse) -> None:
    nong = browse(town.nong).opens("/exports/services?from_day=2026-02-31")

    assert nong.status == 422


def test_indicators_are_read_on_the_page_and_taken_away(town: Town, browse: Browse) -> None:
    walk.settled(town)
    chen = browse(town.chen).opens("/").taps("指标")

    assert "上林县" in chen.words
    assert "入账时间 1小时" in chen.words
    assert "助聊" in asked(chen, sheet="indicators")


def test_the_county_reads_what_it_owes(town: Town, browse: Browse) -> None:
    walk.settled(town)
    chen = browse(town.chen).opens("/").taps("欠着的时间")

    assert "60 到 69 岁 1小时 1" in chen.words
    assert "不够" in chen.words
    assert "往后" in asked(chen, sheet="liabilities")


def test_a_volunteer_takes_the_own_statement_away(town: Town, browse: Browse) -> None:
    walk.settled(town)
    li = browse(town.li).opens("/hours")
    assert "导出时间流水" in li.words

    assert "入账" in asked(li, sheet="statement")


def test_an_office_takes_a_members_statement_away(town: Town, browse: Browse) -> None:
    walk.settled(town)
    nong = browse(town.nong).opens(f"/members/{town.li.member_id}")
    assert f'href="/exports/statement?holder={town.li.member_id}"' in nong.page

    assert "入账" in asked(nong, sheet="statement", holder=town.li.member_id)
