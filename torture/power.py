"""Power cuts: the writes of a process are recorded, and the files made as a cut at any moment could leave them.

What was synced is there. Of what was written since, each sector of 512 bytes may or may not have reached the disk. A
book in such a state must open, be sound, and hold everything that was acknowledged before the cut. That this can
fail at all is shown by the same with disks that lie: one that never makes sure of the write-ahead log, as
`synchronous=NORMAL` would have it, and one that makes sure of nothing, as OFF.
"""

import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from torture.ground import FILE, unclosed_ground, url_of, wrong_at_rest
from torture.recording import (
    OPTIONS,
    Acknowledgement,
    Call,
    Change,
    Sync,
    Truncation,
    Unlinking,
    Write,
    read_calls,
)
from torture.strace import traced
from torture.table import Row, Scale
from torture.victims import Victims, victims

SECTOR = 512
SEED = 2026
LUCK = (0.0, 0.1, 0.5, 0.9, 1.0)
"""How much of what was not sure reaches the disk."""

LOG, BOOK_FILE = f"{FILE}-wal", FILE


@dataclass(slots=True)
class Cuts:
    """What came of it: how many states were opened, how many acknowledgements they were held to, what was wrong."""

    states: int = 0
    acknowledged: int = 0
    wrong: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Disk:
    """Files, and the changes to them that no sync has made sure of. On a lying disk some are never sure."""

    files: dict[str, bytearray]
    never_sure: tuple[str, ...] = ()
    unsure: list[Change] = field(default_factory=list)

    def take(self, call: Call) -> None:
        """Let a call happen."""
        if isinstance(call, Acknowledgement):
            return
        if not isinstance(call, Sync):
            self.unsure.append(call)
        elif call.file not in self.never_sure:
            for change in self.unsure:
                if change.file == call.file:
                    apply(self.files, change)
            self.unsure = [change for change in self.unsure if change.file != call.file]

    def after_cut(self, chance: random.Random) -> dict[str, bytearray]:
        """Return the files as a power cut now may leave them."""
        files = {name: bytearray(data) for name, data in self.files.items()}
        luck = chance.choice(LUCK)
        for change in self.unsure:
            for part in sectors(change):
                if chance.random() < luck:
                    apply(files, part)
        return files


def measure_power(folder: Path, scale: Scale) -> Iterator[Row]:
    """Give the rows of an honest disk and of two that lie."""
    with victims() as parent:
        files, calls = record(parent, folder)
    states = scale.of(20_000, 300)
    honest = cut_power(files, calls, folder / "honest", states)
    figure = f"{honest.states:,} states, {honest.acknowledged:,} acknowledgements held to"
    yield Row("power cut", "SQLite", figure, tuple(honest.wrong))
    for name, never_sure in (("whose log is never synced", (LOG,)), ("that never syncs", (LOG, BOOK_FILE))):
        lying = cut_power(files, calls, folder / name, states // 20, never_sure)
        figure = f"{lying.states:,} states, {len(lying.wrong):,} faults found, as must be"
        yield Row(
            f"power cut, control: a disk {name}", "SQLite", figure, () if lying.wrong else ("no fault found",)
        )


def record(parent: Victims, folder: Path) -> tuple[dict[str, bytearray], list[Call]]:
    """Return the files of a book, and the calls of a process that gave thirty times from eight threads and closed."""
    home = unclosed_ground(folder)
    files = {path.name: bytearray(path.read_bytes()) for path in home.glob(f"{FILE}*")}
    victim = parent.fork("post_some", url_of(home), "recorded")
    with traced(victim.pid, folder / "calls", *OPTIONS) as trace:
        parent.let_go(victim)
    assert victim.status == 0, victim
    return files, read_calls(trace.file)


def cut_power(
    files: dict[str, bytearray],
    calls: list[Call],
    folder: Path,
    states: int,
    never_sure: tuple[str, ...] = (),
) -> Cuts:
    """Cut the power so often at moments that the seed decides, and look at the book each time."""
    chance = random.Random(SEED)
    disk = Disk({name: bytearray(data) for name, data in files.items()}, never_sure)
    outcome = Cuts()
    acknowledged: dict[str, int] = {}
    moments = sorted(chance.randrange(len(calls) + 1) for _ in range(states))
    for done, call in enumerate([*calls, None]):
        while moments and moments[0] == done:
            moments.pop(0)
            _look_at(disk.after_cut(chance), folder, acknowledged, f"after {done} calls", outcome)
        if isinstance(call, Acknowledgement):
            acknowledged[call.key] = call.seq
        if call is not None:
            disk.take(call)
    return outcome


def _look_at(
    files: dict[str, bytearray], folder: Path, acknowledged: dict[str, int], moment: str, outcome: Cuts
) -> None:
    """Start the machine again."""
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    wrong = wrong_at_rest(url_of(folder), acknowledged)
    outcome.states += 1
    outcome.acknowledged += len(acknowledged)
    outcome.wrong += [f"{moment}: {said}" for said in wrong]
    shutil.rmtree(folder)


def apply(files: dict[str, bytearray], change: Change) -> None:
    """Let a change reach the disk."""
    if isinstance(change, Unlinking):
        files.pop(change.file, None)
        return
    data = files.setdefault(change.file, bytearray())
    if isinstance(change, Truncation):
        data.extend(bytes(max(0, change.size - len(data))))
        del data[change.size :]
    else:
        data.extend(bytes(max(0, change.offset - len(data))))
        data[change.offset : change.offset + len(change.data)] = change.data


def sectors(change: Change) -> list[Change]:
    """Return the parts of a change that reach the disk each by itself."""
    if not isinstance(change, Write):
        return [change]
    parts: list[Change] = []
    begin = change.offset
    end = begin + len(change.data)
    while begin < end:
        stop = min(end, (begin // SECTOR + 1) * SECTOR)
        data = change.data[begin - change.offset : stop - change.offset]
        parts.append(Write(change.file, begin, data))
        begin = stop
    return parts
