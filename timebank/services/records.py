"""What is kept of each service beside it: its reservations, its ledger entries, and every step of its life."""

from datetime import datetime

from sqlalchemy import BigInteger, Boolean, ForeignKeyConstraint, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from timebank.db import Base


class Reserve(Base):
    """One reservation of a service's minutes, and how it ended. `entry_id` is the ledger's."""

    __tablename__ = "service_reserve"
    __table_args__ = (ForeignKeyConstraint(["book", "service_id"], ["service.book", "service.id"]),)

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    service_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    entry_id: Mapped[str] = mapped_column(String(36))
    pay_from: Mapped[str] = mapped_column(String(8))
    payer: Mapped[str] = mapped_column(String(20))  # the paying account's handle
    minutes: Mapped[int] = mapped_column(Integer)
    is_open: Mapped[bool] = mapped_column(Boolean, default=True)
    settled_minutes: Mapped[int] = mapped_column(Integer, default=0)
    closing_entry_id: Mapped[str] = mapped_column(String(36), default="")


class ServiceEntry(Base):
    """A ledger entry that belongs to a service, so that a statement can say what each line was for."""

    __tablename__ = "service_entry"
    __table_args__ = (
        ForeignKeyConstraint(["book", "service_id"], ["service.book", "service.id"]),
        Index("ix_service_entry_service", "book", "service_id", "seq"),
    )

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    entry_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    service_id: Mapped[str] = mapped_column(String(36))
    log: Mapped[int] = mapped_column(Integer, default=1)  # the number of the log in which it is number `seq`
    seq: Mapped[int] = mapped_column(BigInteger)


class Act(Base):
    """One step in the life of a service: who did what, when, how. The rows are its timeline and its record of acts."""

    __tablename__ = "service_act"
    __table_args__ = (ForeignKeyConstraint(["book", "service_id"], ["service.book", "service.id"]),)

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    service_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    act: Mapped[str] = mapped_column(String(20))
    by: Mapped[str] = mapped_column(String(36))
    at: Mapped[datetime]
    way: Mapped[str] = mapped_column(String(20), default="")
    device: Mapped[str] = mapped_column(String(36), default="")
    note_sealed: Mapped[bytes | None]
