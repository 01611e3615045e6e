"""The printed slip: a member's unread messages on paper, and the note that they were handed over."""

from dataclasses import dataclass

from sqlalchemy import func, select, update

from timebank.actors import Actor
from timebank.deliveries.model import MessageSlip
from timebank.members.finding import find_kept_member
from timebank.members.looks import note_look
from timebank.messages import MessageLine, MessageNotFound, lines_of
from timebank.outbox import Message
from timebank.schemas import CommandSchema, Text
from timebank.work import UnitOfWork

MOST_ON_A_SLIP = 40
PURPOSE = "message_slip"
"""The purpose under which it stands among the looks at the member's record."""


@dataclass(frozen=True, slots=True)
class MakeSlip:
    """Show a member's unread messages, to print them."""

    member_id: str


@dataclass(frozen=True, slots=True)
class Slip:
    """The unread messages, oldest first, and how many more there are."""

    member_id: str
    messages: tuple[MessageLine, ...]
    more: int


@dataclass(frozen=True, slots=True)
class HandSlipOver:
    """Say that the messages up to one were given to the member on paper."""

    up_to: str
    member_id: str = ""


class HandSlipOverSchema(CommandSchema):
    """How `HandSlipOver` is read."""

    command = HandSlipOver

    up_to = Text(36, required=True)


@dataclass(frozen=True, slots=True)
class SlipHandedOver:
    """How many messages were handed over."""

    member_id: str
    count: int


def make_slip(uow: UnitOfWork, command: MakeSlip, actor: Actor) -> Slip:
    """Return a member's unread messages and write down who looked. Run it without a key: it is not for keeping.

    Raises:
        MemberNotFound, NotAllowed: the actor does not keep the member's record.
    """
    member = find_kept_member(uow, command.member_id, actor)
    unread = (Message.book == uow.book) & (Message.member_id == member.id) & Message.read_at.is_(None)
    rows = uow.session.scalars(select(Message).where(unread).order_by(Message.id).limit(MOST_ON_A_SLIP)).all()
    total = uow.session.scalar(select(func.count()).select_from(Message).where(unread)) or 0
    note_look(uow, member.id, ("messages",), PURPOSE)
    return Slip(member.id, lines_of(rows), total - len(rows))


def hand_slip_over(uow: UnitOfWork, command: HandSlipOver, actor: Actor) -> SlipHandedOver:
    """Mark a member's messages up to one as read: they were given on paper.

    Raises:
        MemberNotFound, NotAllowed: the actor does not keep the member's record.
        MessageNotFound: the message is not one of the member's.
    """
    member = find_kept_member(uow, command.member_id, actor)
    last = uow.session.get(Message, (uow.book, command.up_to))
    if last is None or last.member_id != member.id:
        raise MessageNotFound(field="up_to")
    now = uow.clock.now()
    marked = uow.session.execute(
        update(Message)
        .where(
            Message.book == uow.book,
            Message.member_id == member.id,
            Message.id <= last.id,
            Message.read_at.is_(None),
        )
        .values(read_at=now)
        .returning(Message.id)
    ).all()
    uow.session.add(
        MessageSlip(
            book=uow.book,
            id=uow.new_id(),
            member_id=member.id,
            up_to=last.id,
            count=len(marked),
            handed_over_by=actor.member_id,
            handed_over_at=now,
        )
    )
    return SlipHandedOver(member.id, len(marked))
