"""An account: the position of one holder in one unit, as its entries have left it."""

import base64
import secrets
from dataclasses import dataclass
from typing import Literal, NamedTuple

Side = Literal["debit", "credit"]
Key = tuple[str, str]  # (handle, unit): names an account within its book


def new_handle() -> str:
    """Return a fresh account handle: 20 random characters of `[a-z2-7]`, 100 bits."""
    return base64.b32encode(secrets.token_bytes(13)).decode("ascii")[:20].lower()


@dataclass(frozen=True, slots=True)
class AccountTerms:
    """One line of an `account` entry: opens the account, or changes its limit and status.

    `class_` comes from the chart of accounts; `of` is a site, a book, a programme's handle or "-". How far
    debits may exceed credits is `limit`, in whole units; None is without limit.
    """

    handle: str
    unit: str
    class_: str
    of: str = "-"
    limit: int | None = 0
    status: str = "open"


class Account(NamedTuple):
    """Terms, four counters of whole units, and where the account stands in the log.

    `version` counts the account's postings; `last` is the seq of the newest one, None before the first.
    A named tuple like the rows: the audit makes one a posting, in a third of a frozen dataclass's time.
    """

    handle: str
    unit: str
    class_: str
    of: str
    limit: int | None
    status: str
    debits: int = 0
    credits: int = 0
    pending_debits: int = 0
    pending_credits: int = 0
    version: int = 0
    last: int | None = None

    @property
    def key(self) -> Key:
        return self.handle, self.unit

    @property
    def balance(self) -> int:
        """What the holder owns: credits less debits. Negative on an account that issues."""
        return self.credits - self.debits

    @property
    def available(self) -> int | None:
        """What may be spent now, reservations taken off and the limit added; None is without limit."""
        if self.limit is None:
            return None
        return self.credits - self.debits - self.pending_debits + self.limit

    def moved(self, side: Side, posted: int, pending: int, seq: int) -> "Account":
        """Return the account after a posting of entry `seq`; `pending` is negative where it takes back."""
        handle, unit, class_, of, limit, status, debits, credits, owing, coming, version, _ = self
        version += 1
        if side == "debit":
            debits, owing = debits + posted, owing + pending
        else:
            credits, coming = credits + posted, coming + pending
        return Account(handle, unit, class_, of, limit, status, debits, credits, owing, coming, version, seq)

    def under(self, terms: AccountTerms) -> "Account":
        """Return the account with another limit and status; its counters and place in the log stay."""
        return Account(
            self.handle,
            self.unit,
            self.class_,
            self.of,
            terms.limit,
            terms.status,
            self.debits,
            self.credits,
            self.pending_debits,
            self.pending_credits,
            self.version,
            self.last,
        )


def opened(terms: AccountTerms) -> Account:
    """Return a new account that nothing has moved yet."""
    return Account(terms.handle, terms.unit, terms.class_, terms.of, terms.limit, terms.status)
