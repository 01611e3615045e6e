"""A report of a period reads that period off an index by the day of settlement, not the whole book."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import event

from tests.town import BOOK, Town
from timebank.liabilities import outlook
from timebank.reports.indicators import indicators
from timebank.work import Reading


def of_the_county(reading: Reading) -> object:
    return indicators(reading, reading.actor, BOOK, date(2026, 11, 1), date(2026, 11, 30))


def ahead(reading: Reading) -> object:
    return outlook(reading, reading.actor)


@pytest.mark.parametrize("report", [of_the_county, ahead])
def test_it_reads_the_services_of_the_period_alone(town: Town, report: Callable[[Reading], object]) -> None:
    asked: list[tuple[str, tuple[object, ...]]] = []

    def note(_: object, __: object, statement: str, values: tuple[object, ...], *___: object) -> None:
        if "FROM service" in statement and "settled_on" in statement:
            asked.append((statement, values))

    event.listen(town.bank._reader_engine, "before_cursor_execute", note)
    with town.bank.reading(town.chen) as reading:
        report(reading)

    assert asked
    with town.bank.connect() as connection:
        for statement, values in tuple(asked):
            plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]
            assert any("ix_service_settled (book=? AND state=? AND settled_on>" in step for step in plan), (
                plan
            )
