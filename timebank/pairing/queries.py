"""Finding pairs: the two see theirs, with who acts for the elder, and the office of the elder's site.

Unless a pair came into force the volunteer is told the given name and the hamlet, as of any need before it is taken.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, or_, select

from timebank.actors import SYSTEM, Actor, Role
from timebank.members.kinship import may_read_all
from timebank.members.queries import elders_of_proxy, given_name, hamlets_of, names_of
from timebank.paging import PAGE, Page, page_of
from timebank.pairing.model import CURRENT, Pair, PairState, Side
from timebank.pairing.refusals import PairNotFound
from timebank.scopes import within_any
from timebank.work import Reading

KEEPERS = (Role.COORDINATOR, Role.TOWNSHIP, Role.COUNTY)
OFFICE = (*KEEPERS, Role.AUDITOR)


@dataclass(frozen=True, slots=True)
class PairView:
    """A pair as the reader may see it; `elder_id` is "" for the volunteer unless it came into force.

    `volunteer_said` and `elder_said` are how each said yes, "" before; `waits_for` are the sides for which the reader
    may answer now, `may_end` whether the reader may end it.
    """

    id: str
    number: str
    state: str
    volunteer_id: str
    volunteer_name: str
    elder_id: str
    elder_name: str
    hamlet: str
    site: str
    proposed_on: date
    volunteer_said: str
    elder_said: str
    began_on: date | None
    ended_on: date | None
    waits_for: tuple[str, ...]
    may_end: bool


def find_pair(reading: Reading, pair_id: str, actor: Actor) -> Pair:
    """Return a pair this actor may see.

    Raises:
        PairNotFound: there is none, or not for this actor.
    """
    pair = reading.row(Pair, pair_id) if actor.is_known else None
    if pair is None or not _may_see(reading, pair, actor):
        raise PairNotFound
    return pair


def pairs_page(
    reading: Reading, actor: Actor, *, member: str = "", after: str = "", limit: int = PAGE
) -> Page[PairView]:
    """Return pairs the actor may see, newest first; with a `member` that one's alone."""
    wards = elders_of_proxy(reading, actor.member_id)
    own = or_(
        Pair.volunteer_id == actor.member_id, Pair.elder_id == actor.member_id, Pair.elder_id.in_(wards)
    )
    wanted = [Pair.book == reading.book, or_(own, within_any(Pair.site, actor.scopes(*OFFICE)))]
    if member:
        wanted.append(or_(Pair.volunteer_id == member, Pair.elder_id == member))
    if after:
        wanted.append(Pair.id < after)
    rows = reading.session.scalars(
        select(Pair).where(and_(*wanted)).order_by(Pair.id.desc()).limit(limit + 1)
    ).all()
    return page_of(_views(reading, actor, rows), limit, [row.id for row in rows])


def pair_view(reading: Reading, pair_id: str, actor: Actor) -> PairView:
    """Return one pair; raises as `find_pair` does."""
    return _views(reading, actor, [find_pair(reading, pair_id, actor)])[0]


def current_pairs_of(reading: Reading, member_id: str, actor: Actor) -> tuple[PairView, ...]:
    """Return the pairs of a member that stand or wait for an answer, as far as the actor may see them."""
    rows = reading.session.scalars(
        select(Pair)
        .where(
            Pair.book == reading.book,
            or_(Pair.volunteer_id == member_id, Pair.elder_id == member_id),
            Pair.state.in_(CURRENT),
        )
        .order_by(Pair.id)
    ).all()
    return _views(reading, actor, [row for row in rows if _may_see(reading, row, actor)])


def speaks_for(reading: Reading, pair: Pair, actor: Actor) -> tuple[Side, ...]:
    """Return the sides for which an actor gives a word: the own one, that of an elder stood for, on paper both."""
    if actor.member_id == pair.volunteer_id:
        return (Side.VOLUNTEER,)
    if actor.member_id == pair.elder_id:
        return (Side.ELDER,)
    if actor.may_act_at(pair.site, KEEPERS):
        return (Side.VOLUNTEER, Side.ELDER)
    return (Side.ELDER,) if may_read_all(reading, actor.member_id, pair.elder_id) else ()


def paired_volunteers(reading: Reading, elder_id: str) -> frozenset[str]:
    """Return the ids of the volunteers who look after an elder."""
    return frozenset(
        reading.session.scalars(
            select(Pair.volunteer_id).where(
                Pair.book == reading.book, Pair.elder_id == elder_id, Pair.state == PairState.IN_FORCE
            )
        )
    )


def paired_elders(reading: Reading, volunteer_id: str) -> frozenset[str]:
    """Return the ids of the elders whom a volunteer looks after."""
    return frozenset(
        reading.session.scalars(
            select(Pair.elder_id).where(
                Pair.book == reading.book,
                Pair.volunteer_id == volunteer_id,
                Pair.state == PairState.IN_FORCE,
            )
        )
    )


def _may_see(reading: Reading, pair: Pair, actor: Actor) -> bool:
    is_a_side = actor.member_id in (pair.volunteer_id, pair.elder_id)
    if is_a_side or actor.member_id == SYSTEM or actor.may_act_at(pair.site, OFFICE):
        return True
    return pair.elder_id in elders_of_proxy(reading, actor.member_id)


def _views(reading: Reading, actor: Actor, rows: Sequence[Pair]) -> tuple[PairView, ...]:
    names = names_of(reading, {one for row in rows for one in (row.volunteer_id, row.elder_id)})
    hamlets = hamlets_of(reading, {row.elder_id for row in rows})
    return tuple(_view(reading, actor, row, names, hamlets) for row in rows)


def _view(
    reading: Reading, actor: Actor, row: Pair, names: dict[str, str], hamlets: dict[str, str]
) -> PairView:
    is_met = row.began_on is not None or actor.member_id != row.volunteer_id
    sides = speaks_for(reading, row, actor)
    is_proposed, is_current = row.state == PairState.PROPOSED, row.state in CURRENT
    name = names[row.elder_id]
    return PairView(
        id=row.id,
        number=row.number,
        state=row.state,
        volunteer_id=row.volunteer_id,
        volunteer_name=names[row.volunteer_id],
        elder_id=row.elder_id if is_met else "",
        elder_name=name if is_met else given_name(name),
        hamlet=hamlets.get(row.elder_id, ""),
        site=row.site,
        proposed_on=row.proposed_on,
        volunteer_said=row.volunteer_said,
        elder_said=row.elder_said,
        began_on=row.began_on,
        ended_on=row.ended_on,
        waits_for=tuple(side for side in sides if is_proposed and not row.has_said(side)),
        may_end=is_current and bool(sides),
    )
