"""The book as its users see it: every act that can be posted, and what can be asked.

A `Book` lives within one transaction of its caller. It remembers the head between posts; whoever rolls
back to a savepoint hands back the snapshot taken before it:

    book = Book("450125", SqlStore(connection, "450125"), secrets)
    before = book.snapshot()
    savepoint = connection.begin_nested()
    try:
        book.transfer(...)
    except LedgerError:
        savepoint.rollback()
        book.restore(before)

A refusal of the book itself writes nothing and needs no restore. A head that was not restored is found by the
compare-and-set of the next post, which raises IntegrityError instead of forking the chain.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from ledger import rules
from ledger.account import Account, AccountTerms, Key
from ledger.commitment import Secrets
from ledger.entry import Entry, parse
from ledger.errors import IntegrityError, NotYetWritten, UnknownAccount, UnknownEntry
from ledger.own_lines import Accounts, Export, Genesis, Import, KeyChange, PolicyChange, Refuse, Seal
from ledger.seal import seal_of
from ledger.statement import StatementLine, statement_line
from ledger.store import Head, Store
from ledger.transfer import Act, Leg
from ledger.writer import Particulars, Posted, Writer

__all__ = ["Book", "Particulars", "Posted"]


class Book:
    """One county's book, written through a store within its caller's transaction.

    Posting an id again with the same content returns what it gave the first time and changes nothing; with
    other content it raises IdTaken. `recorded` and `policy` may differ: they belong to the moment of writing.
    """

    def __init__(self, book: str, store: Store, secrets: Secrets) -> None:
        if store.book != book:
            raise IntegrityError(f"the store keeps book {store.book}, not {book}")
        self.book = book
        self._store = store
        self._writer = Writer(store, secrets)

    def snapshot(self) -> Head | None:
        """Return what to hand to `restore` after a rollback to this point."""
        return self._writer.head

    def restore(self, snapshot: Head | None) -> None:
        """Go back to a snapshot; None makes the next post read the head again."""
        self._writer.head = snapshot

    def genesis(
        self, particulars: Particulars, origin: str, vkey: str, continues: bytes | None = None
    ) -> Posted:
        """Open the log under its origin and first signing key."""
        return self._post(particulars, Act("genesis", body=Genesis(origin, vkey, continues)))

    def open_accounts(self, particulars: Particulars, lines: Iterable[AccountTerms]) -> Posted:
        """Open accounts, or change limit and status of open ones. At most 100 in one entry."""
        terms = tuple(sorted(lines, key=lambda line: (line.handle, line.unit)))
        return self._post(particulars, Act("account", body=Accounts(terms)))

    def policy(self, particulars: Particulars, version: int, digest: bytes, from_day: date) -> Posted:
        """Announce the next version of the rules; the particulars still name the version before."""
        return self._post(particulars, Act("policy", body=PolicyChange(version, digest, from_day)))

    def transfer(self, particulars: Particulars, debits: Iterable[Leg], credits: Iterable[Leg]) -> Posted:
        """Move units at once."""
        return self._post(particulars, _act("transfer", debits, credits))

    def reserve(self, particulars: Particulars, debits: Iterable[Leg], credits: Iterable[Leg]) -> Posted:
        """Set units aside until `settle` or `release`."""
        return self._post(particulars, _act("reserve", debits, credits))

    def settle(self, particulars: Particulars, ref: str, amount: int) -> Posted:
        """Post `amount` of a reservation between two accounts; the rest of it is free again."""
        entry = self._entry(ref)
        return self._post(particulars, rules.settlement(entry, rules.single_amount(entry, amount)))

    def settle_legs(self, particulars: Particulars, ref: str, amounts: Mapping[Key, int]) -> Posted:
        """Post of a reservation what is due in each of its accounts; the rest is free again."""
        return self._post(particulars, rules.settlement(self._entry(ref), amounts))

    def release(self, particulars: Particulars, ref: str, reason: str) -> Posted:
        """Give all of a reservation back."""
        return self._post(particulars, rules.release(self._entry(ref), reason))

    def reverse(self, particulars: Particulars, ref: str, amount: int | None = None) -> Posted:
        """Take back a transfer or settlement: all of it, or `amount` where it is between two accounts."""
        entry = self._entry(ref)
        amounts = rules.full_amounts(entry) if amount is None else rules.single_amount(entry, amount)
        return self._post(particulars, rules.reversal(entry, amounts))

    def reverse_legs(self, particulars: Particulars, ref: str, amounts: Mapping[Key, int]) -> Posted:
        """Take back of a transfer or settlement what each of its accounts is due."""
        return self._post(particulars, rules.reversal(self._entry(ref), amounts))

    def carry_over(self, particulars: Particulars, entry: Entry) -> Posted:
        """Make an open reservation of the log before this one again, as step 3 of `ledger.carry_over`."""
        return self._post(particulars, rules.act_of(entry))

    def expire(self, particulars: Particulars, debits: Iterable[Leg], credits: Iterable[Leg]) -> Posted:
        """Let posted units lapse, to an `expired` account or from a month's grant to its programme."""
        return self._post(particulars, _act("expire", debits, credits))

    def seal(self, particulars: Particulars, at: int) -> Posted:
        """Fix the state of every account after entry `at`. Reads one entry an account."""
        return self.put_seal(particulars, seal_of(self._store, at))

    def put_seal(self, particulars: Particulars, seal: Seal) -> Posted:
        """Write a seal that was made beside the writer, on a snapshot that is not gone since: entries do not change."""
        if seal.at >= self.head().size:
            raise NotYetWritten(seal.at, self.head().size)
        return self._post(particulars, Act("seal", body=seal))

    def key(self, particulars: Particulars, vkey: str, from_seq: int, *, revoked: bool = False) -> Posted:
        """Announce a signing key from a seq on, or revoke one from a seq on."""
        return self._post(particulars, Act("key", body=KeyChange(vkey, from_seq, revoked)))

    def erase(self, particulars: Particulars) -> Posted:
        """Record that salts, secrets and identities were destroyed; the memo is the request's."""
        return self._post(particulars, Act("erase"))

    def remark(self, particulars: Particulars) -> Posted:
        """Record an event that moves nothing, such as a restore; the memo says what."""
        return self._post(particulars, Act("remark"))

    def export_(
        self, particulars: Particulars, to: Export, debits: Iterable[Leg], credits: Iterable[Leg]
    ) -> Posted:
        """Set units aside for an account of another book; `settle` or `release` ends it."""
        return self._post(particulars, _act("export", debits, credits, to))

    def import_(
        self, particulars: Particulars, export: Import, debits: Iterable[Leg], credits: Iterable[Leg]
    ) -> Posted:
        """Take in an export of another book, once and before its deadline."""
        return self._post(particulars, _act("import", debits, credits, export))

    def refuse(self, particulars: Particulars, export: Refuse) -> Posted:
        """Answer an export of another book: it will not be imported."""
        return self._post(particulars, Act("refuse", body=export))

    def head(self) -> Head:
        """Return the end of the log; before the first entry its size is 0 and `recorded` the least time."""
        return self._writer.head or self._store.head()

    def account(self, handle: str, unit: str) -> Account:
        """Return an account as it stands. Raises UnknownAccount."""
        account = self._store.accounts([(handle, unit)]).get((handle, unit))
        if account is None:
            raise UnknownAccount(handle, unit)
        return account

    def accounts(self, keys: Iterable[Key]) -> Mapping[Key, Account]:
        """Return those of the accounts that were opened, as they stand."""
        return self._store.accounts(list(keys))

    def entry_by_id(self, id: str) -> Entry | None:
        """Return the entry with this id, None if there is none."""
        found = self._store.find([id]).get(id)
        return None if found is None else parse(found.bytes)

    def statement(
        self, handle: str, unit: str, before_version: int | None = None, limit: int = 50
    ) -> list[StatementLine]:
        """Return an account's postings, newest first; the last line's version asks for the next page."""
        return [statement_line(row) for row in self._store.statement((handle, unit), before_version, limit)]

    def _entry(self, id: str) -> Entry:
        entry = self.entry_by_id(id)
        if entry is None:
            raise UnknownEntry(id)
        return entry

    def _post(self, particulars: Particulars, act: Act) -> Posted:
        return self._writer.post(particulars, act)


def _act(
    kind: str, debits: Iterable[Leg], credits: Iterable[Leg], body: Export | Import | None = None
) -> Act:
    return Act(kind, _sorted(debits), _sorted(credits), body)


def _sorted(legs: Iterable[Leg]) -> tuple[Leg, ...]:
    return tuple(sorted(legs, key=lambda leg: leg.key))
