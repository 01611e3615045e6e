"""Orders: points and goods set aside together, then handed over, cancelled or released; and what came back."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import Date, ForeignKeyConstraint, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from timebank.db import Base
from timebank.members.columns import SpokenNumber
from timebank.shop.refusals import CodeTriesUsedUp, OrderClosed, TooMuchReturned

MOST_WRONG_CODES = 5
PAUSE = timedelta(minutes=15)


class OrderState(StrEnum):
    """`released`: nobody came for it in time."""

    RESERVED = "reserved"
    HANDED_OVER = "handed_over"
    CANCELLED = "cancelled"
    RELEASED = "released"


class Order(Base):
    """An order of a household at a shop. `ordered_by` is the adult it is for, `placed_by` who typed it in."""

    __tablename__ = "shop_order"
    __table_args__ = (
        UniqueConstraint("book", "number"),
        ForeignKeyConstraint(["book", "site"], ["shop.book", "shop.site"]),
        ForeignKeyConstraint(["book", "household_id"], ["household.book", "household.id"]),
        ForeignKeyConstraint(["book", "price_list_id"], ["price_list.book", "price_list.id"]),
        Index("ix_shop_order_site", "book", "site", "state", "id"),
        Index("ix_shop_order_household", "book", "household_id", "id"),
        Index("ix_shop_order_hold", "book", "state", "hold_until"),
    )

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    number: Mapped[str] = mapped_column(SpokenNumber)
    site: Mapped[str] = mapped_column(String(14))
    household_id: Mapped[str] = mapped_column(String(36))
    ordered_by: Mapped[str] = mapped_column(String(36))
    placed_by: Mapped[str] = mapped_column(String(36))
    price_list_id: Mapped[str] = mapped_column(String(36))
    points: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(11))
    placed_at: Mapped[datetime]
    hold_until: Mapped[date] = mapped_column(Date)
    """The last day on which it can be picked up."""
    code_sealed: Mapped[bytes]
    wrong_codes: Mapped[int] = mapped_column(Integer)
    wrong_code_at: Mapped[datetime | None]
    reserve_entry_id: Mapped[str] = mapped_column(String(36))
    closing_entry_id: Mapped[str] = mapped_column(String(36))
    """The entry that settled or released it, "" while it is set aside."""
    closed_by: Mapped[str] = mapped_column(String(36))
    closed_at: Mapped[datetime | None]

    def check_tries(self, now: datetime) -> None:
        """Pass while the code was not guessed at too often; after a pause one may try again."""
        if self.wrong_codes < MOST_WRONG_CODES or self.wrong_code_at is None:
            return
        left = self.wrong_code_at + PAUSE - now
        if left > timedelta(0):
            raise CodeTriesUsedUp(minutes=-(-left // timedelta(minutes=1)))

    def wrong_codes_after(self, now: datetime) -> int:
        """Return how many wrong tries stand once another one is counted."""
        is_over = self.wrong_code_at is not None and now >= self.wrong_code_at + PAUSE
        return 1 if is_over else self.wrong_codes + 1

    def close(self, state: OrderState, entry_id: str, by: str, now: datetime) -> None:
        """End the reservation, once."""
        self.check_reserved()
        self.state, self.closing_entry_id, self.closed_by, self.closed_at = state, entry_id, by, now

    def check_reserved(self) -> None:
        """Pass an order that waits to be picked up."""
        if self.state != OrderState.RESERVED:
            raise OrderClosed

    def check_handed_over(self) -> None:
        """Pass an order of which something can be brought back."""
        if self.state != OrderState.HANDED_OVER:
            raise OrderClosed


class OrderLine(Base):
    """So many pieces of an item, at the price of the order's list; `returned` came back later."""

    __tablename__ = "shop_order_line"
    __table_args__ = (
        ForeignKeyConstraint(["book", "order_id"], ["shop_order.book", "shop_order.id"]),
        ForeignKeyConstraint(["book", "item"], ["shop_item.book", "shop_item.code"]),
    )

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    order_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    item: Mapped[str] = mapped_column(String(24), primary_key=True)
    quantity: Mapped[int] = mapped_column(Integer)
    points: Mapped[int] = mapped_column(Integer)
    returned: Mapped[int] = mapped_column(Integer)

    def take_back(self, quantity: int) -> None:
        """Note that so many came back; never more than were handed over."""
        left = self.quantity - self.returned
        if quantity > left:
            raise TooMuchReturned(item=self.item, left=left)
        self.returned += quantity


class ShopReturn(Base):
    """What came back of one line of an order, in one entry with the other lines of the same return."""

    __tablename__ = "shop_return"
    __table_args__ = (ForeignKeyConstraint(["book", "order_id"], ["shop_order.book", "shop_order.id"]),)

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    entry_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    item: Mapped[str] = mapped_column(String(24), primary_key=True)
    order_id: Mapped[str] = mapped_column(String(36))
    quantity: Mapped[int] = mapped_column(Integer)
    points: Mapped[int] = mapped_column(Integer)
    reason: Mapped[str] = mapped_column(String(200))
    recorded_by: Mapped[str] = mapped_column(String(36))
    recorded_at: Mapped[datetime]
