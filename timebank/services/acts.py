"""The record of acts: each step of a service is one row, and one line of what the ledger commits to.

The text the ledger entry's ``acts`` line commits to is

    timebank/acts/v1
    <act> <handle or -> <time> <way or -> <device or ->

one line a step in order, so that whoever is shown the text can see that nobody changed it afterwards.
"""

from datetime import UTC

from sqlalchemy import func, select

from timebank.accounts import MEMBER, AccountHolder
from timebank.actors import Actor
from timebank.services.model import Act, Service
from timebank.work import UnitOfWork


def record_act(
    uow: UnitOfWork, service: Service, act: str, actor: Actor, *, way: str = "", note: str = ""
) -> None:
    """Write a step down, with who did it on which session's device."""
    number = uow.session.scalar(
        select(func.count()).select_from(Act).where(Act.book == uow.book, Act.service_id == service.id)
    )
    sealed = uow.people.seal(service.elder_id, "service_act.note", note) if note else None
    uow.session.add(
        Act(
            book=uow.book,
            service_id=service.id,
            number=number or 0,
            act=act,
            by=actor.member_id,
            at=uow.business_clock.now(),
            way=way,
            device=actor.session_id,
            note_sealed=sealed,
        )
    )


def acts_text(uow: UnitOfWork, service: Service) -> str:
    """Return the record of acts so far, as the next entry commits to it."""
    uow.session.flush()
    rows = uow.session.scalars(
        select(Act).where(Act.book == uow.book, Act.service_id == service.id).order_by(Act.number)
    ).all()
    handles = dict(
        uow.session.execute(
            select(AccountHolder.owner_id, AccountHolder.handle).where(
                AccountHolder.book == uow.book,
                AccountHolder.owner_kind == MEMBER,
                AccountHolder.owner_id.in_({row.by for row in rows}),
            )
        ).all()
    )
    lines = [
        f"{row.act} {handles.get(row.by, '-')} {row.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        f" {row.way or '-'} {row.device or '-'}"
        for row in rows
    ]
    photo = [f"photo {service.photo}"] if service.photo else []
    return "\n".join(["timebank/acts/v1", *lines, *photo, ""])
