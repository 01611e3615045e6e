"""A hand with full access to a database, and the day that it lays itself on."""

from sqlalchemy import text

from ledger import guards
from ledger.account import AccountTerms
from ledger.merkle import leaf_hash
from ledger.sql_store import SqlStore
from tests.ledger.both_ways import take_stock_both_ways
from tests.ledger.desk import BOOK, DIGEST, EXPIRED, ISSUE, LI, NONG, POOL, WANG, ZHAO, Desk, leg

LAST = 19


def a_day(desk: Desk) -> None:
    """Entries 0 to 19, of all kinds that move something."""
    desk.open()  # 0 genesis, 1 account, 2 transfer
    desk.transfer(WANG, NONG, 30)  # 3
    desk.transfer(ISSUE, LI, 100)  # 4
    reserved = desk.reserve(WANG, LI, 60)  # 5
    settled = desk.do("settle", reserved.id, 45)  # 6
    desk.reserve(WANG, NONG, 20)  # 7
    desk.do("reverse", settled.id, 5)  # 8
    other = desk.reserve(LI, ZHAO, 10)  # 9
    desk.do("release", other.id, "no_show")  # 10
    desk.do("open_accounts", [AccountTerms(ZHAO, "min", "member", status="frozen")])  # 11
    desk.do("expire", [leg(LI, 3)], [leg(EXPIRED, 3)])  # 12
    desk.do("seal", 12)  # 13
    desk.book.remark(desk.particulars(memo=DIGEST))  # 14
    for _ in range(3):  # 15 16 17
        desk.transfer(WANG, POOL, 7, with_id=settled.id)
    desk.transfer(LI, WANG, 9)  # 18
    desk.transfer(WANG, LI, 9)  # 19


class Hand:
    """Full access to the database file, with the guards lifted before and put back afterwards."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.connection = desk.store._connection

    def run(self, sql: str, **values) -> None:
        for table in guards.KEYS:
            for act in ("update", "delete", "replace"):
                self.connection.execute(text(f"DROP TRIGGER IF EXISTS {table}_no_{act}"))
        self.connection.execute(text(sql), values)
        guards.create(self.connection)

    def edit(self, seq: int, old: bytes, new: bytes, *, rehash: bool = False) -> None:
        data = self.bytes(seq)
        assert old in data
        self.put(seq, data.replace(old, new), rehash=rehash)

    def bytes(self, seq: int) -> bytes:
        return next(self.desk.store.entry_bytes(seq, seq + 1))[1]

    def put(self, seq: int, data: bytes, *, rehash: bool = False) -> None:
        self.run("UPDATE ledger_entry SET bytes = :data WHERE seq = :seq", data=data, seq=seq)
        if rehash:
            self.run(
                "UPDATE ledger_node SET hash = :leaf WHERE level = 0 AND idx = :seq",
                leaf=leaf_hash(data),
                seq=seq,
            )

    def findings(self) -> list[tuple[str, int | None]]:
        report = take_stock_both_ways(SqlStore(self.connection, BOOK), self.desk.safe)
        return [(finding.kind, finding.seq) for finding in report.findings]
