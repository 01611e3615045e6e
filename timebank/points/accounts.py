"""The accounts of points: a household's, and the county's that issues, covers losses and takes deductions.

A household's account is opened with its first point. Every entry over points is noted here with whom it is about
and why, and the figures of its site are kept in step.
"""

from ledger.account import Account, AccountTerms
from ledger.book import Posted
from ledger.log_name import number_of
from ledger.transfer import Leg
from timebank.accounts import BOOK, HOUSEHOLD, find_handle
from timebank.bookkeeper import About
from timebank.members.model import Household
from timebank.points.model import EntryKind, HouseholdPoints, PointsEntry
from timebank.units import POINTS
from timebank.work import Reading, UnitOfWork

ISSUED, SPENT, DEDUCTED, LOST = "points.issued", "points.spent", "points.deducted", "points.lost"
"""Kept figures of a site: points given less those taken back, spent less returned, deducted, covered by the county."""
FIGURES = {
    EntryKind.SERVICE: (ISSUED, 1),
    EntryKind.AWARD: (ISSUED, 1),
    EntryKind.TAKEN_BACK: (ISSUED, 1),
    EntryKind.LOST: (LOST, -1),
    EntryKind.DEDUCTION: (DEDUCTED, -1),
    EntryKind.GIVEN_BACK: (DEDUCTED, -1),
    EntryKind.SPENT: (SPENT, -1),
    EntryKind.RETURNED: (SPENT, -1),
}
"""Which figure an entry moves, and whether with the household's sign or against it."""


def household_points(reading: Reading, household_id: str) -> HouseholdPoints | None:
    """Return the points row of a household, None before its first point."""
    return reading.session.get(HouseholdPoints, (reading.book, household_id))


def points_account(reading: Reading, household_id: str) -> Account | None:
    """Return the ledger account of a household's points, None before its first point."""
    row = household_points(reading, household_id)
    return None if row is None else reading.ledger.account(row.handle, POINTS)


def available_points(reading: Reading, household_id: str) -> int:
    """Return how many points a household may spend now."""
    account = points_account(reading, household_id)
    return (account.available or 0) if account else 0


def opened_household(uow: UnitOfWork, household_id: str) -> HouseholdPoints:
    """Return the points row of a household; the first time its account is opened."""
    row = household_points(uow, household_id)
    if row is None:
        handle = uow.ledger.open_account(HOUSEHOLD, household_id, "household", unit=POINTS)
        row = HouseholdPoints(book=uow.book, household_id=household_id, handle=handle, deed_points=0)
        uow.session.add(row)
        uow.session.flush()
    return row


def office_handle(uow: UnitOfWork, class_: str) -> str:
    """Return the county's handle of a class (`issue`, `loss`, `deducted`) with its account of points open.

    Points are not money and buy no more than what lies in the shop, so their issue has no limit.
    """
    handle = find_handle(uow.connection, uow.book, BOOK, uow.book, class_)
    limit = None if class_ in ("issue", "loss") else 0
    if handle is None:
        return uow.ledger.open_account(BOOK, uow.book, class_, of=uow.book, limit=limit, unit=POINTS)
    if not uow.ledger.book.accounts([(handle, POINTS)]):
        uow.ledger.change_account([AccountTerms(handle, POINTS, class_, uow.book, limit)])
    return handle


def move_points(uow: UnitOfWork, payer: str, payee: str, points: int, about: About) -> Posted:
    """Move points between two handles at once."""
    return uow.ledger.move([Leg(payer, POINTS, points)], [Leg(payee, POINTS, points)], about)


def note_entry(
    uow: UnitOfWork,
    posted: Posted,
    household_id: str,
    site: str,
    kind: EntryKind,
    points: int,
    source_id: str,
    rate: int = 0,
) -> None:
    """Note what an entry over points is about, and keep the site's figures in step."""
    uow.session.add(
        PointsEntry(
            book=uow.book,
            entry_id=posted.id,
            log=number_of(uow.log),
            seq=posted.seq,
            household_id=household_id,
            site=site,
            kind=kind,
            points=points,
            rate=rate,
            source_id=source_id,
            recorded_at=uow.clock.now(),
        )
    )
    if kind in FIGURES:
        figure, sign = FIGURES[kind]
        uow.count(site, figure, sign * points)


def site_of(reading: Reading, household_id: str) -> str:
    """Return the site a household belongs to."""
    return reading.session.get_one(Household, (reading.book, household_id)).site
