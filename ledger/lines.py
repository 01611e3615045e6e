"""The lines of a text record, `key SP value LF`, taken one by one in a fixed order."""

from ledger.errors import MalformedEntry


class Lines:
    """Hands out the lines of a text from a place on; every line ends in LF.

    >>> lines = Lines("timebank/entry/v1\\nversion 15\\nfrom 7\\n", 18)
    >>> lines.take("version"), lines.take_if("until"), lines.take("from"), lines.at
    ('15', None, '7', 36)
    """

    __slots__ = ("_text", "at")

    def __init__(self, text: str, at: int) -> None:
        self._text = text
        self.at = at

    def take(self, key: str) -> str:
        """Return the value of the next line, which must have this key."""
        value = self.take_if(key)
        if value is None:
            raise MalformedEntry(f"no line {key!r} at {self._text[self.at : self.at + 40]!r}")
        return value

    def take_if(self, key: str) -> str | None:
        """Return the value of the next line if it has this key, else None and stay before it."""
        end = self._text.find("\n", self.at)
        name, _, value = self._text[self.at : max(end, self.at)].partition(" ")
        if name != key:
            return None
        self.at = end + 1
        return value

    def words(self, value: str, count: int) -> list[str]:
        """Split a value into exactly so many words."""
        words = value.split(" ")
        if len(words) != count:
            raise MalformedEntry(f"{value!r} has {len(words)} words, want {count}")
        return words
