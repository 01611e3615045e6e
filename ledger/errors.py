"""What the ledger refuses, each refusal a class named for the fact, with the facts as fields.

Everything a caller may meet in good order derives from `LedgerError`, in four families:
`Malformed` (cannot be written or read), `NotFound`, `Conflict` (something else stands there already) and
`Refused` (a rule says no). `IntegrityError` and `StoreFailed` stand apart, so that nobody who handles
refusals swallows a broken book by accident.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar


class LedgerError(Exception):
    """A refusal with a stable `code`; the facts are its fields, `str()` is the sentence."""

    code: ClassVar[str] = "ledger_error"
    says: ClassVar[str] = "the ledger refuses"

    def __str__(self) -> str:
        return self.says.format_map(vars(self))


class Malformed(LedgerError):
    """The input cannot be written as, or is not, what the format says."""


class NotFound(LedgerError):
    """The book knows no such thing."""


class Conflict(LedgerError):
    """The book already holds something else in this place."""


class Refused(LedgerError):
    """A rule of the book forbids it."""


class IntegrityError(Exception):
    """An invariant of the book does not hold: stop, change nothing, audit."""


class StoreFailed(Exception):
    """The database did not do what it was asked (disk, lock, connection); its error is the cause."""


@dataclass(eq=False)
class MalformedEntry(Malformed):
    """Bytes that are no entry, or values that cannot stand in one."""

    code = "malformed_entry"
    says = "not an entry: {reason}"
    reason: str


@dataclass(eq=False)
class ProofError(Malformed):
    """A proof that is malformed or does not prove its claim."""

    code = "proof_error"
    says = "the proof does not hold: {reason}"
    reason: str


@dataclass(eq=False)
class UnknownAccount(NotFound):
    code = "unknown_account"
    says = "no account {handle} in {unit}"
    handle: str
    unit: str


@dataclass(eq=False)
class UnknownEntry(NotFound):
    code = "unknown_entry"
    says = "no entry with id {id}"
    id: str


@dataclass(eq=False)
class BookNotOpen(NotFound):
    """The book has no genesis entry yet."""

    code = "book_not_open"
    says = "book {book} has no first entry"
    book: str


@dataclass(eq=False)
class BookAlreadyOpen(Conflict):
    code = "book_already_open"
    says = "book {book} already has its first entry"
    book: str


@dataclass(eq=False)
class IdTaken(Conflict):
    """The id belongs to an entry that says something else."""

    code = "id_taken"
    says = "id {id} belongs to entry {seq}, which says something else"
    id: str
    seq: int


@dataclass(eq=False)
class NotTheNext(Conflict):
    """An entry that was written before does not go on from the head of this log."""

    code = "not_the_next"
    says = "entry {seq} does not go on from the log of {size} entries"
    seq: int
    size: int


@dataclass(eq=False)
class AlreadyClosed(Conflict):
    """`ref` was settled, released or reversed before; that happens once."""

    code = "already_closed"
    says = "entry {ref} was already closed by {by}"
    ref: str
    by: str


@dataclass(eq=False)
class AlreadyAnswered(Conflict):
    """An export of another book is imported or refused once."""

    code = "already_answered"
    says = "entry {index} of {origin} was already answered"
    origin: str
    index: int


@dataclass(eq=False)
class InsufficientBalance(Refused):
    """`available` is what may be spent now, reservations taken off, limit included."""

    code = "insufficient_balance"
    says = "account {handle} has {available} {unit} available, {wanted} wanted"
    handle: str
    unit: str
    available: int
    wanted: int


@dataclass(eq=False)
class AccountFrozen(Refused):
    code = "account_frozen"
    says = "account {handle} in {unit} is frozen"
    handle: str
    unit: str


@dataclass(eq=False)
class AccountClosed(Refused):
    code = "account_closed"
    says = "account {handle} in {unit} is closed"
    handle: str
    unit: str


@dataclass(eq=False)
class AccountNotEmpty(Refused):
    """Only an account without balance and reservations can be closed."""

    code = "account_not_empty"
    says = "account {handle} in {unit} still holds {balance}, with {reserved} reserved"
    handle: str
    unit: str
    balance: int
    reserved: int


@dataclass(eq=False)
class TermsFixed(Refused):
    """The class of an account and what it belongs to never change."""

    code = "terms_fixed"
    says = "account {handle} in {unit} keeps its class and what it belongs to"
    handle: str
    unit: str


@dataclass(eq=False)
class LimitTooLow(Refused):
    """`needed` is the least limit that covers what the account already owes and has reserved."""

    code = "limit_too_low"
    says = "account {handle} in {unit} needs a limit of {needed}, not {limit}"
    handle: str
    unit: str
    limit: int
    needed: int


@dataclass(eq=False)
class Unbalanced(Refused):
    code = "unbalanced"
    says = "{unit}: debits are {debits}, credits {credits}"
    unit: str
    debits: int
    credits: int


@dataclass(eq=False)
class AmountOutOfRange(Refused):
    code = "amount_out_of_range"
    says = "amount {amount} is not between {least} and {most}"
    amount: int
    least: int
    most: int


@dataclass(eq=False)
class WrongLegs(Refused):
    """The legs are not those the act asks for."""

    code = "wrong_legs"
    says = "{reason}"
    reason: str


@dataclass(eq=False)
class WrongKind(Refused):
    """`ref` names an entry that cannot be closed this way."""

    code = "wrong_kind"
    says = "a {kind} cannot follow entry {ref}, which is a {ref_kind}"
    kind: str
    ref: str
    ref_kind: str


@dataclass(eq=False)
class RecordedBeforeHead(Refused):
    code = "recorded_before_head"
    says = "recorded {recorded:%Y-%m-%dT%H:%M:%SZ} is earlier than the last entry's {head:%Y-%m-%dT%H:%M:%SZ}"
    recorded: datetime
    head: datetime


@dataclass(eq=False)
class UnknownPolicy(Refused):
    """The policy counter names rules that no entry has announced, or skips one."""

    code = "unknown_policy"
    says = "policy {policy} does not follow from {announced}, the last one announced"
    policy: int
    announced: int


@dataclass(eq=False)
class PastDeadline(Refused):
    code = "past_deadline"
    says = "the deadline {deadline:%Y-%m-%dT%H:%M:%SZ} has passed"
    deadline: datetime


@dataclass(eq=False)
class NotYetWritten(Refused):
    """A seal speaks of entries that stand before it."""

    code = "not_yet_written"
    says = "entry {at} is not before entry {seq}"
    at: int
    seq: int


@dataclass(eq=False)
class HolderErased(Refused):
    """The secret that commits to the holder's state is gone, so nothing can be posted there."""

    code = "holder_erased"
    says = "the secret of account {handle} is gone"
    handle: str
