"""What the office of a place sees of messages on their way: to whom, how, whether they arrived; not what they say."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from timebank.actors import Actor
from timebank.deliveries.model import MessageDelivery
from timebank.members.finding import ONLOOKERS
from timebank.members.queries import names_of
from timebank.outbox import Message
from timebank.paging import PAGE, Page, page_of
from timebank.scopes import within_any
from timebank.work import Reading


@dataclass(frozen=True, slots=True)
class DeliveryView:
    """A message's way out; `reason` is a code of `Skip` or what the other side said, "" where nothing failed."""

    id: str
    member_id: str
    member_name: str
    way: str
    state: str
    reason: str
    tries: int
    made_at: datetime
    next_at: datetime | None
    sent_at: datetime | None
    is_read: bool


def deliveries_page(
    reading: Reading, actor: Actor, *, state: str = "", member: str = "", after: str = "", limit: int = PAGE
) -> Page[DeliveryView]:
    """Return the messages on their way to members of the actor's places, newest first."""
    wanted = [
        MessageDelivery.book == reading.book,
        within_any(MessageDelivery.site, actor.scopes(*ONLOOKERS)),
    ]
    if state:
        wanted.append(MessageDelivery.state == state)
    if member:
        wanted.append(MessageDelivery.member_id == member)
    if after:
        wanted.append(MessageDelivery.message_id < after)
    rows = reading.session.execute(
        select(MessageDelivery, Message.made_at, Message.read_at)
        .join(Message, (Message.book == MessageDelivery.book) & (Message.id == MessageDelivery.message_id))
        .where(*wanted)
        .order_by(MessageDelivery.message_id.desc())
        .limit(limit + 1)
    ).all()
    names = names_of(reading, {row.member_id for row, _, _ in rows})
    views = [
        DeliveryView(
            id=row.message_id,
            member_id=row.member_id,
            member_name=names.get(row.member_id, ""),
            way=row.way,
            state=row.state,
            reason=row.reason,
            tries=row.tries,
            made_at=made_at,
            next_at=row.next_at,
            sent_at=row.sent_at,
            is_read=read_at is not None,
        )
        for row, made_at, read_at in rows
    ]
    return page_of(views, limit, [view.id for view in views])
