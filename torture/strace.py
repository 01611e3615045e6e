"""strace, by which single calls of a running process are recorded, made to fail, or made its last."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ALL_CALLS = "%desc,%file,%network,ftruncate"
"""All that have to do with files and sockets."""


class NotInstalled(Exception):
    """There is no strace on this machine."""


@dataclass(frozen=True, slots=True)
class Trace:
    """What strace wrote of a process."""

    file: Path

    @property
    def has_struck(self) -> bool:
        """Tell whether a call was reached that was to fail or to be the last."""
        said = self.file.read_text(encoding="latin-1")
        return "(INJECTED)" in said or "killed by SIGKILL" in said


@contextmanager
def traced(pid: int, file: Path, *options: str) -> Iterator[Trace]:
    """Trace a process and all its threads from here until it ends, at the latest until the block does."""
    if shutil.which("strace") is None:
        raise NotInstalled("strace is not installed: `apt-get install strace`")
    process = subprocess.Popen(
        ["strace", "-f", "-o", str(file), "-p", str(pid), *options], stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    attached = process.stderr.readline()
    if "attached" not in attached:
        raise PermissionError(attached)
    try:
        yield Trace(file)
    finally:
        process.terminate()  # lets go of one that lives; the traced process goes on
        process.communicate()


def struck(calls: str, blow: str) -> tuple[str, ...]:
    """Return the options by which some of the calls are struck, such as `error=EIO:when=3`."""
    return ("-e", f"trace={calls}", "-e", f"inject={calls}:{blow}")
