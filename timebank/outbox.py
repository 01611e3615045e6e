"""Messages to members, written in the transaction of the act they tell of, so that they stand or fall with it.

Members read them on their own pages and through the API (`timebank/messages.py`), or on paper. Where the installation
is set so, they are sent to telephones as well (`timebank/deliveries`).
"""

from datetime import datetime

from sqlalchemy import Connection, ForeignKeyConstraint, Index, String, Text, insert
from sqlalchemy.orm import Mapped, mapped_column

from timebank.codec import to_json
from timebank.db import Base
from timebank.errors import Fact
from timebank.ids import new_id
from timebank.message_words import MESSAGE_WORDS, facts_wanted


class Message(Base):
    """A message to one member: its kind and facts, put into words by the face that shows it."""

    __tablename__ = "message"
    __table_args__ = (
        ForeignKeyConstraint(["book", "member_id"], ["member.book", "member.id"]),
        Index("ix_message_member", "book", "member_id", "id"),
    )

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    member_id: Mapped[str] = mapped_column(String(36))
    kind: Mapped[str] = mapped_column(String(40))
    facts: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
    read_at: Mapped[datetime | None]


_TELL = insert(Message)


class Outbox:
    """The messages of one command."""

    def __init__(self, connection: Connection, book: str, now: datetime) -> None:
        self._connection, self._book, self._now = connection, book, now

    def tell(self, member_id: str, kind: str, **facts: Fact) -> None:
        """Leave a message for a member; facts are numbers, ids and codes, never personal data."""
        assert kind in MESSAGE_WORDS, f"a message of the kind {kind} has no words"
        assert facts_wanted(kind) <= facts.keys(), f"a message of the kind {kind} lacks facts"
        self._connection.execute(
            _TELL,
            {
                "book": self._book,
                "id": new_id(self._now),
                "member_id": member_id,
                "kind": kind,
                "facts": to_json(facts),
                "made_at": self._now,
            },
        )
