"""Scopes in SQL hold what begins with them, and an empty one holds nothing."""

import pytest
from sqlalchemy import Column, MetaData, String, Table, create_engine, insert, select

from timebank.scopes import within, within_any

CODES = ("45012510020201", "45012510020301", "45012510320101", "45012600120101", "360702")
LISTED = Table("listed", MetaData(), Column("code", String))


def codes_where(condition: object) -> list[str]:
    with create_engine("sqlite://").connect() as connection:
        LISTED.create(connection)
        connection.execute(insert(LISTED), [{"code": code} for code in CODES])
        return list(connection.scalars(select(LISTED.c.code).where(condition).order_by(LISTED.c.code)))


@pytest.mark.parametrize(
    ("scopes", "found"),
    [
        (["45012510020201"], ["45012510020201"]),
        (["450125100"], ["45012510020201", "45012510020301"]),
        (["450125"], ["45012510020201", "45012510020301", "45012510320101"]),
        (["450126", "450125103"], ["45012510320101", "45012600120101"]),
        (["", "360702"], ["360702"]),
        ([""], []),
        ([], []),
        (["999999"], []),
    ],
)
def test_a_scope_holds_what_begins_with_it(scopes: list[str], found: list[str]) -> None:
    assert codes_where(within_any(LISTED.c.code, scopes)) == found


def test_an_empty_scope_alone_holds_nothing() -> None:
    assert codes_where(within(LISTED.c.code, "")) == []
