"""Progress of long work, on stderr: one line rewritten on a terminal, a line now and then elsewhere."""

import sys
import time
from typing import TextIO

ON_A_TERMINAL_SECONDS = 0.1
ELSEWHERE_SECONDS = 5.0


class Progress:
    """Says how far a piece of work has come, seldom enough to cost nothing."""

    def __init__(self, what: str, stream: TextIO | None = None) -> None:
        self._what, self._stream = what, stream or sys.stderr
        self._is_terminal = self._stream.isatty()
        self._every = ON_A_TERMINAL_SECONDS if self._is_terminal else ELSEWHERE_SECONDS
        self._last = time.monotonic()
        self._is_line_open = False

    def at(self, done: int, total: int | None = None) -> None:
        """Show that so much is done, if the last word on it is long enough ago."""
        if time.monotonic() - self._last >= self._every:
            self._last = time.monotonic()
            self._show(f"{self._what}: {done:,}" + (f" of {total:,}" if total else ""))

    def end(self, words: str = "") -> None:
        """Close the line with some last words."""
        if words:
            self._show(f"{self._what}: {words}")
        if self._is_line_open:
            self._stream.write("\n")
            self._is_line_open = False
        self._stream.flush()

    def _show(self, text: str) -> None:
        if self._is_terminal:
            self._stream.write(f"\r\x1b[K{text}")
            self._is_line_open = True
        else:
            self._stream.write(text + "\n")
        self._stream.flush()
