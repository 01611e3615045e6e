"""An audit that somebody asks for: ordered from a page, done by the scheduler, with its progress kept for the page.

A whole book takes minutes, so no request waits for it. One order of a book stands at a time; whoever asks
meanwhile gets the same one. An order whose auditor died is taken up again after `LOST`.
"""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Index, Integer, String, select
from sqlalchemy.orm import Mapped, mapped_column

from timebank.actors import Actor, Role, system
from timebank.audits import audit_whole
from timebank.db import Base
from timebank.errors import NotAllowed
from timebank.jobs import Job
from timebank.settings import Settings
from timebank.work import Reading, UnitOfWork
from timebank.writer import Bank

AUDITORS = (Role.AUDITOR, Role.COUNTY)
LOOKED_AT_EVERY = timedelta(seconds=2)
TOLD_EVERY_SECONDS = 1.0
LOST = timedelta(minutes=2)


class AuditOrder(Base):
    """An audit asked for: how far it has come, and when it was last heard of."""

    __tablename__ = "audit_order"
    __table_args__ = (Index("ix_audit_order_open", "book", "finished_at"),)

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    ordered_by: Mapped[str] = mapped_column(String(36))
    ordered_at: Mapped[datetime]
    heard_of_at: Mapped[datetime | None]
    done: Mapped[int] = mapped_column(Integer)
    total: Mapped[int] = mapped_column(Integer)
    finished_at: Mapped[datetime | None]


@dataclass(frozen=True, slots=True)
class OrderAudit:
    """Ask for an audit of the actor's book."""


@dataclass(frozen=True, slots=True)
class NoteAuditProgress:
    """Say that so many entries of so many are read."""

    order_id: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class FinishAuditOrder:
    """Say that an audit is done."""

    order_id: str


@dataclass(frozen=True, slots=True)
class OrderedAudit:
    """An order that is not done: `total` is 0 until it has begun."""

    id: str
    ordered_at: datetime
    done: int
    total: int


def order_audit(uow: UnitOfWork, command: OrderAudit, actor: Actor) -> OrderedAudit:
    """Ask for an audit, or join the one that was asked for and is not done."""
    if not actor.may_act_at(actor.book, AUDITORS):
        raise NotAllowed
    order = _open_order(uow)
    if order is None:
        order = AuditOrder(
            book=uow.book,
            id=uow.new_id(),
            ordered_by=actor.member_id,
            ordered_at=uow.clock.now(),
            heard_of_at=None,
            done=0,
            total=0,
            finished_at=None,
        )
        uow.session.add(order)
    return _view(order)


def note_audit_progress(uow: UnitOfWork, command: NoteAuditProgress, actor: Actor) -> OrderedAudit:
    """Keep how far an audit has come, for the page that waits for it."""
    order = uow.session.get_one(AuditOrder, (uow.book, command.order_id))
    order.done, order.total, order.heard_of_at = command.done, command.total, uow.clock.now()
    return _view(order)


def finish_audit_order(uow: UnitOfWork, command: FinishAuditOrder, actor: Actor) -> OrderedAudit:
    """Close an order; what was found stands beside the nightly audits."""
    order = uow.session.get_one(AuditOrder, (uow.book, command.order_id))
    order.finished_at = uow.clock.now()
    return _view(order)


def audit_under_way(reading: Reading) -> OrderedAudit | None:
    """Return the order that is not done, or None."""
    order = _open_order(reading)
    return None if order is None else _view(order)


def ordered_audits(settings: Settings) -> Job:
    """Return the job that does what was ordered, at most once every two seconds."""

    def do(bank: Bank, book: str) -> int:
        return _do_order(settings, bank, book)

    return Job("ordered_audit", LOOKED_AT_EVERY, do, _is_ordered)


def _is_ordered(bank: Bank, book: str) -> bool:
    with bank.reading(system(book)) as reading:
        order = _open_order(reading)
        return order is not None and (
            order.heard_of_at is None or bank.clock.now() - order.heard_of_at > LOST
        )


def _do_order(settings: Settings, bank: Bank, book: str) -> int:
    """Audit a book for the order that stands; return 1."""
    with bank.reading(system(book)) as reading:
        order = audit_under_way(reading)
    assert order is not None, "the job is due only with an order, and one process runs it"
    told_at = -TOLD_EVERY_SECONDS

    def tell(done: int, total: int) -> None:
        nonlocal told_at
        if time.monotonic() - told_at >= TOLD_EVERY_SECONDS:
            told_at = time.monotonic()
            bank.run(note_audit_progress, NoteAuditProgress(order.id, done, total), system(book))

    tell(0, order.total)
    audit_whole(settings, bank, book, tell)
    bank.run(finish_audit_order, FinishAuditOrder(order.id), system(book))
    return 1


def _open_order(reading: Reading) -> AuditOrder | None:
    return reading.session.scalar(
        select(AuditOrder)
        .where(AuditOrder.book == reading.book, AuditOrder.finished_at.is_(None))
        .order_by(AuditOrder.id)
        .limit(1)
    )


def _view(order: AuditOrder) -> OrderedAudit:
    return OrderedAudit(order.id, order.ordered_at, order.done, order.total)
