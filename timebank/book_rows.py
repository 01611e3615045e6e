"""The rows of the books: which there are, which log each writes, and the logs that came before it."""

from datetime import datetime

from sqlalchemy import BigInteger, Boolean, Connection, Integer, String, bindparam, select
from sqlalchemy.orm import Mapped, mapped_column

from ledger.log_name import log_name
from timebank.db import Base


class BookRow(Base):
    """One book: its code, the name and key under which its log is signed, and whether it is a demonstration."""

    __tablename__ = "book"

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    log: Mapped[int] = mapped_column(Integer, default=1)
    """The number of the log that is written: 1, or more where entries were lost and the book was continued."""
    origin: Mapped[str] = mapped_column(String(200))
    vkey: Mapped[str] = mapped_column(String(300))
    name: Mapped[str] = mapped_column(String(60))
    is_demo: Mapped[bool] = mapped_column(Boolean)
    opened_at: Mapped[datetime]


class FormerLog(Base):
    """A log that another one continues: what it was signed as, and how much of it was left. It is only read.

    `signed` is its last signed checkpoint, which the next log's genesis quotes; `size` and `root` are what was
    here when that began.
    """

    __tablename__ = "former_log"

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    log: Mapped[int] = mapped_column(Integer, primary_key=True)
    origin: Mapped[str] = mapped_column(String(200))
    vkey: Mapped[str] = mapped_column(String(300))
    size: Mapped[int] = mapped_column(BigInteger)
    root: Mapped[str] = mapped_column(String(64))
    signed: Mapped[bytes]
    ended_at: Mapped[datetime]


# Made once: every batch reads it.
_LOG = select(BookRow.log).where(BookRow.book == bindparam("book"))


def current_log(connection: Connection, book: str) -> str:
    """Return the name of the log that a book writes; a book that is not open yet begins with its first."""
    return log_name(book, connection.scalar(_LOG, {"book": book}) or 1)
