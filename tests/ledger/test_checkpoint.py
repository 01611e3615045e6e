"""Checkpoints: three lines that a log signs and witnesses cosign."""

import json

import pytest
from hypothesis import given

from ledger import merkle
from ledger.checkpoint import (
    Checkpoint,
    format_checkpoint,
    open_checkpoint,
    parse_checkpoint,
    sign_checkpoint,
)
from ledger.keys import parse_vkey, timed
from ledger.log_errors import MalformedCheckpoint, NotSigned
from ledger.note import add_signatures, sign_note, signature_line, split_note
from tests.ledger.desk import ORIGIN
from tests.ledger.mutants import as_text, mutants, read_or_refused
from tests.ledger.signers import LIBRARY, LOG, NEIGHBOUR, checkpoint_of, leaves, signer
from tests.ledger.vectors import vectors_folder

VECTORS = vectors_folder()
TESSERA = parse_vkey(
    "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx"
)  # the published key of the published log
CHECKPOINT = Checkpoint(ORIGIN, 5, merkle.root(leaves(5)))
TEXT = format_checkpoint(CHECKPOINT)


def test_a_checkpoint_is_three_lines():
    origin, size, root, rest = TEXT.split("\n")

    assert (origin, size, len(root), rest) == (ORIGIN, "5", 44, "")
    assert parse_checkpoint(TEXT) == CHECKPOINT


@pytest.mark.parametrize("size", range(16))
def test_the_checkpoints_of_a_published_log_are_opened(size):
    note = (VECTORS / f"tessera-log/checkpoint.{size}").read_bytes()

    opened = open_checkpoint(note, [TESSERA])

    assert (opened.checkpoint.origin, opened.checkpoint.size) == (TESSERA.name, size)
    assert format_checkpoint(opened.checkpoint) == split_note(note)[0]


def test_the_examples_of_the_standards_are_read():
    for name in ("tlog-checkpoint", "tlog-cosignature"):
        example = json.loads((VECTORS / f"c2sp-examples/{name}.json").read_text())["examples"][0]
        text, _ = split_note(example.encode())
        assert parse_checkpoint(text).size == 20852163
        assert format_checkpoint(parse_checkpoint(text)) == text


def test_a_witness_signs_the_time_and_the_three_lines():
    example = json.loads((VECTORS / "c2sp-examples/tlog-cosignature.json").read_text())["examples"]
    text, _ = split_note(example[0].encode())

    assert timed(text.encode(), 1679315147).decode() == example[1]


def test_witnesses_stand_beside_the_log():
    note = add_signatures(checkpoint_of(leaves(5)), [signature_line(TEXT, LIBRARY, 99)])

    opened = open_checkpoint(note, [LOG.public, LIBRARY.public, NEIGHBOUR.public])

    assert opened.checkpoint == CHECKPOINT
    assert [(one.key.name, one.time) for one in opened.cosigned] == [(LIBRARY.name, 99)]


def test_a_witness_alone_does_not_make_a_checkpoint():
    note = sign_note(TEXT, LIBRARY)

    with pytest.raises(NotSigned):
        open_checkpoint(note, [LOG.public, LIBRARY.public])


def test_a_log_signs_under_its_own_name_only():
    other = signer("demo.invalid/log/450126")

    with pytest.raises(MalformedCheckpoint):
        sign_checkpoint(CHECKPOINT, other)
    with pytest.raises(NotSigned):
        open_checkpoint(sign_note(TEXT, other), [LOG.public, other.public])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n\n",
        TEXT[:-1],
        TEXT + "\n",
        TEXT + "extension\n",
        TEXT.replace("\n5\n", "\n05\n"),
        TEXT.replace("\n5\n", "\n+5\n"),
        TEXT.replace("\n5\n", "\n5_0\n"),
        TEXT.replace("\n5\n", "\n٥\n"),
        TEXT.replace("\n5\n", "\n-5\n"),
        TEXT.replace("\n5\n", "\n\n"),
        TEXT.replace("\n5\n", f"\n{2**63}\n"),
        TEXT.replace("\n5\n", "\n0\n"),
        TEXT.replace("=\n", "\n"),
        TEXT.replace("=\n", "==\n"),
        TEXT.replace(ORIGIN, ""),
        TEXT.replace(ORIGIN, "demo invalid"),
    ],
)
def test_what_is_no_checkpoint_is_refused(text):
    with pytest.raises(MalformedCheckpoint):
        parse_checkpoint(text)


@pytest.mark.parametrize(
    "checkpoint",
    [
        Checkpoint("", 5, CHECKPOINT.root),
        Checkpoint("two\nlines", 5, CHECKPOINT.root),
        Checkpoint(ORIGIN, -1, CHECKPOINT.root),
        Checkpoint(ORIGIN, 5, b"short"),
        Checkpoint(ORIGIN, 0, CHECKPOINT.root),
    ],
)
def test_what_cannot_be_read_is_not_written(checkpoint):
    with pytest.raises(MalformedCheckpoint):
        format_checkpoint(checkpoint)


@given(mutants(TEXT.encode()).map(as_text))
def test_a_damaged_checkpoint_is_refused_or_written_so(text):
    checkpoint = read_or_refused(parse_checkpoint, text)

    assert checkpoint is None or format_checkpoint(checkpoint) == text


@given(mutants(checkpoint_of(leaves(5)), checkpoint_of(leaves(0))))
def test_a_damaged_signed_checkpoint_is_refused_or_the_signed_one(note):
    opened = read_or_refused(open_checkpoint, note, [LOG.public])

    assert opened is None or opened.checkpoint.size in (0, 5)
