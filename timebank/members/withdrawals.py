"""A person's basic consent taken back by others: two keepers of the register, since it takes the person off it.

The person's own word is enough. So is one keeper's where nobody was let in yet: an application is simply dropped.
"""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from timebank.actors import SYSTEM, Actor
from timebank.db import Base
from timebank.errors import N_, NotAllowed
from timebank.members.model import Member
from timebank.members.roles import officers_of
from timebank.places.site_ids import TOWNSHIP_DIGITS
from timebank.work import UnitOfWork


class SecondKeeperWanted(NotAllowed):
    """Who began it does not end it."""

    code = "second_keeper_wanted"
    message = N_("撤回别人的同意要两个人办：请另一位协管员或乡镇、县里的人再办一次，或请本人自己办。")


class ConsentWithdrawal(Base):
    """A withdrawal that waits for a second keeper."""

    __tablename__ = "consent_withdrawal"
    __table_args__ = (ForeignKeyConstraint(["book", "member_id"], ["member.book", "member.id"]),)

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    member_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    proposed_by: Mapped[str] = mapped_column(String(36))
    proposed_at: Mapped[datetime]


def is_enough(uow: UnitOfWork, member: Member, actor: Actor) -> bool:
    """Tell whether a member is taken off the register now; the first of two keepers is written down.

    Raises:
        SecondKeeperWanted: the actor is the first of the two.
    """
    if actor.member_id in (member.id, SYSTEM) or not member.handle:
        return True
    begun = uow.session.get(ConsentWithdrawal, (uow.book, member.id))
    if begun is None:
        row = ConsentWithdrawal(
            book=uow.book, member_id=member.id, proposed_by=actor.member_id, proposed_at=uow.clock.now()
        )
        uow.session.add(row)
        for one in sorted({member.id, *officers_of(uow, member.site[:TOWNSHIP_DIGITS])} - {actor.member_id}):
            uow.outbox.tell(one, "withdrawal_waits", number=member.number)
        return False
    if begun.proposed_by == actor.member_id:
        raise SecondKeeperWanted
    uow.session.delete(begun)
    return True


def forget_withdrawal(uow: UnitOfWork, member_id: str) -> None:
    """Let no withdrawal wait any more: the member agreed anew."""
    begun = uow.session.get(ConsentWithdrawal, (uow.book, member_id))
    if begun is not None:
        uow.session.delete(begun)
