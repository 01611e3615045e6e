"""One complete entry of each kind, with everything it may carry: what the golden files hold."""

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime

from ledger.account import AccountTerms
from ledger.entry import Entry, Posting, entry_id
from ledger.own_lines import (
    Accounts,
    Export,
    Genesis,
    Import,
    KeyChange,
    PolicyChange,
    Refuse,
    Release,
    Seal,
    Total,
)
from tests.ledger.desk import BOOK, CLEARING, EXPIRED, ISSUE, LI, ORIGIN, SITE, VKEY, WANG

OTHER_ORIGIN = "demo.invalid/log/450126"
DEADLINE = datetime(2026, 12, 22, 16, 0, 0, tzinfo=UTC)


def digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def id_of(number: int) -> str:
    return entry_id(b"golden", "nong", "golden", number)


def posting(side, who, amount, held=None, unit="min"):
    return Posting(side, who, unit, amount, held, digest(f"state of {who} {unit}"))


MOVE = (posting("debit", WANG, 45), posting("credit", LI, 45))
SHOP = (
    posting("debit", LI, 1, unit="g.soap"),
    posting("debit", WANG, 30, unit="pt"),
    posting("credit", LI, 30, unit="pt"),
    posting("credit", WANG, 1, unit="g.soap"),
)

FULL = Entry(
    BOOK,
    18231,
    digest("the entry before"),
    id_of(0),
    "transfer",
    datetime(2026, 11, 22, 0, 57, 3, tzinfo=UTC),
    14,
    None,
    MOVE,
    date(2026, 11, 20),
    SITE,
    None,
    id_of(1),
    digest("memo"),
    digest("acts"),
)
PLACED = replace(FULL, service=None, postings=())
BOOK_WIDE = replace(PLACED, site=None)

ACCOUNT_LINES = (
    AccountTerms(ISSUE, "min", "issue", BOOK, 90_000),
    AccountTerms(LI, "g.soap", "shop", SITE, 0),
    AccountTerms(LI, "pt", "shop", SITE, None, "frozen"),
    AccountTerms(WANG, "min", "member", "-", 0, "closed"),
)

SAMPLES = {
    "genesis": replace(
        BOOK_WIDE,
        seq=0,
        prev=digest(ORIGIN),
        kind="genesis",
        policy=0,
        body=Genesis(ORIGIN, VKEY, digest("last signed checkpoint")),
        with_id=None,
    ),
    "account": replace(PLACED, kind="account", body=Accounts(ACCOUNT_LINES)),
    "policy": replace(BOOK_WIDE, kind="policy", body=PolicyChange(15, digest("rules"), date(2026, 12, 1))),
    "transfer": replace(FULL, postings=SHOP),
    "reserve": replace(FULL, kind="reserve"),
    "settle": replace(
        FULL,
        kind="settle",
        ref=id_of(2),
        postings=(posting("debit", WANG, 45, 60), posting("credit", LI, 45, 60)),
    ),
    "release": replace(FULL, kind="release", ref=id_of(2), body=Release("no_show")),
    "reverse": replace(
        FULL, kind="reverse", ref=id_of(2), postings=(posting("debit", LI, 40), posting("credit", WANG, 40))
    ),
    "expire": replace(
        FULL, kind="expire", postings=(posting("debit", WANG, 9), posting("credit", EXPIRED, 9))
    ),
    "seal": replace(
        BOOK_WIDE,
        kind="seal",
        body=Seal(
            18_000, digest("all states"), (Total("g.soap", 7, 0), Total("min", 600, 60), Total("pt", 30, 5))
        ),
    ),
    "key": replace(BOOK_WIDE, kind="key", body=KeyChange(VKEY, 18_232)),
    "erase": replace(PLACED, kind="erase"),
    "export": replace(
        FULL,
        kind="export",
        body=Export(OTHER_ORIGIN, LI, DEADLINE),
        postings=(posting("debit", WANG, 60), posting("credit", CLEARING, 60)),
    ),
    "import": replace(
        FULL,
        kind="import",
        body=Import(OTHER_ORIGIN, 77, digest("their export"), DEADLINE),
        postings=(posting("debit", CLEARING, 60), posting("credit", LI, 60)),
    ),
    "refuse": replace(PLACED, kind="refuse", body=Refuse(OTHER_ORIGIN, 78, digest("their export"))),
    "remark": replace(PLACED, kind="remark"),
}
