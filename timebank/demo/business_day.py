"""Moving the business day of a demo on, so that nobody has to wait three days for a notice to end."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select

from timebank.actors import Actor
from timebank.book_rows import BookRow
from timebank.certificates.model import Certificate, CertificateState
from timebank.errors import N_, NotAllowed
from timebank.services.model import PUBLIC_STATES, Service
from timebank.work import BusinessDay, Reading, UnitOfWork


class NotADemo(NotAllowed):
    """The days of a real book are those of the calendar."""

    code = "not_a_demo"
    message = N_("这是正式账本，日期不能拨动。")


@dataclass(frozen=True, slots=True)
class MoveBusinessDay:
    """Let the business day be so many days later, at least one."""

    days: int


@dataclass(frozen=True, slots=True)
class MovedBusinessDay:
    """The business day after the move, and by how many days it is ahead of the calendar."""

    today: date
    offset_days: int


def move_business_day(uow: UnitOfWork, command: MoveBusinessDay, actor: Actor) -> MovedBusinessDay:
    """Move the business day of a demo on; it never goes back.

    Raises:
        NotADemo: the book is a real one.
    """
    if not uow.session.get_one(BookRow, uow.book).is_demo:
        raise NotADemo
    assert command.days >= 1, "the business day never goes back"
    row = uow.session.get(BusinessDay, uow.book)
    if row is None:
        row = BusinessDay(book=uow.book, offset_days=0)
        uow.session.add(row)
    row.offset_days += command.days
    return MovedBusinessDay(uow.business_clock.today() + timedelta(days=command.days), row.offset_days)


def days_past_notices(reading: Reading) -> int:
    """Return by how many days to move so that every running notice is over, 0 where none runs."""
    lasts = (
        reading.session.scalar(
            select(func.max(Service.notice_until)).where(
                Service.book == reading.book, Service.state.in_(PUBLIC_STATES)
            )
        ),
        reading.session.scalar(
            select(func.max(Certificate.notice_until)).where(
                Certificate.book == reading.book, Certificate.state == CertificateState.ON_NOTICE
            )
        ),
    )
    today = reading.business_clock.today()
    return max(0, 0, *((last - today).days + 1 for last in lasts if last is not None))
