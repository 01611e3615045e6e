"""The minutes of a service: set aside, topped up, settled, freed, taken back."""

from sqlalchemy import bindparam, func, insert, select

from ledger.book import Posted
from ledger.entry import Entry
from ledger.errors import AccountClosed, AccountFrozen, InsufficientBalance, IntegrityError
from ledger.log_name import number_of
from timebank.bookkeeper import About
from timebank.needs.model import Payer
from timebank.services.acts import acts_text
from timebank.services.model import Service
from timebank.services.paying import check_promised, open_reserves, paying_account
from timebank.services.records import Reserve, ServiceEntry
from timebank.services.refusals import BudgetUsedUp, NotEnoughTime
from timebank.work import Reading, UnitOfWork

# Made once: building a statement costs five times what running it does.
_OF_THE_SERVICE = (Reserve.book == bindparam("in_book")) & (Reserve.service_id == bindparam("service"))
_HOW_MANY = select(func.count()).select_from(Reserve).where(_OF_THE_SERVICE)
_RESERVE = insert(Reserve).inline().values(number=_HOW_MANY.scalar_subquery())
_REMEMBER = insert(ServiceEntry)


def reserve_minutes(uow: UnitOfWork, service: Service, minutes: int, pay_from: str) -> Posted:
    """Set minutes of the payer aside for the volunteer.

    Raises:
        NotEnoughTime: the payer's time does not cover them.
        BudgetUsedUp: the county's budget does not.
    """
    payer = paying_account(uow, service, pay_from, minutes)
    check_promised(uow, service, pay_from, payer, minutes)
    payee = uow.ledger.member_handle(service.volunteer_id)
    try:
        posted = uow.ledger.reserve(payer, payee, minutes, about(uow, service))
    except InsufficientBalance as short:
        if pay_from == Payer.PUBLIC:
            raise BudgetUsedUp from short
        raise NotEnoughTime(available=short.available, wanted=minutes) from short
    except (AccountFrozen, AccountClosed) as gone:
        raise NotEnoughTime(available=0, wanted=minutes) from gone
    remember_entry(uow, service, posted)
    keep_reserve(uow, service, posted.id, pay_from, payer, minutes)
    return posted


def keep_reserve(
    uow: UnitOfWork, service: Service, entry_id: str, pay_from: str, payer: str, minutes: int
) -> None:
    """Note that an entry has set minutes of a payer's account aside for this service."""
    uow.connection.execute(
        _RESERVE,
        {
            **_place(uow, service),
            "book": uow.book,
            "service_id": service.id,
            "entry_id": entry_id,
            "pay_from": pay_from,
            "payer": payer,
            "minutes": minutes,
        },
    )


def reserved_minutes(reading: Reading, service: Service) -> int:
    """Return how many minutes are set aside now."""
    return sum(reserve.minutes for reserve in open_reserves(reading, service))


def settle_minutes(uow: UnitOfWork, service: Service) -> int:
    """Close every reservation with its share of the credited minutes; return the last entry's number."""
    reserves = open_reserves(uow, service)
    shares, first, seq = _shares(service, reserves), "", 0
    for reserve, minutes in zip(reserves, shares, strict=True):
        words = about(uow, service, with_id=first)
        if minutes:
            posted = uow.ledger.settle(reserve.entry_id, minutes, words)
        else:
            posted = uow.ledger.release(reserve.entry_id, "declined", words)
        remember_entry(uow, service, posted)
        first, seq = first or posted.id, posted.seq
        reserve.is_open, reserve.settled_minutes, reserve.closing_entry_id = False, minutes, posted.id
    return seq


def _shares(service: Service, reserves: list[Reserve]) -> list[int]:
    """Return what each reservation brings of the credited minutes; what is over stays with the first, the payer's.

    Those made later are exact: for the time beyond the promise, or above a minute a minute.
    """
    left, shares = service.credited_minutes, list[int]()
    for reserve in reversed(reserves):
        shares.insert(0, min(left, reserve.minutes))
        left -= shares[0]
    if left:
        raise IntegrityError(f"service {service.id} is credited {left} minutes more than were set aside")
    return shares


def release_minutes(uow: UnitOfWork, service: Service, reason: str) -> None:
    """Free every reservation. `reason` is one of the ledger's words for it."""
    first = ""
    for reserve in open_reserves(uow, service):
        posted = uow.ledger.release(reserve.entry_id, reason, about(uow, service, with_id=first))
        remember_entry(uow, service, posted)
        reserve.is_open, reserve.closing_entry_id, first = False, posted.id, first or posted.id


def remember_entry(uow: UnitOfWork, service: Service, posted: Posted | Entry) -> None:
    """Note that an entry belongs to this service."""
    place = {"log": number_of(uow.log), "seq": posted.seq}
    entry = {"book": uow.book, "entry_id": posted.id, "service_id": service.id, **place}
    uow.connection.execute(_REMEMBER, entry)


def about(uow: UnitOfWork, service: Service, *, with_id: str = "", memo: str = "") -> About:
    """Return what an entry of this service says of itself: day, site, and the acts so far."""
    return About(
        service_day=service.day,
        site=service.site,
        with_id=with_id or None,
        memo=memo,
        acts=acts_text(uow, service),
        owner=service.elder_id,
    )


def _place(reading: Reading, service: Service) -> dict[str, str]:
    return {"in_book": reading.book, "service": service.id}
