"""The audit of points and goods: clean as they were written, and each row that tells of something else is found."""

import pytest

from tests.market import findings, open_market
from tests.timebank.test_book_audit import tamper
from tests.town import SITE, Town
from timebank.shop.stocktaking import count_stock, decide_count, spoil_goods
from timebank.shop.supply_commands import CountStock, DecideCount, SpoilGoods


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE delivery SET quantity = quantity + 1 WHERE item = 'oil'",
        "UPDATE shop_order_line SET quantity = quantity + 1",
        "UPDATE shop_order SET points = points + 1",
        "UPDATE shop_order SET price_list_id = 'nowhere'",
        "UPDATE shop_order SET closing_entry_id = 'nowhere'",
        "UPDATE spoilage SET quantity = quantity + 1",
        "UPDATE stock_count SET counted = counted + 1",
        "UPDATE points_entry SET points = points + 1 WHERE kind = 'spent'",
        "UPDATE points_entry SET seq = seq + 1",
    ],
)
def test_the_audit_finds_a_row_that_tells_of_other_pieces(town: Town, sql: str) -> None:
    market = open_market(town)
    market.hand_over(market.order(("oil", 1)))
    town.bank.run(spoil_goods, SpoilGoods(SITE, "oil", 1, "过期"), market.lu)
    counted = town.bank.run(count_stock, CountStock(SITE, "oil", 177, "碰碎了"), market.lu)
    town.bank.run(decide_count, DecideCount(counted.id, confirm=True), town.nong)
    assert findings(town) == []

    tamper(town, sql)

    assert findings(town) != []
