"""Whether the words kept beside the entries are those the entries commit to."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from sqlalchemy import Connection, exists, select

from ledger.audit import Finding
from ledger.commitment import commit_digest
from ledger.entry import Entry
from ledger.log_name import book_of, logs_up_to
from ledger.tables import ledger_entry
from timebank.bookkeeper import EntryText
from timebank.crypto import People, PersonKey, SealBroken, Vault

PAGE = 500
"""The words of so many entries are fetched by one statement."""


class WordCheck:
    """Compares memos and records of acts with the commitments to them; counts those nobody can open any more."""

    def __init__(self, connection: Connection, vault: Vault, book: str) -> None:
        self._connection, self._book = connection, book
        self._people = People(vault, connection, book)
        self.erased = 0

    def check(self, entries: Iterable[Entry]) -> Iterator[Finding]:
        """Give what is wrong with the words of the entries."""
        waiting = iter(entries)
        while page := list(islice(waiting, PAGE)):
            kept = self._kept(page)
            self._people.load({row.owner_id for row in kept.values() if row.owner_id})
            for entry in page:
                for kind, digest in (("memo", entry.memo), ("acts", entry.acts)):
                    if finding := self._finding(entry, kind, digest, kept.get((entry.id, kind))):
                        yield finding

    def _finding(self, entry: Entry, kind: str, digest: bytes | None, row: Any) -> Finding | None:
        if digest is None:
            if row is None:
                return None
            return Finding("TEXT_ASTRAY", entry.seq, entry.id, f"a {kind} is kept that it does not commit to")
        if row is None:
            return Finding("TEXT_MISSING", entry.seq, entry.id, f"its {kind} is not kept")
        if not self._fits(row, digest):
            return Finding("TEXT_ALTERED", entry.seq, entry.id, f"its {kind} is not the one it commits to")
        return None

    def _kept(self, entries: list[Entry]) -> dict[tuple[str, str], Any]:
        rows = self._connection.execute(
            select(
                EntryText.entry_id, EntryText.kind, EntryText.owner_id, EntryText.salt, EntryText.sealed
            ).where(EntryText.book == self._book, EntryText.entry_id.in_([entry.id for entry in entries]))
        )
        return {(row.entry_id, row.kind): row for row in rows}

    def _fits(self, row: Any, digest: bytes) -> bool:
        """Tell whether the words are those committed to; of an erased person's nobody can say any more."""
        place = f"{row.kind}/{row.entry_id}"
        try:
            if row.owner_id:
                text = self._people.open(row.owner_id, place, row.sealed)
            else:
                text = self._people.open_for_book(place, row.sealed)
        except SealBroken:
            is_erased = bool(row.owner_id) and not self._has_key(row.owner_id)
            self.erased += is_erased
            return is_erased
        return commit_digest(row.salt, text.encode()) == digest

    def _has_key(self, member_id: str) -> bool:
        key = select(PersonKey.member_id).where(
            PersonKey.book == self._book, PersonKey.member_id == member_id
        )
        return self._connection.scalar(key) is not None


def words_astray(connection: Connection, log: str) -> Iterator[Finding]:
    """Give the words that belong to no entry of a log or of one before it."""
    has_entry = exists().where(
        ledger_entry.c.book.in_(logs_up_to(log)), ledger_entry.c.id == EntryText.entry_id
    )
    rows = connection.execute(
        select(EntryText.entry_id, EntryText.kind).where(EntryText.book == book_of(log), ~has_entry)
    )
    for row in rows:
        yield Finding(
            "TEXT_ASTRAY", None, row.entry_id, f"a {row.kind} is kept for an entry that is not there"
        )
