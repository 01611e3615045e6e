"""What a log sends to a witness: a checkpoint, and the proof that it extends the last one the witness cosigned.

    old 18200
    <base64 of a hash>            the consistency proof from that size, one hash a line; none from size 0

    <the signed checkpoint>

C2SP tlog-witness, `POST <prefix>/add-checkpoint`.
"""

from dataclasses import dataclass

from ledger.log_errors import MalformedSubmission
from ledger.note import MAX_NOTE_BYTES
from ledger.spelling import read_decimal, read_hash, write_base64

MAX_HASHES = 63
MAX_SUBMISSION_BYTES = MAX_NOTE_BYTES + 4_000


@dataclass(frozen=True, slots=True)
class Submission:
    """A checkpoint, a signed note, and the proof from `old_size` to it. Nothing of it is checked yet."""

    old_size: int
    proof: tuple[bytes, ...]
    checkpoint: bytes


def format_submission(submission: Submission) -> bytes:
    """Return the body of the request."""
    lines = [f"old {submission.old_size}", *map(write_base64, submission.proof), "", ""]
    return "\n".join(lines).encode("ascii") + submission.checkpoint


def parse_submission(data: bytes) -> Submission:
    """Return what the body says. Raises MalformedSubmission unless `format_submission` writes exactly this."""
    head, blank, checkpoint = data.partition(b"\n\n")
    if not blank or not checkpoint:
        raise MalformedSubmission("no blank line before a checkpoint")
    try:
        first, *lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError as error:
        raise MalformedSubmission(f"byte {error.start} is not ASCII") from error
    old_size = read_decimal(first.removeprefix("old "))
    if old_size is None or not first.startswith("old "):
        raise MalformedSubmission("the first line is not the old size")
    if len(lines) > MAX_HASHES:
        raise MalformedSubmission(f"{len(lines)} hashes, at most {MAX_HASHES}")
    proof = []
    for line in lines:
        value = read_hash(line)
        if value is None:
            raise MalformedSubmission(f"{line[:80]!r} is no SHA-256 in base64")
        proof.append(value)
    return Submission(old_size, tuple(proof), checkpoint)
