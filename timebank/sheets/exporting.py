"""What is handed out as a sheet: prices, stock and awards of a site."""

from collections.abc import Sequence

from timebank.actors import Actor
from timebank.paging import LONGEST_PAGE
from timebank.points.award_queries import awards_page
from timebank.sheets.kinds import HEADS_OF, SheetKind
from timebank.sheets.table_out import Cell
from timebank.shop.queries import shopfront, stock_of
from timebank.work import Reading

STOCK_HEADS = ("物品", "编码", "收到", "货架上", "已订", "换出", "损坏", "盘点差额", "捐赠人")
AWARD_HEADS = (*HEADS_OF[SheetKind.AWARDS], "姓名", "号码", "状态")
Sheet = tuple[str, tuple[str, ...], list[Sequence[Cell]]]
"""Title, heads, rows."""


def prices_sheet(reading: Reading, site: str) -> Sheet:
    """Return the price list in force; it can be taken in again as it is."""
    shop = shopfront(reading, site)
    return (
        f"价目表 {shop.price_list}",
        HEADS_OF[SheetKind.PRICES],
        [(line.name, line.points) for line in shop.goods],
    )


def stock_sheet(reading: Reading, site: str, actor: Actor) -> Sheet:
    """Return where the pieces of each item are."""
    rows: list[Sequence[Cell]] = [
        (
            line.name,
            line.item,
            line.delivered,
            line.held,
            line.reserved,
            line.handed_over,
            line.spoiled,
            line.difference,
            "、".join(line.donors),
        )
        for line in stock_of(reading, site, actor)
    ]
    return "库存", STOCK_HEADS, rows


def awards_sheet(reading: Reading, site: str, actor: Actor) -> Sheet:
    """Return the awards and deductions of a site that the actor may see, newest first."""
    rows: list[Sequence[Cell]] = []
    after = ""
    while True:
        page = awards_page(reading, actor, site=site, after=after, limit=LONGEST_PAGE)
        rows += [
            (
                view.member_number,
                view.head,
                -view.points if view.kind == "deduction" else view.points,
                view.day.isoformat(),
                view.words,
                view.member_name,
                view.number,
                view.state,
            )
            for view in page.items
        ]
        after = page.next_cursor
        if not after:
            return "积分", AWARD_HEADS, rows
