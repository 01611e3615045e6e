"""The books of this installation: one a county, each opened once by a genesis entry, with its first rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from ledger.log_name import log_name
from timebank.accounts import BOOK
from timebank.actors import Actor
from timebank.book_rows import BookRow, FormerLog
from timebank.clock import local_day
from timebank.errors import N_, Conflict
from timebank.policy import DEFAULTS, PolicyVersion, Value, format_policy, policy_digest
from timebank.work import UnitOfWork
from timebank.writer import Bank

ISSUE, LOSS, EXPIRED = "issue", "loss", "expired"


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
    """A book as anyone may see it, with the log that it writes, or one that it wrote before."""

    book: str
    name: str
    origin: str
    vkey: str
    is_demo: bool
    number: int = 1

    @property
    def log(self) -> str:
        """The name of the log."""
        return log_name(self.book, self.number)


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


_BOOKS = select(BookRow.book, BookRow.name, BookRow.origin, BookRow.vkey, BookRow.is_demo, BookRow.log)
_FORMER = select(
    BookRow.book, BookRow.name, FormerLog.origin, FormerLog.vkey, BookRow.is_demo, FormerLog.log
).join(FormerLog, FormerLog.book == BookRow.book)


def books_here(connection: Connection) -> tuple[BookView, ...]:
    """Return the books of this installation by code."""
    return tuple(BookView(*row) for row in connection.execute(_BOOKS.order_by(BookRow.book)))


def logs_here(connection: Connection) -> tuple[BookView, ...]:
    """Return the logs of all books, the one that is written before those that it continues."""
    former = [BookView(*row) for row in connection.execute(_FORMER)]
    return tuple(sorted((*books_here(connection), *former), key=lambda one: (one.book, -one.number)))


def book_view(bank: Bank, book: str) -> BookView:
    """Return a book as it stands, with the log it writes now."""
    with bank.connect() as connection:
        return next(one for one in books_here(connection) if one.book == book)


def origin_of(host: str, book: str) -> str:
    """Return the name under which a book's log is signed, on a host."""
    return f"{host}/log/{book}"


def origin_after(book: BookView) -> str:
    """Return the name under which the log is signed that continues a book's present one."""
    first = book.origin if book.number == 1 else book.origin.removesuffix(f"/{book.number}")
    return f"{first}/{book.number + 1}"
