"""Who might take a need: volunteers in an order, each with the reasons for the place in it.

The machine only proposes; a person at the desk decides. First stands who is paired with the elder, then whoever has
more of the other reasons, then who has less to do already, then the longest on the register.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import islice

from sqlalchemy import func, select

from timebank.actors import Actor
from timebank.catalogue import kinds
from timebank.clock import SHANGHAI, local_day
from timebank.errors import NotAllowed, Refusal
from timebank.members.commands import DayPart
from timebank.members.model import Member, MemberStatus, Volunteer, VolunteerState, VolunteerTime
from timebank.members.queries import find_any_member, names_of
from timebank.needs.model import Need, NeedState
from timebank.needs.payers import STAFF
from timebank.needs.queries import find_need
from timebank.pairing.queries import paired_volunteers
from timebank.services.eligibility import check_may_serve, check_no_overlap
from timebank.services.model import Service, ServiceState
from timebank.work import Reading

MOST_LOOKED_AT = 200
"""Volunteers of the elder's site beside the paired ones, the longest registered first."""
MOST_PROPOSED = 5
YOUNG_OLD, OLD_OLD = range(60, 70), 80
"""Ages: the young-old are asked first for the old-old."""
AHEAD = (ServiceState.ACCEPTED, ServiceState.CHECKED_IN)
PARTS = ((5, DayPart.NIGHT), (12, DayPart.MORNING), (18, DayPart.AFTERNOON), (22, DayPart.EVENING))
"""The hour at which each part of the day ends; what is left of it is night again."""


class Reason(StrEnum):
    """Why somebody is proposed."""

    PAIRED = "paired"
    KNOWN = "known"
    YOUNG_OLD = "young_old"
    LANGUAGE = "language"
    COMES_THEN = "comes_then"
    SAME_VILLAGE = "same_village"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A volunteer who might take a need, with the reasons, and how many services lie ahead of that one already."""

    member_id: str
    number: str
    name: str
    reasons: tuple[str, ...]
    tasks_ahead: int


def proposals(reading: Reading, need_id: str, actor: Actor) -> tuple[Proposal, ...]:
    """Return the few volunteers to ask first for an open need of a place the actor answers for; of others none.

    Raises:
        NeedNotFound: there is no such need, or not for this actor.
        NotAllowed: the actor does not answer for the elder's site.
    """
    need = find_need(reading, need_id, actor)
    if not actor.may_act_at(need.site, STAFF):
        raise NotAllowed
    if need.state != NeedState.OPEN:
        return ()
    elder = find_any_member(reading, need.elder_id)
    paired = paired_volunteers(reading, elder.id)
    members = _candidates(reading, need, paired)
    reasons = _reasons(reading, need, elder, members, paired)
    ahead = _tasks_ahead(reading, members)
    members.sort(key=lambda one: _rank(one, reasons[one.id], ahead[one.id]))
    able = _able(reading, need, elder, members)
    chosen = list(islice(able, MOST_PROPOSED))
    names = names_of(reading, [one.id for one in chosen])
    return tuple(
        Proposal(one.id, one.number, names[one.id], tuple(reasons[one.id]), ahead[one.id]) for one in chosen
    )


def _rank(member: Member, reasons: Sequence[Reason], ahead: int) -> tuple[bool, int, int, str]:
    return Reason.PAIRED not in reasons, -len(reasons), ahead, member.number


def _candidates(reading: Reading, need: Need, paired: frozenset[str]) -> list[Member]:
    approved = (
        select(Member)
        .join(Volunteer, (Volunteer.book == Member.book) & (Volunteer.member_id == Member.id))
        .where(
            Member.book == reading.book,
            Member.status == MemberStatus.ACTIVE,
            Volunteer.state == VolunteerState.APPROVED,
        )
    )
    near = approved.where(Member.site == need.site).order_by(Member.number).limit(MOST_LOOKED_AT)
    found = {one.id: one for one in reading.session.scalars(near)}
    found |= {one.id: one for one in reading.session.scalars(approved.where(Member.id.in_(paired)))}
    return list(found.values())


def _reasons(
    reading: Reading, need: Need, elder: Member, members: Sequence[Member], paired: frozenset[str]
) -> dict[str, list[Reason]]:
    """Return the reasons for each volunteer, in the order in which they are told."""
    ids = [one.id for one in members]
    known, then = _known(reading, elder, ids), _come_then(reading, need.starts_at, ids)
    today = reading.business_clock.today()
    is_old_old = elder.age_on(today) >= OLD_OLD
    holds = {
        one.id: {
            Reason.PAIRED: one.id in paired,
            Reason.KNOWN: one.id in known,
            Reason.YOUNG_OLD: is_old_old and one.age_on(today) in YOUNG_OLD,
            Reason.LANGUAGE: bool(set(one.languages) & set(elder.languages)),
            Reason.COMES_THEN: one.id in then,
            Reason.SAME_VILLAGE: one.region == elder.region,
        }
        for one in members
    }
    return {id_: [reason for reason, is_so in each.items() if is_so] for id_, each in holds.items()}


def _known(reading: Reading, elder: Member, ids: Sequence[str]) -> frozenset[str]:
    """Return those who served the elder before."""
    served = select(Service.volunteer_id).where(
        Service.book == reading.book,
        Service.elder_id == elder.id,
        Service.state == ServiceState.SETTLED,
        Service.volunteer_id.in_(ids),
    )
    return frozenset(reading.session.scalars(served.distinct()))


def _come_then(reading: Reading, moment: datetime, ids: Sequence[str]) -> frozenset[str]:
    """Return those who said that they can come at that time of the week."""
    local = moment.astimezone(SHANGHAI)
    part = next((part for ends, part in PARTS if local.hour < ends), DayPart.NIGHT)
    can = select(VolunteerTime.member_id).where(
        VolunteerTime.book == reading.book,
        VolunteerTime.member_id.in_(ids),
        VolunteerTime.weekday == local.isoweekday(),
        VolunteerTime.part == part,
    )
    return frozenset(reading.session.scalars(can))


def _tasks_ahead(reading: Reading, members: Sequence[Member]) -> Counter[str]:
    rows = reading.session.execute(
        select(Service.volunteer_id, func.count())
        .where(
            Service.book == reading.book,
            Service.volunteer_id.in_([one.id for one in members]),
            Service.state.in_(AHEAD),
        )
        .group_by(Service.volunteer_id)
    )
    return Counter(dict(rows.all()))


def _able(reading: Reading, need: Need, elder: Member, members: Sequence[Member]) -> Iterator[Member]:
    """Give those whom no rule bars from this need: training, insurance, family, another service at that time."""
    kind, day = kinds.kind(need.kind), local_day(need.starts_at)
    for one in members:
        try:
            check_may_serve(reading, one, elder, kind, day)
            check_no_overlap(reading, one.id, need.starts_at, need.ends_at, field="starts_at")
        except Refusal:
            continue
        yield one
