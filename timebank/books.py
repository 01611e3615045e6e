"""The books of this installation: one a county, each opened once by a genesis entry, with its first rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Boolean, Connection, String, select
from sqlalchemy.orm import Mapped, mapped_column

from timebank.accounts import BOOK
from timebank.actors import Actor
from timebank.clock import local_day
from timebank.db import Base
from timebank.errors import N_, Conflict
from timebank.policy import DEFAULTS, PolicyVersion, Value, format_policy, policy_digest
from timebank.work import UnitOfWork

ISSUE, LOSS, EXPIRED = "issue", "loss", "expired"


class BookRow(Base):
    """One book: its code, the name under which its log is signed, and whether it is a demonstration."""

    __tablename__ = "book"

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    origin: Mapped[str] = mapped_column(String(200))
    vkey: Mapped[str] = mapped_column(String(300))
    name: Mapped[str] = mapped_column(String(60))
    is_demo: Mapped[bool] = mapped_column(Boolean)
    opened_at: Mapped[datetime]


class BookExists(Conflict):
    """The county already has a book here."""

    code = "book_exists"
    message = N_("这个县的账本已经开立，不能再开一次。")


@dataclass(frozen=True, slots=True)
class OpenBook:
    """Open the book of a county. `rules` are what differs from the default policy."""

    name: str
    origin: str
    vkey: str
    is_demo: bool = False
    rules: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OpenedBook:
    """An opened book."""

    book: str
    origin: str


@dataclass(frozen=True, slots=True)
class BookView:
    """A book as anyone may see it."""

    book: str
    name: str
    origin: str
    vkey: str
    is_demo: bool


def open_book(uow: UnitOfWork, command: OpenBook, actor: Actor) -> OpenedBook:
    """Write the genesis, the accounts of the book itself and the first policy.

    Minutes are minted by the `issue` account alone; its limit is the budget everybody can see.
    """
    if uow.session.get(BookRow, actor.book):
        raise BookExists

    uow.ledger.genesis(command.origin, command.vkey)
    rules = {**DEFAULTS, **command.rules}
    budget = int(rules["issue.budget_minutes"])
    uow.ledger.open_account(BOOK, actor.book, ISSUE, of=actor.book, limit=budget)
    uow.ledger.open_account(BOOK, actor.book, LOSS, of=actor.book, limit=None)
    uow.ledger.open_account(BOOK, actor.book, EXPIRED, of=actor.book, limit=0)
    text = format_policy(rules)
    today = local_day(uow.clock.now())
    uow.ledger.policy(1, policy_digest(text), today)
    uow.session.add_all(
        [
            BookRow(
                book=actor.book,
                origin=command.origin,
                vkey=command.vkey,
                name=command.name,
                is_demo=command.is_demo,
                opened_at=uow.clock.now(),
            ),
            PolicyVersion(
                book=actor.book,
                version=1,
                valid_from=today,
                text=text,
                digest=policy_digest(text).hex(),
                made_at=uow.clock.now(),
            ),
        ]
    )
    return OpenedBook(actor.book, command.origin)


def books_here(connection: Connection) -> tuple[BookView, ...]:
    """Return the books of this installation by code."""
    rows = connection.execute(
        select(BookRow.book, BookRow.name, BookRow.origin, BookRow.vkey, BookRow.is_demo).order_by(
            BookRow.book
        )
    )
    return tuple(BookView(*row) for row in rows)


def origin_of(host: str, book: str) -> str:
    """Return the name under which a book's log is signed, on a host."""
    return f"{host}/log/{book}"
