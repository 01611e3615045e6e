"""Asking a witness to cosign: the log's side of C2SP tlog-witness."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from ledger.checkpoint import parse_checkpoint
from ledger.errors import Malformed
from ledger.http_client import PATIENCE_SECONDS, Answer, HttpClient
from ledger.keys import VerifierKey
from ledger.log_errors import MalformedSubmission, WitnessKnowsMore, WitnessRefuses
from ledger.note import add_signatures, open_note, split_note
from ledger.spelling import read_decimal
from ledger.submission import Submission, format_submission
from ledger.witness import SIZE

MAX_ANSWER_BYTES = 100_000

Prove = Callable[[int, int], Sequence[bytes]]  # the consistency proof from an old size to a new one


@dataclass(frozen=True, slots=True)
class CosignedNote:
    """The checkpoint with the witness's signatures added, and its size, at which the next question begins."""

    note: bytes
    size: int


class WitnessClient:
    """One witness: the address of its submissions, and the keys under which its cosignatures count."""

    def __init__(self, url: str, keys: Collection[VerifierKey], patience: float = PATIENCE_SECONDS) -> None:
        self._client = HttpClient(url, patience=patience)
        self._keys = keys
        self._name = " or ".join(sorted({key.name for key in keys}))

    def cosign(self, checkpoint: bytes, old_size: int, prove: Prove) -> CosignedNote:
        """Return the checkpoint with this witness's cosignature.

        `old_size` is what it is thought to have cosigned last, 0 if nobody knows; it says so if that is wrong.

        Raises:
            WitnessKnowsMore: it has cosigned a longer log than this checkpoint's.
            WitnessRefuses: it does not cosign; 422 where our log is not the one it has seen.
            MalformedSubmission: its answer is none.
            NoAnswer: it cannot be reached.
        """
        size = parse_checkpoint(split_note(checkpoint)[0]).size
        answer = self._ask(checkpoint, min(old_size, size), size, prove)
        if answer.status == 409 and answer.content_type == SIZE:
            answer = self._ask(checkpoint, self._size_in(answer, size), size, prove)
        if answer.status != 200:
            raise WitnessRefuses(self._name, answer.status, _words_of(answer))
        return CosignedNote(self._with_cosignatures(checkpoint, answer), size)

    def _ask(self, checkpoint: bytes, old_size: int, size: int, prove: Prove) -> Answer:
        submission = Submission(old_size, tuple(prove(old_size, size)), checkpoint)
        return self._client.post("add-checkpoint", format_submission(submission), MAX_ANSWER_BYTES)

    def _size_in(self, answer: Answer, ours: int) -> int:
        size = read_decimal(answer.body.decode("ascii", "replace").removesuffix("\n"))
        if size is None:
            raise MalformedSubmission(f"witness {self._name} answers 409 without a size")
        if size > ours:
            raise WitnessKnowsMore(self._name, size, ours)
        return size

    def _with_cosignatures(self, checkpoint: bytes, answer: Answer) -> bytes:
        """Return the note with those lines of the answer that a key of this witness has signed."""
        text, _ = split_note(checkpoint)
        try:
            opened = open_note(f"{text}\n".encode() + answer.body, self._keys)
        except Malformed as error:
            raise MalformedSubmission(f"witness {self._name} answers 200, but {error}") from error
        if opened.text != text:  # one false line would spoil the whole note for all who know the witness
            raise MalformedSubmission(f"witness {self._name} answers 200, but has signed another text")
        return add_signatures(checkpoint, [one.line for one in opened.verified])


def _words_of(answer: Answer) -> str:
    """Return the first line of what it says, as something that can be printed."""
    line = answer.body.decode("utf-8", "replace").partition("\n")[0][:200]
    return "".join(char if char.isprintable() else "?" for char in line) or "without a word"
