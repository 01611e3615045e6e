"""Entries that a database lost and files kept, appended again byte for byte.

A log that was signed to N entries and whose database was put back at M goes on only with the same entries M to N:
anything else would be a second history. Each passes the rules again as if it were new, and at the signed size the
root must be the signed one.
"""

from collections.abc import Callable, Collection, Iterable, Mapping

from ledger import rules
from ledger.checkpoint import Checkpoint
from ledger.entry import Entry, parse
from ledger.errors import NotTheNext, UnknownEntry
from ledger.log_errors import HistoryChanged, LogWentBack
from ledger.own_lines import Release
from ledger.store import Store
from ledger.transfer import Act
from ledger.writer import Writer

Progress = Callable[[int, int], None]
"""Told how many entries the log holds, and how many were signed."""


class _NoSecrets:
    """What is appended again commits to its states already."""

    def secrets_of(self, handles: Collection[str]) -> Mapping[str, bytes]:
        return {}


def reappend(
    store: Store, entries: Iterable[bytes], signed: Checkpoint, progress: Progress = lambda size, of: None
) -> int:
    """Append the entries that follow the head, within the caller's transaction, and return how many they were.

    More than were signed may follow: they were recorded, and only not signed yet.

    Raises:
        LogWentBack: they do not reach the signed size.
        HistoryChanged: at the signed size they lead to another root.
        LedgerError: in any of its kinds, where one of them cannot stand there.
    """
    writer = Writer(store, _NoSecrets())
    start = size = store.lock_head().size
    _require_signed(store, signed)
    for data in entries:
        entry = parse(data)
        if entry.book != store.book:
            raise NotTheNext(entry.seq, size)
        writer.append_again(entry, _act_of(store, entry))
        size += 1
        _require_signed(store, signed)
        progress(size, signed.size)
    if size < signed.size:
        raise LogWentBack(signed.size, size)
    return size - start


def _require_signed(store: Store, signed: Checkpoint) -> None:
    head = store.head()
    if head.size == signed.size and head.root != signed.root:
        raise HistoryChanged(signed.size, head.size)


def _act_of(store: Store, entry: Entry) -> Act:
    """Return the act of an entry; one that closes an earlier is made from that again, and must be the same."""
    act = rules.act_of(entry)
    if act.ref is None:
        return act
    found = store.find([act.ref]).get(act.ref)
    if found is None:
        raise UnknownEntry(act.ref)
    earlier = parse(found.bytes)
    amounts = {leg.key: leg.amount for leg in act.legs}
    match act.kind, act.body:
        case "settle", _:
            again = rules.settlement(earlier, amounts)
        case "release", Release(reason):
            again = rules.release(earlier, reason)
        case _:
            again = rules.reversal(earlier, amounts)
    if again != act:
        raise NotTheNext(entry.seq, entry.seq)
    return again
