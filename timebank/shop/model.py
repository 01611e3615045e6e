"""The shop of a site, the items of the book, and what is on the shelf at which price.

Every piece is a unit of the ledger (`g.<item>`). These rows say what a unit is called, where its accounts are, and
which price list is in force; how many there are is told by the ledger alone.
"""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Boolean, Date, ForeignKeyConstraint, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from timebank.db import Base
from timebank.members.columns import SpokenNumber
from timebank.shop.refusals import ShopClosed


class ShopStatus(StrEnum):
    """A closed shop takes no new orders; what was ordered is handed over or given back."""

    OPEN = "open"
    CLOSED = "closed"


class Shop(Base):
    """The shop of a site, with the handles under which its accounts stand."""

    __tablename__ = "shop"
    __table_args__ = (ForeignKeyConstraint(["book", "site"], ["site.book", "site.id"]),)

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    site: Mapped[str] = mapped_column(String(14), primary_key=True)
    status: Mapped[str] = mapped_column(String(6))
    shelf: Mapped[str] = mapped_column(String(20))
    """Class `shop`: points taken, goods held."""
    consumed: Mapped[str] = mapped_column(String(20))
    spoiled: Mapped[str] = mapped_column(String(20))
    difference: Mapped[str] = mapped_column(String(20))
    opened_on: Mapped[date] = mapped_column(Date)
    opened_by: Mapped[str] = mapped_column(String(36))
    closed_on: Mapped[date | None] = mapped_column(Date)

    def check_open(self) -> None:
        """Pass an open shop; raises ShopClosed."""
        if self.status != ShopStatus.OPEN:
            raise ShopClosed(day=str(self.closed_on))

    def close(self, today: date) -> None:
        """Take no new orders from now on."""
        self.check_open()
        self.status, self.closed_on = ShopStatus.CLOSED, today


class Item(Base):
    """A thing the shops of the book keep: its code is the unit's, its measure what one piece is called (瓶)."""

    __tablename__ = "shop_item"
    __table_args__ = (UniqueConstraint("book", "name"),)

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    code: Mapped[str] = mapped_column(String(24), primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    measure: Mapped[str] = mapped_column(String(8))
    made_by: Mapped[str] = mapped_column(String(36))
    made_at: Mapped[datetime]


class Shelf(Base):
    """An item that a shop keeps; its accounts are open. `low_at`: the alarm's mark, None for none."""

    __tablename__ = "shop_shelf"
    __table_args__ = (
        ForeignKeyConstraint(["book", "site"], ["shop.book", "shop.site"]),
        ForeignKeyConstraint(["book", "item"], ["shop_item.book", "shop_item.code"]),
    )

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    site: Mapped[str] = mapped_column(String(14), primary_key=True)
    item: Mapped[str] = mapped_column(String(24), primary_key=True)
    low_at: Mapped[int | None] = mapped_column(Integer)
    is_low_told: Mapped[bool] = mapped_column(Boolean)
    """Whether the keepers were told since it last was enough."""


class PriceList(Base):
    """A whole list of prices of a shop from a day on; a later one replaces it, none is ever changed."""

    __tablename__ = "price_list"
    __table_args__ = (
        UniqueConstraint("book", "number"),
        ForeignKeyConstraint(["book", "site"], ["shop.book", "shop.site"]),
        Index("ix_price_list_site", "book", "site", "version"),
    )

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    number: Mapped[str] = mapped_column(SpokenNumber)
    site: Mapped[str] = mapped_column(String(14))
    version: Mapped[int] = mapped_column(Integer)
    valid_from: Mapped[date] = mapped_column(Date)
    made_by: Mapped[str] = mapped_column(String(36))
    made_at: Mapped[datetime]


class Price(Base):
    """What a piece of an item costs by a list, in points."""

    __tablename__ = "price"
    __table_args__ = (
        ForeignKeyConstraint(["book", "list_id"], ["price_list.book", "price_list.id"]),
        ForeignKeyConstraint(["book", "item"], ["shop_item.book", "shop_item.code"]),
    )

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    list_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    item: Mapped[str] = mapped_column(String(24), primary_key=True)
    points: Mapped[int] = mapped_column(Integer)
