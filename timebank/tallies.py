"""Kept figures: a count a site and name, changed in the same transaction as what is counted.

A figure of a village, township or county is the sum over the sites below it, so no page reads the whole book to
show a number, and nobody's move to another village changes a past one.
"""

from functools import cache

from sqlalchemy import BigInteger, Connection, Insert, String, func, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Mapped, mapped_column

from timebank.db import Base


class Tally(Base):
    """One figure of one site."""

    __tablename__ = "tally"

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    site: Mapped[str] = mapped_column(String(14), primary_key=True)
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[int] = mapped_column(BigInteger)


def count(connection: Connection, book: str, site: str, name: str, change: int) -> None:
    """Add to a figure of a site."""
    if change:
        values = {"book": book, "site": site, "name": name, "value": change}
        connection.execute(_addition(connection.dialect.name), values)


@cache
def _addition(dialect: str) -> Insert:
    """Return the statement that adds to a figure; building it takes ten times as long as running it."""
    statement = postgresql_insert(Tally) if dialect == "postgresql" else sqlite_insert(Tally)
    return statement.on_conflict_do_update(
        index_elements=[Tally.book, Tally.site, Tally.name],
        set_={"value": Tally.value + statement.excluded.value},
    )


def figures(connection: Connection, book: str, scope: str, digits: int) -> dict[str, dict[str, int]]:
    """Return the figures of the regions or sites one level below a scope, by code cut to so many digits."""
    below = func.substr(Tally.site, 1, digits)
    rows = connection.execute(
        select(below, Tally.name, func.sum(Tally.value))
        .where(Tally.book == book, Tally.site >= scope, Tally.site < scope + ":")
        .group_by(below, Tally.name)
    )
    result: dict[str, dict[str, int]] = {}
    for code, name, value in rows:
        result.setdefault(code, {})[name] = int(value)
    return result
