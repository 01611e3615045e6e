"""What a receipt says, in plain words: what happened, what is proved, and what is not."""

from collections.abc import Iterator
from datetime import UTC, datetime

from ledger.entry import Entry, Posting
from ledger.opening import StateOpening
from ledger.receipt import Checked
from ledger.seal_line import CheckedLine

_HAPPENED = {
    "genesis": "The book was opened",
    "account": "Accounts were opened or changed",
    "policy": "New rules were announced",
    "transfer": "Something was moved",
    "reserve": "Something was set aside",
    "settle": "What had been set aside was settled",
    "release": "What had been set aside was given back",
    "reverse": "An earlier entry was taken back, in whole or in part",
    "expire": "Something lapsed",
    "seal": "The state of every account was sealed",
    "key": "A signing key was announced or revoked",
    "erase": "Personal data were destroyed",
    "export": "Something was set aside for another book",
    "import": "Something was taken in from another book",
    "refuse": "Something from another book was refused",
    "remark": "An event was written down",
}
_PENDING = ("reserve", "export")
_LAST_SECOND = 253_402_300_799  # of the year 9999


def say(checked: Checked) -> list[str]:
    """Return the sentences, in the order in which they are read."""
    return [*_says_what(checked), *_says_what_is_proved(checked), *_says_what_is_not(checked)]


def say_line(line: CheckedLine) -> list[str]:
    """Return the sentences about an account's line in a seal, in the order in which they are read."""
    state, entry = line.state, line.sealed.entry
    sums = next(total for total in line.seal.totals if total.unit == state.unit)
    moved = amount_in_words(sums.debits, sums.unit)
    return [
        f"A seal of book {entry.book}, written on {_moment(entry.recorded)} as entry {entry.seq}: how every account"
        f" stood after entry {line.seal.at}.",
        f"Account {state.handle} held {_holding(state)}.",
        f"All accounts together had paid out {moved} and taken in the same: they sum to zero.",
        *_says_what_is_proved(line.sealed),
        "Proved: the account's line stands in the seal, and says so.",
        *_says_what_is_not_proved_now(line.sealed),
    ]


def _says_what(checked: Checked) -> Iterator[str]:
    entry = checked.entry
    service = "" if entry.service is None else f" for a service on {entry.service.isoformat()}"
    yield (
        f"{_HAPPENED[entry.kind]}{service}: entry {entry.seq} of book {entry.book}, written on"
        f" {_moment(entry.recorded)}."
    )
    for posting in entry.postings:
        yield f"Account {posting.handle}: {_moves(entry, posting)}."
    for state in checked.states:
        yield f"After it, account {state.handle} held {_holding(state)}."
    if checked.memo is not None:
        yield f"The words to it: {checked.memo}"


def _says_what_is_proved(checked: Checked) -> Iterator[str]:
    checkpoint = checked.checkpoint
    yield (
        f"Proved: the log {checkpoint.origin} has signed that this is entry {checked.entry.seq} of the"
        f" {checkpoint.size} it then had. It cannot change or drop it without being caught."
    )
    for witness in checked.witnesses:
        yield f"Proved: {witness.key.name} has seen the same log, on {day_and_time(witness.time)} by its clock."
    if checked.states:
        yield "Proved: the account stood so after this entry."
    if checked.memo is not None:
        yield "Proved: these are the words that belong to the entry."


def _says_what_is_not(checked: Checked) -> Iterator[str]:
    yield "Not proved: that what the book says took place. The book shows what was entered and confirmed."
    yield from _says_what_is_not_proved_now(checked)


def _says_what_is_not_proved_now(checked: Checked) -> Iterator[str]:
    yield "Not proved: what the accounts hold today. A later entry may have moved or taken back."
    if not checked.witnesses:
        yield "Not proved: that others were shown the same log. No witness whose key was given has signed."
    for handle, name in checked.names:
        yield f"Not proved: that account {handle} belongs to {name}. The log holds no names."


def _moves(entry: Entry, posting: Posting) -> str:
    amount = amount_in_words(posting.amount, posting.unit)
    is_debit = posting.side == "debit"
    if entry.kind == "release":
        return f"{amount} no longer set aside" if is_debit else f"{amount} no longer to come"
    if entry.kind in _PENDING:
        return f"{amount} set aside" if is_debit else f"{amount} to come"
    held = "" if posting.held is None else f" of {amount_in_words(posting.held, posting.unit)} set aside"
    return f"{amount}{held} {'taken' if is_debit else 'given'}"


def _holding(state: StateOpening) -> str:
    words = amount_in_words(state.balance, state.unit)
    if state.pending_debits:
        words += f", of which {amount_in_words(state.pending_debits, state.unit)} were set aside"
    if state.pending_credits:
        words += f", with {amount_in_words(state.pending_credits, state.unit)} to come"
    return words


def amount_in_words(amount: int, unit: str) -> str:
    """Return an amount with its unit, minutes as hours and minutes.

    >>> amount_in_words(90, "min"), amount_in_words(-45, "min"), amount_in_words(2, "g.soap")
    ('1 h 30 min', '-45 min', '2 soap')
    """
    if unit == "pt":
        return f"{amount} points"
    if unit != "min":
        return f"{amount} {unit.removeprefix('g.')}"
    sign = "-" if amount < 0 else ""
    hours, minutes = divmod(abs(amount), 60)
    if hours == 0:
        return f"{sign}{minutes} min"
    return f"{sign}{hours} h {minutes} min" if minutes else f"{sign}{hours} h"


def day_and_time(seconds: int | None) -> str:
    """Return the time that a witness gives, in seconds since 1970; any number may stand there.

    >>> day_and_time(1_795_000_000), day_and_time(2**62)
    ('2026-11-18 at 11:06:40 UTC', 'a day after the year 9999')
    """
    seconds = seconds or 0
    return (
        "a day after the year 9999"
        if seconds > _LAST_SECOND
        else _moment(datetime.fromtimestamp(seconds, UTC))
    )


def _moment(time: datetime) -> str:
    return f"{time:%Y-%m-%d at %H:%M:%S} UTC"
