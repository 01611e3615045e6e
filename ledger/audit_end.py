"""What the audit compares when all entries have passed: the head and every account with what they left."""

from collections.abc import Iterator

from ledger.account import Account
from ledger.audit_step import Standing
from ledger.audit_tree import TreeCheck
from ledger.store import Head, Records


def head_drift(head: Head, size: int, leaf: bytes | None, tree: TreeCheck, standing: Standing) -> str | None:
    """Return what is wrong with the stored head after `size` entries, the last with this leaf hash."""
    right = {
        "size": head.size == size,
        "leaf hash": size == 0 or leaf in (None, head.leaf_hash),
        "edge": tree.has_edge(head.edge),
        "time": standing.unsure or head.recorded == standing.recorded,
        "policy": standing.unsure or head.policy == standing.policy,
    }
    wrong = [name for name, is_right in right.items() if not is_right]
    return f"the head has another {', '.join(wrong)}" if wrong else None


def account_drifts(store: Records, standing: Standing, *, tail_lost: bool) -> Iterator[tuple[Account, str]]:
    """Yield each account that is not as its entries left it. What a lost tail has moved is not judged."""
    left = dict(standing.accounts)
    for stored in store.account_rows():
        derived = left.pop(stored.key, None)
        if derived is None:
            if not tail_lost and not (standing.all_doubted and stored.version == 0):
                yield stored, f"account {stored.handle} in {stored.unit} was never opened"
            continue
        if tail_lost and stored.version > derived.version:
            continue
        if standing.doubts(derived.key):
            derived = derived._replace(
                class_=stored.class_, of=stored.of, limit=stored.limit, status=stored.status
            )
        if stored != derived:
            yield derived, f"account {stored.handle} in {stored.unit} is not as its entries left it"
    for missing in left.values():
        yield missing, f"account {missing.handle} in {missing.unit} has no row"
