"""The job that closes needs whose time has passed."""

from datetime import timedelta

from sqlalchemy import select

from timebank.actors import system
from timebank.errors import Conflict
from timebank.jobs import Job
from timebank.needs.commands import ExpireNeed
from timebank.needs.model import Need, NeedState
from timebank.needs.use_cases import expire_need
from timebank.work import Reading
from timebank.writer import Bank

PAGE = 200


def expire_due(bank: Bank, book: str) -> int:
    """Close the open needs whose planned end has passed; return how many."""
    expired = 0
    while ids := _due(bank, book):
        for need_id in ids:
            try:
                bank.run(expire_need, ExpireNeed(need_id), system(book))
            except Conflict:
                continue
            expired += 1
    return expired


def is_expiry_due(bank: Bank, book: str) -> bool:
    """Tell whether an open need's time has passed."""
    return bool(_due(bank, book))


def _due(bank: Bank, book: str) -> list[str]:
    with bank.reading(system(book)) as reading:
        return _overdue(reading)


def _overdue(reading: Reading) -> list[str]:
    now = reading.business_clock.now()
    rows = reading.session.scalars(
        select(Need)
        .where(Need.book == reading.book, Need.state == NeedState.OPEN, Need.starts_at < now)
        .order_by(Need.starts_at)
        .limit(PAGE)
    )
    return [need.id for need in rows if need.ends_at < now]


EXPIRY = Job("expiry", timedelta(minutes=1), expire_due, is_expiry_due)
