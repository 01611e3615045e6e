"""Between whom time may be given: recorded kin in the relations of the region's rules, old enough to use it."""

from sqlalchemy import bindparam, select

from timebank.gifts.refusals import NotKin, TooYoungForGift
from timebank.ids import is_checked_number
from timebank.members.kinship import Kinship
from timebank.members.model import Member
from timebank.work import Reading

FRIEND = "friend"
"""The code by which a region lets time be given to anybody."""
LONGEST_NUMBER = 18

_RELATION = select(Kinship.relation).where(
    Kinship.book == bindparam("book"),
    Kinship.member_id == bindparam("giver"),
    Kinship.other_id == bindparam("receiver"),
)
_KIN = (
    select(Member, Kinship.relation)
    .join(Kinship, (Kinship.book == Member.book) & (Kinship.other_id == Member.id))
    .where(
        Kinship.book == bindparam("book"),
        Kinship.member_id == bindparam("giver"),
        Kinship.relation.in_(bindparam("relations", expanding=True)),
    )
    .order_by(Member.number)
)


def find_receiver(reading: Reading, giver: Member, named: str, field: str) -> tuple[Member, str]:
    """Return whom a giver means, by id or member number, with what that member is to the giver.

    Raises:
        NotKin: no recorded relation along which time may be given; also where there is no such member.
        TooYoungForGift: the member may not use time yet.
    """
    receiver = named_member(reading, named)
    if receiver is None or receiver.id == giver.id or not receiver.is_active:
        raise NotKin(field=field)
    relation = gift_relation(reading, giver, receiver)
    if not relation:
        raise NotKin(field=field)
    age = reading.policy.number("gift.age_years", giver.site)
    if receiver.age_on(reading.business_clock.today()) < age:
        raise TooYoungForGift(field=field, age=age)
    return receiver, relation


def gift_relation(reading: Reading, giver: Member, receiver: Member) -> str:
    """Return what the receiver is to the giver where time may be given along it, else ""."""
    allowed = reading.policy.codes("gift.relations", giver.site)
    ids = {"giver": giver.id, "receiver": receiver.id}
    recorded: str | None = reading.connection.scalar(_RELATION, {"book": reading.book, **ids})
    if recorded in allowed:
        return recorded
    return FRIEND if FRIEND in allowed else ""


def possible_receivers(reading: Reading, giver: Member) -> list[tuple[Member, str]]:
    """Return the recorded kin to whom a member may give time now, with what each is to the giver."""
    allowed = reading.policy.codes("gift.relations", giver.site)
    today, age = reading.business_clock.today(), reading.policy.number("gift.age_years", giver.site)
    wanted = {"book": reading.book, "giver": giver.id, "relations": list(allowed)}
    rows = reading.session.execute(_KIN, wanted)
    return [(one, relation) for one, relation in rows if one.is_active and one.age_on(today) >= age]


def named_member(reading: Reading, named: str) -> Member | None:
    """Return the member of an id or a member number, or None."""
    if named.isdigit():
        if not is_checked_number(named) or len(named) > LONGEST_NUMBER:
            return None
        by_number = select(Member).where(Member.book == reading.book, Member.number == named)
        return reading.session.scalar(by_number)
    return reading.row(Member, named)
