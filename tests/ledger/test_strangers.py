"""What strangers and damaged disks hand us is refused in our own words, in a plain sentence, whatever it is."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.key_chain import follow_keys, format_chain
from ledger.key_file import create_key_file, read_signing_key
from ledger.keys import ED25519, SigningKey
from ledger.merkle import prove_consistency
from ledger.note import sign_note, split_note
from ledger.receipt import format_receipt
from ledger.submission import Submission, format_submission
from ledger.witness import Witness
from ledger.witness_store import WitnessFile
from tests.ledger.desk import ORIGIN
from tests.ledger.mutants import as_text, mutants, read_or_refused
from tests.ledger.receipts import lis_receipt
from tests.ledger.signers import LIBRARY, LOG, checkpoint_of, leaves

NOW = 1_795_000_000
GROWN = prove_consistency(5, leaves(9))
NOTE = checkpoint_of(leaves(9))
SUBMISSION = format_submission(Submission(5, tuple(GROWN), NOTE))

with_the_same_folder = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def witness(tmp_path: Path) -> Witness:
    """A witness that has cosigned five entries of the log."""
    witness = Witness(LIBRARY, {ORIGIN: [LOG.public]}, WitnessFile(tmp_path / "w.db"), lambda: NOW)
    first = format_submission(Submission(0, (), checkpoint_of(leaves(5))))
    assert witness.add_checkpoint(first).status == 200
    return witness


def told(witness: Witness, body: bytes) -> int:
    """Return the status of an answer that says something in one line of text."""
    answer = witness.add_checkpoint(body)
    assert answer.body.endswith("\n")
    assert answer.body.count("\n") == 1
    assert answer.body.strip().isprintable()
    return answer.status


@with_the_same_folder
@given(body=mutants(SUBMISSION, NOTE))
def test_a_witness_answers_any_body(witness: Witness, body: bytes) -> None:
    assert told(witness, body) in (200, 400, 403, 404, 409, 422)


@with_the_same_folder
@given(text=mutants(split_note(NOTE)[0].encode()).map(as_text), old=st.sampled_from((0, 5, 9, 2**63)))
def test_a_witness_answers_whatever_a_log_signs(witness: Witness, text: str, old: int) -> None:
    note = read_or_refused(sign_note, text.rstrip("\n") + "\n", LOG)
    body = format_submission(Submission(old, tuple(GROWN), note or NOTE))

    assert told(witness, body) in (200, 400, 403, 404, 409, 422)


@pytest.fixture
def key_file(tmp_path: Path) -> Callable[[bytes], SigningKey]:
    """Read bytes as a key file."""
    path = tmp_path / "key"
    path.touch(mode=0o600)

    def read(data: bytes) -> SigningKey:
        path.write_bytes(data)
        return read_signing_key(path, ORIGIN, ED25519, bytes(32))

    return read


def made(path: Path, secret: bytes) -> bytes:
    create_key_file(path, secret)
    return path.read_bytes()


@with_the_same_folder
@given(data=st.data())
def test_a_damaged_key_file_is_refused_or_a_key(
    key_file: Callable[[bytes], SigningKey], tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("keys")
    sound = [made(folder / "plain", b""), made(folder / "sealed", bytes(32))]

    key = read_or_refused(key_file, data.draw(mutants(*sound)))

    assert key is None or key.name == ORIGIN


CHAIN = format_chain([format_receipt(lis_receipt())])


@settings(max_examples=60)
@given(chain=mutants(CHAIN, format_chain([])))
def test_damaged_changes_of_key_are_refused_or_lead_nowhere_else(chain: bytes) -> None:
    keys = read_or_refused(follow_keys, [LOG.public], chain)

    assert keys in (None, (LOG.public,), [LOG.public])
