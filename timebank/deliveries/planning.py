"""Which messages are to go out: each one gets its row once, with the way it takes or why it takes none.

Ids of messages grow with time, so what has no row yet lies at the end; a message whose act was committed late may lie
a little before the last one planned, and is looked for there.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, select

from timebank.actors import Actor
from timebank.clock import SHANGHAI
from timebank.deliveries.channels import Way
from timebank.deliveries.model import DeliveryState, MessageChoice, MessageDelivery, Skip
from timebank.departures.use_cases import departure_of
from timebank.members.model import Member, MemberStatus
from timebank.outbox import Message
from timebank.work import Reading, UnitOfWork

AT_FIRST = timedelta(days=1)
"""When a way is set up, messages older than this are left on the members' own pages."""
AT_MOST = timedelta(days=7)
"""Nor are messages older than this sent when the job did not run for long: they would surprise."""
COMMITTED_LATE = timedelta(minutes=10)
AT_ONCE = 200
"""At most so many are planned in one transaction."""

_LAST = select(func.max(MessageDelivery.message_id)).where(MessageDelivery.book == bindparam("book"))
_NEW = (
    select(Message.id, Message.member_id)
    .outerjoin(
        MessageDelivery, (MessageDelivery.book == Message.book) & (MessageDelivery.message_id == Message.id)
    )
    .where(
        Message.book == bindparam("book"),
        Message.id > bindparam("since"),
        MessageDelivery.message_id.is_(None),
    )
    .order_by(Message.id)
    .limit(bindparam("limit"))
)


@dataclass(frozen=True, slots=True)
class PlanDeliveries:
    """Give each new message its way; `default` is the book's, `ways` those that are set up."""

    default: str
    ways: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Planned:
    """How many messages were planned."""

    count: int


def plan_deliveries(uow: UnitOfWork, command: PlanDeliveries, actor: Actor) -> Planned:
    """Plan the messages that have no row yet."""
    new = uow.connection.execute(_NEW, _wanted(uow, AT_ONCE)).all()
    for message_id, member_id in new:
        member = uow.session.get_one(Member, (uow.book, member_id))
        way, skip = _way(uow, member, command)
        uow.session.add(
            MessageDelivery(
                book=uow.book,
                message_id=message_id,
                member_id=member_id,
                site=member.site,
                way=way,
                state=DeliveryState.SKIPPED if skip else DeliveryState.WAITING,
                reason=skip,
                next_at=None if skip else uow.clock.now(),
            )
        )
    return Planned(len(new))


def is_any_new(reading: Reading) -> bool:
    """Tell whether a message has no row yet."""
    return reading.connection.execute(_NEW, _wanted(reading, 1)).first() is not None


def _way(uow: UnitOfWork, member: Member, command: PlanDeliveries) -> tuple[str, str]:
    """Return the way of a member's messages, and why they take none, "" where they do."""
    choice = uow.session.get(MessageChoice, (uow.book, member.id))
    way = command.default if choice is None else choice.way
    if not way:
        return way, Skip.NOT_WANTED
    return way, why_not(uow, member, way) if way in command.ways else Skip.NOT_SET_UP


def why_not(reading: Reading, member: Member, way: str) -> str:
    """Return why nothing goes to a member by a way, "" where nothing speaks against it; asked before each try."""
    if member.status != MemberStatus.ACTIVE or departure_of(reading, member.id) is not None:
        return Skip.DEPARTED  # a machine writes to nobody of whom it is said that the person died
    choice = reading.session.get(MessageChoice, (reading.book, member.id))
    if choice is not None and choice.way != way:
        return Skip.NOT_WANTED
    return "" if address_of(reading, member, way) else Skip.NO_ADDRESS


def address_of(reading: Reading, member: Member, way: str) -> str:
    """Return where a member's messages go by a way, "" where that is not known."""
    if way != Way.WECOM:
        return member.opened(reading.people, "phone")
    choice = reading.session.get(MessageChoice, (reading.book, member.id))
    if choice is None:
        return ""
    return reading.people.open(member.id, "message_choice.address", choice.address_sealed)


def _wanted(reading: Reading, limit: int) -> dict[str, str | int]:
    last = reading.connection.scalar(_LAST, {"book": reading.book})
    now = reading.clock.now()
    since = max(_moment(last) - COMMITTED_LATE, now - AT_MOST) if last else now - AT_FIRST
    return {"book": reading.book, "since": _first_id(since), "limit": limit}


def _moment(id_: str) -> datetime:
    """Return when an id was made: its first 48 bits are Unix milliseconds (RFC 9562 §5.7)."""
    return datetime.fromtimestamp(int(id_.replace("-", "")[:12], 16) / 1000, SHANGHAI)


def _first_id(moment: datetime) -> str:
    """Return the least id made at a moment."""
    digits = f"{int(moment.timestamp() * 1000):012x}"
    return f"{digits[:8]}-{digits[8:]}"
