"""A witness: it cosigns what a log shows it, as long as each checkpoint extends the one before (C2SP tlog-witness).

A log that shows two histories cannot have both cosigned. The witness knows nothing of entries; per log it keeps
one checkpoint. Its answers:

| status | when |
|---|---|
| 200 | a line of cosignature |
| 400 | not a submission, or its old size is beyond the checkpoint |
| 404 | a log it does not watch |
| 403 | not signed with a key it knows of this log |
| 409 | the old size is not the one it has cosigned; the body says which, as `text/x.tlog.size` |
| 422 | the proof does not hold, or this size has another root |
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Protocol

from ledger.checkpoint import Checkpoint, open_checkpoint, parse_checkpoint
from ledger.errors import Malformed, ProofError
from ledger.keys import SigningKey, VerifierKey
from ledger.log_errors import BadSignature, NotSigned
from ledger.merkle import EMPTY_ROOT, check_consistency
from ledger.note import signature_line, split_note
from ledger.submission import Submission, parse_submission

PLAIN = "text/plain; charset=utf-8"
SIZE = "text/x.tlog.size"


@dataclass(frozen=True, slots=True)
class Cosigned:
    """The last checkpoint of a log that was cosigned: its size and root, and the note as the log signed it."""

    size: int
    root: bytes
    note: bytes = b""


NOTHING_YET = Cosigned(0, EMPTY_ROOT)


@dataclass(frozen=True, slots=True)
class WitnessAnswer:
    """An answer in terms of HTTP."""

    status: int
    body: str
    content_type: str = PLAIN


Judge = Callable[[Cosigned], WitnessAnswer | Cosigned]


class WitnessStore(Protocol):
    """Where a witness remembers. Safe from threads and from other processes."""

    def advance(self, origin: str, judge: Judge) -> WitnessAnswer | Cosigned:
        """Ask `judge` about what is stored for a log, and store what it gives back unless that is an answer.

        Nobody else reads or stores in between, and what was stored is durable on return.
        """


class Witness:
    """Cosigns under one key for the logs it was told to watch: by origin, the keys that sign them."""

    def __init__(
        self,
        key: SigningKey,
        logs: Mapping[str, Collection[VerifierKey]],
        store: WitnessStore,
        clock: Callable[[], float],
    ) -> None:
        self._key = key
        self._logs = logs
        self._store = store
        self._clock = clock

    def add_checkpoint(self, body: bytes) -> WitnessAnswer:
        """Return the answer to a submission; where it is 200, the checkpoint is stored for good."""
        try:
            submission = parse_submission(body)
            checkpoint = parse_checkpoint(split_note(submission.checkpoint)[0])
        except Malformed as error:
            return WitnessAnswer(400, f"{error}\n")
        if checkpoint.origin not in self._logs:
            return WitnessAnswer(404, "this log is not watched here\n")
        try:
            open_checkpoint(submission.checkpoint, self._logs[checkpoint.origin])
        except (BadSignature, NotSigned) as error:
            return WitnessAnswer(403, f"{error}\n")
        if submission.old_size > checkpoint.size:
            return WitnessAnswer(400, "the old size is beyond the checkpoint\n")
        outcome = self._store.advance(checkpoint.origin, lambda last: _judge(last, submission, checkpoint))
        if isinstance(outcome, WitnessAnswer):
            return outcome
        text, _ = split_note(outcome.note)
        return WitnessAnswer(200, signature_line(text, self._key, int(self._clock())))


def _judge(last: Cosigned, submission: Submission, checkpoint: Checkpoint) -> WitnessAnswer | Cosigned:
    """Return what to store instead of the last one, or why not."""
    if submission.old_size != last.size:
        return WitnessAnswer(409, f"{last.size}\n", SIZE)
    try:
        check_consistency(last.size, checkpoint.size, submission.proof, last.root, checkpoint.root)
    except ProofError as error:
        return WitnessAnswer(422, f"{error}\n")
    return Cosigned(checkpoint.size, checkpoint.root, submission.checkpoint)
