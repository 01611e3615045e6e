"""A member's own messages: what acts left in the outbox, newest first, and up to where they were read."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update

from timebank.actors import Actor
from timebank.errors import N_, Fact, NotFound
from timebank.outbox import Message
from timebank.paging import PAGE, Page, page_of
from timebank.schemas import CommandSchema, Text
from timebank.work import Reading, UnitOfWork

LONGEST_ID = 36


class MessageNotFound(NotFound):
    """There is no such message, or it is somebody else's."""

    code = "message_not_found"
    message = N_("没有这条消息。")


@dataclass(frozen=True, slots=True)
class MessageLine:
    """A message to the reader: its kind, the facts it tells, and when it was read if it was."""

    id: str
    kind: str
    facts: Mapping[str, Fact]
    made_at: datetime
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class Inbox:
    """Some of the own messages, the cursor of the next ones ("" at the end), and how many of all are unread."""

    items: tuple[MessageLine, ...]
    next_cursor: str
    unread: int


@dataclass(frozen=True, slots=True)
class MarkRead:
    """Mark a message and all older ones as read."""

    up_to: str


class MarkReadSchema(CommandSchema):
    """How `MarkRead` is read."""

    command = MarkRead

    up_to = Text(LONGEST_ID, required=True)


@dataclass(frozen=True, slots=True)
class MarkedRead:
    """Up to where the messages are read, and how many newer ones are not."""

    up_to: str
    unread: int


def messages_page(reading: Reading, actor: Actor, *, after: str = "", limit: int = PAGE) -> Page[MessageLine]:
    """Return the actor's own messages, newest first; there is no way to ask for somebody else's."""
    wanted = [Message.book == reading.book, Message.member_id == actor.member_id]
    if after:
        wanted.append(Message.id < after)
    rows = reading.session.scalars(
        select(Message).where(*wanted).order_by(Message.id.desc()).limit(limit + 1)
    ).all()
    return page_of(lines_of(rows), limit, [row.id for row in rows])


def lines_of(messages: Iterable[Message]) -> tuple[MessageLine, ...]:
    """Return messages as they are shown."""
    return tuple(MessageLine(one.id, one.kind, facts_of(one), one.made_at, one.read_at) for one in messages)


def facts_of(message: Message) -> dict[str, Fact]:
    """Return the facts a message was told with."""
    facts: dict[str, Fact] = json.loads(message.facts)
    return facts


def unread_count(reading: Reading, actor: Actor) -> int:
    """Return how many of the actor's messages are unread."""
    count = reading.session.scalar(
        select(func.count()).where(
            Message.book == reading.book,
            Message.member_id == actor.member_id,
            Message.read_at.is_(None),
        )
    )
    return count or 0


def inbox(reading: Reading, actor: Actor, *, after: str = "", limit: int = PAGE) -> Inbox:
    """Return a page of the actor's messages with the count of all that are unread."""
    page = messages_page(reading, actor, after=after, limit=limit)
    return Inbox(page.items, page.next_cursor, unread_count(reading, actor))


def mark_read(uow: UnitOfWork, command: MarkRead, actor: Actor) -> MarkedRead:
    """Mark the actor's messages up to one as read, so that what came after the page was shown stays unread.

    Raises:
        MessageNotFound: the message is not one of the actor's.
    """
    message = uow.session.get(Message, (uow.book, command.up_to))
    if message is None or message.member_id != actor.member_id:
        raise MessageNotFound(field="up_to")

    uow.session.execute(
        update(Message)
        .where(
            Message.book == uow.book,
            Message.member_id == actor.member_id,
            Message.id <= message.id,
            Message.read_at.is_(None),
        )
        .values(read_at=uow.clock.now())
    )
    return MarkedRead(message.id, unread_count(uow, actor))
