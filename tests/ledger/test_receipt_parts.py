"""Receipts on paper: parts that fit a QR code, and none where a receipt is too long. A browser reads them back in
tests/web/test_verify_page.py."""

import hashlib
from dataclasses import replace

import pytest
import segno

from ledger.log_errors import MalformedReceipt
from ledger.opening import MemoOpening, Opening
from ledger.proof_file import format_proof
from ledger.receipt import format_receipt
from ledger.receipt_parts import LONGEST_PART, MOST, split_receipt, write_base45
from tests.ledger.receipts import SALT, lis_receipt

RECEIPT = lis_receipt()
FILE = format_receipt(RECEIPT)


def with_hashes(count: int) -> bytes:
    hashes = tuple(hashlib.sha256(bytes([number])).digest() for number in range(count))
    return format_receipt(replace(RECEIPT, proof=replace(RECEIPT.proof, hashes=hashes)))


def test_base45_is_that_of_the_standard():
    examples = {b"AB": "BB8", b"Hello!!": "%69 VD92EX0", b"base-45": "UJCLQE7W581", b"": ""}  # RFC 9285 §4.3

    assert {data: write_base45(data) for data in examples} == examples


def test_the_parts_say_which_they_are_and_of_what():
    parts = split_receipt(FILE)

    assert [part.split("/")[:3] for part in parts] == [["TBR1", "1", "2"], ["TBR1", "2", "2"]]
    assert len({part.split("/")[3] for part in parts}) == 1


@pytest.mark.parametrize("hashes", [0, 1, 20, 24, 32])
def test_the_receipt_of_a_log_of_any_length_fits_on_paper(hashes):
    parts = split_receipt(with_hashes(hashes))

    assert 2 <= len(parts) <= MOST
    assert max(map(len, parts)) <= LONGEST_PART
    assert max(int(segno.make_qr(part, error="m", boost_error=False).version) for part in parts) <= 20


def test_the_longest_part_fits_a_code_of_version_20_and_no_longer_one_does():
    assert segno.make_qr("A" * LONGEST_PART, error="m", boost_error=False).version == 20
    assert segno.make_qr("A" * (LONGEST_PART + 1), error="m", boost_error=False).version == 21


def test_a_receipt_that_is_too_long_for_paper_has_no_parts():
    words = "".join(hashlib.sha256(bytes([number])).hexdigest() for number in range(150))

    assert (
        split_receipt(format_receipt(replace(RECEIPT, opening=Opening(memo=MemoOpening(SALT, words))))) == ()
    )


def test_what_is_no_receipt_has_no_parts():
    for data in (b"", FILE[:-5], format_proof(replace(RECEIPT.proof, extra=None))):
        with pytest.raises(MalformedReceipt):
            split_receipt(data)
