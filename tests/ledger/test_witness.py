"""Witnesses: they cosign growth and nothing else, whoever asks and however often at once."""

import json
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given

from ledger import merkle, witness_server
from ledger.checkpoint import open_checkpoint
from ledger.errors import StoreFailed
from ledger.http_client import HttpClient
from ledger.log_errors import (
    MalformedSubmission,
    NoAnswer,
    WitnessKnowsMore,
    WitnessRefuses,
)
from ledger.merkle import prove_consistency
from ledger.note import sign_note, signature_line, split_note
from ledger.submission import MAX_HASHES, Submission, format_submission, parse_submission
from ledger.witness import SIZE, Witness, WitnessAnswer
from ledger.witness_client import WitnessClient
from ledger.witness_server import WitnessServer
from ledger.witness_store import WitnessFile
from tests.ledger.desk import ORIGIN
from tests.ledger.mutants import mutants, read_or_refused
from tests.ledger.signers import LIBRARY, LOG, NEIGHBOUR, checkpoint_of, leaves, signer
from tests.ledger.vectors import vectors_folder

NOW = 1_795_000_000
OTHER = "demo.invalid/log/450126"


def witness_at(path: Path) -> Witness:
    logs = {ORIGIN: [LOG.public], OTHER: [signer(OTHER).public]}
    return Witness(LIBRARY, logs, WitnessFile(path), lambda: NOW + 0.7)


@pytest.fixture
def witness(tmp_path) -> Witness:
    return witness_at(tmp_path / "witness.db")


def growth(old: int, new: int, hashes: list[bytes] | None = None) -> bytes:
    """Return the submission of a log of numbered entries that grew from one size to another."""
    grown = leaves(new) if hashes is None else hashes
    return format_submission(Submission(old, tuple(prove_consistency(old, grown)), checkpoint_of(grown)))


LONGER = f"{split_note(checkpoint_of(leaves(5)))[0]}\nmore\n"
"""A checkpoint's text with more behind it: whoever signs this has not signed the checkpoint."""


def prove(old: int, new: int) -> list[bytes]:
    return prove_consistency(old, leaves(new))


def test_the_first_checkpoint_is_cosigned_as_it_is(witness):
    answer = witness.add_checkpoint(growth(0, 5))

    note = checkpoint_of(leaves(5)) + answer.body.encode()
    opened = open_checkpoint(note, [LOG.public, LIBRARY.public])
    assert answer.status == 200
    assert [(one.key, one.time) for one in opened.cosigned] == [(LIBRARY.public, NOW)]


def test_growth_is_cosigned_step_by_step(witness):
    sizes = (0, 1, 2, 3, 7, 8, 64, 65, 300)

    assert {witness.add_checkpoint(growth(*step)).status for step in pairwise(sizes)} == {200}


def test_the_same_checkpoint_may_be_cosigned_again(witness):
    witness.add_checkpoint(growth(0, 5))

    assert witness.add_checkpoint(growth(5, 5)).status == 200


def test_an_empty_log_may_be_cosigned(witness):
    assert [witness.add_checkpoint(growth(0, 0)).status for _ in range(2)] == [200, 200]
    assert witness.add_checkpoint(growth(0, 5)).status == 200


@pytest.mark.parametrize("old", [0, 3, 6])
def test_a_wrong_old_size_is_answered_with_the_right_one(old, witness):
    witness.add_checkpoint(growth(0, 5))

    assert witness.add_checkpoint(growth(old, 9)) == WitnessAnswer(409, "5\n", SIZE)


def test_a_shorter_log_is_not_cosigned(witness):
    witness.add_checkpoint(growth(0, 9))

    assert witness.add_checkpoint(growth(5, 5)) == WitnessAnswer(409, "9\n", SIZE)
    too_far = Submission(9, (), checkpoint_of(leaves(5)))
    assert witness.add_checkpoint(format_submission(too_far)).status == 400


def test_another_history_is_not_cosigned(witness):
    witness.add_checkpoint(growth(0, 5))
    forked = [*leaves(4), merkle.leaf_hash(b"another")]

    assert witness.add_checkpoint(growth(5, 5, forked)).status == 422
    assert witness.add_checkpoint(growth(5, 9, forked + leaves(4))).status == 422
    assert witness.add_checkpoint(growth(5, 9)).status == 200


def test_a_proof_that_does_not_hold_is_not_cosigned(witness):
    witness.add_checkpoint(growth(0, 5))
    good = parse_submission(growth(5, 9))

    for proof in (good.proof[:-1], (*good.proof, bytes(32)), good.proof[::-1], ()):
        bad = format_submission(Submission(5, proof, good.checkpoint))
        assert witness.add_checkpoint(bad).status == 422


def test_a_log_that_is_not_watched_is_unknown(witness):
    stranger = signer("stranger.invalid/log")
    body = format_submission(Submission(0, (), checkpoint_of(leaves(3), stranger)))

    assert witness.add_checkpoint(body).status == 404


def test_a_checkpoint_that_its_log_did_not_sign_is_forbidden(witness):
    text, _ = split_note(checkpoint_of(leaves(3)))
    others = sign_note(text, signer("stranger"))
    spoilt = text + "\n" + signature_line("another text\n", LOG)

    for note in (others, spoilt.encode(), sign_note(text, signer(OTHER))):
        assert witness.add_checkpoint(format_submission(Submission(0, (), note))).status == 403


def test_two_logs_do_not_meet(witness):
    witness.add_checkpoint(growth(0, 5))
    other = format_submission(Submission(0, (), checkpoint_of(leaves(9)[3:], signer(OTHER))))

    assert witness.add_checkpoint(other).status == 200
    assert witness.add_checkpoint(growth(5, 6)).status == 200


def test_it_remembers_when_it_is_started_again(tmp_path):
    witness_at(tmp_path / "witness.db").add_checkpoint(growth(0, 5))

    assert witness_at(tmp_path / "witness.db").add_checkpoint(growth(0, 9)).status == 409


def test_of_two_histories_at_once_one_is_cosigned(tmp_path):
    """Two witnesses on one file stand for two processes; each round goes on from the history that won."""
    witnesses = [witness_at(tmp_path / "witness.db") for _ in range(2)]
    history: list[bytes] = []
    for size in range(15):
        forks = [[*history, merkle.leaf_hash(b"fork %d" % n)] for n in range(2)]
        bodies = [growth(size, size + 1, fork) for fork in forks]
        with ThreadPoolExecutor(8) as pool:
            asked = [pool.submit(witnesses[n % 2].add_checkpoint, bodies[n // 2 % 2]) for n in range(8)]
            statuses = [one.result().status for one in asked]

        assert sorted(statuses) == [200, *[409] * 7]
        history = forks[statuses.index(200) // 2 % 2]


def test_what_is_stored_is_there_before_it_answers(tmp_path, monkeypatch):
    path = tmp_path / "witness.db"
    witness = witness_at(path)
    run = WitnessFile._run

    def no_commit(self, connection, sql, *values):
        if sql == "COMMIT":
            raise StoreFailed("disk full")
        return run(self, connection, sql, *values)

    monkeypatch.setattr(WitnessFile, "_run", no_commit)
    with pytest.raises(StoreFailed):
        witness.add_checkpoint(growth(0, 5))
    monkeypatch.undo()

    assert witness.add_checkpoint(growth(0, 4)).status == 200


def test_a_file_that_is_no_database_is_said(tmp_path):
    (tmp_path / "witness.db").write_bytes(b"no database, no database, no database" * 100)

    with pytest.raises(StoreFailed):
        WitnessFile(tmp_path / "witness.db")


def test_the_example_of_the_standard_is_read():
    path = vectors_folder() / "c2sp-examples/tlog-witness.json"
    request, answer = json.loads(path.read_text())["examples"]

    submission = parse_submission(request.encode())

    assert (submission.old_size, len(submission.proof)) == (20852014, 4)
    assert format_submission(submission) == request.encode()
    text, signatures = split_note(submission.checkpoint + answer.encode())
    assert (text.split("\n")[1], len(signatures)) == ("20852163", 5)


SUBMISSION = growth(5, 9)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"old 5",
        SUBMISSION.replace(b"old 5", b"old 05"),
        SUBMISSION.replace(b"old 5", b"old +5"),
        SUBMISSION.replace(b"old 5", b"new 5"),
        SUBMISSION.replace(b"old 5", b"5"),
        SUBMISSION.replace(b"\n", b"\r\n"),
        SUBMISSION.replace(b"=\n", b"\n", 1),
        SUBMISSION.partition(b"\n\n")[0] + b"\n\n",
        SUBMISSION[:-1],
        SUBMISSION.replace(b"old 5\n", b"old 5\n\xff\n"),
        format_submission(Submission(5, (bytes(32),) * (MAX_HASHES + 1), checkpoint_of(leaves(9)))),
        format_submission(Submission(5, (), b"no checkpoint\n")),
        format_submission(Submission(5, (), sign_note("no checkpoint\n", LOG))),
    ],
)
def test_what_is_no_submission_is_refused(body, witness):
    assert witness.add_checkpoint(body).status == 400


@given(mutants(SUBMISSION, growth(0, 1)))
def test_a_damaged_submission_is_refused_or_written_so(data):
    submission = read_or_refused(parse_submission, data)

    assert submission is None or format_submission(submission) == data


class Running:
    """A witness behind HTTP."""

    def __init__(self, witness: Witness) -> None:
        self.server = WitnessServer(("127.0.0.1", 0), witness)
        self.url = f"http://127.0.0.1:{self.server.server_port}/prefix"
        self.thread = Thread(target=self.server.serve_forever, args=(0.01,), daemon=True)
        self.thread.start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def running(witness):
    running = Running(witness)
    yield running
    running.stop()


def test_a_log_gets_its_cosignature(running):
    client = WitnessClient(running.url, [LIBRARY.public])

    for old, new in ((0, 5), (5, 9), (0, 12), (3, 20)):  # where the size is not known, it is told
        cosigned = client.cosign(checkpoint_of(leaves(new)), old, prove)
        opened = open_checkpoint(cosigned.note, [LOG.public, LIBRARY.public])
        assert (opened.checkpoint.size, cosigned.size, len(opened.cosigned)) == (new, new, 1)


def test_two_witnesses_stand_side_by_side(running, tmp_path):
    other = Witness(NEIGHBOUR, {ORIGIN: [LOG.public]}, WitnessFile(tmp_path / "other.db"), lambda: NOW)
    neighbour = Running(other)
    note = checkpoint_of(leaves(5))
    for one, key in ((running, LIBRARY), (neighbour, NEIGHBOUR)):
        note = WitnessClient(one.url, [key.public]).cosign(note, 0, prove).note
    neighbour.stop()

    cosigned = open_checkpoint(note, [LOG.public, LIBRARY.public, NEIGHBOUR.public]).cosigned
    assert [one.key.name for one in cosigned] == [LIBRARY.name, NEIGHBOUR.name]


def test_a_witness_that_has_seen_more_tells_us_that_we_lost_something(running):
    client = WitnessClient(running.url, [LIBRARY.public])
    client.cosign(checkpoint_of(leaves(9)), 0, prove)

    for old in (0, 5, 9, 99):
        with pytest.raises(WitnessKnowsMore) as caught:
            client.cosign(checkpoint_of(leaves(5)), old, prove)
        assert (caught.value.size, caught.value.ours) == (9, 5)


def test_a_witness_that_has_seen_another_history_refuses(running):
    client = WitnessClient(running.url, [LIBRARY.public])
    client.cosign(checkpoint_of(leaves(5)), 0, prove)
    forked = [merkle.leaf_hash(b"fork"), *leaves(9)[1:]]

    with pytest.raises(WitnessRefuses) as caught:
        client.cosign(checkpoint_of(forked), 5, lambda old, new: prove_consistency(old, forked))

    assert caught.value.status == 422


def test_a_log_that_is_not_watched_is_told_so(running):
    client = WitnessClient(running.url, [LIBRARY.public])

    with pytest.raises(WitnessRefuses) as caught:
        client.cosign(checkpoint_of(leaves(5), signer("stranger.invalid/log")), 0, prove)

    assert caught.value.status == 404


def test_a_cosignature_of_nobody_we_trust_counts_for_nothing(running):
    client = WitnessClient(running.url, [NEIGHBOUR.public])

    with pytest.raises(MalformedSubmission):
        client.cosign(checkpoint_of(leaves(5)), 0, prove)


class Lying:
    """Stands in for a witness that answers what it likes."""

    def __init__(self, *answers: WitnessAnswer) -> None:
        self.answers = list(answers)

    def add_checkpoint(self, body: bytes) -> WitnessAnswer:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        ([WitnessAnswer(200, "")], MalformedSubmission),
        ([WitnessAnswer(200, "yes\n")], MalformedSubmission),
        ([WitnessAnswer(200, signature_line("another text\n", LIBRARY, NOW))], MalformedSubmission),
        ([WitnessAnswer(200, f"more\n\n{signature_line(LONGER, LIBRARY, NOW)}")], MalformedSubmission),
        ([WitnessAnswer(409, "five\n", SIZE)], MalformedSubmission),
        ([WitnessAnswer(409, "٥\n", SIZE)], MalformedSubmission),
        ([WitnessAnswer(409, "9\n", SIZE)], WitnessKnowsMore),
        ([WitnessAnswer(409, "2\n", SIZE), WitnessAnswer(409, "3\n", SIZE)], WitnessRefuses),
        ([WitnessAnswer(409, "5\n")], WitnessRefuses),
        ([WitnessAnswer(500, "\x1b[31mboom")], WitnessRefuses),
        ([WitnessAnswer(200, "x" * 200_000)], NoAnswer),
    ],
)
def test_a_lying_witness_is_not_believed(answers, error):
    running = Running(Lying(*answers))
    try:
        with pytest.raises(error) as caught:
            WitnessClient(running.url, [LIBRARY.public]).cosign(checkpoint_of(leaves(5)), 0, prove)
    finally:
        running.stop()

    assert str(caught.value).isprintable()


def test_the_server_takes_submissions_and_nothing_else(running, monkeypatch):
    client = HttpClient(running.url)

    assert client.get("add-checkpoint", 1000).status == 501
    assert client.post("another", b"", 1000).status == 404
    assert client.post("add-checkpoint", b"nonsense", 1000).status == 400
    monkeypatch.setattr(witness_server, "MAX_SUBMISSION_BYTES", 10)
    assert client.post("add-checkpoint", b"more than ten bytes", 1000).status == 413
    assert client.post("add-checkpoint", b"nonsense", 1000).status == 400


def test_a_witness_that_cannot_store_says_so_and_goes_on(running, monkeypatch):
    client = HttpClient(running.url)

    def full(*_):
        raise StoreFailed("disk full")

    monkeypatch.setattr(WitnessFile, "advance", full)
    assert client.post("add-checkpoint", growth(0, 5), 1000).status == 503
    monkeypatch.undo()
    assert client.post("add-checkpoint", growth(0, 5), 1000).status == 200


def test_who_comes_when_all_places_are_taken_is_sent_away(witness, monkeypatch):
    monkeypatch.setattr(witness_server, "MAX_CALLERS", 0)
    running = Running(witness)

    with pytest.raises(NoAnswer):
        HttpClient(running.url, patience=2).post("add-checkpoint", growth(0, 5), 1000)
    running.stop()


def test_who_keeps_the_witness_waiting_is_cut_off(witness, monkeypatch):
    monkeypatch.setattr(witness_server, "CONNECTION_SECONDS", 0.1)
    running = Running(witness)
    client = HttpClient(running.url)
    client._connection.connect()
    client._connection.putrequest("POST", "/add-checkpoint")
    client._connection.putheader("Content-Length", "1000")
    client._connection.endheaders(b"a few bytes")

    with pytest.raises(OSError):
        client._connection.getresponse()
    running.stop()
