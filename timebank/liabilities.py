"""What a county's book owes: minutes issued and not yet taken back, which its members and sites hold.

The outlook sets what may be asked for beside what is given. It says what would happen if everybody who holds minutes
asked for them as soon as the rules allow, and if as much were given each year as in the last one. Nobody knows either;
but where even this does not add up, the county has promised too much.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Integer, bindparam, extract, func, select
from sqlalchemy import cast as sql_cast

from ledger.account import Account
from ledger.tables import ledger_account
from timebank.actors import Actor, Role
from timebank.age_bands import AGE_BANDS, age_band
from timebank.errors import NotAllowed
from timebank.grants.queries import programme_accounts
from timebank.members.model import Member
from timebank.services.model import Service, ServiceState
from timebank.units import MINUTES
from timebank.work import Reading

MAY_SEE = (Role.COUNTY, Role.AUDITOR)
YEARS_AHEAD = 10
A_YEAR = timedelta(days=365)
_ACCOUNTS = (
    ledger_account,
    (ledger_account.c.book == bindparam("log"))
    & (ledger_account.c.handle == Member.handle)
    & (ledger_account.c.unit == MINUTES),
)


@dataclass(frozen=True, slots=True)
class Liabilities:
    """Minutes issued, by the county and by its programmes; those set aside to be, those lost, and what others hold."""

    issued: int
    reserved: int
    lost: int
    held: int


@dataclass(frozen=True, slots=True)
class HeldByAge:
    """Minutes that members of a band of age hold, and how many of them hold any. `band` is a code of `AGE_BANDS`."""

    band: str
    minutes: int
    holders: int


@dataclass(frozen=True, slots=True)
class YearAhead:
    """By the end of a year: minutes whose holders may ask for them, and minutes given until then at today's pace."""

    year: int
    may_be_asked: int
    given_at_this_pace: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """What members hold by age, what was given in the last 365 days, and the years ahead."""

    by_age: tuple[HeldByAge, ...]
    given_last_year: int
    redeem_age: int
    years: tuple[YearAhead, ...]


def liabilities(reading: Reading, actor: Actor) -> Liabilities:
    """Return what the book owes; the sums follow from its own accounts, since all postings add up to zero.

    Raises:
        NotAllowed: the actor neither runs nor audits the county.
    """
    _check_may_see(actor)
    issue = reading.ledger.account(reading.ledger.issue_handle())
    loss = reading.ledger.account(reading.ledger.loss_handle())
    granted = (reading.ledger.account(handle) for handle in programme_accounts(reading))
    issued, lost = _paid_out(issue) + sum(map(_paid_out, granted)), _paid_out(loss)
    return Liabilities(issued, issue.pending_debits, lost, issued + lost)


def outlook(reading: Reading, actor: Actor) -> Outlook:
    """Return what members hold by age, and promised against available hours. Reads every member's account once.

    Raises:
        NotAllowed: the actor neither runs nor audits the county.
    """
    _check_may_see(actor)
    today = reading.business_clock.today()
    redeem_age = reading.policy.number("redeem.age_years", actor.book)
    given = _given_since(reading, today - A_YEAR)
    return Outlook(
        by_age=tuple(_held_by_age(reading, today)),
        given_last_year=given,
        redeem_age=redeem_age,
        years=tuple(_years_ahead(reading, today, redeem_age, given)),
    )


def _held_by_age(reading: Reading, today: date) -> Iterator[HeldByAge]:
    held, band = ledger_account.c.credits - ledger_account.c.debits, age_band(today)
    rows = reading.connection.execute(
        select(band, func.sum(held), func.count())
        .join(*_ACCOUNTS)
        .where(Member.book == reading.book, held > 0)
        .group_by(band),
        {"log": reading.log},
    )
    found = {code: (int(minutes), holders) for code, minutes, holders in rows}
    for code, _, _ in AGE_BANDS:
        yield HeldByAge(code, *found.get(code, (0, 0)))


def _years_ahead(reading: Reading, today: date, redeem_age: int, given_a_year: int) -> Iterator[YearAhead]:
    """Give the years ahead; who may ask at the end of a year follows from the year of birth alone."""
    held = ledger_account.c.credits - ledger_account.c.debits
    born = sql_cast(extract("year", Member.birth_date), Integer)
    rows = reading.connection.execute(
        select(born, func.sum(held))
        .join(*_ACCOUNTS)
        .where(Member.book == reading.book, held > 0)
        .group_by(born),
        {"log": reading.log},
    )
    by_birth = {int(year): int(minutes) for year, minutes in rows}
    left_of_this_year = (date(today.year, 12, 31) - today).days
    for ahead in range(YEARS_AHEAD):
        year = today.year + ahead
        may_be_asked = sum(minutes for birth, minutes in by_birth.items() if year - birth >= redeem_age)
        days = left_of_this_year + ahead * A_YEAR.days
        yield YearAhead(year, may_be_asked, given_a_year * days // A_YEAR.days)


def _given_since(reading: Reading, day: date) -> int:
    total = reading.session.scalar(
        select(func.sum(Service.credited_minutes)).where(
            Service.book == reading.book,
            Service.state == ServiceState.SETTLED,
            Service.settled_on > day,
        )
    )
    return int(total or 0)


def _check_may_see(actor: Actor) -> None:
    if not actor.may_act_at(actor.book, MAY_SEE):
        raise NotAllowed


def _paid_out(account: Account) -> int:
    return account.debits - account.credits
