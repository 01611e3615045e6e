"""How goods come and go beside sales: donors, pledges, deliveries, spoilage and stock counts."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Boolean, Date, ForeignKeyConstraint, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from timebank.db import Base
from timebank.errors import N_
from timebank.members.columns import SpokenNumber
from timebank.points.refusals import SecondPersonNeeded
from timebank.shop.refusals import CountDecided


class DonorKind(StrEnum):
    """Where goods come from."""

    PERSON = "person"
    COMPANY = "company"
    VILLAGE = "village"
    BUDGET = "budget"


DONOR_KIND_NAMES = {
    DonorKind.PERSON: N_("个人"),
    DonorKind.COMPANY: N_("企业、商户"),
    DonorKind.VILLAGE: N_("村集体"),
    DonorKind.BUDGET: N_("财政资金"),
}


class LotWay(StrEnum):
    """How pieces of a delivery left the shelf."""

    HANDED_OVER = "handed_over"
    SPOILED = "spoiled"
    MISSING = "missing"


class CountState(StrEnum):
    """A count that finds a difference waits for a second person."""

    RIGHT = "right"
    WAITING = "waiting"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


class Donor(Base):
    """Who gives goods. `member_id` is the donor's own login, where there is one; the name hangs in the shop."""

    __tablename__ = "donor"
    __table_args__ = (
        UniqueConstraint("book", "number"),
        ForeignKeyConstraint(["book", "member_id"], ["member.book", "member.id"]),
        Index("ix_donor_member", "book", "member_id"),
    )

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    number: Mapped[str] = mapped_column(SpokenNumber)
    kind: Mapped[str] = mapped_column(String(8))
    is_named: Mapped[bool] = mapped_column(Boolean)
    """Whether the donor agreed to be named in the shop and on the wall."""
    member_id: Mapped[str | None] = mapped_column(String(36))
    handle: Mapped[str] = mapped_column(String(20))
    registered_by: Mapped[str] = mapped_column(String(36))
    registered_at: Mapped[datetime]
    name_sealed: Mapped[bytes]


class Pledge(Base):
    """What a donor promised; `delivered` is what has come of it."""

    __tablename__ = "pledge"
    __table_args__ = (
        UniqueConstraint("book", "number"),
        ForeignKeyConstraint(["book", "donor_id"], ["donor.book", "donor.id"]),
        ForeignKeyConstraint(["book", "site"], ["shop.book", "shop.site"]),
        ForeignKeyConstraint(["book", "item"], ["shop_item.book", "shop_item.code"]),
        Index("ix_pledge_donor", "book", "donor_id", "id"),
    )

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    number: Mapped[str] = mapped_column(SpokenNumber)
    donor_id: Mapped[str] = mapped_column(String(36))
    site: Mapped[str] = mapped_column(String(14))
    item: Mapped[str] = mapped_column(String(24))
    quantity: Mapped[int] = mapped_column(Integer)
    delivered: Mapped[int] = mapped_column(Integer)
    pledged_on: Mapped[date] = mapped_column(Date)
    recorded_by: Mapped[str] = mapped_column(String(36))


class Delivery(Base):
    """Goods that came, an entry of the ledger; `left` of them still lie on the shelf, first come first gone."""

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("book", "number"),
        ForeignKeyConstraint(["book", "donor_id"], ["donor.book", "donor.id"]),
        ForeignKeyConstraint(["book", "pledge_id"], ["pledge.book", "pledge.id"]),
        ForeignKeyConstraint(
            ["book", "site", "item"], ["shop_shelf.book", "shop_shelf.site", "shop_shelf.item"]
        ),
        Index("ix_delivery_shelf", "book", "site", "item", "id"),
        Index("ix_delivery_donor", "book", "donor_id", "id"),
    )

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    number: Mapped[str] = mapped_column(SpokenNumber)
    donor_id: Mapped[str] = mapped_column(String(36))
    pledge_id: Mapped[str | None] = mapped_column(String(36))
    site: Mapped[str] = mapped_column(String(14))
    item: Mapped[str] = mapped_column(String(24))
    quantity: Mapped[int] = mapped_column(Integer)
    left: Mapped[int] = mapped_column(Integer)
    day: Mapped[date] = mapped_column(Date)
    entry_id: Mapped[str] = mapped_column(String(36))
    recorded_by: Mapped[str] = mapped_column(String(36))
    recorded_at: Mapped[datetime]


class LotUse(Base):
    """Where the pieces of a delivery went: so many to households of a village, spoiled, or missing at a count."""

    __tablename__ = "lot_use"
    __table_args__ = (ForeignKeyConstraint(["book", "delivery_id"], ["delivery.book", "delivery.id"]),)

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    delivery_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    way: Mapped[str] = mapped_column(String(12), primary_key=True)
    village: Mapped[str] = mapped_column(String(12), primary_key=True)
    quantity: Mapped[int] = mapped_column(Integer)


class Spoilage(Base):
    """Pieces taken off the shelf because nobody can use them any more."""

    __tablename__ = "spoilage"
    __table_args__ = (
        ForeignKeyConstraint(
            ["book", "site", "item"], ["shop_shelf.book", "shop_shelf.site", "shop_shelf.item"]
        ),
        Index("ix_spoilage_shelf", "book", "site", "id"),
    )

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    site: Mapped[str] = mapped_column(String(14))
    item: Mapped[str] = mapped_column(String(24))
    quantity: Mapped[int] = mapped_column(Integer)
    reason: Mapped[str] = mapped_column(String(200))
    entry_id: Mapped[str] = mapped_column(String(36))
    recorded_by: Mapped[str] = mapped_column(String(36))
    recorded_at: Mapped[datetime]


class StockCount(Base):
    """A look at the shelf: what should lie there, what does, and why they differ, confirmed by a second person."""

    __tablename__ = "stock_count"
    __table_args__ = (
        ForeignKeyConstraint(
            ["book", "site", "item"], ["shop_shelf.book", "shop_shelf.site", "shop_shelf.item"]
        ),
        Index("ix_stock_count_state", "book", "site", "state", "id"),
    )

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    site: Mapped[str] = mapped_column(String(14))
    item: Mapped[str] = mapped_column(String(24))
    expected: Mapped[int] = mapped_column(Integer)
    counted: Mapped[int] = mapped_column(Integer)
    reason: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(10))
    counted_by: Mapped[str] = mapped_column(String(36))
    counted_at: Mapped[datetime]
    confirmed_by: Mapped[str] = mapped_column(String(36))
    confirmed_at: Mapped[datetime | None]
    entry_id: Mapped[str] = mapped_column(String(36))

    @property
    def difference(self) -> int:
        """What was found more (positive) or less (negative) than the book says."""
        return self.counted - self.expected

    def decide(self, by: str, now: datetime, *, confirmed: bool) -> None:
        """Confirm or reject the difference, by somebody else than who counted, once."""
        if self.state != CountState.WAITING:
            raise CountDecided
        if by == self.counted_by:
            raise SecondPersonNeeded
        self.state = CountState.CONFIRMED if confirmed else CountState.REJECTED
        self.confirmed_by, self.confirmed_at = by, now
