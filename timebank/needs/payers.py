"""Who pays a need: a need is never refused for lack of minutes, its payer is then to be found."""

from datetime import date

from sqlalchemy import bindparam, func, select

from timebank.actors import Actor, Role
from timebank.members.model import Member
from timebank.members.queries import spouse_of
from timebank.needs.funds import can_never_earn, find_fund, month_bounds
from timebank.needs.model import TO_BE_FOUND, Need, NeedState, Payer, PayerNotOpen
from timebank.work import Reading

STAFF = (Role.COORDINATOR, Role.TOWNSHIP, Role.COUNTY)
UNASKED = (Payer.GRANT, Payer.OWN, Payer.POOL)
"""Who pays where nobody chose, in this order; public time takes a person's decision."""

# Made once: building a statement costs five times what running it does.
_PROMISED = select(func.coalesce(func.sum(Need.minutes), 0)).where(
    Need.book == bindparam("book"),
    Need.state == NeedState.OPEN,
    Need.pay_from == bindparam("payer"),
)
_WAITING = _PROMISED.where(Need.elder_id == bindparam("elder"))
_WAITING_IN_MONTH = _WAITING.where(Need.starts_at >= bindparam("begins"), Need.starts_at < bindparam("ends"))
_WAITING_AT_SITE = _PROMISED.where(Need.site == bindparam("site"))


def payer_in_force(
    reading: Reading, elder: Member, day: date, minutes: int, wished: str, actor: Actor
) -> str:
    """Return who pays a service of a day: what was wished where it can be, else the first who can, else "".

    Public time is the county's, and the pool is for those who can never earn; whoever answers for the site may
    choose either for anybody, another's wish for it goes to the queue.

    Raises:
        PayerNotOpen: nobody promised to pay for the elder, or no programme grants the elder anything.
    """
    if wished:
        fund = find_fund(reading, Payer(wished), elder, day, minutes)
        if fund is None:
            raise PayerNotOpen(field="pay_from")
        decides = actor.may_act_at(elder.site, STAFF)
        if wished == Payer.PUBLIC:
            return Payer.PUBLIC if decides else TO_BE_FOUND
        may_pay = (wished == Payer.POOL and decides) or pays_unasked(reading, Payer(wished), elder)
        if may_pay and free_of(reading, Payer(wished), elder, day, minutes) >= minutes:
            return wished
        return TO_BE_FOUND
    for payer in UNASKED:
        can = free_of(reading, payer, elder, day, minutes) >= minutes
        if can and pays_unasked(reading, payer, elder):
            return payer
    return TO_BE_FOUND


def payers_open(reading: Reading, elder: Member, day: date, minutes: int) -> tuple[tuple[Payer, int], ...]:
    """Return the ways of paying that are open for an elder, each with the minutes it has free for the day."""
    return tuple(
        (payer, free_of(reading, payer, elder, day, minutes))
        for payer in (Payer.GRANT, Payer.OWN, Payer.GIFT, Payer.POOL, Payer.PUBLIC)
        if find_fund(reading, payer, elder, day, minutes) is not None
    )


def pays_unasked(reading: Reading, payer: Payer, elder: Member) -> bool:
    """Tell whether a way of paying may be used for an elder without somebody of the office deciding so."""
    if payer == Payer.OWN:
        return may_redeem(reading, elder)
    if payer == Payer.POOL:
        return can_never_earn(reading, elder)
    return payer != Payer.PUBLIC


def free_of(reading: Reading, payer: Payer, elder: Member, day: date, minutes: int) -> int:
    """Return what a payer has for an elder's service of a day, less what other open needs will set aside."""
    fund = find_fund(reading, payer, elder, day, minutes)
    if fund is None:
        return 0
    wanted = {"book": reading.book, "payer": payer, "elder": elder.id}
    if payer == Payer.PUBLIC:
        return fund.minutes
    if payer == Payer.POOL:
        waiting = reading.connection.scalar(_WAITING_AT_SITE, {**wanted, "site": elder.site})
    elif payer == Payer.OWN:
        waiting = reading.connection.scalar(_WAITING, wanted)
    else:
        waiting = reading.connection.scalar(_WAITING_IN_MONTH, {**wanted, **month_bounds(day)})
    return fund.minutes - int(waiting or 0)


def spendable_minutes(reading: Reading, elder: Member) -> int:
    """Return the elder's available minutes less what other open needs will set aside."""
    return free_of(reading, Payer.OWN, elder, reading.business_clock.today(), 0)


def may_redeem(reading: Reading, elder: Member) -> bool:
    """Tell whether the member is of the age to redeem stored time, or married to one who is."""
    today = reading.business_clock.today()
    age = reading.policy.number("redeem.age_years", elder.site)
    if elder.age_on(today) >= age:
        return True
    spouse = spouse_of(reading, elder.id)
    return spouse is not None and spouse.age_on(today) >= age
