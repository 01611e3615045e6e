"""Receipts of Li's entries in a small book, opened for her."""

from datetime import date

from ledger.commitment import commit_digest, state_salt
from ledger.keys import SigningKey
from ledger.merkle import leaf_hash
from ledger.note import add_signatures, signature_line, split_note
from ledger.opening import MemoOpening, Opening, StateOpening
from ledger.receipt import Receipt, make_receipt
from tests.ledger.desk import LI, SITE, WANG, Desk
from tests.ledger.logs import desk_in_memory
from tests.ledger.signers import LIBRARY, checkpoint_of
from tests.ledger.trees import TreeInMemory

SEEN_AT = 1_795_000_000  # seconds since 1970
SALT = bytes(range(16))
WORDS = "陪诊 45 分钟"


def desk_of_one_service() -> Desk:
    """Entry 4 settles 45 of 60 minutes that Wang had set aside for Li."""
    desk = desk_in_memory()
    reserved = desk.reserve(WANG, LI, 60)
    memo = commit_digest(SALT, WORDS.encode())
    particulars = desk.particulars(service=date(2026, 11, 20), site=SITE, memo=memo)
    desk.book.settle(particulars, reserved.id, 45)
    for _ in range(6):
        desk.transfer(WANG, LI, 1)
    return desk


def opening_for_li(desk: Desk, seq: int = 4) -> Opening:
    """Return what opens Li's side of an entry."""
    (row,) = (row for row in desk.store.postings_of(seq) if row.handle == LI)
    last = {row.posting.version: row.posting.seq for row in desk.store.statement((LI, "min"), None, 50)}
    counters = (row.debits, row.credits, row.pending_debits, row.pending_credits, row.version)
    salt = state_salt(desk.safe.secrets_of([LI])[LI], seq, "min")
    state = StateOpening(LI, "min", *counters, last.get(row.version - 1), salt)
    return Opening((state,), MemoOpening(SALT, WORDS), ((LI, "李秀英"),))


def receipt_of(desk: Desk, seq: int = 4, opening: Opening | None = None, *witnesses: SigningKey) -> Receipt:
    entries = [data for _, data in desk.store.entry_bytes(0, desk.book.head().size)]
    leaves = [leaf_hash(data) for data in entries]
    note = checkpoint_of(leaves)
    lines = [signature_line(split_note(note)[0], witness, SEEN_AT) for witness in witnesses]
    return make_receipt(TreeInMemory(leaves), seq, entries[seq], add_signatures(note, lines), opening)


def lis_receipt() -> Receipt:
    desk = desk_of_one_service()
    return receipt_of(desk, 4, opening_for_li(desk), LIBRARY)
