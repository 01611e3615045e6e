"""Whether services and their minutes agree with what the ledger moved for them. One check a function, a page at a time.

A service is credited what its payers paid for it: settled, less what was reversed or given back, and what was posted
anew. What the volunteer spent meanwhile, or what went to a pool above the cap, changes nothing of that.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, exists, func, select
from sqlalchemy.orm import aliased

from ledger.audit import Finding
from ledger.log_name import logs_up_to
from ledger.sql_store import SqlStore
from ledger.tables import ledger_account, ledger_entry, ledger_posting
from timebank.accounts import BOOK, MEMBER, AccountHolder, find_handle
from timebank.members.model import Member
from timebank.needs.model import Payer
from timebank.places.model import Site
from timebank.services.model import Service, ServiceState
from timebank.services.records import Reserve, ServiceEntry
from timebank.teams.model import Team

PAGE = 500
PROMISED = (ServiceState.VERIFIED, ServiceState.ON_NOTICE, ServiceState.OBJECTED)
POSTED = ("settle", "reverse", "transfer")

Found = Any
"""A row of a service, or of a reservation."""


def credits_drifted(connection: Connection, store: SqlStore) -> Iterator[Finding]:
    """Give the services credited with other minutes than their payers paid, or than are set aside for them."""
    for page in _services(connection, store.book):
        reserves = _reserves(connection, store.book, page)
        paid = _paid(connection, store, page, reserves)
        for row in page:
            aside = sum(one.minutes for one in reserves[row.id] if one.is_open)
            if not _agrees(row, paid[row.id]):
                says = f"is credited {row.credited_minutes} minutes, the ledger moved {paid[row.id]}"
                yield Finding("ROW_DRIFT", None, None, f"service {row.number} ({row.state}) {says}")
            if row.state in PROMISED and aside < row.credited_minutes:
                says = f"is promised {row.credited_minutes} minutes, {aside} are set aside"
                yield Finding("ROW_DRIFT", None, None, f"service {row.number} ({row.state}) {says}")


def reserves_forgotten(connection: Connection, store: SqlStore) -> Iterator[Finding]:
    """Give the services' reservations that stand open in the ledger, though no row says so: nobody would end them."""
    closing = aliased(ledger_entry)
    is_closed = exists().where(closing.c.book == ledger_entry.c.book, closing.c.ref == ledger_entry.c.id)
    is_known = exists().where(
        Reserve.book == store.book, Reserve.entry_id == ledger_entry.c.id, Reserve.is_open
    )
    rows = connection.execute(
        select(ledger_entry.c.seq, ledger_entry.c.id, Service.number)
        .join(
            ServiceEntry,
            (ServiceEntry.book == store.book) & (ServiceEntry.entry_id == ledger_entry.c.id),
        )
        .join(Service, (Service.book == ServiceEntry.book) & (Service.id == ServiceEntry.service_id))
        .where(ledger_entry.c.book == store.log, ledger_entry.c.kind == "reserve", ~is_closed, ~is_known)
    )
    for row in rows:
        says = f"it stands open, but service {row.number} has forgotten it"
        yield Finding("ROW_DRIFT", row.seq, row.id, says)


def _agrees(row: Found, paid: int) -> bool:
    """Tell whether a service is credited what was paid for it: nothing before it settles and once it is reversed."""
    match row.state:
        case ServiceState.SETTLED:
            return bool(row.credited_minutes == paid)
        case ServiceState.REVERSED:
            return bool(row.credited_minutes == paid == 0)
    return paid == 0


def _services(connection: Connection, book: str) -> Iterator[Sequence[Found]]:
    """Give the services a page at a time, so that no county's whole book lies in memory."""
    wanted = select(
        Service.id,
        Service.number,
        Service.state,
        Service.pay_from,
        Service.credited_minutes,
        Service.to_pool_minutes,
        Service.elder_id,
        Service.volunteer_id,
    ).where(Service.book == book)
    after = ""
    while page := connection.execute(wanted.where(Service.id > after).order_by(Service.id).limit(PAGE)).all():
        yield page
        after = page[-1].id


def _reserves(connection: Connection, book: str, page: Sequence[Found]) -> dict[str, list[Found]]:
    rows = connection.execute(
        select(Reserve.service_id, Reserve.payer, Reserve.minutes, Reserve.is_open).where(
            Reserve.book == book, Reserve.service_id.in_([row.id for row in page])
        )
    )
    found = defaultdict(list)
    for row in rows:
        found[row.service_id].append(row)
    return found


def _paid(
    connection: Connection,
    store: SqlStore,
    page: Sequence[Found],
    reserves: dict[str, list[Found]],
) -> dict[str, int]:
    """Return what left the payers' accounts for each service, less what came back to them, in all of a book's logs."""
    book = store.book
    payers = {row.id: {one.payer for one in reserves[row.id]} for row in page}
    for row in page:
        if not payers[row.id] and row.credited_minutes:  # nothing was ever set aside, and a correction paid
            payers[row.id] = {_payer(connection, book, row)}
    heirs = _heirs(connection, store, set().union(*payers.values()))
    for handles in payers.values():
        handles |= {heirs[handle] for handle in handles & heirs.keys()}
    sent_on = _sent_on(connection, book, page, payers)
    postings = connection.execute(
        select(
            ServiceEntry.service_id, ledger_posting.c.handle, ledger_posting.c.side, ledger_posting.c.amount
        )
        .join(
            ledger_entry,
            ledger_entry.c.book.in_(logs_up_to(store.log)) & (ledger_entry.c.id == ServiceEntry.entry_id),
        )
        .join(
            ledger_posting,
            (ledger_posting.c.book == ledger_entry.c.book) & (ledger_posting.c.seq == ledger_entry.c.seq),
        )
        .where(
            ServiceEntry.book == book,
            ServiceEntry.service_id.in_([row.id for row in page]),
            ledger_entry.c.kind.in_(POSTED),
        )
    )
    paid: dict[str, int] = defaultdict(int, sent_on)
    for posting in postings:
        if posting.handle in payers[posting.service_id]:
            paid[posting.service_id] += posting.amount if posting.side == "debit" else -posting.amount
    return paid


def _sent_on(
    connection: Connection, book: str, page: Sequence[Found], payers: dict[str, set[str]]
) -> dict[str, int]:
    """Return what a pool that had paid for a service, or inherits from who had, got of it from the volunteer.

    Who does not keep it gives nothing back by that.
    """
    ids = [row.id for row in page if row.to_pool_minutes]
    of_team = aliased(Site)
    rows = connection.execute(
        select(Service.id, Service.to_pool_minutes, func.coalesce(of_team.handle_pool, Site.handle_pool))
        .join(Member, (Member.book == Service.book) & (Member.id == Service.volunteer_id))
        .join(Site, (Site.book == Member.book) & (Site.id == Member.site))
        .outerjoin(Team, (Team.book == Service.book) & (Team.id == Service.team_id))
        .outerjoin(of_team, (of_team.book == Team.book) & (of_team.id == Team.site))
        .where(Service.book == book, Service.id.in_(ids))
    )
    return {id_: minutes or 0 for id_, minutes, pool in rows if pool in payers[id_]}


def _heirs(connection: Connection, store: SqlStore, payers: set[str]) -> dict[str, str]:
    """Return, of the payers' accounts that are closed, the account that gets what comes back to them."""
    closed = (
        (ledger_account.c.book == store.log)
        & ledger_account.c.handle.in_(payers)
        & (ledger_account.c.status == "closed")
    )
    programmes = connection.execute(
        select(ledger_account.c.handle, ledger_account.c.belongs_to).where(
            closed, ledger_account.c["class"] == "grant"
        )
    )
    pools = connection.execute(
        select(ledger_account.c.handle, Site.handle_pool)
        .join(
            AccountHolder,
            (AccountHolder.book == store.book) & (AccountHolder.handle == ledger_account.c.handle),
        )
        .join(Member, (Member.book == AccountHolder.book) & (Member.id == AccountHolder.owner_id))
        .join(Site, (Site.book == Member.book) & (Site.id == Member.site))
        .where(closed, AccountHolder.owner_kind == MEMBER)
    )
    return {row[0]: row[1] for row in (*pools, *programmes)}  # a programme's month is held by a member too


def _payer(connection: Connection, book: str, row: Found) -> str:
    is_public = row.pay_from == Payer.PUBLIC
    holder = (BOOK, book, "issue") if is_public else (MEMBER, row.elder_id, "member")
    return find_handle(connection, book, *holder) or ""
