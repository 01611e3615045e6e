"""A town's home that can lose what it holds: the database put back from a copy, the files of the entries gone."""

import shutil
from dataclasses import dataclass, replace

from ledger.account import Account
from ledger.keys import VerifierKey
from ledger.sql_store import SqlStore
from tests.conftest import open_at, publish
from tests.town import BOOK, GiveMinutes, Town, give_minutes
from timebank.actors import Actor, system
from timebank.book_audit import audit_book
from timebank.book_keys import log_keys
from timebank.books import BookView, books_here, logs_here
from timebank.continuing import Continued, continue_log
from timebank.high_water import HighWater
from timebank.receipts import receipt_file
from timebank.services.queries import find_service
from timebank.settings import Settings
from timebank.signed_heads import books_not_signed

WHY = "硬盘坏了，昨天的备份以后的账和文件都没有了。"


@dataclass
class Home:
    """The town and its home, which can lose what it holds."""

    town: Town
    settings: Settings

    @property
    def book(self) -> BookView:
        with self.town.bank.connect() as connection:
            return books_here(connection)[0]

    def publish(self) -> int:
        return publish(self.town, self.settings)

    def roll_back(self, entries: int = 3) -> bytes:
        """Publish, go on by so many entries, publish, put the database back; return the last signed checkpoint."""
        self.publish()
        log = self.book.log
        self.town.bank.close()
        copy = shutil.copy(self.settings.database_file, self.settings.home / "yesterday.sqlite3")
        self.reopen()
        for _ in range(entries):
            self.town.bank.run(give_minutes, GiveMinutes(self.town.wang.member_id, 5), system(BOOK))
        self.publish()
        note = HighWater(self.settings.high_water_file(log)).read()
        assert note is not None
        self.town.bank.close()
        shutil.copy(copy, self.settings.database_file)
        self.reopen()
        return note

    def lose_entries(self, entries: int = 3) -> bytes:
        """The same, and lose the files of the entries too."""
        note = self.roll_back(entries)
        shutil.rmtree(self.settings.published(self.book.log) / "tile" / "entries")
        return note

    def lose_everything_published(self) -> bytes:
        """The same, and lose all that was published."""
        note = self.roll_back()
        shutil.rmtree(self.settings.published(self.book.log))
        return note

    def go_on(self) -> Continued:
        continued = continue_log(self.town.bank, self.settings, self.book, WHY)
        self.reopen()
        return continued

    def reopen(self) -> None:
        """Start the bank again, as a server does."""
        self.town.bank.close()
        self.town = replace(self.town, bank=open_at(self.settings.database_file, self.town.clock))
        with self.town.bank.connect() as connection:
            self.town.bank.read_only |= books_not_signed(connection, self.settings)

    def accounts(self, log: str) -> list[Account]:
        """Return the accounts of a log as they stand, without their turnover and place in it."""
        with self.town.bank.connect() as connection:
            rows = SqlStore(connection, log).account_rows()
            return [one._replace(debits=0, credits=one.balance, version=0, last=None) for one in rows]

    def entries(self, log: str) -> list[bytes]:
        with self.town.bank.connect() as connection:
            return [data for _, data in SqlStore(connection, log).entry_bytes(0, 10_000)]

    def keys(self, log: str) -> tuple[VerifierKey, ...]:
        with self.town.bank.connect() as connection:
            view = next(one for one in logs_here(connection) if one.log == log)
            return log_keys(connection, self.settings, view)

    def receipt(self, actor: Actor, log: str, seq: int) -> bytes:
        with self.town.bank.reading(actor) as reading:
            return receipt_file(reading, self.settings, actor.member_id, seq, actor, log)

    def findings(self) -> list[str]:
        with self.town.bank.connect() as connection:
            return [str(one) for one in audit_book(connection, self.town.bank.vault, BOOK).findings]

    def state(self, service_id: str) -> tuple[str, int]:
        with self.town.bank.reading(self.town.chen) as reading:
            service = find_service(reading, service_id, self.town.chen)
            return service.state, service.credited_minutes
