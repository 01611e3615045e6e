"""Who pays a need: a need is never refused for lack of minutes, its payer is then to be found."""

from sqlalchemy import bindparam, func, select

from timebank.actors import Actor, Role
from timebank.members.model import Member
from timebank.members.queries import spouse_of
from timebank.needs.model import OPEN_PAYERS, TO_BE_FOUND, Need, NeedState, Payer, PayerNotOpen
from timebank.work import Reading

STAFF = (Role.COORDINATOR, Role.TOWNSHIP, Role.COUNTY)

# Made once: building a statement costs five times what running it does.
_WAITING = select(func.coalesce(func.sum(Need.minutes), 0)).where(
    Need.book == bindparam("book"),
    Need.elder_id == bindparam("elder"),
    Need.state == NeedState.OPEN,
    Need.pay_from == Payer.OWN,
)


def payer_in_force(reading: Reading, elder: Member, minutes: int, wished: str, actor: Actor) -> str:
    """Return who pays: what was wished where it can be, else the elder's own time if it covers it, else "".

    Public time is the county's; whoever answers for the site may choose it, an elder's wish goes to the queue.

    Raises:
        PayerNotOpen: this book does not offer the way of paying.
    """
    if wished and wished not in OPEN_PAYERS:
        raise PayerNotOpen(field="pay_from")
    if wished == Payer.PUBLIC:
        return Payer.PUBLIC if actor.may_act_at(elder.site, STAFF) else TO_BE_FOUND
    if may_redeem(reading, elder) and spendable_minutes(reading, elder) >= minutes:
        return Payer.OWN
    return TO_BE_FOUND


def spendable_minutes(reading: Reading, elder: Member) -> int:
    """Return the elder's available minutes less what other open needs will set aside."""
    if not elder.handle:
        return 0
    available = reading.ledger.account(elder.handle).available or 0
    waiting = reading.connection.scalar(_WAITING, {"book": reading.book, "elder": elder.id})
    return available - int(waiting or 0)


def may_redeem(reading: Reading, elder: Member) -> bool:
    """Tell whether the member is of the age to redeem stored time, or married to one who is."""
    today = reading.business_clock.today()
    age = reading.policy.number("redeem.age_years", elder.site)
    if elder.age_on(today) >= age:
        return True
    spouse = spouse_of(reading, elder.id)
    return spouse is not None and spouse.age_on(today) >= age
