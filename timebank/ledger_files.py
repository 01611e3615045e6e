"""The job that keeps every entry a second time, in append-only files outside the database.

The files are `$TIMEBANK_HOME/log/<book>/`, `<book>-2/` of a log that continues the first, laid out as `ledger.export`
says. They follow the book within seconds; an entry is durable in the database before it is here.
"""

from datetime import timedelta
from pathlib import Path

from ledger.export import EntryFiles
from ledger.log_name import folder_name
from ledger.sql_store import SqlStore
from timebank.actors import system
from timebank.jobs import Job
from timebank.writer import Bank


class LedgerFiles:
    """The entry files of all books, written by the one process that leads the scheduler."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, EntryFiles] = {}
        self._sizes: dict[str, int] = {}

    def catch_up(self, bank: Bank, book: str) -> int:
        """Append the entries the files lack; return how many.

        Raises:
            IntegrityError: the files hold more than the book, so the database is an older one.
        """
        with bank.reading(system(book)) as reading:
            name = reading.log
            if name not in self._files:
                self._files[name] = EntryFiles(self._folder / folder_name(name))
            before = self._size(name)
            self._sizes[name] = self._files[name].catch_up(SqlStore(reading.connection, name))
        return self._sizes[name] - before

    def is_behind(self, bank: Bank, book: str) -> bool:
        """Tell whether the files hold another number of entries than the book."""
        with bank.reading(system(book)) as reading:
            return SqlStore(reading.connection, reading.log).head().size != self._size(reading.log)

    def _size(self, name: str) -> int:
        if name not in self._sizes:
            self._sizes[name] = EntryFiles(self._folder / folder_name(name)).size()
        return self._sizes[name]


def filing(folder: Path) -> Job:
    """Return the job that keeps the files below a folder up to date."""
    files = LedgerFiles(folder)
    return Job("entry_files", timedelta(seconds=2), files.catch_up, files.is_behind)
