"""The county's side of grants: making a programme, changing its budget, ending it."""

from dataclasses import dataclass

from ledger.account import AccountTerms
from ledger.errors import LimitTooLow
from timebank.actors import SYSTEM, Actor, Role
from timebank.bookkeeper import NewAccount
from timebank.errors import NotAllowed
from timebank.grants.commands import EndProgramme, MakeProgramme, SetBudget
from timebank.grants.model import GrantRun, Programme, first_of_month
from timebank.grants.refusals import AgesRefused, BudgetTooLow, PlaceNotInCounty, ProgrammeNotFound
from timebank.places.queries import open_region
from timebank.units import MINUTES
from timebank.work import Reading, UnitOfWork

PROGRAMME = "grant"
"""The kind of owner of a programme's account."""


@dataclass(frozen=True, slots=True)
class ProgrammeStanding:
    """A programme after an act; `left_minutes` is what its budget still has."""

    id: str
    number: str
    budget_minutes: int
    left_minutes: int
    is_in_force: bool


def make_programme(uow: UnitOfWork, command: MakeProgramme, actor: Actor) -> ProgrammeStanding:
    """Open a programme with its budget as an account of its own; the first month is granted by the next run."""
    check_runs_grants(actor)
    region = command.region or uow.book
    if not region.startswith(uow.book):
        raise PlaceNotInCounty(field="region")
    if command.age_until < command.age_from:
        raise AgesRefused(field="age_until")
    today, programme_id = uow.business_clock.today(), uow.new_id()
    open_region(uow, region, today)
    account = NewAccount(PROGRAMME, programme_id, "issue", "programme", uow.book, command.budget_minutes)
    (handle,) = uow.ledger.open_accounts([account])
    programme = Programme(
        book=uow.book,
        id=programme_id,
        number=uow.next_number("programme"),
        name=command.name,
        region=region,
        age_from=command.age_from,
        age_until=command.age_until,
        living=command.living,
        tags=command.tags,
        monthly_minutes=command.monthly_minutes,
        from_month=first_of_month(max(today, command.from_day or today)),
        ended_on=None,
        handle=handle,
        made_by=actor.member_id,
        made_on=today,
    )
    uow.session.add(programme)
    return _standing(uow, programme)


def set_budget(uow: UnitOfWork, command: SetBudget, actor: Actor) -> ProgrammeStanding:
    """Change the limit of the programme's account; the month's run looks again at who got nothing."""
    check_runs_grants(actor)
    programme = find_programme(uow, command.programme_id)
    account = uow.ledger.account(programme.handle)
    terms = AccountTerms(
        programme.handle, MINUTES, account.class_, account.of, command.budget_minutes, account.status
    )
    try:
        uow.ledger.change_account([terms])
    except LimitTooLow as low:
        raise BudgetTooLow(field="budget_minutes", needed=low.needed) from low
    month = first_of_month(uow.business_clock.today())
    run = uow.session.get(GrantRun, (uow.book, programme.id, month))
    if run is not None and run.unfunded:
        run.after, run.unfunded, run.finished_at = "", 0, None
    return _standing(uow, programme)


def end_programme(uow: UnitOfWork, command: EndProgramme, actor: Actor) -> ProgrammeStanding:
    """End a programme; what it granted pays until the month is over, and then comes back to it."""
    check_runs_grants(actor)
    programme = find_programme(uow, command.programme_id)
    programme.end(uow.business_clock.today())
    return _standing(uow, programme)


def find_programme(reading: Reading, programme_id: str) -> Programme:
    """Return a programme by its id; raises ProgrammeNotFound."""
    programme = reading.row(Programme, programme_id)
    if programme is None:
        raise ProgrammeNotFound
    return programme


def check_runs_grants(actor: Actor) -> None:
    """Pass the county, and the system, which prepares a demo."""
    if actor.member_id != SYSTEM and not actor.may_act_at(actor.book, (Role.COUNTY,)):
        raise NotAllowed


def _standing(uow: UnitOfWork, programme: Programme) -> ProgrammeStanding:
    account = uow.ledger.account(programme.handle)
    return ProgrammeStanding(
        id=programme.id,
        number=programme.number,
        budget_minutes=account.limit or 0,
        left_minutes=account.available or 0,
        is_in_force=programme.ended_on is None,
    )
