"""What a volunteer does not keep of what settles, each as an entry of its own.

Hours given for a team go to the pool of the team's site where the region says so. What lies above the most a member
may keep goes where the member chose: to the pool of the own site, or for honour alone, into the account of what is
expired. All of it stands in the service's record and on certificates; nobody serves the last hours unwarned.
"""

from timebank.members.above_cap import cap_choice
from timebank.members.model import CapChoice, Member
from timebank.members.queries import find_any_member
from timebank.places.queries import site_row
from timebank.services.minutes import about, remember_entry
from timebank.services.model import Service
from timebank.services.paying import all_reserves
from timebank.teams.finding import is_donate_only
from timebank.teams.model import Team
from timebank.work import Reading, UnitOfWork


def send_on(uow: UnitOfWork, service: Service, brought_minutes: int) -> None:
    """Send on what the volunteer does not keep of minutes that just arrived; or tell that the cap is near."""
    volunteer = find_any_member(uow, service.volunteer_id)
    account = uow.ledger.account(volunteer.handle)
    if account.status != "open":  # of one who died or left: the heirs' share, of which nothing is moved here
        return
    most = min(brought_minutes, account.available or 0)
    team = _team_of(uow, service)
    if team is not None and is_donate_only(uow, team):
        if most > 0:
            _give_to_pool(uow, service, volunteer, most)
            uow.outbox.tell(volunteer.id, "team_hours_given", number=service.number, minutes=most)
        return
    excess = min(most, account.balance - uow.policy.number("account.cap_minutes", volunteer.site))
    if excess <= 0:
        _warn(uow, volunteer, account.balance, brought_minutes)
    elif cap_choice(uow, volunteer.id) == CapChoice.HONOUR:
        _keep_for_honour(uow, service, volunteer, excess)
        uow.outbox.tell(volunteer.id, "cap_reached_honour", number=service.number, minutes=excess)
    else:
        _give_to_pool(uow, service, volunteer, excess)
        uow.outbox.tell(volunteer.id, "cap_reached", number=service.number, minutes=excess)


def fetch_back(uow: UnitOfWork, service: Service, minutes: int) -> None:
    """Give the volunteer back what was sent on, as far as it is there, before so many minutes are taken back.

    Its entries say no reason, as those that sent it on; what a correction takes and pays does. That tells them apart
    where the pool had paid the service.
    """
    volunteer = find_any_member(uow, service.volunteer_id)
    if uow.ledger.account(volunteer.handle).status != "open":
        return
    for_honour, to_pool = service.to_honour_minutes or 0, service.to_pool_minutes or 0
    fetched = _fetch(uow, service, uow.ledger.expired_handle(), min(minutes, for_honour))
    if fetched:
        service.to_honour_minutes = for_honour - fetched
    fetched = _fetch(uow, service, _pool_of(uow, service, volunteer), min(minutes - fetched, to_pool))
    if fetched:
        service.to_pool_minutes = to_pool - fetched


def _give_to_pool(uow: UnitOfWork, service: Service, volunteer: Member, minutes: int) -> None:
    pool, words = _pool_of(uow, service, volunteer), about(uow, service, with_id=_settled(uow, service))
    remember_entry(uow, service, uow.ledger.transfer(volunteer.handle, pool, minutes, words))
    service.to_pool_minutes = (service.to_pool_minutes or 0) + minutes


def _keep_for_honour(uow: UnitOfWork, service: Service, volunteer: Member, minutes: int) -> None:
    words = about(uow, service, with_id=_settled(uow, service))
    posted = uow.ledger.expire(volunteer.handle, uow.ledger.expired_handle(), minutes, words)
    remember_entry(uow, service, posted)
    service.to_honour_minutes = (service.to_honour_minutes or 0) + minutes


def _fetch(uow: UnitOfWork, service: Service, source: str, wanted: int) -> int:
    """Move minutes back from where they were sent, as far as they are there; return how many."""
    minutes = min(wanted, uow.ledger.account(source).available or 0)
    if minutes <= 0:
        return 0
    words = about(uow, service, with_id=_settled(uow, service))
    volunteer = uow.ledger.member_handle(service.volunteer_id)
    remember_entry(uow, service, uow.ledger.transfer(source, volunteer, minutes, words))
    return minutes


def _pool_of(reading: Reading, service: Service, volunteer: Member) -> str:
    """Return the handle of the pool for what the volunteer does not keep: the team's, else that of the own site."""
    team = _team_of(reading, service)
    return site_row(reading, volunteer.site if team is None else team.site).handle_pool


def _team_of(reading: Reading, service: Service) -> Team | None:
    return reading.row(Team, service.team_id) if service.team_id else None


def _settled(reading: Reading, service: Service) -> str:
    """Return the id of the entry that settled the service, "" where nothing was set aside for it."""
    reserves = all_reserves(reading, service)
    return reserves[0].closing_entry_id if reserves else ""


def _warn(uow: UnitOfWork, volunteer: Member, balance: int, brought_minutes: int) -> None:
    """Say once that the cap is near: when these minutes brought the balance over the line."""
    cap = uow.policy.number("account.cap_minutes", volunteer.site)
    line = cap - uow.policy.number("account.cap_warning_minutes", volunteer.site)
    if balance - brought_minutes < line <= balance:
        for_honour = cap_choice(uow, volunteer.id) == CapChoice.HONOUR
        kind = "cap_near_honour" if for_honour else "cap_near"
        uow.outbox.tell(volunteer.id, kind, minutes=cap - balance)
