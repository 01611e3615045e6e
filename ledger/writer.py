"""The one way into the log: numbers an act, checks and chains it, hands all it changes to the store."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from ledger import rules
from ledger.account import Account, Key
from ledger.commitment import Secrets, commit_state
from ledger.entry import Entry, Posting, encode, parse
from ledger.errors import (
    AlreadyAnswered,
    AlreadyClosed,
    BookAlreadyOpen,
    BookNotOpen,
    HolderErased,
    IdTaken,
    NotTheNext,
    PastDeadline,
    RecordedBeforeHead,
    UnknownEntry,
    UnknownPolicy,
)
from ledger.merkle import grow, leaf_hash
from ledger.own_lines import Genesis, Import, PolicyChange, Refuse
from ledger.rows import Found, NodeRow, account_as_of, answer_key, entry_row, posting_rows
from ledger.store import Appended, Head, Store
from ledger.transfer import Act


@dataclass(frozen=True, slots=True)
class Particulars:
    """What every entry says besides its act. `recorded` is in whole seconds of UTC; digests have 32 bytes."""

    id: str
    recorded: datetime
    policy: int
    service: date | None = None
    site: str | None = None
    with_id: str | None = None
    memo: bytes | None = None
    acts: bytes | None = None


@dataclass(frozen=True, slots=True)
class Posted:
    """An entry that stands in the log, and the accounts after it.

    In the answer to a retry the counters are those after that entry, limit and status today's; the accounts
    of an `account` entry are today's altogether.
    """

    seq: int
    id: str
    leaf_hash: bytes
    recorded: datetime
    kind: str
    accounts: tuple[Account, ...]


class Writer:
    """Appends to one book within a transaction of its caller; `head` is what it remembers between posts."""

    def __init__(self, store: Store, secrets: Secrets) -> None:
        self._store = store
        self._secrets = secrets
        self.head: Head | None = None

    def post(self, particulars: Particulars, act: Act) -> Posted:
        """Append the act, or return what its id gave before, or refuse and leave everything as it was."""
        head = self.head = self.head or self._store.lock_head()
        named = {id_ for id_ in (particulars.id, particulars.with_id, act.ref) if id_ is not None}
        found, before = self._store.look_up(named, act.keys)
        earlier = found.get(particulars.id)
        if earlier is not None:
            return self._again(particulars, act, earlier)
        prev = self._previous(head, act)
        self._require_next(particulars, act, head, found)
        after = rules.apply(act, before, head.size)
        entry = Entry(
            self._store.book,
            head.size,
            prev,
            particulars.id,
            act.kind,
            particulars.recorded,
            particulars.policy,
            act.body,
            self._postings(act, head.size, before, after),
            particulars.service,
            particulars.site,
            act.ref,
            particulars.with_id,
            particulars.memo,
            particulars.acts,
        )
        return self._append(head, entry, after)

    def append_again(self, entry: Entry, act: Act) -> Posted:
        """Append an entry that was written once before, as it stands, or refuse as `post` does.

        `act` is what it carries out. Its states cannot be judged here: the secrets of new holders may be lost.
        """
        head = self.head = self.head or self._store.lock_head()
        named = {id_ for id_ in (entry.id, entry.with_id, act.ref) if id_ is not None}
        found = self._store.find(named)
        if entry.id in found:
            raise IdTaken(entry.id, found[entry.id].seq)
        if (entry.seq, entry.prev) != (head.size, self._previous(head, act)):
            raise NotTheNext(entry.seq, head.size)
        self._require_next(particulars_of(entry), act, head, found)
        return self._append(head, entry, rules.apply(act, self._store.accounts(act.keys), head.size))

    def _previous(self, head: Head, act: Act) -> bytes:
        """Return the hash the entry goes on from: that of the head, in a first entry that of its origin."""
        if not isinstance(act.body, Genesis):
            if head.size == 0:
                raise BookNotOpen(self._store.book)
            return head.leaf_hash
        if head.size != 0:
            raise BookAlreadyOpen(self._store.book)
        return hashlib.sha256(act.body.origin.encode()).digest()

    def _require_next(
        self, particulars: Particulars, act: Act, head: Head, found: Mapping[str, Found]
    ) -> None:
        """Refuse what cannot be the next entry, whatever its accounts."""
        if particulars.recorded < head.recorded:
            raise RecordedBeforeHead(particulars.recorded, head.recorded)
        if particulars.policy > head.policy:
            raise UnknownPolicy(particulars.policy, head.policy)
        if particulars.with_id is not None and particulars.with_id not in found:
            raise UnknownEntry(particulars.with_id)
        if act.ref is not None and (closed_by := found[act.ref].closed_by) is not None:
            raise AlreadyClosed(act.ref, closed_by)
        match act.body:
            case PolicyChange(version=version) if version != head.policy + 1:
                raise UnknownPolicy(version, head.policy)
            case Import(deadline=deadline) if particulars.recorded > deadline:
                raise PastDeadline(deadline)
            case Import(origin, index) | Refuse(origin, index):
                if self._store.answered(answer_key(origin, index)):
                    raise AlreadyAnswered(origin, index)

    def _postings(
        self, act: Act, seq: int, before: Mapping[Key, Account], after: Sequence[Account]
    ) -> tuple[Posting, ...]:
        if not act.debits:
            return ()
        secrets = self._secrets_of({account.handle for account in after})
        split = len(act.debits)
        return tuple(
            Posting(
                "debit" if place < split else "credit",
                leg.handle,
                leg.unit,
                leg.amount,
                leg.held,
                commit_state(account, before[account.key].last, seq, secrets[leg.handle]),
            )
            for place, (leg, account) in enumerate(zip((*act.debits, *act.credits), after, strict=True))
        )

    def _secrets_of(self, handles: Collection[str]) -> Mapping[str, bytes]:
        secrets = self._secrets.secrets_of(handles)
        for handle in handles:
            if handle not in secrets:
                raise HolderErased(handle)
        return secrets

    def _append(self, head: Head, entry: Entry, accounts: tuple[Account, ...]) -> Posted:
        data = encode(entry)
        leaf = leaf_hash(data)
        edge, completed = grow(head.edge, head.size, leaf)
        policy = entry.body.version if isinstance(entry.body, PolicyChange) else head.policy
        after = Head(head.size + 1, leaf, entry.recorded, policy, edge)
        nodes = [NodeRow(entry.book, 0, head.size, leaf)]
        for level, node in enumerate(completed, 1):
            nodes.append(NodeRow(entry.book, level, head.size >> level, node))
        self.head = None  # if the store fails, only another reading can say where the log ends
        self._store.append(
            Appended(head, after, entry_row(entry, data), posting_rows(entry, accounts), nodes, accounts)
        )
        self.head = after
        return Posted(entry.seq, entry.id, leaf, entry.recorded, entry.kind, accounts)

    def _again(self, particulars: Particulars, act: Act, earlier: Found) -> Posted:
        """Return what the id gave the first time, if that was the same act with the same particulars.

        Time and policy belong to the moment of writing.
        """
        entry = parse(earlier.bytes)
        same = replace(particulars_of(entry), recorded=particulars.recorded, policy=particulars.policy)
        if same != particulars or rules.act_of(entry) != act:
            raise IdTaken(entry.id, entry.seq)
        today = self._store.accounts(act.keys)
        rows = {(row.handle, row.unit): row for row in self._store.postings_of(entry.seq)}
        accounts = tuple(account_as_of(today[key], rows.get(key)) for key in act.keys)
        return Posted(entry.seq, entry.id, leaf_hash(earlier.bytes), entry.recorded, entry.kind, accounts)


def particulars_of(entry: Entry) -> Particulars:
    """Return what an entry says besides its act."""
    return Particulars(
        entry.id,
        entry.recorded,
        entry.policy,
        entry.service,
        entry.site,
        entry.with_id,
        entry.memo,
        entry.acts,
    )
