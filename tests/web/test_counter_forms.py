"""The forms behind the counter: what was typed into one never stands in another, where it would mean more."""

import pytest

from tests.market import open_market
from tests.town import Town
from tests.web.conftest import Browse

WRONG = {"item": "oil", "quantity": "0", "reason": "过期", "low_at": "很少", "measure": "包", "name": "盐"}


@pytest.mark.parametrize(
    ("page", "link", "action", "kept"),
    [
        ("/shop/deliveries/new", "记一笔认捐", "/shop/pledges", {"item": "oil", "quantity": "0"}),
        ("/shop/deliveries/new", "新的物品", "/shop/items", {"item": "oil", "name": "盐"}),
        ("/shop/deliveries/new", "新的捐赠人", "/shop/donors", {"kind": "", "name": "盐"}),
        ("/shop/counts", "损坏、过期", "/shop/spoilages", {"item": "oil", "reason": "过期"}),
        ("/shop/counts", "快没了提醒我", "/shop/alarms", {"item": "oil", "low_at": "很少"}),
    ],
)
def test_a_refused_form_comes_back_alone(
    browse: Browse, town: Town, page: str, link: str, action: str, kept: dict[str, str]
) -> None:
    market = open_market(town)
    lu = browse(market.lu).opens(page).taps(link)
    names = set(lu.form(action))

    lu.sends(action, **{name: value for name, value in WRONG.items() if name in names})

    assert lu.status in (409, 422)
    assert "还没有办成" in lu.words
    assert {name: lu.form(action)[name] for name in kept} == kept
    assert [each for each in lu.actions() if each in ("/shop/deliveries", "/shop/counts")] == []


def test_a_donor_who_is_not_to_be_named_stays_so(browse: Browse, town: Town) -> None:
    market = open_market(town)
    lu = browse(market.lu).opens("/shop/deliveries/new?form=donors")

    lu.sends("/shop/donors", name="宁老板", is_named="no")

    assert "checked" not in lu.page.split('id="f-is_named"')[1].split(">")[0]
