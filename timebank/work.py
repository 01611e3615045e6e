"""What a query and a use case hold in their hands: one transaction of one book."""

from collections.abc import Callable
from functools import cache, cached_property
from typing import Any, TypeVar

from sqlalchemy import Connection, Integer, Select, String, bindparam, inspect, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from ledger.store import Head
from timebank import numbers, tallies
from timebank.accounts import AccountSecrets
from timebank.actors import Actor
from timebank.book_rows import current_log
from timebank.bookkeeper import Bookkeeper
from timebank.clock import BusinessClock, Clock
from timebank.crypto import People, Vault
from timebank.db import Base
from timebank.ids import new_id
from timebank.outbox import Outbox
from timebank.policy import Policy, PolicyVersion, parse_policy

Keep = Callable[[Connection], None]
Row = TypeVar("Row", bound=Base)
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
        self._rows: dict[tuple[type[Any], str], Any] = {}
        self._head: Head | None = None

    @property
    def book(self) -> str:
        """The book's code."""
        return self.actor.book

    @cached_property
    def connection(self) -> Connection:
        """The connection of this transaction, for statements that need no objects.

        A third of the price of the session's statements; it does not see what the session has yet to flush.
        """
        return self.session.connection()

    def row(self, model: type[Row], id_: str) -> Row | None:
        """Return the object of a row of the book by its id, or None; it is read once in the transaction."""
        found: Row | None = self._rows.get((model, id_))
        if found is None:
            found = self.session.scalar(_by_id(model), {"book": self.book, "id": id_})
        if found is not None:
            self._rows[model, id_] = found  # the session itself lets go of what nobody holds
        return found

    @cached_property
    def log(self) -> str:
        """The name of the log that the book writes."""
        return current_log(self.connection, self.book)

    @cached_property
    def people(self) -> People:
        """The sealed fields of the book's people."""
        return People(self._vault, self.connection, self.book)

    def secrets_in(self, log: str) -> AccountSecrets:
        """Return what opens the states of the book's accounts in one of its logs."""
        return AccountSecrets(self._vault, self.connection, log)

    @cached_property
    def ledger(self) -> Bookkeeper:
        """The book's accounts and entries."""
        return Bookkeeper(
            self.connection,
            self._vault,
            self.clock,
            self.actor,
            self._key,
            lambda: self.policy.version,
            self.log,
            self._head,
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
    """One command's part of a writing transaction; only the writer begins and commits it.

    `log` is the one that the book writes, and `head` where it ends, which the transaction holds; without them the
    ledger looks for itself.
    """

    def __init__(
        self,
        session: Session,
        vault: Vault,
        clock: Clock,
        actor: Actor,
        key: str | None = None,
        log: str | None = None,
        head: Head | None = None,
    ) -> None:
        super().__init__(session, vault, clock, actor, key)
        self._head = head
        if log is not None:
            self.log = log
        self.kept: list[Keep] = []

    @cached_property
    def outbox(self) -> Outbox:
        """The messages of this command."""
        return Outbox(self.connection, self.book, self.clock.now())

    def head(self) -> Head | None:
        """Return where the book ends after this command."""
        return self.ledger.book.snapshot()

    def go_on_in(self, log: str) -> Bookkeeper:
        """Write another log of the book from now on, and return what writes it."""
        self.log, self._head = log, None
        self.__dict__.pop("ledger", None)
        return self.ledger

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


@cache
def _by_id(model: type[Row]) -> Select[Row]:
    """Return the statement that finds a row by the two columns of its key, the book and an id."""
    book, id_ = inspect(model).primary_key
    return select(model).where(book == bindparam("book"), id_ == bindparam("id"))
