"""Numbers that people use: counted up in a book, each with a check digit, so that one wrong digit is noticed."""

from sqlalchemy import Connection, Integer, String, bindparam, insert, select, update
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


# Made once: building a statement costs five times what running it does.
_HERE = (Counter.book == bindparam("in_book")) & (Counter.name == bindparam("series"))
_VALUE = select(Counter.value).where(_HERE)
_BEGIN = insert(Counter)
_GO_ON = update(Counter).where(_HERE).values(value=bindparam("next"))


def next_number(connection: Connection, book: str, name: str) -> str:
    """Return the next number of a series of the book; a number of a refused act comes again."""
    return with_check_digit(next_value(connection, book, name))


def next_value(connection: Connection, book: str, name: str) -> int:
    """Return the next count of a series, for numbers that say more than the count."""
    here = {"in_book": book, "series": name}
    value = connection.scalar(_VALUE, here)
    if value is None:
        value = FIRST
        connection.execute(_BEGIN, {"book": book, "name": name, "value": value})
    else:
        value += 1
        connection.execute(_GO_ON, {**here, "next": value})
    return value
