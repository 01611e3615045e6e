"""The red list (红榜): members named for what they did, each after having agreed; there is no black list.

Whoever agreed may take it back at any moment, and is gone from the page and the next sheet.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKeyConstraint, Index, String, select
from sqlalchemy.orm import Mapped, mapped_column

from timebank.actors import Actor
from timebank.db import Base
from timebank.errors import NotAllowed
from timebank.members.finding import find_by_number
from timebank.members.model import Member, MemberStatus
from timebank.members.queries import find_member, names_of
from timebank.paging import Page, page_of
from timebank.points.award_queries import PROPOSERS
from timebank.points.households import IDS_ARE_LONGER_THAN
from timebank.scopes import within
from timebank.shop.refusals import RedListAnswered, RedListNotFound
from timebank.shop.supply_commands import AnswerRedList, ProposeForRedList
from timebank.work import Reading, UnitOfWork


class RedListState(StrEnum):
    """Only what was agreed to is ever shown."""

    ASKED = "asked"
    AGREED = "agreed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class RedListEntry(Base):
    """One name on the list, or asked for; the words are sealed with the member's key."""

    __tablename__ = "red_list_entry"
    __table_args__ = (
        ForeignKeyConstraint(["book", "member_id"], ["member.book", "member.id"]),
        Index("ix_red_list_entry_site", "book", "site", "state", "id"),
        Index("ix_red_list_entry_member", "book", "member_id", "id"),
    )

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    member_id: Mapped[str] = mapped_column(String(36))
    site: Mapped[str] = mapped_column(String(14))
    state: Mapped[str] = mapped_column(String(10))
    proposed_by: Mapped[str] = mapped_column(String(36))
    proposed_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    words_sealed: Mapped[bytes]

    def answer(self, now: datetime, *, agree: bool) -> None:
        """Agree or refuse when asked; who agreed may withdraw later."""
        if self.state == RedListState.ASKED:
            self.state = RedListState.AGREED if agree else RedListState.REFUSED
        elif self.state == RedListState.AGREED and not agree:
            self.state = RedListState.WITHDRAWN
        else:
            raise RedListAnswered
        self.answered_at = now


@dataclass(frozen=True, slots=True)
class RedListStep:
    """An entry after a step."""

    id: str
    state: str


@dataclass(frozen=True, slots=True)
class RedListLine:
    """A name on the list, as it hangs on the wall."""

    id: str
    name: str
    words: str
    state: RedListState
    since: datetime | None


def propose_for_red_list(uow: UnitOfWork, command: ProposeForRedList, actor: Actor) -> RedListStep:
    """Ask a member of the own site whether to be named."""
    is_id = len(command.member) > IDS_ARE_LONGER_THAN
    member = find_member(uow, command.member, actor) if is_id else find_by_number(uow, actor, command.member)
    if not actor.may_act_at(member.site, PROPOSERS):
        raise NotAllowed
    entry = RedListEntry(
        book=uow.book,
        id=uow.new_id(),
        member_id=member.id,
        site=member.site,
        state=RedListState.ASKED,
        proposed_by=actor.member_id,
        proposed_at=uow.clock.now(),
        words_sealed=uow.people.seal(member.id, "red_list_entry.words", command.words),
    )
    uow.session.add(entry)
    uow.outbox.tell(member.id, "red_list_proposed")
    return RedListStep(entry.id, entry.state)


def answer_red_list(uow: UnitOfWork, command: AnswerRedList, actor: Actor) -> RedListStep:
    """Agree to be named, refuse, or take it back; nobody answers for somebody else."""
    entry = uow.row(RedListEntry, command.entry_id)
    if entry is None or entry.member_id != actor.member_id:
        raise RedListNotFound
    entry.answer(uow.clock.now(), agree=command.agree)
    return RedListStep(entry.id, entry.state)


def red_list(reading: Reading, site: str, *, after: str = "", limit: int = 20) -> Page[RedListLine]:
    """Return the names on the red list of a site or region, newest first: of members, who all agreed."""
    rows = reading.session.scalars(
        select(RedListEntry)
        .join(Member, (Member.book == RedListEntry.book) & (Member.id == RedListEntry.member_id))
        .where(
            RedListEntry.book == reading.book,
            within(RedListEntry.site, site),
            RedListEntry.state == RedListState.AGREED,
            Member.status == MemberStatus.ACTIVE,
            *([RedListEntry.id < after] if after else []),
        )
        .order_by(RedListEntry.id.desc())
        .limit(limit + 1)
    ).all()
    return page_of(_lines(reading, rows), limit, [row.id for row in rows])


def own_red_list(reading: Reading, actor: Actor) -> tuple[RedListLine, ...]:
    """Return what the actor was asked, and agreed to."""
    states = (RedListState.ASKED, RedListState.AGREED)
    rows = reading.session.scalars(
        select(RedListEntry)
        .where(
            RedListEntry.book == reading.book,
            RedListEntry.member_id == actor.member_id,
            RedListEntry.state.in_(states),
        )
        .order_by(RedListEntry.id.desc())
    ).all()
    return tuple(_lines(reading, rows))


def _lines(reading: Reading, rows: Sequence[RedListEntry]) -> list[RedListLine]:
    names = names_of(reading, {row.member_id for row in rows})
    return [
        RedListLine(
            row.id,
            names.get(row.member_id, ""),
            reading.people.open(row.member_id, "red_list_entry.words", row.words_sealed),
            RedListState(row.state),
            row.answered_at,
        )
        for row in rows
    ]
