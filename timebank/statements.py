"""What a holder has and what came and went: the views over the ledger's accounts."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from timebank.accounts import SITE, find_handle
from timebank.actors import Actor
from timebank.members.queries import find_member
from timebank.paging import Page
from timebank.places.queries import find_site
from timebank.services.model import Service, ServiceEntry
from timebank.units import MINUTES
from timebank.work import Reading

SITE_ID_DIGITS = 14


@dataclass(frozen=True, slots=True)
class AccountView:
    """One account in one unit: `available` may be spent, `reserved` is set aside, `coming` is set aside for it.

    `lifetime` is all that ever came in.
    """

    unit: str
    available: int
    reserved: int
    coming: int
    balance: int
    lifetime: int


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One line: `change` of the balance (0 where minutes were only set aside or freed) and the balance after it.

    `set_aside` is what this entry set aside (positive) or freed (negative), of the holder's own or coming.
    """

    seq: int
    entry_id: str
    kind: str
    recorded: datetime
    service_day: date | None
    service_number: str
    service_id: str
    is_out: bool
    change: int
    set_aside: int
    balance: int
    reserved: int
    coming: int


def accounts_of(reading: Reading, holder: str, actor: Actor) -> tuple[AccountView, ...]:
    """Return the accounts of a member or site, as far as the actor may see the holder."""
    account = reading.ledger.account(handle_of(reading, holder, actor))
    return (
        AccountView(
            unit=MINUTES,
            available=account.available or 0,
            reserved=account.pending_debits,
            coming=account.pending_credits,
            balance=account.balance,
            lifetime=account.credits,
        ),
    )


def statement_page(
    reading: Reading, holder: str, actor: Actor, *, after: str = "", limit: int = 20
) -> Page[StatementLine]:
    """Return the holder's statement, newest first, with the running balance."""
    handle = handle_of(reading, holder, actor)
    before = int(after) if after.isascii() and after.isdigit() and len(after) < 16 else None
    rows = reading.ledger.book.statement(handle, MINUTES, before, limit + 1)
    services = _services_of(reading, [row.id for row in rows[:limit]])
    lines = []
    for row in rows[:limit]:
        service_id, number = services.get(row.id, ("", ""))
        is_out = row.side == "debit"
        posted = 0 if row.kind in ("reserve", "release") else row.amount
        held = (
            row.amount
            if row.kind == "reserve"
            else -(row.held or row.amount)
            if row.kind == "release"
            else -(row.held or 0)
        )
        lines.append(
            StatementLine(
                seq=row.seq,
                entry_id=row.id,
                kind=row.kind,
                recorded=row.recorded,
                service_day=row.service,
                service_number=number,
                service_id=service_id,
                is_out=is_out,
                change=-posted if is_out else posted,
                set_aside=held,
                balance=row.balance,
                reserved=row.reserved,
                coming=row.coming,
            )
        )
    return Page(tuple(lines), str(rows[limit - 1].version) if len(rows) > limit else "")


def handle_of(reading: Reading, holder: str, actor: Actor) -> str:
    """Return the handle of a member or site whose account the actor may see."""
    if len(holder) == SITE_ID_DIGITS:
        site = find_site(reading, holder, actor)
        handle = find_handle(reading.connection, reading.book, SITE, site.id, "pool")
        assert handle, f"site {site.id} has no account"
        return handle
    return find_member(reading, holder, actor).handle


def _services_of(reading: Reading, entry_ids: list[str]) -> dict[str, tuple[str, str]]:
    rows = reading.session.execute(
        select(ServiceEntry.entry_id, Service.id, Service.number)
        .join(Service, (Service.book == ServiceEntry.book) & (Service.id == ServiceEntry.service_id))
        .where(ServiceEntry.book == reading.book, ServiceEntry.entry_id.in_(entry_ids))
    )
    return {entry: (service, number) for entry, service, number in rows}
