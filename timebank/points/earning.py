"""Points from service: credited with its minutes, in the same transaction, and taken back with them.

Each is an entry of its own, tied by `with` to the service's. What the household has spent already cannot be taken
back; the county covers it from its account of losses.
"""

from collections.abc import Sequence

from sqlalchemy import bindparam, select

from timebank.bookkeeper import About
from timebank.members.queries import find_any_member
from timebank.points.accounts import move_points, note_entry, office_handle, opened_household, points_account
from timebank.points.model import EntryKind, PointsEntry
from timebank.services.model import Service
from timebank.services.paying import all_reserves
from timebank.work import UnitOfWork

MINUTES_AN_HOUR = 60

# Made once: every correction asks.
_OF_SERVICE = (
    select(PointsEntry)
    .where(PointsEntry.book == bindparam("book"), PointsEntry.source_id == bindparam("source"))
    .order_by(PointsEntry.log, PointsEntry.seq)
)


def earn_points(uow: UnitOfWork, service: Service) -> int:
    """Give the volunteer's household the points of a service whose minutes have just settled; return how many."""
    rate = uow.policy.number("points.per_hour", service.site)
    points = service.credited_minutes * rate // MINUTES_AN_HOUR
    if points:
        household = find_any_member(uow, service.volunteer_id).household_id
        settled = next(one for one in all_reserves(uow, service) if one.settled_minutes)
        _credit(uow, service, household, points, rate, settled.closing_entry_id)
    return points


def correct_points(uow: UnitOfWork, service: Service) -> None:
    """Bring the points of a corrected service in step with its minutes, by the rate it was credited at."""
    entries = uow.session.scalars(_OF_SERVICE, {"book": uow.book, "source": service.id}).all()
    if not entries:
        return
    first = entries[0]
    credited = sum(entry.points for entry in entries)
    right = service.credited_minutes * first.rate // MINUTES_AN_HOUR
    if right > credited:
        _credit(uow, service, first.household_id, right - credited, first.rate, first.entry_id)
    elif right < credited:
        _take_back(uow, service, entries, credited - right)


def _credit(
    uow: UnitOfWork, service: Service, household_id: str, points: int, rate: int, with_id: str
) -> None:
    household = opened_household(uow, household_id)
    issue = office_handle(uow, "issue")
    posted = move_points(uow, issue, household.handle, points, _about(service, with_id))
    note_entry(uow, posted, household_id, service.site, EntryKind.SERVICE, points, service.id, rate)


def _take_back(uow: UnitOfWork, service: Service, entries: Sequence[PointsEntry], points: int) -> None:
    """Reverse the first entry as far as the household still holds points; the rest comes from `loss`."""
    first = entries[0]
    account = points_account(uow, first.household_id)
    assert account is not None, "a household that was credited has an account"
    can_take = min(points, max(0, account.available or 0))
    issue, tied_to = office_handle(uow, "issue"), first.entry_id
    if can_take:
        was_reversed = any(entry.kind == EntryKind.TAKEN_BACK for entry in entries)
        if was_reversed or can_take > first.points:  # no entry is reversed twice, or by more than it moved
            posted = move_points(uow, account.handle, issue, can_take, _about(service, first.entry_id))
        else:
            posted = uow.ledger.reverse(first.entry_id, can_take, _about(service))
        note_entry(uow, posted, first.household_id, first.site, EntryKind.TAKEN_BACK, -can_take, service.id)
        tied_to = posted.id
    if can_take < points:
        lost = points - can_take
        posted = move_points(uow, office_handle(uow, "loss"), issue, lost, _about(service, tied_to))
        note_entry(uow, posted, first.household_id, first.site, EntryKind.LOST, -lost, service.id)


def _about(service: Service, with_id: str = "") -> About:
    return About(service_day=service.day, site=service.site, with_id=with_id or None)
