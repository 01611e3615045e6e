"""How often a device tried an account: five times, then a quarter of an hour's pause.

The pair is counted, never the account alone: nobody shall be able to lock an elder out from elsewhere. A try is
counted before the secret is looked at, so that a hundred at once are five. Device and account are keyed hashes.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Index, Integer, LargeBinary, String, delete
from sqlalchemy.orm import Mapped, mapped_column

from timebank.actors import Actor
from timebank.db import Base
from timebank.errors import N_, NotAllowed
from timebank.work import UnitOfWork, beside_the_ledger

MOST_TRIES = 5
PAUSE = timedelta(minutes=15)


class TooManyTries(NotAllowed):
    """The device must wait before it tries this account again."""

    code = "too_many_tries"
    message = N_("试错次数太多，请过 %(minutes)s 分钟再试，或到互助点请协管员帮忙。")


class LoginTry(Base):
    """The tries of a device at an account since the last success or pause."""

    __tablename__ = "login_try"
    __table_args__ = (Index("ix_login_try_last", "book", "last_at"),)

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    device: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    account: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    count: Mapped[int] = mapped_column(Integer)
    last_at: Mapped[datetime]

    def add(self, now: datetime) -> None:
        """Count one more try.

        Raises:
            TooManyTries: not before the pause is over.
        """
        if self.count >= MOST_TRIES:
            left = self.last_at + PAUSE - now
            raise TooManyTries(minutes=-(-left // timedelta(minutes=1)))
        self.count += 1
        self.last_at = now


@dataclass(frozen=True, slots=True)
class CountTry:
    """A device is about to try an account; `account` is whatever names it, also one that does not exist."""

    device: str
    account: str


@dataclass(frozen=True, slots=True)
class TriesLeft:
    """How many tries are left before the pause."""

    tries: int


@beside_the_ledger
def count_try(uow: UnitOfWork, command: CountTry, actor: Actor) -> TriesLeft:
    """Count a try before its secret is checked; after a pause the count begins anew."""
    now = uow.clock.now()
    uow.session.execute(
        delete(LoginTry).where(LoginTry.book == uow.book, LoginTry.last_at <= now - PAUSE),
        execution_options={"synchronize_session": False},
    )
    device, account = _hashes(uow, command)
    tries = uow.session.get(LoginTry, (uow.book, device, account))
    if tries is None:
        tries = LoginTry(book=uow.book, device=device, account=account, count=0, last_at=now)
        uow.session.add(tries)
    tries.add(now)
    return TriesLeft(MOST_TRIES - tries.count)


@beside_the_ledger
def clear_tries(uow: UnitOfWork, command: CountTry, actor: Actor) -> TriesLeft:
    """Forget the tries of a device that knew the secret."""
    device, account = _hashes(uow, command)
    uow.session.execute(
        delete(LoginTry).where(
            LoginTry.book == uow.book, LoginTry.device == device, LoginTry.account == account
        )
    )
    return TriesLeft(MOST_TRIES)


def _hashes(uow: UnitOfWork, command: CountTry) -> tuple[bytes, bytes]:
    return (
        uow.people.lookup_hash("device", command.device),
        uow.people.lookup_hash("account", command.account),
    )
