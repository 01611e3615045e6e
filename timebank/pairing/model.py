"""What is kept of a pair: who proposed it, the word of each side and how it was given, and its end."""

from datetime import date
from enum import StrEnum

from sqlalchemy import Date, ForeignKeyConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from timebank.db import Base
from timebank.pairing.refusals import PairAnswered


class PairState(StrEnum):
    """Where a pair stands; it is in force once both sides said yes."""

    PROPOSED = "proposed"
    IN_FORCE = "in_force"
    DECLINED = "declined"
    ENDED = "ended"


class Side(StrEnum):
    """The two who are asked."""

    VOLUNTEER = "volunteer"
    ELDER = "elder"


class WordBy(StrEnum):
    """How a side gave its word: by itself, by whoever acts for the elder in everything, or on paper."""

    OWN = "own"
    PROXY = "proxy"
    PAPER = "paper"


CURRENT = (PairState.PROPOSED, PairState.IN_FORCE)
_IS_CURRENT = text("state IN ('proposed', 'in_force')")


class Pair(Base):
    """A volunteer and an elder. `volunteer_said` and `elder_said` are how each said yes, "" before."""

    __tablename__ = "pair"
    __table_args__ = (
        UniqueConstraint("book", "number"),
        ForeignKeyConstraint(["book", "volunteer_id"], ["member.book", "member.id"]),
        ForeignKeyConstraint(["book", "elder_id"], ["member.book", "member.id"]),
        Index(
            "uq_pair_current",
            "book",
            "volunteer_id",
            "elder_id",
            unique=True,
            sqlite_where=_IS_CURRENT,
            postgresql_where=_IS_CURRENT,
        ),
        Index("ix_pair_elder", "book", "elder_id", "state"),
        Index("ix_pair_volunteer", "book", "volunteer_id", "state"),
        Index("ix_pair_site", "book", "site", "id"),
    )

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    number: Mapped[str] = mapped_column(String(16))
    volunteer_id: Mapped[str] = mapped_column(String(36))
    elder_id: Mapped[str] = mapped_column(String(36))
    site: Mapped[str] = mapped_column(String(14))
    """The elder's."""
    state: Mapped[str] = mapped_column(String(10))
    proposed_by: Mapped[str] = mapped_column(String(36))
    proposed_on: Mapped[date] = mapped_column(Date)
    volunteer_said: Mapped[str] = mapped_column(String(6))
    volunteer_word_by: Mapped[str] = mapped_column(String(36))
    elder_said: Mapped[str] = mapped_column(String(6))
    elder_word_by: Mapped[str] = mapped_column(String(36))
    began_on: Mapped[date | None] = mapped_column(Date)
    ended_on: Mapped[date | None] = mapped_column(Date)
    ended_by: Mapped[str] = mapped_column(String(36))

    def agree(self, side: Side, way: WordBy, by: str, today: date) -> None:
        """Take a side's yes; with the second one the pair is in force."""
        self._want_unsaid(side)
        if side is Side.VOLUNTEER:
            self.volunteer_said, self.volunteer_word_by = way, by
        else:
            self.elder_said, self.elder_word_by = way, by
        if self.volunteer_said and self.elder_said:
            self.state, self.began_on = PairState.IN_FORCE, today

    def decline(self, side: Side, by: str, today: date) -> None:
        """Take a side's no: there will be no pair."""
        self._want_unsaid(side)
        self.state, self.ended_on, self.ended_by = PairState.DECLINED, today, by

    def end(self, by: str, today: date) -> None:
        """Be a pair no more, or not wait for answers any longer."""
        if self.state not in CURRENT:
            raise PairAnswered
        self.state, self.ended_on, self.ended_by = PairState.ENDED, today, by

    def has_said(self, side: Side) -> bool:
        """Tell whether a side said yes."""
        return bool(self.volunteer_said if side is Side.VOLUNTEER else self.elder_said)

    def _want_unsaid(self, side: Side) -> None:
        if self.state != PairState.PROPOSED or self.has_said(side):
            raise PairAnswered
