"""What the office of a place sees of departures: where each stands, what is left, and who claims it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from timebank.actors import Actor
from timebank.departures.estates import unclaimed_minutes
from timebank.departures.model import Claim, Departure, DepartureState
from timebank.departures.use_cases import ONLOOKERS, find_departure
from timebank.members.queries import find_any_member, names_of
from timebank.paging import Page, page_of
from timebank.scopes import within_any
from timebank.work import Reading

UNDER_WAY = (DepartureState.ENTERED, DepartureState.PENDING, DepartureState.FROZEN)


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim of kin."""

    id: str
    heir_name: str
    relation: str
    minutes: int
    state: str
    proposed_by: str


@dataclass(frozen=True, slots=True)
class DepartureView:
    """A departure with the minutes kin may still claim; entered_by is a member's id."""

    id: str
    number: str
    member_id: str
    member_name: str
    site: str
    kind: str
    happened_on: date
    state: str
    entered_by: str
    entered_by_name: str
    confirmed_by_name: str
    due_on: date | None
    claim_until: date | None
    left_minutes: int
    claimed_minutes: int
    pooled_minutes: int
    claims: tuple[ClaimView, ...]


def departure_view(reading: Reading, departure_id: str, actor: Actor) -> DepartureView:
    """Return one departure."""
    return _views(reading, [find_departure(reading, departure_id, actor)])[0]


def departures_page(
    reading: Reading,
    actor: Actor,
    *,
    states: tuple[str, ...] = (),
    member: str = "",
    after: str = "",
    limit: int = 20,
) -> Page[DepartureView]:
    """Return the departures of the actor's places, newest first."""
    wanted = [
        Departure.book == reading.book,
        within_any(Departure.site, actor.scopes(*ONLOOKERS)),
    ]
    if states:
        wanted.append(Departure.state.in_(states))
    if member:
        wanted.append(Departure.member_id == member)
    if after:
        wanted.append(Departure.id < after)
    rows = reading.session.scalars(
        select(Departure).where(*wanted).order_by(Departure.id.desc()).limit(limit + 1)
    ).all()
    return page_of(_views(reading, rows), limit, [row.id for row in rows])


def _views(reading: Reading, rows: Sequence[Departure]) -> list[DepartureView]:
    claims = _claims(reading, rows)
    people = {one for row in rows for one in (row.member_id, row.entered_by, row.confirmed_by)}
    names = names_of(reading, people | {claim.heir_id for some in claims.values() for claim in some})
    return [_view(reading, row, claims.get(row.id, []), names) for row in rows]


def _view(reading: Reading, row: Departure, claims: list[Claim], names: dict[str, str]) -> DepartureView:
    member = find_any_member(reading, row.member_id)
    return DepartureView(
        id=row.id,
        number=row.number,
        member_id=row.member_id,
        member_name=names.get(row.member_id, ""),
        site=row.site,
        kind=row.kind,
        happened_on=row.happened_on,
        state=row.state,
        entered_by=row.entered_by,
        entered_by_name=names.get(row.entered_by, ""),
        confirmed_by_name=names.get(row.confirmed_by, ""),
        due_on=row.due_on,
        claim_until=row.claim_until,
        left_minutes=unclaimed_minutes(reading, row, member),
        claimed_minutes=row.claimed_minutes,
        pooled_minutes=row.pooled_minutes,
        claims=tuple(
            ClaimView(
                one.id,
                names.get(one.heir_id, ""),
                one.relation,
                one.minutes,
                one.state,
                one.proposed_by,
            )
            for one in claims
        ),
    )


def _claims(reading: Reading, rows: Sequence[Departure]) -> dict[str, list[Claim]]:
    found: dict[str, list[Claim]] = {}
    for claim in reading.session.scalars(
        select(Claim)
        .where(Claim.book == reading.book, Claim.departure_id.in_([row.id for row in rows]))
        .order_by(Claim.id)
    ):
        found.setdefault(claim.departure_id, []).append(claim)
    return found
