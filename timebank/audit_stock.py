"""Whether points and goods agree with the ledger: every piece is somewhere, every hand-over names its prices.

For each item of a shop: delivered = held + handed over + spoiled - difference, where each figure is summed from the
rows of the shop and compared with the ledger's account of it.
"""

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import Connection, Select, func, select

from ledger.audit import Finding
from ledger.log_name import book_of, logs_up_to, number_of
from ledger.sql_store import SqlStore
from ledger.tables import ledger_entry
from timebank.former_logs import find_in_logs
from timebank.points.model import EntryKind, HouseholdPoints, PointsEntry
from timebank.shop.model import PriceList, Shop
from timebank.shop.order_model import Order, OrderLine, OrderState
from timebank.shop.supply_model import CountState, Delivery, Spoilage, StockCount
from timebank.units import POINTS, goods_unit

Place = tuple[str, str]
"""A site and an item."""


def points_astray(connection: Connection, store: SqlStore) -> Iterator[Finding]:
    """Give the entries over points that are not in the ledger, and the households whose entries do not add up."""
    for name in logs_up_to(store.log):
        yield from _entries_astray(connection, name)
    moved = connection.execute(
        select(HouseholdPoints.household_id, HouseholdPoints.handle, func.sum(PointsEntry.points))
        .outerjoin(
            PointsEntry,
            (PointsEntry.book == HouseholdPoints.book)
            & (PointsEntry.household_id == HouseholdPoints.household_id)
            & (PointsEntry.kind != EntryKind.LOST),
        )
        .where(HouseholdPoints.book == store.book)
        .group_by(HouseholdPoints.household_id, HouseholdPoints.handle)
    )
    for household_id, handle, points in moved:
        account = store.accounts([(handle, POINTS)]).get((handle, POINTS))
        if account is None or account.balance != int(points or 0):
            says = f"the entries of household {household_id} add up to {int(points or 0)} points"
            yield Finding("ROW_DRIFT", None, None, says)


def _entries_astray(connection: Connection, log: str) -> Iterator[Finding]:
    same = (ledger_entry.c.book == log) & (ledger_entry.c.id == PointsEntry.entry_id)
    rows = connection.execute(
        select(PointsEntry.entry_id, PointsEntry.seq, ledger_entry.c.seq.label("true_seq"))
        .outerjoin(ledger_entry, same)
        .where(
            PointsEntry.book == book_of(log),
            PointsEntry.log == number_of(log),
            ledger_entry.c.seq.is_distinct_from(PointsEntry.seq),
        )
    )
    for row in rows:
        kind = "ROW_ASTRAY" if row.true_seq is None else "ROW_DRIFT"
        yield Finding(kind, row.true_seq, row.entry_id, f"points have it as number {row.seq}")


def stock_astray(connection: Connection, store: SqlStore) -> Iterator[Finding]:
    """Give the items of a shop of which the rows tell of other pieces than the ledger holds."""
    delivered, handed_over = _delivered(connection, store.book), _handed_over(connection, store.book)
    spoiled, difference = _spoiled(connection, store.book), _difference(connection, store.book)
    shops = connection.execute(
        select(Shop.site, Shop.shelf, Shop.consumed, Shop.spoiled, Shop.difference).where(
            Shop.book == store.book
        )
    )
    places = sorted({*delivered, *handed_over, *spoiled, *difference})
    for shop in shops:
        for place in (place for place in places if place[0] == shop.site):
            unit = goods_unit(place[1])
            held = delivered[place] - handed_over[place] - spoiled[place] + difference[place]
            expected = {
                "held": (shop.shelf, held),
                "handed over": (shop.consumed, handed_over[place]),
                "spoiled": (shop.spoiled, spoiled[place]),
                "missing": (shop.difference, -difference[place]),
            }
            accounts = store.accounts([(handle, unit) for handle, _ in expected.values()])
            for what, (handle, pieces) in expected.items():
                account = accounts.get((handle, unit))
                if account is None or account.balance != pieces:
                    says = f"shop {shop.site} tells of {pieces} pieces of {place[1]} {what}"
                    yield Finding("STOCK_DRIFT", None, None, says)


def handovers_astray(connection: Connection, store: SqlStore) -> Iterator[Finding]:
    """Give the hand-overs that name no price list of their shop, or whose points are not the lines' at its prices."""
    same_list = (PriceList.book == Order.book) & (PriceList.id == Order.price_list_id)
    of_order = (OrderLine.book == Order.book) & (OrderLine.order_id == Order.id)
    rows = connection.execute(
        select(
            Order.number,
            Order.points,
            Order.closing_entry_id,
            PriceList.site == Order.site,
            func.sum(OrderLine.points * OrderLine.quantity),
        )
        .outerjoin(PriceList, same_list)
        .outerjoin(OrderLine, of_order)
        .where(Order.book == store.book, Order.state == OrderState.HANDED_OVER)
        .group_by(Order.number, Order.points, Order.closing_entry_id, PriceList.site, Order.site)
    )
    for number, points, entry_id, is_listed, asked in rows:
        found = find_in_logs(connection, store.log, {entry_id}).get(entry_id) if entry_id else None
        if found is None:
            yield Finding(
                "ROW_ASTRAY", None, entry_id, f"the hand-over of order {number} is not in the ledger"
            )
        elif not is_listed:
            yield Finding("ROW_DRIFT", found.seq, entry_id, f"order {number} names no price list of its shop")
        elif points != asked:
            yield Finding("ROW_DRIFT", found.seq, entry_id, f"order {number} says {points} points")


def _delivered(connection: Connection, book: str) -> Counter[Place]:
    return _sums(
        connection, select(Delivery.site, Delivery.item, Delivery.quantity).where(Delivery.book == book)
    )


def _handed_over(connection: Connection, book: str) -> Counter[Place]:
    of_order = (OrderLine.book == Order.book) & (OrderLine.order_id == Order.id)
    return _sums(
        connection,
        select(Order.site, OrderLine.item, OrderLine.quantity - OrderLine.returned)
        .join(OrderLine, of_order)
        .where(Order.book == book, Order.state == OrderState.HANDED_OVER),
    )


def _spoiled(connection: Connection, book: str) -> Counter[Place]:
    return _sums(
        connection, select(Spoilage.site, Spoilage.item, Spoilage.quantity).where(Spoilage.book == book)
    )


def _difference(connection: Connection, book: str) -> Counter[Place]:
    return _sums(
        connection,
        select(StockCount.site, StockCount.item, StockCount.counted - StockCount.expected).where(
            StockCount.book == book, StockCount.state == CountState.CONFIRMED
        ),
    )


def _sums(connection: Connection, rows: Select[str, str, int]) -> Counter[Place]:
    sums: Counter[Place] = Counter()
    for site, item, quantity in connection.execute(rows):
        sums[site, item] += quantity
    return sums
