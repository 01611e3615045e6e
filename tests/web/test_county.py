"""The tree from the county down to a site: each figure leads to the list behind it, and the list adds up to it."""

import html
import re
from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask

from tests.market import open_market
from tests.timebank.shop.steps import give_back
from tests.town import BOOK, SITE, TOWNSHIP, VILLAGE, Town, join
from tests.walk import settled_tomorrow, verify
from tests.web.conftest import Browse
from tests.web.test_main_pages import given
from tests.web.visitor import Visitor
from timebank.ledger_pages import entries_page, entry_view
from timebank.paging import Page
from timebank.places.commands import CloseSite, RegisterSite
from timebank.places.use_cases import close_site, register_site
from timebank.services.commands import CorrectService
from timebank.services.correcting import correct_service
from web.charts import bar_chart
from web.paged import pager

FIGURE = re.compile(r'<a class="number" href="([^"]+)">([^<]+)</a>')
MORE = re.compile(r'<a class="button quiet" href="([^"]+)" hx-get')
LEAD = re.compile(r'<p class="lead">(.*?)</p>', re.DOTALL)
ROWS = re.compile(r'<ul class="list" id="rows">(.*?)</ul>|<tbody id="rows">(.*?)</tbody>', re.DOTALL)
PLACES = ["/regions", f"/regions?region={TOWNSHIP}", f"/regions?region={VILLAGE}", f"/sites/{SITE}"]


@pytest.fixture
def busy(town: Town) -> Town:
    """The town with services in several states, a shop, a closed site, and more members than a page holds."""
    market = open_market(town, oil=9)
    order = market.order(("oil", 3), ("rice", 2))
    market.hand_over(order)
    give_back(market, order, ("oil", 1))
    settled_tomorrow(town, 70)
    town.bank.run(correct_service, CorrectService(settled_tomorrow(town, 45), 30, "多记了"), town.chen)
    verify(town, given(town, "confirmed"), town.nong)
    for state in ("confirmed", "checked_out", "accepted"):
        given(town, state)
    site = town.bank.run(register_site, RegisterSite(VILLAGE, "旧点"), town.chen).id
    town.bank.run(close_site, CloseSite(site, "并入中心村"), town.chen)
    for year, name in enumerate("黄陈韦覃农莫潘卢蓝陆梁罗苏邓周", 1935):
        join(town.bank, f"{name}月娥", "elder", date(year, 1, 1), "female", "")
    return town


def test_each_figure_leads_to_a_list_that_says_and_adds_up_to_it(browse: Browse, busy: Town) -> None:
    chen = browse(busy.chen)
    figures = {
        (html.unescape(url), words)
        for place in PLACES
        for url, words in FIGURE.findall(chen.opens(place).page)
    }
    assert len(figures) >= 4 * 11

    for url, words in sorted(figures):
        pages = list(pages_of(chen, url))
        rows, is_time = [row for page in pages for row in rows_of(page)], not words.isdecimal()
        assert (url, sum_said(pages[0], is_time=is_time)) == (url, number_in(words))
        assert (url, abs(sum(value_of(row, is_time=is_time) for row in rows))) == (url, number_in(words))


def test_every_count_on_the_page_is_a_link_unless_it_is_nothing(browse: Browse, busy: Town) -> None:
    page = browse(busy.chen).opens("/regions").page

    assert set(re.findall(r'<span class="number">([^<]+)</span>', page)) <= {"0", "0分"}


def test_the_hours_are_those_of_the_ledger(browse: Browse, busy: Town) -> None:
    with busy.bank.reading(busy.chen) as reading:
        lines = entries_page(reading, busy.chen, limit=500).items
        entries = [entry_view(reading, str(line.seq), busy.chen) for line in lines]
    given_out = {"settle": 1, "transfer": 1, "reverse": -1}  # a correction reverses and pays anew
    minutes = sum(
        given_out.get(entry.kind, 0) * posting.amount
        for entry in entries
        if entry.service_id
        for posting in entry.postings
        if posting.unit == "min" and posting.is_debit
    )

    page = browse(busy.chen).opens("/regions").page

    assert (
        f'<dt>入账时间</dt><dd><a class="number" href="/services?site=450125&amp;state=settled">{hours(minutes)}<'
        in page
    )


def test_the_rows_below_add_up_to_the_figure_above(browse: Browse, busy: Town) -> None:
    page = browse(busy.chen).opens("/regions").page

    for head in ("成员", "服务", "收到物品"):
        total = re.search(rf"<dt>{head}</dt><dd><a[^>]*>(\d+)", page)
        assert total is not None
        assert sum(cells(page, head)) == int(total[1]) > 0
    for head in ("等审核", "等老人确认", "已入账"):
        *below, foot = cells(page, head)
        assert sum(below) == foot


def cells(page: str, head: str) -> list[int]:
    """Return the numbers of a column, from top to bottom."""
    return [int(value) for value in re.findall(rf'data-label="{head}">(?:<a[^>]*>|<span[^>]*>)(\d+)', page)]


def test_the_charts_say_what_the_tables_say(browse: Browse, busy: Town) -> None:
    page = browse(busy.chen).opens("/regions").page

    charts = re.findall(r'<svg role="img" aria-label="([^"]+)"', page)

    assert [chart.partition(":")[0] for chart in charts] == ["入账时间", "服务走到哪一步"]
    assert "大丰镇" in charts[0]
    assert "等审核 1" in charts[1]


def test_the_longest_bar_is_as_wide_as_the_chart_and_nothing_has_no_bar() -> None:
    chart = bar_chart("入账时间", [("甲村", "2小时", 120), ("乙村", "0分", 0), ("丙村", "30分", 30)])

    assert chart is not None
    assert [(bar.words, bar.width) for bar in chart.bars] == [("甲村", "100.0%"), ("丙村", "25.0%")]
    assert bar_chart("入账时间", [("乙村", "0分", 0)]) is None


def test_who_sees_only_some_rows_of_a_list_is_told_no_sum(browse: Browse, busy: Town) -> None:
    county = f"/services?site={BOOK}"

    assert "一共" not in browse(busy.nong).opens(county).words
    assert "一共" in browse(busy.nong).opens(f"/services?site={SITE}").words


def test_a_list_of_several_states_keeps_them_on_its_next_page(app: Flask) -> None:
    with app.test_request_context("/services?state=settled&state=reversed"):
        links = pager(Page(("one",), "01a2"))

    assert links["next_url"] == "/services?state=settled&state=reversed&after=01a2"


def test_goods_of_another_place_are_not_shown(browse: Browse, busy: Town) -> None:
    assert browse(busy.nong).opens(f"/shop/moved?site={TOWNSHIP}").status == 403
    assert browse(busy.zhao).opens("/shop/moved").status == 403
    assert browse(busy.chen).opens("/shop/moved?figure=stolen").status == 404


def pages_of(visitor: Visitor, url: str) -> Iterator[str]:
    """Give the pages of a list, following the link to more."""
    while url:
        page = visitor.opens(url).page
        yield page
        more = MORE.search(page)
        url = html.unescape(more[1]) if more else ""


def rows_of(page: str) -> list[str]:
    """Return the rows of a list, each as the words one reads."""
    found = ROWS.search(page)
    assert found is not None
    rows = re.findall(r"<(?:li|tr)>(.*?)</(?:li|tr)>", found[1] or found[2], re.DOTALL)
    return [" ".join(html.unescape(re.sub(r"<[^>]+>", " ", row)).split()) for row in rows]


def value_of(row: str, *, is_time: bool) -> int:
    """Return what a row adds: minutes credited, points (less for what is spent), pieces, or itself."""
    if is_time:
        return number_in(re.findall(r"入账 ((?:\d+小时)?(?:\d+分)?) ", row)[-1])
    if points := re.search(r"(得 \+|用 −)(\d+) 分", row):
        return int(points[2]) * (1 if "得" in points[1] else -1)
    pieces = re.search(r" (\d+) [瓶袋]$", row)
    return int(pieces[1]) if pieces else 1


def sum_said(page: str, *, is_time: bool) -> int:
    """Return the sum that a list says at its head: how many, or how much time."""
    count, _, time = re.sub(r"<[^>]+>", "", LEAD.findall(page)[0]).partition(" · 入账 ")
    return number_in(time.strip() if is_time else re.sub(r"\D", "", count))


def number_in(words: str) -> int:
    """Return a count, or an amount of time in minutes."""
    if words.isdecimal():
        return int(words)
    found = re.fullmatch(r"(?:(\d+)小时)?(?:(\d+)分)?", words)
    assert found is not None, words
    return 60 * int(found[1] or 0) + int(found[2] or 0)


def hours(minutes: int) -> str:
    """Return an amount of time in words."""
    return f"{minutes // 60}小时" + (f"{minutes % 60}分" if minutes % 60 else "")
