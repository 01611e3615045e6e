"""A holder's own line in the newest seal: what the account held then, and a file that proves it to anybody."""

from dataclasses import dataclass

from ledger.account import Key
from ledger.errors import IntegrityError, LedgerError
from ledger.opening import StateOpening
from ledger.receipt import make_receipt
from ledger.seal import line_in_seal
from ledger.seal_line import check_line, format_line
from ledger.sql_store import SqlStore
from timebank.actors import Actor
from timebank.errors import N_, NotFound
from timebank.published_logs import published_nodes
from timebank.receipts import NotSignedYet, SignedLog, own_entry
from timebank.seals import SealView, newest_seal
from timebank.settings import Settings
from timebank.statements import handle_of
from timebank.units import MINUTES
from timebank.work import Reading

LINES_READ = 50


class NotSealedYet(NotFound):
    """No seal covers an entry of this account: there is none yet, or the account moved since for the first time."""

    code = "not_sealed_yet"
    message = N_("还没有封过账，或者您的第一笔在上次封账以后。账本每天夜里封一次，请明天再来。")


@dataclass(frozen=True, slots=True)
class SealedLine:
    """What an account held at the newest seal, in minutes; `is_signed` once a published checkpoint covers the seal."""

    book: str
    seal: SealView
    seq: int
    balance: int
    reserved: int
    coming: int
    is_signed: bool


def sealed_line(reading: Reading, settings: Settings, holder: str, actor: Actor) -> SealedLine:
    """Return the line of a holder whose account the actor may see."""
    seal, seq, state = _line(reading, holder, actor)
    is_signed = SignedLog(reading, settings, reading.log).checkpoint_over(seal.seq) is not None
    return SealedLine(
        reading.book,
        seal,
        seq,
        state.balance,
        state.pending_debits,
        state.pending_credits,
        is_signed,
    )


def sealed_line_file(reading: Reading, settings: Settings, holder: str, actor: Actor) -> bytes:
    """Return the file that proves the line, as `ledger.seal_line` lays it out; checked as its holder will check it.

    Raises:
        NotSealedYet: no seal covers the account.
        NotSignedYet: no published checkpoint covers the seal.
        IntegrityError: what is kept does not make a line that holds.
    """
    seal, _, state = _line(reading, holder, actor)
    log, store = SignedLog(reading, settings, reading.log), SqlStore(reading.connection, reading.log)
    signed = log.checkpoint_over(seal.seq)
    if signed is None:
        raise NotSignedYet
    _, data = next(store.entry_bytes(seal.seq, seal.seq + 1))
    nodes = published_nodes(settings, reading.log, signed.checkpoint.size)
    receipt = make_receipt(nodes, seal.seq, data, signed.note)
    file = format_line(line_in_seal(store, seal.at, (state.handle, state.unit)), receipt, state)
    try:
        check_line(file, log.keys)
    except LedgerError as error:
        raise IntegrityError(
            f"the line of {state.handle} in seal {seal.seq} does not hold: {error}"
        ) from error
    return file


def _line(reading: Reading, holder: str, actor: Actor) -> tuple[SealView, int, StateOpening]:
    """Return the newest seal, the number of the account's newest entry in it, and the account after that."""
    seal, handle = newest_seal(reading), handle_of(reading, holder, actor)
    seq = None if seal is None else _newest_up_to(reading, (handle, MINUTES), seal.at)
    if seal is None or seq is None:
        raise NotSealedYet
    *_, state = own_entry(reading, holder, seq, actor, reading.log)
    return seal, seq, state


def _newest_up_to(reading: Reading, key: Key, at: int) -> int | None:
    store, before = SqlStore(reading.connection, reading.log), None
    while rows := store.statement(key, before, LINES_READ):
        for row in rows:
            if row.posting.seq <= at:
                return row.posting.seq
        before = rows[-1].posting.version
    return None
