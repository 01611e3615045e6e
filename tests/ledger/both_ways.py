"""The audit with its short way and without: whatever was planted, both must say the same."""

from ledger.audit import Report, take_stock
from ledger.audit_pass import AuditPass
from ledger.commitment import Secrets
from ledger.rows import EntryRow
from ledger.store import Records


class LongWay(AuditPass):
    """Takes every entry apart."""

    def _hashes_of(self, run: list[EntryRow], following: list[EntryRow]) -> None:
        return None


class ShortRuns(AuditPass):
    """Begins and ends its runs at odd places, so that a fault is seldom in the run of its neighbours."""

    RUN = 3


def take_stock_both_ways(store: Records, secrets: Secrets | None = None) -> Report:
    """Return the report of an audit that does not depend on the way."""
    report = take_stock(store, secrets=secrets)
    assert LongWay(store, secrets, None).run() == report
    assert ShortRuns(store, secrets, None).run() == report
    return report
