"""Which account pays a service, and to which one comes back what was paid."""

from sqlalchemy import bindparam, select

from timebank.accounts import MEMBER, AccountHolder
from timebank.members.queries import find_any_member
from timebank.needs.funds import find_fund, free_minutes, promised_minutes
from timebank.needs.model import Payer
from timebank.services.model import Service
from timebank.services.records import Reserve
from timebank.services.refusals import NotEnoughTime
from timebank.work import Reading

# Made once: building a statement costs five times what running it does.
_RESERVES = (
    select(Reserve)
    .where((Reserve.book == bindparam("in_book")) & (Reserve.service_id == bindparam("service")))
    .order_by(Reserve.number)
)


def paying_account(reading: Reading, service: Service, pay_from: str, minutes: int) -> str:
    """Return the handle of the account that pays: the one that paid this way for the service before, if any.

    Raises:
        NotEnoughTime: this way of paying is not open for the elder on the day of the service.
    """
    if pay_from == Payer.PUBLIC:
        return reading.ledger.issue_handle()
    if pay_from == Payer.OWN:
        return reading.ledger.member_handle(service.elder_id)
    for reserve in all_reserves(reading, service):
        if reserve.pay_from == pay_from:
            return reserve.payer
    elder = find_any_member(reading, service.elder_id)
    fund = find_fund(reading, Payer(pay_from), elder, service.day, minutes)
    if fund is None:
        raise NotEnoughTime(available=0, wanted=minutes)
    return fund.handle


def check_promised(reading: Reading, service: Service, pay_from: str, payer: str, minutes: int) -> None:
    """Refuse more than kin promised for the month."""
    if pay_from != Payer.GIFT:
        return
    elder = find_any_member(reading, service.elder_id)
    left = promised_minutes(reading, elder, service.day, payer)
    if minutes > left:
        raise NotEnoughTime(available=left, wanted=minutes)


def payer_can_spend(reading: Reading, service: Service) -> int:
    """Return how many minutes more the service's payer could set aside."""
    try:
        payer = paying_account(reading, service, service.pay_from, 0)
    except NotEnoughTime:
        return 0
    if service.pay_from == Payer.GIFT:
        elder = find_any_member(reading, service.elder_id)
        return promised_minutes(reading, elder, service.day, payer)
    return free_minutes(reading, payer)


def account_to_refund(reading: Reading, payer: str) -> str:
    """Return where minutes go that come back to a payer: a closed account's to its programme, or the member's pool."""
    account = reading.ledger.account(payer)
    if account.status != "closed":
        return payer
    if account.class_ == "grant":
        return account.of
    owner = reading.session.scalar(
        select(AccountHolder.owner_id).where(
            AccountHolder.book == reading.book,
            AccountHolder.handle == payer,
            AccountHolder.owner_kind == MEMBER,
        )
    )
    assert owner, f"account {payer} is closed and belongs to no member"
    return reading.ledger.pool_handle(find_any_member(reading, owner).site)


def open_reserves(reading: Reading, service: Service) -> list[Reserve]:
    """Return the reservations not yet closed, first made first."""
    return [reserve for reserve in all_reserves(reading, service) if reserve.is_open]


def all_reserves(reading: Reading, service: Service) -> list[Reserve]:
    """Return every reservation the service ever had, first made first."""
    place = {"in_book": reading.book, "service": service.id}
    return list(reading.session.scalars(_RESERVES, place))
