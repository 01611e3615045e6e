"""Things whose day has come: found a page at a time, and a step taken for each. Most jobs are made of this."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import structlog
from sqlalchemy import Row, Select

from timebank.actors import system
from timebank.errors import Conflict, Unavailable
from timebank.work import Reading
from timebank.writer import Bank, UseCase

log = structlog.get_logger()

PAGE = 200
Find = Callable[[Reading], Select[*tuple[Any, ...]]]
"""Selects what is due, its key first; the order and the page are added."""


def take_all(reading: Reading, row: Row[*tuple[Any, ...]]) -> bool:
    """Take all that the select finds."""
    return True


@dataclass(frozen=True, slots=True)
class Steps:
    """One step for each thing that is due: how these are found, and the command for a key.

    `takes` looks closer at a row than its select can.
    """

    find: Find
    use_case: UseCase[Any, Any]
    command: Callable[[str], object]
    takes: Callable[[Reading, Row[*tuple[Any, ...]]], bool] = take_all

    def do(self, bank: Bank, book: str) -> int:
        """Take the step for each; return how many were taken."""
        return sum(self._do(bank, book, key) for key in self._keys(bank, book))

    def is_due(self, bank: Bank, book: str) -> bool:
        """Tell whether there is anything to do."""
        return next(self._keys(bank, book), None) is not None

    def _keys(self, bank: Bank, book: str) -> Iterator[str]:
        after = ""
        while True:
            with bank.reading(system(book)) as reading:
                due = self.find(reading)
                key = due.selected_columns[0]
                rows = reading.session.execute(due.where(key > after).order_by(key).limit(PAGE)).all()
                keys = [row[0] for row in rows if self.takes(reading, row)]
            yield from keys
            if len(rows) < PAGE:
                return
            after = rows[-1][0]

    def _do(self, bank: Bank, book: str, key: str) -> int:
        """Return 1 if the step was taken; nothing keeps the others from their day.

        Somebody may have come in between, which is no fault. Any other fault is one thing's own, and logged.
        """
        try:
            bank.run(self.use_case, self.command(key), system(book))
        except Conflict:
            return 0
        except Unavailable:
            raise  # the others would fare no better
        except Exception:
            log.exception("step_failed", use_case=self.use_case.__name__, key=key)
            return 0
        return 1
