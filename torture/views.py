"""Two histories of one log: whoever has seen one of them, a reader or a witness, is not shown the other unnoticed.

Some histories are shorter, as after an old backup was put back, some differ from an entry on; some of those have
grown further than what was seen. Both notes are kept, and say by themselves that the log signed what cannot both be.
"""

import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ledger.checkpoint import open_checkpoint
from ledger.log_errors import HistoryChanged, LogWentBack
from ledger.log_source import FolderSource
from ledger.merkle import leaf_hash, prove_consistency
from ledger.submission import Submission, format_submission
from ledger.verify import EVIDENCE, verify
from ledger.witness import Witness
from ledger.witness_store import WitnessFile
from tests.ledger.desk import ORIGIN, Desk
from tests.ledger.logs import Publisher, long_book
from tests.ledger.signers import LIBRARY, LOG
from torture.table import Row, Scale

SEED = 2026
LONGEST = 600
NOW = 1_795_000_000


@dataclass(slots=True)
class Views:
    """What came of it: how many histories were shown that went back, and how many that differed."""

    went_back: int = 0
    differed: int = 0
    wrong: list[str] = field(default_factory=list)


def measure_views(folder: Path, scale: Scale) -> Iterator[Row]:
    """Give the row of readers and witnesses."""
    views = show_two_histories(folder, scale.of(1_000, 20))
    figure = (
        f"{views.went_back} older and {views.differed} other histories: refused at first sight, evidence kept"
    )
    yield Row("rollback and split view", "reader and witness", figure, tuple(views.wrong))


def show_two_histories(folder: Path, rounds: int, seed: int = SEED) -> Views:
    """Show so many readers, and as many witnesses, one history and then another."""
    chance = random.Random(seed)
    desk = long_book(LONGEST)
    views = Views()
    for number in range(rounds):
        home = folder / f"round-{number}"
        seen = chance.randint(2, LONGEST)
        fork = LONGEST if chance.random() < 0.5 else chance.randrange(seen)
        shown = chance.randint(1, seen - 1) if fork == LONGEST else chance.randint(fork + 1, LONGEST)
        views.went_back += shown < seen
        views.differed += shown >= seen
        views.wrong += [
            f"{said} (saw {seen}, then {shown}, another from {fork} on)"
            for said in _show(desk, home, seen, fork, shown)
        ]
        shutil.rmtree(home)
    return views


def _show(desk: Desk, home: Path, seen: int, fork: int, shown: int) -> Iterator[str]:
    """Show a reader and a witness a log of `seen` entries, then one of `shown` that is another from `fork` on."""
    honest = Publisher(desk, home / "honest").publish(seen)
    lies = {fork: b"another entry"} if fork < LONGEST else {}
    liar = Publisher(desk, home / "liar", lies=lies).publish(shown)
    phone = home / "phone"
    verify(FolderSource(honest.folder), [LOG.public], phone, lambda *_: None)
    try:
        verify(FolderSource(liar.folder), [LOG.public], phone, lambda *_: None)
    except (LogWentBack, HistoryChanged):
        yield from _faults_of_evidence(phone / EVIDENCE)
    else:
        yield "a reader was shown another history"
    witness = Witness(LIBRARY, {ORIGIN: [LOG.public]}, WitnessFile(home / "witness"), lambda: NOW)
    assert witness.add_checkpoint(_submission(honest, 0, seen)).status == 200
    for old_size in {min(seen, shown), fork if fork < shown else 0, 0}:
        if witness.add_checkpoint(_submission(liar, old_size, shown)).status == 200:
            yield f"a witness cosigned another history, told that it had seen {old_size}"


def _faults_of_evidence(folder: Path) -> Iterator[str]:
    """Say what the evidence does not show: two checkpoints under the log's own signature, neither of which grew."""
    signed = [open_checkpoint(path.read_bytes(), [LOG.public]).checkpoint for path in folder.iterdir()]
    if len(signed) != 2:
        yield f"{len(signed)} notes are kept as evidence"
    elif signed[0] == signed[1]:
        yield "the evidence shows one history"


def _submission(publisher: Publisher, old_size: int, size: int) -> bytes:
    leaves = [leaf_hash(data) for _, data in publisher.entry_bytes(0, size)]
    proof = tuple(prove_consistency(old_size, leaves))
    return format_submission(Submission(old_size, proof, publisher.note(size)))
