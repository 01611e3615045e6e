"""What opens the commitments of an entry, for the one who holds the receipt and nobody else.

An entry shows no balance, no word and no name. The holder gets, as a strict ASCII record like the entry's own:

    timebank/opening/v1
    state <handle> <unit> <debits> <credits> <pending debits> <pending credits> <version> <last or -> <salt>
    memo <salt> <base64 of the text in UTF-8>
    name <handle> <base64 of the name in UTF-8>

Salts have 16 bytes, in lower-case hex. States come in the order of handle and unit; each part may be missing. A
state and a memo can be held against the entry; a name cannot: no log holds it.
"""

import hashlib
from dataclasses import dataclass

from ledger.account import Account
from ledger.commitment import commit_digest, state_text
from ledger.errors import MalformedEntry
from ledger.grammar import checked, checked_number, read_number
from ledger.log_errors import MalformedReceipt
from ledger.own_lines import require_sorted
from ledger.spelling import read_base64, write_base64

VERSION = "timebank/opening/v1"
SALT_BYTES = 16
MAX_TEXT_BYTES = 20_000
MAX_STATES = 100


@dataclass(frozen=True, slots=True)
class StateOpening:
    """How an account stood after the entry. `last` is the seq of its entry before, None if this was its first."""

    handle: str
    unit: str
    debits: int
    credits: int
    pending_debits: int
    pending_credits: int
    version: int
    last: int | None
    salt: bytes

    @property
    def balance(self) -> int:
        """What the holder owned: credits less debits."""
        return self.credits - self.debits

    def commitment(self) -> bytes:
        """Return the state that the entry must hold for this account."""
        account = Account(
            self.handle,
            self.unit,
            class_="member",  # class and limit have no part in a state
            of="-",
            limit=None,
            status="open",
            debits=self.debits,
            credits=self.credits,
            pending_debits=self.pending_debits,
            pending_credits=self.pending_credits,
            version=self.version,
        )
        return hashlib.sha256(state_text(account, self.last) + self.salt).digest()


@dataclass(frozen=True, slots=True)
class MemoOpening:
    """The words an entry commits to."""

    salt: bytes
    text: str

    def commitment(self) -> bytes:
        """Return the memo that the entry must hold."""
        return commit_digest(self.salt, self.text.encode())


@dataclass(frozen=True, slots=True)
class Opening:
    """All that opens one entry for one holder. `names` are (handle, name): claims that nothing proves."""

    states: tuple[StateOpening, ...] = ()
    memo: MemoOpening | None = None
    names: tuple[tuple[str, str], ...] = ()


def format_opening(opening: Opening) -> bytes:
    """Return the bytes of the record. Raises MalformedReceipt where a value cannot stand in one."""
    try:
        lines = [VERSION, *map(_state_line, opening.states)]
        require_sorted((state.handle, state.unit) for state in opening.states)
        require_sorted((handle,) for handle, _ in opening.names)
        if len(opening.states) > MAX_STATES or len(opening.names) > MAX_STATES:
            raise MalformedReceipt(f"more than {MAX_STATES} states or names")
        if opening.memo is not None:
            lines.append(f"memo {_write_salt(opening.memo.salt)} {_write_text(opening.memo.text)}")
        lines += (f"name {checked('handle', handle)} {_write_text(name)}" for handle, name in opening.names)
    except MalformedEntry as error:
        raise MalformedReceipt(error.reason) from error
    return "\n".join((*lines, "")).encode("ascii")


def parse_opening(data: bytes) -> Opening:
    """Return what the record says. Raises MalformedReceipt unless `format_opening` writes exactly these bytes."""
    try:
        version, *lines = data.decode("ascii").split("\n")
    except UnicodeDecodeError as error:
        raise MalformedReceipt(f"byte {error.start} of the opening is not ASCII") from error
    if version != VERSION:
        raise MalformedReceipt(f"the opening does not begin with {VERSION!r}")
    states, memos, names = [], [], []
    for line in lines[:-1]:
        match line.split(" "):
            case ["state", *words]:
                states.append(_read_state(words))
            case ["memo", salt, text]:
                memos.append(MemoOpening(_read_salt(salt), _read_text(text)))
            case ["name", handle, text]:
                names.append((handle, _read_text(text)))
            case _:
                raise MalformedReceipt(f"{line[:80]!r} is no line of an opening")
    opening = Opening(tuple(states), memos[0] if memos else None, tuple(names))
    if format_opening(opening) != data:  # another order, a second memo, a last line that does not end
        raise MalformedReceipt("the opening is written another way")
    return opening


def _state_line(state: StateOpening) -> str:
    counters = (state.debits, state.credits, state.pending_debits, state.pending_credits, state.version)
    numbers = " ".join(str(checked_number(number)) for number in counters)
    last = "-" if state.last is None else checked_number(state.last)
    who = f"{checked('handle', state.handle)} {checked('unit', state.unit)}"
    return f"state {who} {numbers} {last} {_write_salt(state.salt)}"


def _read_state(words: list[str]) -> StateOpening:
    if len(words) != 9:
        raise MalformedReceipt(f"a state has 9 words, not {len(words)}")
    handle, unit, *numbers, last, salt = words
    try:
        debits, credits, pending_debits, pending_credits, version = map(read_number, numbers)
        previous = None if last == "-" else read_number(last)
    except MalformedEntry as error:
        raise MalformedReceipt(error.reason) from error
    return StateOpening(
        handle, unit, debits, credits, pending_debits, pending_credits, version, previous, _read_salt(salt)
    )


def _write_salt(salt: bytes) -> str:
    if len(salt) != SALT_BYTES:
        raise MalformedReceipt(f"a salt has {SALT_BYTES} bytes")
    return salt.hex()


def _read_salt(text: str) -> bytes:
    try:
        return bytes.fromhex(text)  # any other spelling is found by writing it again
    except ValueError as error:
        raise MalformedReceipt(f"{text[:40]!r} is no salt") from error


def _write_text(text: str) -> str:
    try:
        data = text.encode()
    except UnicodeEncodeError as error:
        raise MalformedReceipt("a text cannot be written in UTF-8") from error
    if not 0 < len(data) <= MAX_TEXT_BYTES:
        raise MalformedReceipt(f"a text of {len(data)} bytes, want 1 to {MAX_TEXT_BYTES}")
    return write_base64(data)


def _read_text(encoded: str) -> str:
    data = read_base64(encoded)
    try:
        return (data or b"").decode()
    except UnicodeDecodeError as error:
        raise MalformedReceipt("a text is not UTF-8") from error
