"""The job that gives orders free which nobody picked up in time."""

from datetime import timedelta

from sqlalchemy import select

from timebank.actors import system
from timebank.errors import Conflict
from timebank.jobs import Job
from timebank.shop.commands import ReleaseOrder
from timebank.shop.order_model import Order, OrderState
from timebank.shop.ordering import release_order
from timebank.writer import Bank

PAGE = 200


def release_due(bank: Bank, book: str) -> int:
    """Give the orders free whose last day has passed; return how many."""
    released, after = 0, ""
    while ids := _due(bank, book, after):
        for order_id in ids:
            after = order_id
            try:
                bank.run(release_order, ReleaseOrder(order_id), system(book))
            except Conflict:
                continue  # it was picked up or cancelled in between
            released += 1
    return released


def is_release_due(bank: Bank, book: str) -> bool:
    """Tell whether an order's last day has passed."""
    return bool(_due(bank, book, ""))


def _due(bank: Bank, book: str, after: str) -> list[str]:
    with bank.reading(system(book)) as reading:
        today = reading.business_clock.today()
        return list(
            reading.session.scalars(
                select(Order.id)
                .where(
                    Order.book == book,
                    Order.state == OrderState.RESERVED,
                    Order.hold_until < today,
                    Order.id > after,
                )
                .order_by(Order.id)
                .limit(PAGE)
            )
        )


RELEASE = Job("shop-release", timedelta(minutes=1), release_due, is_release_due)
