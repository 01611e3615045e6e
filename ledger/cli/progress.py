"""Progress of long work, on stderr: one line rewritten on a terminal, a line now and then elsewhere."""

import sys
import time

ON_A_TERMINAL_SECONDS = 0.1
ELSEWHERE_SECONDS = 5.0


class Progress:
    """Says how far each part of the work has come, seldom enough to cost nothing."""

    def __init__(self) -> None:
        self._is_terminal = sys.stderr.isatty()
        self._every = ON_A_TERMINAL_SECONDS if self._is_terminal else ELSEWHERE_SECONDS
        self._last = time.monotonic()
        self._is_line_open = False

    def at(self, what: str, done: int, total: int) -> None:
        """Show that so much of a part is done, if the last word is long enough ago."""
        now = time.monotonic()
        if now - self._last >= self._every:
            self._last = now
            self._show(f"{what}: {done:,} of {total:,}")

    def end(self) -> None:
        """Close the line, if one stands open."""
        if self._is_line_open:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
            self._is_line_open = False

    def _show(self, text: str) -> None:
        self._is_line_open = self._is_terminal
        sys.stderr.write(f"\r\x1b[K{text}" if self._is_terminal else f"{text}\n")
        sys.stderr.flush()
