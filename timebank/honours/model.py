"""The monthly page: who of those who agreed served how long in a month that is over."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from timebank.db import Base


class HonourMonth(Base):
    """A month whose page is made, `2026-11`."""

    __tablename__ = "honour_month"

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    made_at: Mapped[datetime]


class HonourLine(Base):
    """One volunteer on the page of a month. Without the consent in force the line is shown to nobody."""

    __tablename__ = "honour_line"
    __table_args__ = (
        ForeignKeyConstraint(["book", "member_id"], ["member.book", "member.id"]),
        Index("ix_honour_line_minutes", "book", "month", "minutes"),
    )

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    member_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    minutes: Mapped[int] = mapped_column(Integer)
    stars: Mapped[int] = mapped_column(Integer)
