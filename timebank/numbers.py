"""Numbers that people use: counted up in a book, each with a check digit, so that one wrong digit is noticed."""

from sqlalchemy import Connection, Integer, String, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from timebank.db import Base
from timebank.ids import with_check_digit

FIRST = 1000


class Counter(Base):
    """How far one series of numbers of a book has come."""

    __tablename__ = "counter"

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    value: Mapped[int] = mapped_column(Integer)


def next_number(connection: Connection, book: str, name: str) -> str:
    """Return the next number of a series of the book; a number of a refused act comes again."""
    here = (Counter.book == book) & (Counter.name == name)
    value = connection.scalar(select(Counter.value).where(here))
    if value is None:
        value = FIRST
        connection.execute(insert(Counter).values(book=book, name=name, value=value))
    else:
        value += 1
        connection.execute(update(Counter).where(here).values(value=value))
    return with_check_digit(value)
