"""Receipts: what they prove, what they say in plain words, and that nothing of them can be changed."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import LedgerError, Malformed, ProofError
from ledger.log_errors import BadSignature, ClaimFails, MalformedReceipt, NotSigned
from ledger.note import add_signatures, signature_line
from ledger.opening import MemoOpening, Opening, format_opening, parse_opening
from ledger.proof_file import MAX_HASHES, MAX_PROOF_BYTES, ProofFile, format_proof, parse_proof
from ledger.receipt import Receipt, check_receipt, format_receipt, parse_receipt
from ledger.receipt_words import amount_in_words, say
from tests.ledger.desk import BOOK, LI, WANG
from tests.ledger.mutants import mutants, read_or_refused
from tests.ledger.receipts import (
    SALT,
    SEEN_AT,
    WORDS,
    desk_of_one_service,
    lis_receipt,
    opening_for_li,
    receipt_of,
)
from tests.ledger.signers import LIBRARY, LOG, NEIGHBOUR, signer, with_byte
from tests.ledger.vectors import vectors_folder

VECTORS = vectors_folder() / "c2sp-examples"
KEYS = (LOG.public, LIBRARY.public)
RECEIPT = lis_receipt()
FILE = format_receipt(RECEIPT)
BARE = format_receipt(Receipt(RECEIPT.proof))


def test_a_receipt_proves_its_entry():
    checked = check_receipt(FILE, KEYS)

    assert (checked.checkpoint.origin, checked.checkpoint.size) == (LOG.name, 11)
    assert (checked.entry.book, checked.entry.seq, checked.entry.kind) == (BOOK, 4, "settle")
    assert [(one.key.name, one.time) for one in checked.witnesses] == [(LIBRARY.name, SEEN_AT)]
    assert [(one.handle, one.balance, one.version) for one in checked.states] == [(LI, 45, 2)]
    assert checked.memo == WORDS


def test_it_says_so_in_plain_words():
    assert say(check_receipt(FILE, KEYS)) == [
        "What had been set aside was settled for a service on 2026-11-20: entry 4 of book 450125, written on"
        " 2026-11-22 at 00:57:08 UTC.",
        f"Account {WANG}: 45 min of 1 h set aside taken.",
        f"Account {LI}: 45 min of 1 h set aside given.",
        f"After it, account {LI} held 45 min.",
        "The words to it: 陪诊 45 分钟",
        "Proved: the log demo.invalid/log/450125 has signed that this is entry 4 of the 11 it then had. It"
        " cannot change or drop it without being caught.",
        "Proved: library.invalid/w1 has seen the same log, on 2026-11-18 at 11:06:40 UTC by its clock.",
        "Proved: the account stood so after this entry.",
        "Proved: these are the words that belong to the entry.",
        "Not proved: that what the book says took place. The book shows what was entered and confirmed.",
        "Not proved: what the accounts hold today. A later entry may have moved or taken back.",
        f"Not proved: that account {LI} belongs to 李秀英. The log holds no names.",
    ]


def test_the_other_ones_balance_is_nowhere_in_it():
    assert WANG.encode() not in format_opening(RECEIPT.opening)
    assert not [
        sentence for sentence in say(check_receipt(FILE, KEYS)) if WANG in sentence and "held" in sentence
    ]


def test_without_a_witness_it_says_that_others_may_have_been_shown_another_log():
    sentences = say(check_receipt(BARE, [LOG.public]))

    assert any("No witness" in sentence for sentence in sentences)
    assert not any("After it" in sentence for sentence in sentences)


def test_every_entry_has_a_receipt_that_can_be_said():
    desk = desk_of_one_service()
    for seq in range(desk.book.head().size):
        checked = check_receipt(format_receipt(receipt_of(desk, seq)), KEYS)
        assert checked.entry.seq == seq
        assert all(sentence.endswith(".") for sentence in say(checked))


def test_what_is_set_aside_and_given_back_is_said():
    desk = desk_of_one_service()
    reserved = desk.reserve(WANG, LI, 30)
    desk.do("release", reserved.id, "declined")
    size = desk.book.head().size

    told = [say(check_receipt(format_receipt(receipt_of(desk, seq)), KEYS)) for seq in (size - 2, size - 1)]

    assert told[0][1:3] == [f"Account {WANG}: 30 min set aside.", f"Account {LI}: 30 min to come."]
    assert told[1][1:3] == [
        f"Account {WANG}: 30 min no longer set aside.",
        f"Account {LI}: 30 min no longer to come.",
    ]


def test_what_is_set_aside_in_an_account_is_said():
    desk = desk_of_one_service()
    desk.reserve(LI, WANG, 20)
    desk.reserve(WANG, LI, 10)
    seq = desk.book.head().size - 1
    state = opening_for_li(desk, seq).states

    sentences = say(check_receipt(format_receipt(receipt_of(desk, seq, Opening(state))), KEYS))

    assert (
        f"After it, account {LI} held 51 min, of which 20 min were set aside, with 10 min to come."
        in sentences
    )


def test_the_part_before_the_openings_is_a_proof_of_its_own():
    assert FILE.startswith(BARE)
    assert check_receipt(BARE, KEYS).entry == check_receipt(FILE, KEYS).entry
    assert parse_receipt(FILE) == RECEIPT


def test_no_bit_of_it_can_be_turned():
    changed = 0
    for place in range(len(FILE)):
        for bit in range(8):
            mutant = with_byte(FILE, place, 1 << bit)
            try:
                checked = check_receipt(mutant, KEYS)
            except LedgerError:
                changed += 1
            else:  # only what it claims without proof, and a witness that is then nobody we know
                assert replace(checked, names=(), witnesses=()) == replace(
                    check_receipt(FILE, KEYS), names=(), witnesses=()
                )
    assert changed > len(FILE) * 7


@given(mutants(FILE, BARE))
def test_a_damaged_receipt_is_refused_or_proves_the_same(data):
    checked = read_or_refused(check_receipt, data, KEYS)

    assert checked is None or (checked.entry.seq, checked.checkpoint.size) == (4, 11)


def forged(**changes) -> bytes:
    return format_receipt(replace(RECEIPT, proof=replace(RECEIPT.proof, **changes)))


def test_a_proof_of_another_entry_is_refused():
    desk = desk_of_one_service()
    others = {seq: receipt_of(desk, seq).proof for seq in (0, 3, 5, 10)}

    for seq, other in others.items():
        for forgery in (
            forged(hashes=other.hashes),
            forged(index=seq),
            forged(extra=other.extra),
            forged(index=seq, hashes=other.hashes),
        ):
            with pytest.raises((ProofError, ClaimFails)):
                check_receipt(forgery, KEYS)


def test_a_proof_without_its_entry_is_refused():
    with pytest.raises(MalformedReceipt):
        check_receipt(forged(extra=None), KEYS)
    with pytest.raises(MalformedReceipt):
        check_receipt(forged(extra=b"no entry"), KEYS)


def test_only_the_keys_that_were_given_count():
    with pytest.raises(NotSigned):
        check_receipt(FILE, [signer("demo.invalid/log/450126").public])
    with pytest.raises(NotSigned):
        check_receipt(FILE, [LIBRARY.public])
    assert check_receipt(FILE, [LOG.public, NEIGHBOUR.public]).witnesses == ()


def test_a_witness_that_signed_something_else_spoils_it():
    line = signature_line("another text\n", NEIGHBOUR, SEEN_AT)
    forgery = forged(checkpoint=add_signatures(RECEIPT.proof.checkpoint, [line]))

    assert check_receipt(forgery, KEYS).entry.seq == 4
    with pytest.raises(BadSignature):
        check_receipt(forgery, [*KEYS, NEIGHBOUR.public])


@pytest.mark.parametrize(
    "opening",
    [
        replace(RECEIPT.opening, states=(replace(RECEIPT.opening.states[0], credits=46),)),
        replace(RECEIPT.opening, states=(replace(RECEIPT.opening.states[0], version=3),)),
        replace(RECEIPT.opening, states=(replace(RECEIPT.opening.states[0], last=None),)),
        replace(RECEIPT.opening, states=(replace(RECEIPT.opening.states[0], salt=SALT),)),
        replace(RECEIPT.opening, states=(replace(RECEIPT.opening.states[0], handle=WANG),)),
        replace(RECEIPT.opening, states=(replace(RECEIPT.opening.states[0], unit="pt"),)),
        replace(RECEIPT.opening, memo=MemoOpening(SALT, "陪诊 46 分钟")),
        replace(RECEIPT.opening, memo=MemoOpening(bytes(16), WORDS)),
        replace(RECEIPT.opening, names=(("zhao2222222222222222", "赵"),)),
    ],
)
def test_an_opening_that_does_not_fit_refuses_the_receipt(opening):
    with pytest.raises(ClaimFails):
        check_receipt(format_receipt(replace(RECEIPT, opening=opening)), KEYS)


def test_a_memo_for_an_entry_without_one_is_refused():
    opening = Opening(memo=MemoOpening(SALT, WORDS))

    with pytest.raises(ClaimFails):
        check_receipt(format_receipt(receipt_of(desk_of_one_service(), 5, opening)), KEYS)


OPENING = format_opening(opening_for_li(desk_of_one_service()))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        OPENING[:-1],
        OPENING + b"\n",
        OPENING.replace(b"v1", b"v2"),
        OPENING.replace(b" 45 ", b" 045 "),
        OPENING.replace(b" 45 ", b" +45 "),
        OPENING.replace(b" 45 ", b"  45 "),
        OPENING.replace(SALT.hex().encode(), SALT.hex().upper().encode()),
        OPENING.replace(SALT.hex().encode(), b"00" * 15),
        OPENING.replace(SALT.hex().encode(), b"zz" * 16),
        OPENING.replace(b"\nmemo", b"\nmeno"),
        OPENING + OPENING.splitlines(keepends=True)[1],
        OPENING + OPENING.splitlines(keepends=True)[2],
        b"\xff" + OPENING,
        b"timebank/opening/v1\nstate li 1\n",
        b"timebank/opening/v1\nmemo 00 /w==\n",
    ],
)
def test_what_is_no_opening_is_refused(data):
    with pytest.raises(MalformedReceipt):
        parse_opening(data)


@pytest.mark.parametrize(
    "opening",
    [
        Opening(memo=MemoOpening(SALT, "")),
        Opening(memo=MemoOpening(SALT, "x" * 20_001)),
        Opening(memo=MemoOpening(SALT, "\udc80")),
        Opening(memo=MemoOpening(b"short", "words")),
        Opening(names=(("li", "李"),)),
        Opening(names=((WANG, "王"), (LI, "李"))),
        Opening(states=RECEIPT.opening.states * 2),
        Opening(states=(replace(RECEIPT.opening.states[0], credits=2**53),)),
    ],
)
def test_what_cannot_be_read_is_not_written(opening):
    with pytest.raises(MalformedReceipt):
        format_opening(opening)


@given(mutants(OPENING, b"timebank/opening/v1\n"))
def test_a_damaged_opening_is_refused_or_written_so(data):
    opening = read_or_refused(parse_opening, data)

    assert opening is None or format_opening(opening) == data


def test_published_proof_files_are_judged_as_published():
    vectors = json.loads((VECTORS / "tlog-proof-parsing.json").read_text())

    for text in vectors["accept"]:
        assert format_proof(parse_proof(text.encode())) == text.encode()
    for _, text in vectors["refuse"]:
        with pytest.raises(MalformedReceipt):
            parse_proof(text.encode())


def test_the_example_of_the_standard_is_read():
    (example,) = json.loads((VECTORS / "tlog-proof.json").read_text())["examples"]

    proof = parse_proof(example.encode())

    assert (proof.index, len(proof.hashes), len(proof.extra)) == (73894, 5, 39)
    assert proof.checkpoint.startswith(b"example.com/fancylog\n109482\n")
    assert format_proof(proof) == example.encode()


PROOF = format_proof(RECEIPT.proof)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        PROOF.replace(b"index 4", b"index 04"),
        PROOF.replace(b"index 4", b"index  4"),
        PROOF.replace(b"index 4", b"Index 4"),
        PROOF.replace(b"index 4", b"index 9223372036854775808"),
        PROOF.replace(b"extra ", b"extra  "),
        PROOF.replace(b"\nindex", b"\r\nindex"),
        PROOF.replace(b"\n\n", b"\n\n\n", 1).replace(b"\n\n\n", b"\n", 1),
        PROOF.partition(b"\n\n")[0] + b"\n\n",
        b"\xef\xbb\xbf" + PROOF,
        format_proof(replace(RECEIPT.proof, hashes=(bytes(32),) * (MAX_HASHES + 1))),
        format_proof(ProofFile(0, (), b"x" * MAX_PROOF_BYTES)),
    ],
)
def test_what_is_no_proof_is_refused(data):
    with pytest.raises(LedgerError):
        check_receipt(data, KEYS)


@given(mutants(PROOF, format_proof(ProofFile(0, (), b"checkpoint\n"))))
def test_a_damaged_proof_is_refused_or_written_so(data):
    proof = read_or_refused(parse_proof, data)

    assert proof is None or format_proof(proof) == data


@pytest.mark.parametrize(
    ("amount", "unit", "words"),
    [
        (0, "min", "0 min"),
        (45, "min", "45 min"),
        (60, "min", "1 h"),
        (150, "min", "2 h 30 min"),
        (-90, "min", "-1 h 30 min"),
        (30, "pt", "30 points"),
        (2, "g.soap", "2 soap"),
    ],
)
def test_amounts_are_said_with_their_unit(amount, unit, words):
    assert amount_in_words(amount, unit) == words


@given(st.binary(max_size=60))
def test_what_is_no_receipt_at_all_is_refused(data):
    with pytest.raises(Malformed):
        parse_receipt(data)
