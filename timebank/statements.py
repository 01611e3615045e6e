"""What a holder has and what came and went: the views over the ledger's accounts."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import bindparam, func, select

from ledger.account import Account, Key
from timebank.account_lines import account_lines, ever_credited
from timebank.accounts import SITE, find_handle
from timebank.actors import Actor
from timebank.entry_places import EntryPlace
from timebank.entry_purposes import purposes_of
from timebank.members.model import Member
from timebank.members.queries import find_any_member, find_member, find_whole_member
from timebank.paging import Page
from timebank.places.queries import find_site
from timebank.points.accounts import household_points
from timebank.services.model import Service, ServiceState
from timebank.services.records import ServiceEntry
from timebank.shop.model import Shelf, Shop
from timebank.units import MINUTES, POINTS, goods_unit
from timebank.work import Reading

SITE_ID_DIGITS = 14

# Made once: building a statement costs five times what running it does.
_EARNED = select(func.sum(Service.credited_minutes)).where(
    Service.book == bindparam("book"),
    Service.volunteer_id == bindparam("volunteer"),
    Service.state.in_((ServiceState.SETTLED, ServiceState.REVERSED)),
)


@dataclass(frozen=True, slots=True)
class AccountView:
    """One account in one unit: `available` may be spent, `reserved` is set aside, `coming` is set aside for it.

    `lifetime` is what a member ever earned by serving, less what was taken back; of a site all that ever came in.
    """

    unit: str
    available: int
    reserved: int
    coming: int
    balance: int
    lifetime: int


NOTHING_YET = AccountView(MINUTES, 0, 0, 0, 0, 0)
"""What an applicant has, whose account is not open."""


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One line: `change` of the balance (0 where minutes were only set aside or freed) and the balance after it.

    `set_aside` is what this entry set aside (positive) or freed (negative), of the holder's own or coming. `purpose`
    says what an entry was for that belongs to no service: "gift", "donation", "estate", "carried"; else "". `log` is
    the number of the book's log in which it is number `seq`.
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
    purpose: str = ""
    log: int = 1

    @property
    def place(self) -> str:
        """The name of the entry within its book."""
        return str(EntryPlace(self.log, self.seq))


def accounts_of(reading: Reading, holder: str, actor: Actor) -> tuple[AccountView, ...]:
    """Return the accounts of a member or site, the minutes first, as far as the actor may see the holder.

    A member's points are the household's; a site's shop holds points and goods.
    """
    handle = handle_of(reading, holder, actor)
    if not handle:
        return (NOTHING_YET,)
    keys = [(handle, MINUTES), *_other_keys(reading, holder)]
    accounts = reading.ledger.book.accounts(keys)
    views = [_view(reading, accounts[key]) for key in keys if key in accounts]
    if len(holder) != SITE_ID_DIGITS:
        views[0] = replace(views[0], lifetime=_earned_minutes(reading, holder))
    return tuple(views)


def statement_page(
    reading: Reading, holder: str, actor: Actor, *, unit: str = MINUTES, after: str = "", limit: int = 20
) -> Page[StatementLine]:
    """Return the holder's statement in a unit, newest first, with the running balance, to who may read all of it."""
    handle = handle_of(reading, holder, actor, find_whole_member)
    if unit != MINUTES:
        handle = next((one for one, of in _other_keys(reading, holder) if of == unit), "")
    if not handle:
        return Page(())
    rows, next_cursor = account_lines(reading, (handle, unit), after, limit)
    ids = [row.id for _, row in rows]
    services, purposes = _services_of(reading, ids), purposes_of(reading, ids)
    lines = []
    for log, row in rows:
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
                purpose=purposes.get(row.id, ""),
                log=log,
            )
        )
    return Page(tuple(lines), next_cursor)


def _earned_minutes(reading: Reading, member_id: str) -> int:
    """Return what stands of a member's settled services; gifts and what came back from a reservation are no service."""
    wanted = {"book": reading.book, "volunteer": member_id}
    return int(reading.connection.scalar(_EARNED, wanted) or 0)


def handle_of(
    reading: Reading,
    holder: str,
    actor: Actor,
    find: Callable[[Reading, str, Actor], Member] = find_member,
) -> str:
    """Return the handle of a member or site whose account the actor may see, "" of an applicant without one."""
    if len(holder) == SITE_ID_DIGITS:
        site = find_site(reading, holder, actor)
        handle = find_handle(reading.connection, reading.book, SITE, site.id, "pool")
        assert handle, f"site {site.id} has no account"
        return handle
    return find(reading, holder, actor).handle


def _other_keys(reading: Reading, holder: str) -> list[Key]:
    """Return the accounts of a holder beside the minutes: points of the household, or points and goods of the shop."""
    if len(holder) == SITE_ID_DIGITS:
        shop = reading.row(Shop, holder)
        if shop is None:
            return []
        shelves = (Shelf.book == reading.book) & (Shelf.site == holder)
        items = reading.session.scalars(select(Shelf.item).where(shelves).order_by(Shelf.item))
        return [(shop.shelf, POINTS), *((shop.shelf, goods_unit(item)) for item in items)]
    row = household_points(reading, find_any_member(reading, holder).household_id)
    return [(row.handle, POINTS)] if row else []


def _view(reading: Reading, account: Account) -> AccountView:
    return AccountView(
        unit=account.unit,
        available=account.available or 0,
        reserved=account.pending_debits,
        coming=account.pending_credits,
        balance=account.balance,
        lifetime=ever_credited(reading, account),
    )


def _services_of(reading: Reading, entry_ids: list[str]) -> dict[str, tuple[str, str]]:
    rows = reading.session.execute(
        select(ServiceEntry.entry_id, Service.id, Service.number)
        .join(Service, (Service.book == ServiceEntry.book) & (Service.id == ServiceEntry.service_id))
        .where(ServiceEntry.book == reading.book, ServiceEntry.entry_id.in_(entry_ids))
    )
    return {entry: (service, number) for entry, service, number in rows}
