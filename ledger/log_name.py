"""The name of a log within its book: `450125` is the first, `450125/2` the one that continues it, and so on.

A book has one log unless its entries were once lost past recovery; then the next begins where what is left stands.
The name is what the tables key a log by; the entries themselves name the book alone.
"""

BOOK_DIGITS = 6


def log_name(book: str, number: int) -> str:
    """Return the name of a book's log, counted from 1."""
    return book if number == 1 else f"{book}/{number}"


def book_of(log: str) -> str:
    """Return the code of the book that a log is of."""
    return log[:BOOK_DIGITS]


def number_of(log: str) -> int:
    """Return which of its book's logs this is, counted from 1."""
    return int(log[BOOK_DIGITS + 1 :] or 1)


def logs_up_to(log: str) -> tuple[str, ...]:
    """Return the names of the logs of a book up to this one, the newest first."""
    return tuple(log_name(book_of(log), number) for number in range(number_of(log), 0, -1))


def folder_name(log: str) -> str:
    """Return the name of the files and folders that hold something of a log."""
    return log.replace("/", "-")
