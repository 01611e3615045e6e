"""Receipts: for each entry that moved a holder's account, a file that proves it to anybody, without asking us.

A receipt is *recorded* when its entry is durable, *signed* when a published checkpoint covers it, *witnessed* when
others have cosigned such a checkpoint. The file holds the entry, its proof, the checkpoint, and for the holder alone
what opens the own balance in it; the other party's balance is nowhere in it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from ledger.checkpoint import SignedCheckpoint, open_checkpoint
from ledger.commitment import state_salt
from ledger.entry import Entry, Posting, parse
from ledger.errors import IntegrityError, LedgerError
from ledger.keys import VerifierKey
from ledger.log_errors import KeyNotInForce, NotPublished
from ledger.log_name import log_name
from ledger.merkle import leaf_hash
from ledger.opening import MemoOpening, Opening, StateOpening
from ledger.receipt import check_receipt, format_receipt, make_receipt
from ledger.sql_store import SqlStore
from timebank.actors import Actor
from timebank.book_keys import log_keys
from timebank.books import logs_here
from timebank.crypto import SealBroken
from timebank.errors import N_, NotFound, Unavailable
from timebank.members.naming import name_of
from timebank.members.queries import find_whole_member
from timebank.paging import Page
from timebank.places.queries import site_row
from timebank.published_logs import (
    NothingPublished,
    published_checkpoint,
    published_nodes,
    witnessed_checkpoint,
)
from timebank.settings import Settings
from timebank.statements import SITE_ID_DIGITS, StatementLine, handle_of, statement_page
from timebank.work import Reading


class ReceiptState(StrEnum):
    """How far others can rely on a receipt."""

    RECORDED = "recorded"
    SIGNED = "signed"
    WITNESSED = "witnessed"


class ReceiptNotFound(NotFound):
    """There is no such entry, or it did not move an account of the asker."""

    code = "receipt_not_found"
    message = N_("没有这张凭证。请核对编号。")


class NotSignedYet(Unavailable):
    """The entry is durable, and no published checkpoint covers it yet; that takes seconds."""

    code = "not_signed_yet"
    message = N_("这一笔已经记下，签名还要几秒钟，请稍后再试。")


class ProofLost(NotFound):
    """The entry is here, but the published files that proved it are lost; whoever holds its receipt still can."""

    code = "proof_lost"
    message = N_("这一笔记在以前的账本里，证明它的文件已经丢失，不能再补发凭证。您手里的凭证一直有效。")


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One receipt in the list of a holder."""

    line: StatementLine
    state: ReceiptState


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """One receipt: what the entry did to the holder's account, and who stands for it.

    `change` is what came in (or, negative, went out), `held` what was set aside, both in minutes; `balance`,
    `reserved` and `coming` are as the entry left them. `signed_size` is 0 before a checkpoint covers it.
    """

    log: str
    seq: int
    kind: str
    recorded: datetime
    service_day: date | None
    change: int
    held: int
    balance: int
    reserved: int
    coming: int
    leaf: str
    state: ReceiptState
    signed_size: int
    origin: str
    witnesses: tuple[str, ...]

    @property
    def number(self) -> str:
        """The number by which the receipt is found again: the log and the entry."""
        return f"{self.log}-{self.seq}"


class SignedLog:
    """The newest signed and witnessed checkpoint of one of a book's logs, to tell how far its receipts have come."""

    def __init__(self, reading: Reading, settings: Settings, log: str) -> None:
        self.book = next(one for one in logs_here(reading.connection) if one.log == log)
        self.book_keys: tuple[VerifierKey, ...] = log_keys(reading.connection, settings, self.book)
        self.keys: tuple[VerifierKey, ...] = ()
        self._signed: SignedCheckpoint | None = None
        self._witnessed: SignedCheckpoint | None = None
        try:
            note = published_checkpoint(settings, log)
        except NothingPublished:
            return
        self.keys = (*self.book_keys, *(one.key for one in settings.witnesses))
        self._signed = self._open(note)
        if (cosigned := witnessed_checkpoint(settings, log)) is not None:
            self._witnessed = self._open(cosigned)

    def _open(self, note: bytes) -> SignedCheckpoint | None:
        try:
            return open_checkpoint(note, self.keys)
        except KeyNotInForce:
            return None  # its key was revoked since; the next checkpoint is a few seconds away

    @property
    def size(self) -> int:
        """How many entries are signed."""
        return 0 if self._signed is None else self._signed.checkpoint.size

    def checkpoint_over(self, seq: int) -> SignedCheckpoint | None:
        """Return the checkpoint that stands for an entry, a witnessed one where there is one, None before any."""
        for signed in (self._witnessed, self._signed):
            if signed is not None and seq < signed.checkpoint.size:
                return signed
        return None

    def state_of(self, seq: int) -> ReceiptState:
        """Return how far the receipt of an entry has come."""
        signed = self.checkpoint_over(seq)
        if signed is None:
            return ReceiptState.RECORDED
        return ReceiptState.WITNESSED if signed.cosigned else ReceiptState.SIGNED


@dataclass(frozen=True, slots=True)
class PublicReceipt:
    """What anybody may know of the receipt with a number: how far it has come, and who signs this log."""

    number: str
    seq: int
    state: ReceiptState
    signed_size: int
    origin: str
    vkey: str


def public_receipt(reading: Reading, settings: Settings, seq: int, log: str | None = None) -> PublicReceipt:
    """Return what the short address printed on a receipt shows to everybody.

    An entry that was signed and then lost with the database is still told of: its receipt goes on proving it.

    Raises:
        ReceiptNotFound: the log has no such entry.
    """
    log = log or reading.log
    signed = SignedLog(reading, settings, log)
    if seq >= max(SqlStore(reading.connection, log).head().size, signed.size):
        raise ReceiptNotFound
    return PublicReceipt(
        f"{log}-{seq}",
        seq,
        signed.state_of(seq),
        signed.size,
        signed.book.origin,
        signed.book_keys[-1].vkey,
    )


def receipts_page(
    reading: Reading, settings: Settings, holder: str, actor: Actor, *, after: str = "", limit: int = 20
) -> Page[ReceiptLine]:
    """Return the receipts of a member or site whose account the actor may see, newest first."""
    page = statement_page(reading, holder, actor, after=after, limit=limit)
    names = {line.log: log_name(reading.book, line.log) for line in page.items}
    logs = {number: SignedLog(reading, settings, name) for number, name in names.items()}
    lines = (ReceiptLine(line, logs[line.log].state_of(line.seq)) for line in page.items)
    return Page(tuple(lines), page.next_cursor)


def receipt_view(
    reading: Reading, settings: Settings, holder: str, seq: int, actor: Actor, log: str | None = None
) -> ReceiptView:
    """Return one receipt of a holder, of the log that is written or of the one named."""
    log = log or reading.log
    entry, data, posting, state = own_entry(reading, holder, seq, actor, log)
    signed_log = SignedLog(reading, settings, log)
    signed = signed_log.checkpoint_over(seq)
    is_posted = entry.kind not in ("reserve", "release")
    held = posting.amount if entry.kind == "reserve" else -(posting.held or 0)
    amount = posting.amount if is_posted else 0
    return ReceiptView(
        log=log,
        seq=seq,
        kind=entry.kind,
        recorded=entry.recorded,
        service_day=entry.service,
        change=-amount if posting.side == "debit" else amount,
        held=held,
        balance=state.balance,
        reserved=state.pending_debits,
        coming=state.pending_credits,
        leaf=leaf_hash(data).hex(),
        state=signed_log.state_of(seq),
        signed_size=0 if signed is None else signed.checkpoint.size,
        origin=signed_log.book.origin,
        witnesses=() if signed is None else tuple(sorted({one.key.name for one in signed.cosigned})),
    )


def receipt_file(
    reading: Reading, settings: Settings, holder: str, seq: int, actor: Actor, log: str | None = None
) -> bytes:
    """Return the receipt file of an entry that moved a holder's account, as `ledger.receipt` says; `log` as above.

    What is handed out was checked first, as its holder will check it.

    Raises:
        ReceiptNotFound: there is no such entry of this holder.
        NotSignedYet: no published checkpoint covers it.
        ProofLost: what proved it was lost with the files of a log that is not written any more.
        IntegrityError: what is kept does not make a receipt that holds.
    """
    log = log or reading.log
    entry, data, posting, state = own_entry(reading, holder, seq, actor, log)
    signed_log = SignedLog(reading, settings, log)
    signed = signed_log.checkpoint_over(seq)
    if signed is None:
        raise NotSignedYet
    name = site_row(reading, holder).name if len(holder) == SITE_ID_DIGITS else name_of(reading, holder)
    opening = Opening(
        () if state.salt == b"" else (state,), _memo(reading, entry, holder), ((posting.handle, name),)
    )
    nodes = published_nodes(settings, log, signed.checkpoint.size)
    try:
        receipt = format_receipt(make_receipt(nodes, seq, data, signed.note, opening))
    except NotPublished as error:
        if log == reading.log:
            raise
        raise ProofLost from error
    try:
        check_receipt(receipt, signed_log.keys)
    except LedgerError as error:
        raise IntegrityError(f"the receipt of entry {seq} does not hold: {error}") from error
    return receipt


def own_entry(
    reading: Reading, holder: str, seq: int, actor: Actor, log: str
) -> tuple[Entry, bytes, Posting, StateOpening]:
    """Return an entry of a log, its bytes, the holder's posting in it, and the holder's account after it."""
    handle = handle_of(reading, holder, actor, find_whole_member)
    store = SqlStore(reading.connection, log)
    row = next((one for one in store.postings_of(seq) if one.handle == handle), None)
    if row is None:
        raise ReceiptNotFound
    _, data = next(store.entry_bytes(seq, seq + 1))
    entry = parse(data)
    posting = next(one for one in entry.postings if (one.handle, one.unit) == (handle, row.unit))
    before = store.statement((handle, row.unit), row.version, 1)
    secret = reading.secrets_in(log).secrets_of([handle]).get(handle)
    state = StateOpening(
        handle,
        row.unit,
        row.debits,
        row.credits,
        row.pending_debits,
        row.pending_credits,
        row.version,
        before[0].posting.seq if before else None,
        b"" if secret is None else state_salt(secret, seq, row.unit),
    )
    return entry, data, posting, state


def _memo(reading: Reading, entry: Entry, holder: str) -> MemoOpening | None:
    """Return what opens the words of an entry, to whom they are about."""
    try:
        words = reading.ledger.words_behind(entry.id, "memo")
    except SealBroken:
        return None
    if words is None or words.owner not in ("", holder):
        return None
    return MemoOpening(words.salt, words.text)
