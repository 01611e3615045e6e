"""A text record as lines of `key SP value`, taken one by one in a fixed order."""

from ledger.errors import MalformedEntry


class Lines:
    """Hands out the lines of a record; every line ends in LF, also the last.

    >>> lines = Lines(b"book 450125\\nseq 7\\n")
    >>> lines.take("book"), lines.take_if("site"), lines.take("seq")
    ('450125', None, '7')
    """

    __slots__ = ("_at", "_lines")

    def __init__(self, data: bytes) -> None:
        try:
            text = data.decode("ascii")
        except UnicodeDecodeError as error:
            raise MalformedEntry(f"byte {error.start} is not ASCII") from error
        self._lines = text.split("\n")
        self._at = 0
        if self._lines[-1]:
            raise MalformedEntry("the last line does not end")

    def take(self, key: str) -> str:
        """Return the value of the next line, which must have this key."""
        name, _, value = self._lines[self._at].partition(" ")
        if name != key:
            raise MalformedEntry(f"line {self._at + 1} is {self._lines[self._at]!r}, want {key!r}")
        # The empty piece after the last LF matches no key, so this never runs past the end.
        self._at += 1
        return value

    def take_if(self, key: str) -> str | None:
        """Return the value of the next line if it has this key, else None and stay before it."""
        name, _, value = self._lines[self._at].partition(" ")
        if name != key:
            return None
        self._at += 1
        return value

    def end(self) -> None:
        """Refuse anything that has not been taken."""
        if self._at != len(self._lines) - 1:
            raise MalformedEntry(f"line {self._at + 1} is {self._lines[self._at]!r}, want no more")

    def words(self, value: str, count: int) -> list[str]:
        """Split a value into exactly so many words."""
        words = value.split(" ")
        if len(words) != count:
            raise MalformedEntry(f"line {self._at} has {len(words)} words after its key, want {count}")
        return words
