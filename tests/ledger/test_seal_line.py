"""A holder proves the own line in a seal to anybody, and nothing else can be proved with it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import LedgerError, UnknownAccount
from ledger.log_errors import NotSigned
from ledger.receipt import Receipt
from ledger.receipt_words import say_line
from ledger.seal import line_in_seal
from ledger.seal_line import check_line, format_line, is_line
from tests.ledger.desk import LI, POOL, WANG, Desk
from tests.ledger.logs import a_day, desk_in_memory
from tests.ledger.mutants import mutants, read_or_refused
from tests.ledger.receipts import opening_for_li, receipt_of
from tests.ledger.signers import LIBRARY, LOG

KEYS = [LOG.public, LIBRARY.public]


def sealed_desk() -> tuple[Desk, int, int]:
    """Return a book, the entry at which it was sealed, and the seal's own."""
    desk = a_day(desk_in_memory())
    at = desk.book.head().size - 1
    return desk, at, desk.do("seal", at).seq


DESK, AT, SEAL = sealed_desk()
NEWEST = max(line.posting.seq for line in DESK.store.statement((LI, "min"), None, 50))
(STATE,) = opening_for_li(DESK, NEWEST).states
LINE = line_in_seal(DESK.store, AT, (LI, "min"))
FILE = format_line(LINE, receipt_of(DESK, SEAL, None, LIBRARY), STATE)


def test_the_line_of_an_account_is_proved_and_said_in_words() -> None:
    checked = check_line(FILE, KEYS)

    assert is_line(FILE)
    assert (checked.seal.at, checked.state) == (AT, STATE)
    sentences = say_line(checked)
    assert any(sentence.startswith(f"Account {LI} held") for sentence in sentences)
    assert any("they sum to zero" in sentence for sentence in sentences)
    assert sum(sentence.startswith("Proved") for sentence in sentences) == 3


def test_every_account_that_moved_has_a_line() -> None:
    rows = list(DESK.store.newest_postings(AT))

    lines = [line_in_seal(DESK.store, AT, (row.handle, row.unit)) for row in rows]

    assert [line.index for line in lines] == list(range(len(rows)))
    with pytest.raises(UnknownAccount):
        line_in_seal(DESK.store, 0, (WANG, "min"))


@pytest.mark.parametrize(
    "other",
    [
        format_line(LINE, receipt_of(DESK, SEAL, None), replace(STATE, credits=STATE.credits + 60)),
        format_line(replace(LINE, handle=POOL), receipt_of(DESK, SEAL, None), STATE),
        format_line(LINE, receipt_of(DESK, SEAL - 1, None), STATE),
        format_line(line_in_seal(DESK.store, AT, (WANG, "min")), receipt_of(DESK, SEAL, None), STATE),
        format_line(replace(LINE, index=LINE.index + 1), receipt_of(DESK, SEAL, None), STATE),
    ],
    ids=["more time", "another account", "no seal", "another line", "another place"],
)
def test_what_is_not_so_is_refused(other: bytes) -> None:
    with pytest.raises(LedgerError):
        check_line(other, KEYS)


def test_a_log_that_is_not_trusted_proves_nothing() -> None:
    with pytest.raises(NotSigned):
        check_line(format_line(LINE, Receipt(receipt_of(DESK, SEAL, None).proof), STATE), [])


@given(place=st.integers(0, len(FILE) - 1), bit=st.integers(0, 7))
def test_no_flipped_bit_is_taken_for_the_line(place: int, bit: int) -> None:
    flipped = FILE[:place] + bytes([FILE[place] ^ 1 << bit]) + FILE[place + 1 :]

    checked = read_or_refused(check_line, flipped, [LOG.public])

    # A witness nobody knows may stand there with any signature.
    assert checked is None or (checked.state, checked.seal) == (STATE, check_line(FILE, KEYS).seal)


@given(data=mutants(FILE))
def test_damaged_files_are_refused_in_our_own_words(data: bytes) -> None:
    read_or_refused(check_line, data, KEYS)
