"""The most a member may keep: what settles above the cap goes to the pool of the member's site, as its own entry.

The hours stand in the service's record and on certificates all the same; nobody serves the last ones unwarned.
"""

from timebank.members.model import Member
from timebank.members.queries import find_any_member
from timebank.places.queries import site_row
from timebank.services.minutes import about, remember_entry
from timebank.services.model import Service
from timebank.services.paying import all_reserves
from timebank.work import UnitOfWork


def send_excess_to_pool(uow: UnitOfWork, service: Service) -> None:
    """Move what the settlement brought above the cap, and tell the volunteer; or tell that the cap is near."""
    volunteer = find_any_member(uow, service.volunteer_id)
    cap = uow.policy.number("account.cap_minutes", volunteer.site)
    account = uow.ledger.account(volunteer.handle)
    if account.status != "open":  # of one who died or left: the heirs' share, of which nothing is moved here
        return
    excess = min(service.credited_minutes, account.balance - cap, account.available or 0)
    if excess > 0:
        settled = all_reserves(uow, service)[0].closing_entry_id
        words = about(uow, service, with_id=settled)
        pool = site_row(uow, volunteer.site).handle_pool
        remember_entry(uow, service, uow.ledger.transfer(volunteer.handle, pool, excess, words))
        service.to_pool_minutes = excess
        uow.outbox.tell(volunteer.id, "cap_reached", number=service.number, minutes=excess)
    else:
        _warn(uow, service, volunteer, account.balance)


def fetch_from_pool(uow: UnitOfWork, service: Service, minutes: int, reason: str) -> None:
    """Give the volunteer back what went to the pool, as far as it is there, before so many minutes are taken back."""
    volunteer = find_any_member(uow, service.volunteer_id)
    pool = site_row(uow, volunteer.site).handle_pool
    went_there = service.to_pool_minutes or 0
    wanted = min(minutes, went_there, uow.ledger.account(pool).available or 0)
    if wanted > 0 and uow.ledger.account(volunteer.handle).status == "open":
        words = about(uow, service, memo=reason)
        remember_entry(uow, service, uow.ledger.transfer(pool, volunteer.handle, wanted, words))
        service.to_pool_minutes = went_there - wanted


def _warn(uow: UnitOfWork, service: Service, volunteer: Member, balance: int) -> None:
    """Say once that the cap is near: when this service brought the balance over the line."""
    cap = uow.policy.number("account.cap_minutes", volunteer.site)
    line = cap - uow.policy.number("account.cap_warning_minutes", volunteer.site)
    if balance - service.credited_minutes < line <= balance:
        uow.outbox.tell(volunteer.id, "cap_near", minutes=cap - balance)
