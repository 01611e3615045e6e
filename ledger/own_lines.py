"""The lines that some kinds of entries have of their own, with one frozen value for each kind.

| kind | own lines |
|---|---|
| genesis | `origin`, `key`, for a continued book `continues` |
| account | 1-100 lines `account <handle> <unit> <class> <of> <limit or none> <status>`, sorted |
| policy | `version`, `sha256`, `from` (day) |
| release | `reason` |
| seal | `at`, `root`, a line `total <unit> <debits> <pending debits>` a unit, sorted |
| key | `vkey`, then `from` N (it signs checkpoints of more than N entries) or `revoked-from` N (N and more) |
| export | `origin` and `handle` over there, `deadline` |
| import | `origin`, `index` and `leaf` of the export, its `deadline` |
| refuse | `origin`, `index` and `leaf` of the export |
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from ledger.account import AccountTerms
from ledger.errors import MalformedEntry
from ledger.grammar import (
    checked,
    checked_hash,
    checked_number,
    format_time,
    read_day,
    read_hash,
    read_number,
    read_time,
)
from ledger.lines import Lines

MAX_ACCOUNT_LINES = 100


@dataclass(frozen=True, slots=True)
class Genesis:
    """Opens the log; `continues` is the SHA-256 of the last signed checkpoint of the log it goes on from."""

    origin: str
    vkey: str
    continues: bytes | None = None

    @classmethod
    def read(cls, lines: Lines) -> "Genesis":
        origin, vkey = lines.take("origin"), lines.take("key")
        continues = lines.take_if("continues")
        return cls(origin, vkey, None if continues is None else read_hash(continues))

    def write(self) -> list[str]:
        lines = [f"origin {checked('origin', self.origin)}", f"key {checked('vkey', self.vkey)}"]
        if self.continues is not None:
            lines.append(f"continues {checked_hash(self.continues).hex()}")
        return lines


@dataclass(frozen=True, slots=True)
class Accounts:
    """Opens accounts, or changes their limit and status."""

    lines: tuple[AccountTerms, ...]

    @classmethod
    def read(cls, lines: Lines) -> "Accounts":
        terms = []
        while (text := lines.take_if("account")) is not None:
            handle, unit, class_, of, limit, status = lines.words(text, 6)
            terms.append(
                AccountTerms(
                    handle, unit, class_, of, None if limit == "none" else read_number(limit), status
                )
            )
        return cls(tuple(terms))

    def write(self) -> list[str]:
        if not 1 <= len(self.lines) <= MAX_ACCOUNT_LINES:
            raise MalformedEntry(f"{len(self.lines)} account lines, want 1 to {MAX_ACCOUNT_LINES}")
        require_sorted((terms.handle, terms.unit) for terms in self.lines)
        return [_account_line(terms) for terms in self.lines]


def _account_line(terms: AccountTerms) -> str:
    limit = "none" if terms.limit is None else checked_number(terms.limit)
    where = f"{checked('handle', terms.handle)} {checked('unit', terms.unit)}"
    what = f"{checked('class', terms.class_)} {checked('of', terms.of)}"
    return f"account {where} {what} {limit} {checked('status', terms.status)}"


@dataclass(frozen=True, slots=True)
class PolicyChange:
    """Announces rules: their counter, the SHA-256 of the published text, the first day they hold."""

    version: int
    digest: bytes
    from_day: date

    @classmethod
    def read(cls, lines: Lines) -> "PolicyChange":
        version, digest = lines.take("version"), lines.take("sha256")
        return cls(read_number(version), read_hash(digest), read_day(lines.take("from")))

    def write(self) -> list[str]:
        return [
            f"version {checked_number(self.version)}",
            f"sha256 {checked_hash(self.digest).hex()}",
            f"from {self.from_day.isoformat()}",
        ]


@dataclass(frozen=True, slots=True)
class Release:
    """Gives a reservation back, and says why."""

    reason: str

    @classmethod
    def read(cls, lines: Lines) -> "Release":
        return cls(lines.take("reason"))

    def write(self) -> list[str]:
        return [f"reason {checked('reason', self.reason)}"]


@dataclass(frozen=True, slots=True)
class Total:
    """All debits and pending debits of one unit (the credits are the same)."""

    unit: str
    debits: int
    pending_debits: int


@dataclass(frozen=True, slots=True)
class Seal:
    """Fixes the state of every account after entry `at`: a root over their state commitments, and sums."""

    at: int
    root: bytes
    totals: tuple[Total, ...]

    @classmethod
    def read(cls, lines: Lines) -> "Seal":
        at, root = read_number(lines.take("at")), read_hash(lines.take("root"))
        totals = []
        while (text := lines.take_if("total")) is not None:
            unit, debits, pending = lines.words(text, 3)
            totals.append(Total(unit, read_number(debits), read_number(pending)))
        return cls(at, root, tuple(totals))

    def write(self) -> list[str]:
        require_sorted((total.unit,) for total in self.totals)
        return [
            f"at {checked_number(self.at)}",
            f"root {checked_hash(self.root).hex()}",
            *(_total_line(total) for total in self.totals),
        ]


def _total_line(total: Total) -> str:
    debits, pending_debits = checked_number(total.debits), checked_number(total.pending_debits)
    return f"total {checked('unit', total.unit)} {debits} {pending_debits}"


@dataclass(frozen=True, slots=True)
class KeyChange:
    """Announces a signing key that holds from a seq on, or revokes one from a seq on."""

    vkey: str
    from_seq: int
    revoked: bool = False

    @classmethod
    def read(cls, lines: Lines) -> "KeyChange":
        vkey = lines.take("vkey")
        revoked = lines.take_if("revoked-from")
        if revoked is not None:
            return cls(vkey, read_number(revoked), revoked=True)
        return cls(vkey, read_number(lines.take("from")))

    def write(self) -> list[str]:
        word = "revoked-from" if self.revoked else "from"
        return [f"vkey {checked('vkey', self.vkey)}", f"{word} {checked_number(self.from_seq)}"]


@dataclass(frozen=True, slots=True)
class Export:
    """Sets time aside for an account in another book, which has until `deadline` to import it."""

    origin: str
    handle: str
    deadline: datetime

    @classmethod
    def read(cls, lines: Lines) -> "Export":
        origin, handle = lines.take("origin"), lines.take("handle")
        return cls(origin, handle, read_time(lines.take("deadline")))

    def write(self) -> list[str]:
        return [
            f"origin {checked('origin', self.origin)}",
            f"handle {checked('handle', self.handle)}",
            f"deadline {format_time(self.deadline)}",
        ]


@dataclass(frozen=True, slots=True)
class Import:
    """Takes in the export that stands at `index` of another book."""

    origin: str
    index: int
    leaf: bytes
    deadline: datetime

    @classmethod
    def read(cls, lines: Lines) -> "Import":
        origin, index, leaf = lines.take("origin"), lines.take("index"), lines.take("leaf")
        return cls(origin, read_number(index), read_hash(leaf), read_time(lines.take("deadline")))

    def write(self) -> list[str]:
        return [
            f"origin {checked('origin', self.origin)}",
            f"index {checked_number(self.index)}",
            f"leaf {checked_hash(self.leaf).hex()}",
            f"deadline {format_time(self.deadline)}",
        ]


@dataclass(frozen=True, slots=True)
class Refuse:
    """Answers the export that stands at `index` of another book: it will not be imported."""

    origin: str
    index: int
    leaf: bytes

    @classmethod
    def read(cls, lines: Lines) -> "Refuse":
        origin, index = lines.take("origin"), lines.take("index")
        return cls(origin, read_number(index), read_hash(lines.take("leaf")))

    def write(self) -> list[str]:
        return [
            f"origin {checked('origin', self.origin)}",
            f"index {checked_number(self.index)}",
            f"leaf {checked_hash(self.leaf).hex()}",
        ]


Body = Genesis | Accounts | PolicyChange | Release | Seal | KeyChange | Export | Import | Refuse


def require_sorted(keys: Iterable[tuple[str, ...]]) -> None:
    """Refuse keys that do not strictly ascend: an order has one writing, and none comes twice."""
    for before, after in pairwise(keys):
        if before >= after:
            raise MalformedEntry(f"{' '.join(after)} does not come after {' '.join(before)}")
