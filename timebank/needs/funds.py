"""The accounts that may pay an elder's care: the elder's own, kin who promised, a grant's month, the site's pool.

A fund is found for the day of the service, because a grant pays only in its month and a promise has a month's limit.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, func, select

from timebank.clock import local_moment
from timebank.gifts.promises import promises_to
from timebank.grants.model import first_of_month, next_month
from timebank.grants.queries import grant_accounts
from timebank.members.model import Member
from timebank.members.queries import find_any_member
from timebank.needs.model import Payer
from timebank.services.model import Service
from timebank.services.records import Reserve
from timebank.work import Reading

ABLE_UNTIL_LEVEL = 1
"""Who is at most mildly impaired (GB/T 42195) can still earn time, if only by a call a day."""
CANNOT_EARN = frozenset({"disabled", "severe_disability", "dementia"})

# Made once: building a statement costs five times what running it does.
_GIVEN = (
    select(func.coalesce(func.sum(Reserve.settled_minutes), 0))
    .add_columns(func.coalesce(func.sum(Reserve.minutes).filter(Reserve.is_open), 0))
    .join(Service, (Service.book == Reserve.book) & (Service.id == Reserve.service_id))
    .where(
        Service.book == bindparam("book"),
        Service.elder_id == bindparam("elder"),
        Service.begins_at >= bindparam("begins"),
        Service.begins_at < bindparam("ends"),
        Reserve.pay_from == Payer.GIFT,
        Reserve.payer == bindparam("payer"),
    )
)


@dataclass(frozen=True, slots=True)
class Fund:
    """An account that may pay, and how many minutes of it may be set aside now for a service of the day."""

    payer: Payer
    handle: str
    minutes: int


def find_fund(reading: Reading, payer: Payer, elder: Member, day: date, minutes: int) -> Fund | None:
    """Return the fund by which a way of paying is open for this elder, None where it is not.

    Of several that fit, the first that covers the minutes, else the one with most.
    """
    match payer:
        case Payer.OWN:
            found = [_fund(reading, payer, elder.handle)]
        case Payer.PUBLIC:
            found = [_fund(reading, payer, reading.ledger.issue_handle())]
        case Payer.POOL:
            found = [_fund(reading, payer, reading.ledger.pool_handle(elder.site))]
        case Payer.GRANT:
            handles = grant_accounts(reading, elder.id, day)
            found = [_fund(reading, payer, handle) for handle in handles]
        case Payer.GIFT:
            found = _promised(reading, elder, day)
    covering = [fund for fund in found if fund.minutes >= minutes]
    return covering[0] if covering else max(found, key=lambda fund: fund.minutes, default=None)


def free_minutes(reading: Reading, handle: str) -> int:
    """Return what may be set aside of an account; nothing of one that is frozen or closed."""
    account = reading.ledger.account(handle)
    return max(0, account.available or 0) if account.status == "open" else 0


def promised_minutes(reading: Reading, elder: Member, day: date, payer: str) -> int:
    """Return what one giver's account may still pay for an elder in the month of a day; nothing unpromised."""
    return sum(fund.minutes for fund in _promised(reading, elder, day) if fund.handle == payer)


def can_never_earn(reading: Reading, elder: Member) -> bool:
    """Tell whether nobody expects the elder to earn time: by age, ability, or what is recorded of the person."""
    age = reading.policy.number("pool.age_years", elder.site)
    return (
        elder.age_on(reading.business_clock.today()) >= age
        or (elder.ability_level or 0) > ABLE_UNTIL_LEVEL
        or not CANNOT_EARN.isdisjoint(elder.tags)
    )


def month_bounds(day: date) -> dict[str, object]:
    """Return the first moment of a day's month and of the next one, as `begins` and `ends`."""
    month = first_of_month(day)
    return {"begins": local_moment(month), "ends": local_moment(next_month(month))}


def _fund(reading: Reading, payer: Payer, handle: str) -> Fund:
    return Fund(payer, handle, free_minutes(reading, handle))


def _promised(reading: Reading, elder: Member, day: date) -> list[Fund]:
    """Return a fund a promise: what is left of its month, as far as the giver has it."""
    funds = []
    for promise in promises_to(reading, elder.id):
        giver = find_any_member(reading, promise.giver_id)
        wanted = {"book": reading.book, "elder": elder.id, "payer": giver.handle, **month_bounds(day)}
        settled, held = reading.session.execute(_GIVEN, wanted).one()
        left = promise.monthly_minutes - int(settled) - int(held)
        if giver.is_active and left > 0:
            funds.append(Fund(Payer.GIFT, giver.handle, min(left, free_minutes(reading, giver.handle))))
        elif giver.is_active:
            funds.append(Fund(Payer.GIFT, giver.handle, 0))
    return funds
