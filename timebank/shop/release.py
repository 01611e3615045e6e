"""The job that gives orders free which nobody picked up in time."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Select, select

from timebank.due import Steps
from timebank.jobs import Job
from timebank.shop.commands import ReleaseOrder
from timebank.shop.order_model import Order, OrderState
from timebank.shop.ordering import release_order
from timebank.work import Reading


def _kept_too_long(reading: Reading) -> Select[Any]:
    return select(Order.id).where(
        Order.book == reading.book,
        Order.state == OrderState.RESERVED,
        Order.hold_until < reading.business_clock.today(),
    )


_STEPS = Steps(_kept_too_long, release_order, ReleaseOrder)
RELEASE = Job("shop-release", timedelta(minutes=1), _STEPS.do, _STEPS.is_due)
