"""A use case's hand on the ledger: fills in what every entry says of itself, and keeps the words behind it."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from sqlalchemy import Connection, String, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from ledger.account import Account, AccountTerms
from ledger.book import Book, Particulars, Posted
from ledger.commitment import commit_digest
from ledger.entry import Entry, entry_id
from ledger.errors import UnknownEntry
from ledger.log_name import number_of
from ledger.own_lines import Seal
from ledger.rules import full_amounts, reversal, single_amount
from ledger.sql_store import SqlStore
from ledger.store import Head
from ledger.transfer import Leg
from ledger.writer import particulars_of
from timebank.accounts import BOOK, MEMBER, SITE, AccountSecrets, find_handle
from timebank.actors import Actor
from timebank.clock import Clock
from timebank.crypto import People, Vault
from timebank.db import Base
from timebank.former_logs import find_entry
from timebank.ids import new_id
from timebank.units import MINUTES

SALT_BYTES = 16


class EntryText(Base):
    """Words behind an entry (`memo` or `acts`), sealed; the entry holds a salted commitment to them."""

    __tablename__ = "entry_text"

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    entry_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    kind: Mapped[str] = mapped_column(String(4), primary_key=True)
    owner_id: Mapped[str] = mapped_column(String(36))  # whose key seals it; "" is the book's
    salt: Mapped[bytes]
    sealed: Mapped[bytes]


_KEEP = insert(EntryText)


@dataclass(frozen=True, slots=True)
class About:
    """What an entry says besides its postings; `owner` is the member whose key seals the words."""

    service_day: date | None = None
    site: str | None = None
    with_id: str | None = None
    memo: str = ""
    acts: str = ""
    owner: str = ""


NOTHING_ELSE = About()


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account to open for a holder; `purpose` is what the holder has it for, where the class does not say it."""

    owner_kind: str
    owner_id: str
    class_: str
    purpose: str = ""
    of: str = "-"
    limit: int | None = 0


@dataclass(frozen=True, slots=True)
class Words:
    """Words that an entry commits to, with the salt; `owner` is the member whose key seals them, "" the book."""

    owner: str
    salt: bytes
    text: str


class Bookkeeper:
    """Posts the entries of one command; their ids follow from book secret, actor, key and place in the command."""

    def __init__(
        self,
        connection: Connection,
        vault: Vault,
        clock: Clock,
        actor: Actor,
        key: str | None,
        policy_version: Callable[[], int],
        log: str,
        head: Head | None = None,
    ) -> None:
        self._connection, self._vault, self._clock = connection, vault, clock
        self._book_name, self._actor = actor.book, actor
        self._key = key or new_id(clock.now())
        self._policy_version = policy_version
        self._people = People(vault, connection, actor.book)
        self._posted = 0
        self._handles: dict[tuple[str, str, str], str] = {}
        self._log = log
        self.secrets = AccountSecrets(vault, connection, log)
        self.book = Book(actor.book, SqlStore(connection, log), self.secrets)
        self.book.restore(head)  # whoever holds the book need not read again where it ends

    # Accounts

    def open_account(
        self,
        owner_kind: str,
        owner_id: str,
        class_: str,
        *,
        of: str = "-",
        limit: int | None = 0,
        unit: str = MINUTES,
    ) -> str:
        """Open an account for a holder and return its handle. `limit` in units; None is without limit."""
        handle = self.secrets.create(owner_kind, owner_id, class_)
        terms = AccountTerms(handle=handle, unit=unit, class_=class_, of=of, limit=limit, status="open")
        self.book.open_accounts(self._particulars(NOTHING_ELSE), [terms])
        return handle

    def open_accounts(self, wanted: Sequence[NewAccount]) -> list[str]:
        """Open up to 100 accounts of minutes by one entry and return their handles, in the order asked for."""
        handles = [
            self.secrets.create(one.owner_kind, one.owner_id, one.purpose or one.class_) for one in wanted
        ]
        terms = [
            AccountTerms(handle=handle, unit=MINUTES, class_=one.class_, of=one.of, limit=one.limit)
            for handle, one in zip(handles, wanted, strict=True)
        ]
        self.book.open_accounts(self._particulars(NOTHING_ELSE), terms)
        return handles

    def member_handle(self, member_id: str) -> str:
        """Return the handle of a member's time."""
        return self._handle(MEMBER, member_id, "member")

    def pool_handle(self, site: str) -> str:
        """Return the handle of the time donated to a site."""
        return self._handle(SITE, site, "pool")

    def issue_handle(self) -> str:
        """Return the handle of the county's account that issues minutes."""
        return self._handle(BOOK, self._book_name, "issue")

    def loss_handle(self) -> str:
        """Return the handle of the county's account of losses."""
        return self._handle(BOOK, self._book_name, "loss")

    def expired_handle(self) -> str:
        """Return the handle of the county's account of what is expired."""
        return self._handle(BOOK, self._book_name, "expired")

    def account(self, handle: str, unit: str = MINUTES) -> Account:
        """Return an account with its counters as they stand."""
        return self.book.account(handle, unit)

    # Movements of minutes; refusals of the ledger (`ledger.errors`) pass through to the use case.

    def transfer(self, payer: str, payee: str, minutes: int, about: About = NOTHING_ELSE) -> Posted:
        """Move minutes at once."""
        return self.book.transfer(
            self._particulars(about), [Leg(payer, MINUTES, minutes)], [Leg(payee, MINUTES, minutes)]
        )

    def reserve(self, payer: str, payee: str, minutes: int, about: About = NOTHING_ELSE) -> Posted:
        """Set minutes of the payer aside for the payee."""
        return self.book.reserve(
            self._particulars(about), [Leg(payer, MINUTES, minutes)], [Leg(payee, MINUTES, minutes)]
        )

    def settle(self, reserve_id: str, minutes: int, about: About = NOTHING_ELSE) -> Posted:
        """Close a reservation with so many minutes; the rest is free again."""
        return self.book.settle(self._particulars(about), reserve_id, minutes)

    def release(self, reserve_id: str, reason: str, about: About = NOTHING_ELSE) -> Posted:
        """Free a reservation whole."""
        return self.book.release(self._particulars(about), reserve_id, reason)

    def reverse(self, entry_id: str, minutes: int, about: About = NOTHING_ELSE) -> Posted:
        """Take back minutes of a settled entry; once.

        What stands in a log before this one is not reversed there: it is moved back here.
        """
        former = self._former_entry(entry_id)
        if former is None:
            return self.book.reverse(self._particulars(about), entry_id, minutes)
        back = reversal(former, single_amount(former, minutes))
        return self.book.transfer(self._particulars(about), back.debits, back.credits)

    def expire(self, source: str, target: str, minutes: int, about: About = NOTHING_ELSE) -> Posted:
        """Let minutes lapse: of a grant's month to its programme, else to the account of what is expired."""
        legs = [Leg(source, MINUTES, minutes)], [Leg(target, MINUTES, minutes)]
        return self.book.expire(self._particulars(about), *legs)

    # Acts of the book itself

    def remark(self, about: About) -> Posted:
        """Record an event that moves nothing; the memo says what."""
        return self.book.remark(self._particulars(about))

    def genesis(
        self, origin: str, vkey: str, continues: bytes | None = None, about: About = NOTHING_ELSE
    ) -> Posted:
        """Open the log; one that continues another quotes the hash of its last signed checkpoint."""
        return self.book.genesis(self._particulars(about), origin, vkey, continues)

    def carry_over(self, entry: Entry) -> Posted:
        """Make an open reservation of the log before this one again, with its id and the words behind it."""
        again = replace(
            particulars_of(entry),
            recorded=self._recorded(),
            policy=self._policy(),
            with_id=self._known(entry.with_id),
        )
        return self.book.carry_over(again, entry)

    def policy(self, version: int, digest: bytes, from_day: date) -> Posted:
        """Put rules into force."""
        return self.book.policy(self._particulars(NOTHING_ELSE), version, digest, from_day)

    def key(self, vkey: str, from_seq: int, *, revoked: bool = False) -> Posted:
        """Announce a signing key, or revoke one; `ledger.key_chain` says what the number means."""
        return self.book.key(self._particulars(NOTHING_ELSE), vkey, from_seq, revoked=revoked)

    def seal(self, seal: Seal) -> Posted:
        """Write a seal of all accounts, which was made on a snapshot."""
        return self.book.put_seal(self._particulars(NOTHING_ELSE), seal)

    def change_account(self, terms: Sequence[AccountTerms]) -> Posted:
        """Open accounts under handles that are there, or change limits or status of open ones."""
        return self.book.open_accounts(self._particulars(NOTHING_ELSE), terms)

    def set_status(self, handles: Sequence[str], status: str) -> Posted:
        """Freeze, close or open again up to 100 accounts of minutes by one entry; their limits stay."""
        accounts = [self.account(handle) for handle in handles]
        return self.change_account(
            [AccountTerms(one.handle, one.unit, one.class_, one.of, one.limit, status) for one in accounts]
        )

    # Movements of points and goods: legs in several units, each of which adds up to zero

    def move(self, debits: Sequence[Leg], credits: Sequence[Leg], about: About = NOTHING_ELSE) -> Posted:
        """Move units at once."""
        return self.book.transfer(self._particulars(about), debits, credits)

    def set_aside(self, debits: Sequence[Leg], credits: Sequence[Leg], about: About = NOTHING_ELSE) -> Posted:
        """Set units aside until they are settled or released."""
        return self.book.reserve(self._particulars(about), debits, credits)

    def settle_whole(self, reserve_id: str, about: About = NOTHING_ELSE) -> Posted:
        """Close a reservation with all that it holds."""
        reserve = self.book.entry_by_id(reserve_id)
        if reserve is None:
            raise UnknownEntry(reserve_id)
        return self.book.settle_legs(self._particulars(about), reserve_id, full_amounts(reserve))

    def read_text(self, entry_id: str, kind: str) -> str:
        """Return the words behind an entry, "" where there are none."""
        words = self.words_behind(entry_id, kind)
        return "" if words is None else words.text

    def words_behind(self, entry_id: str, kind: str) -> Words | None:
        """Return the words behind an entry with what opens them, None where there are none.

        Raises:
            SealBroken: the key of whom they are about is destroyed.
        """
        row = self._connection.execute(
            select(EntryText.owner_id, EntryText.salt, EntryText.sealed).where(
                EntryText.book == self._book_name, EntryText.entry_id == entry_id, EntryText.kind == kind
            )
        ).one_or_none()
        if row is None:
            return None
        place = f"{kind}/{entry_id}"
        if row.owner_id:
            return Words(row.owner_id, row.salt, self._people.open(row.owner_id, place, row.sealed))
        return Words("", row.salt, self._people.open_for_book(place, row.sealed))

    def _handle(self, owner_kind: str, owner_id: str, purpose: str) -> str:
        holder = (owner_kind, owner_id, purpose)
        if holder not in self._handles:
            handle = find_handle(self._connection, self._book_name, *holder)
            assert handle, f"{owner_kind} {owner_id} has no account {purpose}"
            self._handles[holder] = handle
        return self._handles[holder]

    def _former_entry(self, entry_id: str) -> Entry | None:
        """Return an entry that stands only in a log before this one."""
        return None if self._known(entry_id) else find_entry(self._connection, self._log, entry_id)

    def _known(self, entry_id: str | None) -> str | None:
        """Return the id if this log has the entry; in a book's first log whoever names one knows that it has."""
        if entry_id is None or number_of(self._log) == 1 or self.book.entry_by_id(entry_id) is not None:
            return entry_id
        return None

    def _policy(self) -> int:
        """Return the version of the rules in force, none that the log has yet to announce: a continued one does so."""
        return min(self._policy_version(), self.book.head().policy)

    def _particulars(self, about: About) -> Particulars:
        number, self._posted = self._posted, self._posted + 1
        secret = self._vault.book_secret(self._book_name, "entry-ids")
        new_entry = entry_id(secret, self._actor.member_id, self._key, number)
        return Particulars(
            id=new_entry,
            recorded=self._recorded(),
            policy=self._policy(),
            service=about.service_day,
            site=about.site,
            with_id=self._known(about.with_id),
            memo=self._commit(new_entry, "memo", about.memo, about.owner),
            acts=self._commit(new_entry, "acts", about.acts, about.owner),
        )

    def _recorded(self) -> datetime:
        last = self.book.head().recorded
        self._clock.require_sound(last)
        now = self._clock.now().astimezone(UTC).replace(microsecond=0)
        # Time in the ledger never goes back, also when the machine's clock does; order is by number anyway.
        return max(now, last)

    def _commit(self, entry: str, kind: str, text: str, owner: str) -> bytes | None:
        if not text:
            return None
        salt, place = secrets.token_bytes(SALT_BYTES), f"{kind}/{entry}"
        sealed = self._people.seal(owner, place, text) if owner else self._people.seal_for_book(place, text)
        text_row = {"book": self._book_name, "entry_id": entry, "kind": kind, "owner_id": owner}
        self._connection.execute(_KEEP, {**text_row, "salt": salt, "sealed": sealed})
        return commit_digest(salt, text.encode())
