"""The minutes of a service: set aside, topped up, settled, freed, taken back."""

from sqlalchemy import bindparam, func, insert, select

from ledger.book import Posted
from ledger.entry import Entry
from ledger.errors import InsufficientBalance, IntegrityError
from timebank.bookkeeper import About
from timebank.needs.model import Payer
from timebank.services.acts import acts_text
from timebank.services.model import Reserve, Service, ServiceEntry
from timebank.services.refusals import BudgetUsedUp, NotEnoughTime
from timebank.work import Reading, UnitOfWork

# Made once: building a statement costs five times what running it does.
_OF_THE_SERVICE = (Reserve.book == bindparam("in_book")) & (Reserve.service_id == bindparam("service"))
_RESERVES = select(Reserve).where(_OF_THE_SERVICE).order_by(Reserve.number)
_HOW_MANY = select(func.count()).select_from(Reserve).where(_OF_THE_SERVICE)
_RESERVE = insert(Reserve).inline().values(number=_HOW_MANY.scalar_subquery())
_REMEMBER = insert(ServiceEntry)


def reserve_minutes(uow: UnitOfWork, service: Service, minutes: int, pay_from: str) -> Posted:
    """Set minutes of the payer aside for the volunteer.

    Raises:
        NotEnoughTime: the elder's stored time does not cover them.
        BudgetUsedUp: the county's budget does not.
    """
    is_public = pay_from == Payer.PUBLIC
    payer = uow.ledger.issue_handle() if is_public else uow.ledger.member_handle(service.elder_id)
    payee = uow.ledger.member_handle(service.volunteer_id)
    try:
        posted = uow.ledger.reserve(payer, payee, minutes, about(uow, service))
    except InsufficientBalance as short:
        if is_public:
            raise BudgetUsedUp from short
        raise NotEnoughTime(available=short.available, wanted=minutes) from short
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


def payer_handle(reading: Reading, service: Service) -> str:
    """Return the handle of the account that pays the service."""
    if service.pay_from == Payer.PUBLIC:
        return reading.ledger.issue_handle()
    return reading.ledger.member_handle(service.elder_id)


def payer_can_spend(reading: Reading, service: Service) -> int:
    """Return how many minutes more the service's payer could set aside."""
    available = reading.ledger.account(payer_handle(reading, service)).available
    assert available is not None, "payers have a limit"
    return available


def settle_minutes(uow: UnitOfWork, service: Service) -> int:
    """Close every reservation with its share of the credited minutes; return the last entry's number."""
    left, first, seq = service.credited_minutes, "", 0
    for reserve in open_reserves(uow, service):
        minutes = min(left, reserve.minutes)
        words = about(uow, service, with_id=first)
        if minutes:
            posted = uow.ledger.settle(reserve.entry_id, minutes, words)
        else:
            posted = uow.ledger.release(reserve.entry_id, "declined", words)
        remember_entry(uow, service, posted)
        left, first, seq = left - minutes, first or posted.id, posted.seq
        reserve.is_open, reserve.settled_minutes, reserve.closing_entry_id = False, minutes, posted.id
    if left:
        raise IntegrityError(f"service {service.id} is credited {left} minutes more than were set aside")
    return seq


def release_minutes(uow: UnitOfWork, service: Service, reason: str) -> None:
    """Free every reservation. `reason` is one of the ledger's words for it."""
    first = ""
    for reserve in open_reserves(uow, service):
        posted = uow.ledger.release(reserve.entry_id, reason, about(uow, service, with_id=first))
        remember_entry(uow, service, posted)
        reserve.is_open, reserve.closing_entry_id, first = False, posted.id, first or posted.id


def open_reserves(reading: Reading, service: Service) -> list[Reserve]:
    """Return the reservations not yet closed, first made first."""
    return [reserve for reserve in all_reserves(reading, service) if reserve.is_open]


def all_reserves(reading: Reading, service: Service) -> list[Reserve]:
    """Return every reservation the service ever had, first made first."""
    return list(reading.session.scalars(_RESERVES, _place(reading, service)))


def remember_entry(uow: UnitOfWork, service: Service, posted: Posted | Entry) -> None:
    """Note that an entry belongs to this service."""
    entry = {"book": uow.book, "entry_id": posted.id, "service_id": service.id, "seq": posted.seq}
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
