"""What a query and a use case hold in their hands: one transaction of one book."""

from collections.abc import Callable
from functools import cached_property
from typing import Any, TypeVar

from sqlalchemy import Connection, Integer, String, bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from timebank import numbers, tallies
from timebank.actors import Actor
from timebank.bookkeeper import Bookkeeper
from timebank.clock import BusinessClock, Clock
from timebank.crypto import People, Vault
from timebank.db import Base
from timebank.ids import new_id
from timebank.outbox import Outbox
from timebank.policy import Policy, PolicyVersion, parse_policy

Keep = Callable[[Connection], None]
AnyUseCase = TypeVar("AnyUseCase", bound=Callable[..., Any])


def beside_the_ledger(use_case: AnyUseCase) -> AnyUseCase:
    """Let a use case be run while its book is only read, as logging in is: no entry hangs on what it writes."""
    use_case.is_beside_the_ledger = True  # type: ignore[attr-defined]  # a function takes attributes
    return use_case


class BusinessDay(Base):
    """By how many days a demo's business clock is ahead; a real book has no row."""

    __tablename__ = "business_day"

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    offset_days: Mapped[int] = mapped_column(Integer)


# Made once: every command reads these, and building a statement costs five times what running it does.
_OFFSET = select(BusinessDay.offset_days).where(BusinessDay.book == bindparam("book"))
_POLICY = (
    select(PolicyVersion.version, PolicyVersion.text)
    .where(PolicyVersion.book == bindparam("book"), PolicyVersion.valid_from <= bindparam("today"))
    .order_by(PolicyVersion.version.desc())
    .limit(1)
)


class Reading:
    """One reading transaction: the rows, the rules, the people and the accounts of the actor's book."""

    def __init__(
        self, session: Session, vault: Vault, clock: Clock, actor: Actor, key: str | None = None
    ) -> None:
        self.session, self.clock, self.actor = session, clock, actor
        self._vault, self._key = vault, key

    @property
    def book(self) -> str:
        """The book's code."""
        return self.actor.book

    @cached_property
    def connection(self) -> Connection:
        """The connection of this transaction, for statements that need no objects."""
        return self.session.connection()

    @cached_property
    def people(self) -> People:
        """The sealed fields of the book's people."""
        return People(self._vault, self.connection, self.book)

    @cached_property
    def ledger(self) -> Bookkeeper:
        """The book's accounts and entries."""
        return Bookkeeper(
            self.connection, self._vault, self.clock, self.actor, self._key, lambda: self.policy.version
        )

    @cached_property
    def business_clock(self) -> BusinessClock:
        """The clock of care and notices."""
        days = self.connection.scalar(_OFFSET, {"book": self.book})
        return BusinessClock(self.clock, days or 0)

    @cached_property
    def policy(self) -> Policy:
        """The rules in force on the business day; version 0 before the first policy."""
        row = self.connection.execute(
            _POLICY, {"book": self.book, "today": self.business_clock.today()}
        ).one_or_none()
        return Policy(0, {}) if row is None else Policy(row.version, parse_policy(row.text))


class UnitOfWork(Reading):
    """One command's part of a writing transaction; only the writer begins and commits it."""

    def __init__(
        self, session: Session, vault: Vault, clock: Clock, actor: Actor, key: str | None = None
    ) -> None:
        super().__init__(session, vault, clock, actor, key)
        self.kept: list[Keep] = []
        self.outbox = Outbox(session, actor.book, clock.now())

    def keep(self, write: Keep) -> None:
        """Have something written even if the command is refused: a failed login, who looked."""
        self.kept.append(write)

    def new_id(self) -> str:
        """Return a new id of a row."""
        return new_id(self.clock.now())

    def next_number(self, series: str) -> str:
        """Return the next number of a series, with its check digit."""
        return numbers.next_number(self.connection, self.book, series)

    def count(self, site: str, name: str, change: int) -> None:
        """Change a kept figure of a site."""
        tallies.count(self.connection, self.book, site, name, change)
