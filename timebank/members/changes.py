"""What stood in a member's record before it was changed, by whom and why: nothing is overwritten."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Date, ForeignKeyConstraint, Index, String, delete
from sqlalchemy.orm import Mapped, mapped_column

from timebank.db import Base
from timebank.members.model import Member
from timebank.work import Reading, UnitOfWork


class MemberChange(Base):
    """One changed field; what stood there and the reason are sealed with the member's key."""

    __tablename__ = "member_change"
    __table_args__ = (
        ForeignKeyConstraint(["book", "member_id"], ["member.book", "member.id"]),
        Index("ix_member_change_member", "book", "member_id", "id"),
    )

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    member_id: Mapped[str] = mapped_column(String(36))
    field: Mapped[str] = mapped_column(String(20))
    before_sealed: Mapped[bytes]
    reason_sealed: Mapped[bytes]
    changed_by: Mapped[str] = mapped_column(String(36))
    changed_on: Mapped[date] = mapped_column(Date)


def note_change(uow: UnitOfWork, member: Member, field: str, before: str, reason: str) -> None:
    """Keep what stood in a field, before it is changed."""
    change_id = uow.new_id()
    uow.session.add(
        MemberChange(
            book=uow.book,
            id=change_id,
            member_id=member.id,
            field=field,
            before_sealed=uow.people.seal(member.id, f"member_change.before/{change_id}", before),
            reason_sealed=uow.people.seal(member.id, f"member_change.reason/{change_id}", reason),
            changed_by=uow.actor.member_id,
            changed_on=uow.business_clock.today(),
        )
    )


def forget_changes(uow: UnitOfWork, member_id: str, fields: Sequence[str]) -> None:
    """Delete what once stood in fields that may no longer be kept."""
    uow.session.execute(
        delete(MemberChange).where(
            MemberChange.book == uow.book,
            MemberChange.member_id == member_id,
            MemberChange.field.in_(fields),
        )
    )


def opened_change(reading: Reading, change: MemberChange) -> tuple[str, str]:
    """Return what stood in the field and the reason."""
    place = f"/{change.id}"
    return (
        reading.people.open(change.member_id, f"member_change.before{place}", change.before_sealed),
        reading.people.open(change.member_id, f"member_change.reason{place}", change.reason_sealed),
    )
