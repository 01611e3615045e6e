"""Whether the kept figures of each site are what is counted now."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Select, func, literal, select

from ledger.audit import Finding
from ledger.sql_store import SqlStore
from timebank.members.grants import COUNTED, MemberRole
from timebank.members.model import Member, MemberStatus
from timebank.needs.model import Need, NeedState
from timebank.notices.model import Objection, ObjectionState
from timebank.services.model import Service, ServiceState
from timebank.tallies import Tally

Counted = Select[tuple[str, str, int]]

SETTLED, OPEN_NEEDS, OPEN_OBJECTIONS, MEMBERS = "minutes.settled", "needs.open", "objections.open", "members"
NAMES = (
    SETTLED,
    OPEN_NEEDS,
    OPEN_OBJECTIONS,
    MEMBERS,
    *(f"services.{state}" for state in ServiceState),
    *(f"members.{role}" for role in COUNTED),
)


def tallies_drifted(connection: Connection, store: SqlStore) -> Iterator[Finding]:
    """Give the figures that differ from what they count; a figure that no rule here counts is left alone."""
    counted = {
        (row.site, row.name): int(row.value)
        for statement in _counts(store.book)
        for row in connection.execute(statement)
    }
    kept = connection.execute(
        select(Tally.site, Tally.name, Tally.value).where(Tally.book == store.book, Tally.name.in_(NAMES))
    )
    figures = {(row.site, row.name): int(row.value) for row in kept}
    for site, name in sorted(counted.keys() | figures.keys()):
        says, is_so = figures.get((site, name), 0), counted.get((site, name), 0)
        if says != is_so:
            yield Finding("TALLY_DRIFT", None, None, f"site {site} counts {says} {name}, there are {is_so}")


def _by_site(site: Any, name: Any, value: Any) -> Counted:
    return select(site.label("site"), name.label("name"), value.label("value")).group_by(site)


def _counts(book: str) -> Iterator[Counted]:
    """Give the statements that count: a line a site and name, however many services there are."""
    each, settled = Service.book == book, Service.state == ServiceState.SETTLED
    states, roles = literal("services.") + Service.state, literal("members.") + MemberRole.role
    yield _by_site(Service.site, states, func.count()).where(each).group_by(Service.state)
    yield _by_site(Service.site, literal(SETTLED), func.sum(Service.credited_minutes)).where(each, settled)
    yield _by_site(Need.site, literal(OPEN_NEEDS), func.count()).where(
        Need.book == book, Need.state == NeedState.OPEN
    )
    yield _by_site(Objection.site, literal(OPEN_OBJECTIONS), func.count()).where(
        Objection.book == book, Objection.state == ObjectionState.OPEN
    )
    yield _by_site(Member.site, literal(MEMBERS), func.count()).where(
        Member.book == book, Member.status == MemberStatus.ACTIVE
    )
    yield (
        _by_site(Member.site, roles, func.count())
        .join(MemberRole, (MemberRole.book == Member.book) & (MemberRole.member_id == Member.id))
        .where(Member.book == book, MemberRole.until.is_(None), MemberRole.role.in_(COUNTED))
        .group_by(MemberRole.role)
    )
