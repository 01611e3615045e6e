"""What the office of a place sees of recoveries, and a member of the own ones: what, who, when, how far."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from timebank.actors import Actor
from timebank.members.finding import ONLOOKERS, find_own_or_kept_member
from timebank.members.kinship import may_read_all
from timebank.members.queries import names_of
from timebank.paging import PAGE, Page, page_of
from timebank.recoveries.finding import find_recovery
from timebank.recoveries.model import LASTS, WAITING, Recovery
from timebank.scopes import within_any
from timebank.work import Reading


@dataclass(frozen=True, slots=True)
class RecoveryView:
    """A recovery with who did each step ("" where nobody did yet); the ids are members'."""

    id: str
    member_id: str
    member_name: str
    kind: str
    state: str
    is_waiting: bool
    asked_by: str
    asked_by_name: str
    asked_at: datetime
    agreed_by: str
    agreed_by_name: str
    agreed_at: datetime | None
    handed_over_by_name: str
    handed_over_at: datetime | None


def recovery_view(reading: Reading, recovery_id: str, actor: Actor) -> RecoveryView:
    """Return one recovery."""
    return _views(reading, [find_recovery(reading, recovery_id, actor)])[0]


def recoveries_page(
    reading: Reading, actor: Actor, *, waiting: bool = False, after: str = "", limit: int = PAGE
) -> Page[RecoveryView]:
    """Return the recoveries at the actor's places, newest first: all, or those somebody has to go on with."""
    wanted = [Recovery.book == reading.book, within_any(Recovery.site, actor.scopes(*ONLOOKERS))]
    if waiting:
        wanted += [Recovery.state.in_(WAITING), Recovery.asked_at > reading.clock.now() - LASTS]
    if after:
        wanted.append(Recovery.id < after)
    rows = reading.session.scalars(
        select(Recovery)
        .where(*wanted, Recovery.member_id != actor.member_id)
        .order_by(Recovery.id.desc())
        .limit(limit + 1)
    ).all()
    return page_of(_views(reading, rows), limit, [row.id for row in rows])


def recoveries_of(reading: Reading, member_id: str, actor: Actor, limit: int = PAGE) -> list[RecoveryView]:
    """Return a member's latest recoveries: to the member, the member's proxy in everything, and the keepers.

    Raises:
        MemberNotFound: the actor may not see the member.
        NotAllowed: the actor sees the member but this is not for the actor.
    """
    if not may_read_all(reading, actor.member_id, member_id):
        find_own_or_kept_member(reading, member_id, actor)
    rows = reading.session.scalars(
        select(Recovery)
        .where(Recovery.book == reading.book, Recovery.member_id == member_id)
        .order_by(Recovery.id.desc())
        .limit(limit)
    ).all()
    return _views(reading, rows)


def _views(reading: Reading, rows: Sequence[Recovery]) -> list[RecoveryView]:
    names = names_of(
        reading,
        {one for row in rows for one in (row.member_id, row.asked_by, row.agreed_by, row.handed_over_by)},
    )
    now = reading.clock.now()
    return [
        RecoveryView(
            id=row.id,
            member_id=row.member_id,
            member_name=names.get(row.member_id, ""),
            kind=row.kind,
            state=row.state,
            is_waiting=row.is_waiting(now),
            asked_by=row.asked_by,
            asked_by_name=names.get(row.asked_by, ""),
            asked_at=row.asked_at,
            agreed_by=row.agreed_by,
            agreed_by_name=names.get(row.agreed_by, ""),
            agreed_at=row.agreed_at,
            handed_over_by_name=names.get(row.handed_over_by, ""),
            handed_over_at=row.handed_over_at,
        )
        for row in rows
    ]
