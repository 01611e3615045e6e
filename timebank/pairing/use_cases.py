"""Making and ending pairs: the site proposes, both sides agree, and either ends it."""

from dataclasses import dataclass

from sqlalchemy import or_, select

from timebank.actors import Actor, Role
from timebank.errors import NotAllowed
from timebank.members.finding import MemberNotFound, find_by_number, find_member
from timebank.members.model import Member, VolunteerState
from timebank.members.queries import are_family, find_volunteer, has_role
from timebank.pairing.commands import AnswerPair, EndPair, PairAnswer, ProposePair
from timebank.pairing.model import CURRENT, Pair, PairState, Side, WordBy
from timebank.pairing.queries import KEEPERS, find_pair, speaks_for
from timebank.pairing.refusals import NotThisSide, PairRefused, PairThere
from timebank.work import Reading, UnitOfWork

LONGEST_NUMBER = 19
"""Ids are longer than any number."""


@dataclass(frozen=True, slots=True)
class PairStanding:
    """A pair after an act."""

    id: str
    number: str
    state: str


def propose_pair(uow: UnitOfWork, command: ProposePair, actor: Actor) -> PairStanding:
    """Propose a pair and ask both sides; whoever answers for the elder's site may."""
    elder = _find(uow, command.elder, actor, "elder")
    volunteer = _find(uow, command.volunteer, actor, "volunteer")
    if not actor.may_act_at(elder.site, KEEPERS):
        raise NotAllowed
    standing = find_volunteer(uow, volunteer.id)
    if standing is None or standing.state != VolunteerState.APPROVED:
        raise PairRefused(field="volunteer")
    if not has_role(uow, elder.id, Role.ELDER) or elder.id == volunteer.id:
        raise PairRefused(field="elder")
    if are_family(uow, volunteer.id, elder.id):
        raise PairRefused(field="volunteer")
    is_theirs = (Pair.volunteer_id == volunteer.id) & (Pair.elder_id == elder.id)
    current = select(Pair.id).where(Pair.book == uow.book, is_theirs, Pair.state.in_(CURRENT))
    if uow.session.scalar(current) is not None:
        raise PairThere
    pair = Pair(
        book=uow.book,
        id=uow.new_id(),
        number=uow.next_number("pair"),
        volunteer_id=volunteer.id,
        elder_id=elder.id,
        site=elder.site,
        state=PairState.PROPOSED,
        proposed_by=actor.member_id,
        proposed_on=uow.business_clock.today(),
        volunteer_said="",
        volunteer_word_by="",
        elder_said="",
        elder_word_by="",
        ended_by="",
    )
    uow.session.add(pair)
    for side in (volunteer.id, elder.id):
        uow.outbox.tell(side, "pair_proposed")
    return _standing(pair)


def answer_pair(uow: UnitOfWork, command: AnswerPair, actor: Actor) -> PairStanding:
    """Say yes or no for a side, as that side, as who acts for the elder in everything, or by paper."""
    pair = find_pair(uow, command.pair_id, actor)
    side = Side(command.side) if command.side else _own_side(pair, actor)
    way = _way_to_answer(uow, pair, side, actor)
    today = uow.business_clock.today()
    if command.answer == PairAnswer.NO:
        pair.decline(side, actor.member_id, today)
    else:
        pair.agree(side, way, actor.member_id, today)
    if pair.state == PairState.IN_FORCE:
        uow.outbox.tell(pair.volunteer_id, "pair_in_force", elder=pair.elder_id)
        uow.outbox.tell(pair.elder_id, "pair_in_force", elder=pair.volunteer_id)
    return _standing(pair)


def end_pair(uow: UnitOfWork, command: EndPair, actor: Actor) -> PairStanding:
    """Be a pair no more: either side's wish is enough, and the site may write it down."""
    pair = find_pair(uow, command.pair_id, actor)
    if not speaks_for(uow, pair, actor):
        raise NotThisSide
    was_in_force = pair.state == PairState.IN_FORCE
    pair.end(actor.member_id, uow.business_clock.today())
    if was_in_force:
        _tell_of_end(uow, pair)
    return _standing(pair)


def end_all_pairs(uow: UnitOfWork, member_id: str) -> None:
    """End every pair of a member who leaves the register."""
    theirs = select(Pair).where(
        Pair.book == uow.book,
        or_(Pair.volunteer_id == member_id, Pair.elder_id == member_id),
        Pair.state.in_(CURRENT),
    )
    for pair in uow.session.scalars(theirs).all():
        pair.end(uow.actor.member_id, uow.business_clock.today())


def _find(uow: UnitOfWork, named: str, actor: Actor, field: str) -> Member:
    """Return a member the actor may see, by id or member number."""
    try:
        if len(named) > LONGEST_NUMBER:
            return find_member(uow, named, actor)
        return find_by_number(uow, actor, named)
    except MemberNotFound as unseen:
        raise MemberNotFound(field=field) from unseen


def _own_side(pair: Pair, actor: Actor) -> Side:
    return Side.VOLUNTEER if actor.member_id == pair.volunteer_id else Side.ELDER


def _way_to_answer(reading: Reading, pair: Pair, side: Side, actor: Actor) -> WordBy:
    """Return how the actor speaks for a side."""
    if side not in speaks_for(reading, pair, actor):
        raise NotThisSide
    if actor.member_id in (pair.volunteer_id, pair.elder_id):
        return WordBy.OWN
    return WordBy.PAPER if actor.may_act_at(pair.site, KEEPERS) else WordBy.PROXY


def _tell_of_end(uow: UnitOfWork, pair: Pair) -> None:
    for one, other in ((pair.volunteer_id, pair.elder_id), (pair.elder_id, pair.volunteer_id)):
        uow.outbox.tell(one, "pair_ended", elder=other)


def _standing(pair: Pair) -> PairStanding:
    return PairStanding(pair.id, pair.number, pair.state)
