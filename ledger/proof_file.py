"""A proof in a file of its own that anybody can check without asking anybody (C2SP tlog-proof).

c2sp.org/tlog-proof@v1
extra <base64>                what else a checker needs; here the bytes of the entry
index 18230
<base64 of a hash>            the siblings from the leaf up to the root, one a line

<the log's signed checkpoint as it was published, with the cosignatures of its witnesses>
"""

from dataclasses import dataclass

from ledger.log_errors import MalformedReceipt
from ledger.spelling import read_base64, read_decimal, read_hash, write_base64

VERSION = "c2sp.org/tlog-proof@v1"
MAX_HASHES = 63  # a tree of 2^63 leaves is no higher
MAX_PROOF_BYTES = 1_500_000  # the largest note and the largest entry, with room


@dataclass(frozen=True, slots=True)
class ProofFile:
    """That the leaf at `index` stands in the tree of `checkpoint`, a signed note. Nothing of it is checked yet."""

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: bytes
    extra: bytes | None = None


def format_proof(proof: ProofFile) -> bytes:
    """Return the bytes of the file."""
    lines = [VERSION]
    if proof.extra is not None:
        lines.append(f"extra {write_base64(proof.extra)}")
    lines.append(f"index {proof.index}")
    lines += map(write_base64, proof.hashes)
    return "\n".join((*lines, "", "")).encode("ascii") + proof.checkpoint


def parse_proof(data: bytes) -> ProofFile:
    """Return what the file says. Raises MalformedReceipt unless `format_proof` writes exactly these bytes."""
    if len(data) > MAX_PROOF_BYTES:
        raise MalformedReceipt(f"{len(data)} bytes, at most {MAX_PROOF_BYTES}")
    head, blank, checkpoint = data.partition(b"\n\n")
    if not blank or not checkpoint:
        raise MalformedReceipt("no blank line before a checkpoint")
    try:
        version, *lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError as error:
        raise MalformedReceipt(f"byte {error.start} is not ASCII") from error
    if version != VERSION:
        raise MalformedReceipt(f"the first line is not {VERSION!r}")
    extra = None
    if lines and lines[0].startswith("extra "):
        extra = read_base64(lines.pop(0).removeprefix("extra "))
        if extra is None:
            raise MalformedReceipt("what is called extra is not base64")
    return ProofFile(_read_index(lines), _read_hashes(lines[1:]), checkpoint, extra)


def _read_index(lines: list[str]) -> int:
    key, _, value = lines[0].partition(" ") if lines else ("", "", "")
    index = read_decimal(value)
    if key != "index" or index is None:
        raise MalformedReceipt("it does not say at which index the entry stands")
    return index


def _read_hashes(lines: list[str]) -> tuple[bytes, ...]:
    if len(lines) > MAX_HASHES:
        raise MalformedReceipt(f"{len(lines)} hashes, at most {MAX_HASHES}")
    hashes = []
    for line in lines:
        value = read_hash(line)
        if value is None:
            raise MalformedReceipt(f"{line[:80]!r} is no SHA-256 in base64")
        hashes.append(value)
    return tuple(hashes)
