"""The job that forgets where volunteers' devices were: a position is kept for ninety days."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select, update

from timebank.actors import Actor, system
from timebank.jobs import Job
from timebank.services.queries import WITH_POSITION
from timebank.services.records import Act
from timebank.work import Reading, UnitOfWork
from timebank.writer import Bank

KEPT = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class ForgetPositions:
    """Forget the positions of acts before a moment."""

    before: datetime


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many positions were forgotten."""

    count: int


def forget_positions(uow: UnitOfWork, command: ForgetPositions, actor: Actor) -> Forgotten:
    """Drop the positions; what the ledger commits to of an act does not hold them."""
    old = _old(uow, command.before)
    count = uow.connection.execute(update(Act).where(old).values(note_sealed=None)).rowcount
    return Forgotten(count)


def forget_old(bank: Bank, book: str) -> int:
    """Forget what is older than ninety days; return how many."""
    with bank.reading(system(book)) as reading:
        before = reading.business_clock.now() - KEPT
    return bank.run(forget_positions, ForgetPositions(before), system(book)).count


def is_any_old(bank: Bank, book: str) -> bool:
    """Tell whether there is a position to forget."""
    with bank.reading(system(book)) as reading:
        old = _old(reading, reading.business_clock.now() - KEPT)
        return reading.session.scalar(select(Act.act).where(old).limit(1)) is not None


POSITIONS = Job("positions", timedelta(days=1), forget_old, is_any_old)


def _old(reading: Reading, before: datetime) -> ColumnElement[bool]:
    return (
        (Act.book == reading.book)
        & Act.act.in_(WITH_POSITION)
        & (Act.at < before)
        & Act.note_sealed.is_not(None)
    )
