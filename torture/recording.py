"""What strace recorded of a process: its writes to files, what it made sure of, and what it acknowledged, in order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

OPTIONS = ("-xx", "-y", "-s", "1000000", "-e", "trace=pwrite64,write,fsync,fdatasync,ftruncate,unlink")
"""What strace is asked for, so that `read_calls` can read it: all bytes, in hexadecimal, and the names of files."""

_LINE = re.compile(r"(?P<pid>\d+) +(?P<name>\w+)\((?P<arguments>.*)")
_RESUMED = re.compile(r"(?P<pid>\d+) +<\.\.\. (?P<name>\w+) resumed>")
_TEXT = re.compile(r'"(?P<hex>(?:\\x[0-9a-f]{2})*)"')
_FILE = re.compile(r"(?P<number>\d+)<(?P<path>[^>]*)>")


@dataclass(frozen=True, slots=True)
class Write:
    """Bytes written at a place of a file."""

    file: str
    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Truncation:
    """A file cut or stretched."""

    file: str
    size: int


@dataclass(frozen=True, slots=True)
class Unlinking:
    """A file removed."""

    file: str


@dataclass(frozen=True, slots=True)
class Sync:
    """A file's writes made sure of."""

    file: str


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """A gift acknowledged to its giver."""

    key: str
    seq: int


Change = Write | Truncation | Unlinking
Call = Change | Sync | Acknowledgement


def read_calls(trace: Path) -> list[Call]:
    """Return the calls of a trace made with `OPTIONS`, files by their last names.

    A change counts from the moment it is asked for, a sync from the moment it is done: of two threads each may then
    only be taken for less durable than it was. What is written to shared memory is left out; it dies with the power.
    """
    return [call for call in _calls(trace.read_text().splitlines()) if not _is_shared_memory(call)]


def _calls(lines: list[str]) -> Iterator[Call]:
    waiting: dict[str, Sync] = {}
    for line in lines:
        if resumed := _RESUMED.match(line):
            if resumed["name"] in ("fsync", "fdatasync"):
                yield waiting.pop(resumed["pid"])
        elif (match := _LINE.match(line)) and (call := _call(match["name"], match["arguments"])) is not None:
            if isinstance(call, Sync) and "<unfinished" in line:
                waiting[match["pid"]] = call
            else:
                yield call


def _call(name: str, arguments: str) -> Call | None:
    if name == "unlink":
        return Unlinking(_last_name(_text(arguments).decode()))
    file = _FILE.match(arguments)
    assert file, arguments[:200]
    path = _last_name(_unhex(file["path"]).decode())
    rest = [part.strip() for part in _TEXT.sub("", arguments).split(",")]
    if name in ("fsync", "fdatasync"):
        return Sync(path)
    if name == "ftruncate":
        return Truncation(path, _number(rest[1]))
    data = _text(arguments)
    if name == "pwrite64":
        return Write(path, _number(rest[3]), data)
    word, _, words = data.decode(errors="replace").partition(" ")
    if word != "ack":
        return None
    key, seq = words.split()
    return Acknowledgement(key, int(seq))


def _text(arguments: str) -> bytes:
    match = _TEXT.search(arguments)
    assert match, arguments[:200]
    return _unhex(match["hex"])


def _unhex(text: str) -> bytes:
    """Return what strace wrote in hexadecimal, as bytes; names of files it may have left as they are."""
    if "\\x" not in text:
        return text.encode()
    return bytes.fromhex(text.replace("\\x", ""))


def _number(text: str) -> int:
    match = re.match(r"\d+", text)
    assert match, text
    return int(match[0])


def _last_name(path: str) -> str:
    return path.rpartition("/")[2]


def _is_shared_memory(call: Call) -> bool:
    return not isinstance(call, Acknowledgement) and call.file.endswith("-shm")
