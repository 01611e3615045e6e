"""Proofs that are almost right: each is refused by all three checkers, or there is a way to a false receipt.

The three share no code: `python -m ledger check`, the checker of the page (in Chromium), and one of the standards'
letter (`torture.plain_checker`). A forger here knows everything but the log's private key: other receipts of the same
log under other heads, other trees, the arithmetic of signatures, every spelling that a careless reader takes.
"""

import random
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ledger.errors import LedgerError
from ledger.merkle import leaf_hash, node_hash
from ledger.receipt import check_receipt, format_receipt, make_receipt
from tests.ledger.desk import ORIGIN
from tests.ledger.receipts import desk_of_one_service
from tests.ledger.signers import LOG, checkpoint_of, signer
from tests.ledger.trees import TreeInMemory
from tests.web.checking import Checker, as_json, chromium, in_base64, vkey_of
from torture.plain_checker import holds
from torture.table import Row, Scale
from web.verifier_script import checker_script

SEED = 2026
AT_ONCE = 500
ORDER = 2**252 + 27742317777372353535851937790883648493
"""The order of Ed25519's base point: S and S + ORDER satisfy the same equation, and only the first may be taken."""

KNOWS_THE_KEY = f"window.known = [keys.parseVkey({as_json(vkey_of(LOG))})];"
ASK = "async (file) => { await checker.checkReceipt(bytes(file), window.known); return 'taken'; }"

Forger = Callable[["Forge"], bytes]


@dataclass(slots=True)
class Proofs:
    """What came of it: how many forgeries of each kind, those that a checker took, and those they differ about."""

    made: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def measure_proofs(folder: Path, scale: Scale) -> Iterator[Row]:
    """Give the row of all forgeries."""
    proofs = forge_proofs(folder, scale.of(50_000, 300))
    figure = f"{proofs.made.total():,} forgeries of {len(proofs.made)} kinds, refused by three checkers"
    yield Row("forged proofs", "Python, browser, plain", figure, tuple(proofs.wrong))


def forge_proofs(folder: Path, count: int, seed: int = SEED) -> Proofs:
    """Forge so many proofs, after the sound ones have been taken by all."""
    forge, outcome = Forge(random.Random(seed)), Proofs()
    with chromium() as browser:
        checker = Checker(browser.new_context(), "receipt.js", folder)
        checker.page.evaluate(
            checker_script("keys.js").replace("const checker", "const keys", 1) + KNOWS_THE_KEY
        )
        for file, taken in zip(forge.sound, _verdicts(checker, forge.sound), strict=True):
            if taken != (True, True, True):
                outcome.wrong.append(f"a sound receipt of {len(file)} bytes is judged {taken}")
        waiting = count
        while waiting:
            forged = [forge.one() for _ in range(min(waiting, AT_ONCE))]
            waiting -= len(forged)
            for (kind, file), taken in zip(
                forged, _verdicts(checker, [one for _, one in forged]), strict=True
            ):
                outcome.made[kind] += 1
                if taken != (False, False, False):
                    outcome.wrong.append(f"{kind}: Python, browser, plain say {taken}: {file!r}")
    return outcome


def _verdicts(checker: Checker, files: Sequence[bytes]) -> list[tuple[bool, bool, bool]]:
    in_browser = checker.ask(ASK, map(in_base64, files))
    public = LOG.public.public_key
    return [
        (_in_python(file), answer == "taken", holds(file, ORIGIN, public))
        for file, answer in zip(files, in_browser, strict=True)
    ]


def _in_python(file: bytes) -> bool:
    try:
        check_receipt(file, [LOG.public])
    except LedgerError:
        return False
    return True


class Forge:
    """Sound receipts of a small log under several of its heads, and ways to make false ones of them."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        desk = desk_of_one_service()
        entries = [data for _, data in desk.store.entry_bytes(0, desk.book.head().size)]
        self.leaves = [leaf_hash(data) for data in entries]
        self.entries = entries
        self.sound = [self.receipt(seq, size) for size in (5, 8, len(entries)) for seq in range(size)]
        self._known = set(self.sound)

    def receipt(self, seq: int, size: int) -> bytes:
        """Return the sound receipt of an entry under the head of a size."""
        leaves = self.leaves[:size]
        return format_receipt(
            make_receipt(TreeInMemory(leaves), seq, self.entries[seq], checkpoint_of(leaves))
        )

    def one(self) -> tuple[str, bytes]:
        """Return a forgery, and its kind."""
        while True:
            kind = self.chance.choice(FORGERS)
            file = kind(self)
            if file not in self._known:
                return kind.__name__, file

    def any(self) -> bytes:
        """Return one of the sound receipts."""
        return self.chance.choice(self.sound)

    def parts(self) -> tuple[list[bytes], bytes]:
        """Return the lines of the proof of a sound receipt, and its checkpoint."""
        head, _, note = self.any().partition(b"\n\n")
        return head.split(b"\n"), note


def turned_bit(forge: Forge) -> bytes:
    """Turn one bit."""
    file = bytearray(forge.any())
    file[forge.chance.randrange(len(file))] ^= 1 << forge.chance.randrange(8)
    return bytes(file)


def cut_or_doubled(forge: Forge) -> bytes:
    """Leave out, double, or put somewhere else a run of bytes."""
    file = forge.any()
    start, stop = sorted(forge.chance.choices(range(len(file) + 1), k=2))
    stop = min(stop, start + 80)
    piece = forge.chance.choice((b"", 2 * file[start:stop], file[start:stop] + b"\n"))
    return file[:start] + piece + file[stop:]


def line_moved(forge: Forge) -> bytes:
    """Leave out, double or swap lines; a signature may stand twice, so none is doubled."""
    lines = forge.any().split(b"\n")
    one, other = forge.chance.choices(range(len(lines)), k=2)
    match forge.chance.randrange(3):
        case 0:
            del lines[one]
        case 1:
            lines.insert(other, forge.chance.choice(lines[: lines.index(b"")]))
        case _:
            lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


def other_index(forge: Forge) -> bytes:
    """Name another place, also in spellings that mean the same or overflow."""
    lines, note = forge.parts()
    index = int(lines[2].removeprefix(b"index "))
    spellings = (
        *(str(number) for number in range(12)),
        f"0{index}",
        f"+{index}",
        f"{index} ",
        f"{index}_0",
        f"{index}.0",
        f"-{index}",
        str(index + 2**53),
        str(index + 2**64),
        "٤",
    )
    lines[2] = f"index {forge.chance.choice(spellings)}".encode()
    return b"\n".join(lines) + b"\n\n" + note


def other_hashes(forge: Forge) -> bytes:
    """Leave out, add, or exchange hashes of the path, or take those of another receipt."""
    lines, note = forge.parts()
    path = lines[3:]
    strange = b64encode(forge.chance.randbytes(forge.chance.choice((0, 31, 32, 33))))
    match forge.chance.randrange(5):
        case 0:
            path = path[:-1]
        case 1:
            path = [*path, strange]
        case 2:
            path = [strange, *path[1:]]
        case 3:
            path = path[::-1]
        case _:
            path = forge.parts()[0][3:]
    return b"\n".join([*lines[:3], *path]) + b"\n\n" + note


def other_entry(forge: Forge) -> bytes:
    """Put other bytes in the entry's place: another entry's, an edited one's, an inner node's, none."""
    lines, note = forge.parts()
    entry = b64decode(lines[1].removeprefix(b"extra "))
    others = (
        forge.chance.choice(forge.entries),
        entry.replace(b" 45 held", b" 60 held"),
        entry + b"\n",
        entry[:-1],
        b"",
        forge.leaves[0] + forge.leaves[1],  # what an inner node is the hash of
        node_hash(forge.leaves[0], forge.leaves[1]),
    )
    lines[1] = b"extra " + b64encode(forge.chance.choice(others))
    if forge.chance.randrange(4) == 0:
        del lines[3:4]  # an inner node stands one step higher
    return b"\n".join(lines) + b"\n\n" + note


def other_head(forge: Forge) -> bytes:
    """Put another head under the proof: of another size, root or log, signed by nobody or somebody else."""
    lines, note = forge.parts()
    text, _, signed = note.partition(b"\n\n")
    origin, size, root = text.split(b"\n")
    stranger, liar = signer("somebody.invalid/log/450125"), signer(ORIGIN + "/2")
    others = (
        b"\n".join((origin, str(int(size) + 1).encode(), root)) + b"\n\n" + signed,
        b"\n".join((origin, b"0" + size, root)) + b"\n\n" + signed,
        b"\n".join((origin, size, b64encode(bytes(32)))) + b"\n\n" + signed,
        b"\n".join((origin + b"/2", size, root)) + b"\n\n" + signed,
        b"\n".join((text, b"an extension")) + b"\n\n" + signed,
        text + b"\n\n",
        checkpoint_of(forge.leaves, stranger),
        checkpoint_of(forge.leaves, liar).replace(liar.name.encode(), origin),
        checkpoint_of([*forge.leaves, bytes(32)]),
        checkpoint_of(forge.leaves[::-1]),
    )
    return b"\n".join(lines) + b"\n\n" + forge.chance.choice(others)


def other_signature(forge: Forge) -> bytes:
    """Change the signature by what keeps its equation, or nearly does."""
    lines, note = forge.parts()
    text, _, signed = note.partition(b"\n\n")
    dash, name, encoded = signed.rstrip(b"\n").split(b" ")
    signature = b64decode(encoded)
    key_id, point, number = signature[:4], signature[4:36], int.from_bytes(signature[36:], "little")
    others = (
        key_id + point + (number + ORDER).to_bytes(32, "little"),
        key_id + point + (ORDER - number).to_bytes(32, "little"),
        key_id + bytes([1]) + bytes(31) + bytes(32),  # the neutral point, and nothing
        key_id + bytes(64),
        bytes(4) + signature[4:],
        signature + b"\0",
        signature[:-1],
        b"",
    )
    line = b" ".join((dash, name, b64encode(forge.chance.choice(others))))
    return b"\n".join(lines) + b"\n\n" + text + b"\n\n" + line + b"\n"


def other_spelling(forge: Forge) -> bytes:
    """Write the same otherwise: another alphabet of base64, other ends of lines, marks before the text."""
    file = forge.any()
    return forge.chance.choice(
        (
            file.replace(b"\n", b"\r\n"),
            b"\xef\xbb\xbf" + file,
            file + b"\n",
            file.rstrip(b"\n"),
            file + b"\0",
            file.replace(b"+", b"-").replace(b"/", b"_"),
            file.replace(b"=", b""),
            file.replace(b"=\n", b"==\n", 1),
            file.replace("—".encode(), b"-"),
            file.replace(b"@v1", b"@v2", 1),
            file.replace(b"extra ", b"extra  ", 1),
            file.replace(b"index ", b"Index ", 1),
            file.lower(),
        )
    )


FORGERS: tuple[Forger, ...] = (
    turned_bit,
    cut_or_doubled,
    line_moved,
    other_index,
    other_hashes,
    other_entry,
    other_head,
    other_signature,
    other_spelling,
)
