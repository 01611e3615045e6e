"""The record of acts: each step of a service is one row, and one line of what the ledger commits to.

The text the ledger entry's ``acts`` line commits to is

    timebank/acts/v1
    <act> <handle or -> <time> <way or -> <device or ->

one line a step in order, so that whoever is shown the text can see that nobody changed it afterwards.
"""

from datetime import UTC

from sqlalchemy import bindparam, func, insert, select

from timebank.accounts import MEMBER, AccountHolder
from timebank.actors import Actor
from timebank.services.model import Service
from timebank.services.records import Act
from timebank.work import UnitOfWork

# Made once: every step runs these, and building a statement costs five times what running it does.
_OF_THE_SERVICE = (Act.book == bindparam("in_book")) & (Act.service_id == bindparam("service"))
_HOW_MANY = select(func.count()).select_from(Act).where(_OF_THE_SERVICE)
_RECORD = insert(Act).inline().values(number=_HOW_MANY.scalar_subquery())
_IS_ACTORS = (
    (AccountHolder.book == Act.book)
    & (AccountHolder.owner_kind == MEMBER)
    & (AccountHolder.owner_id == Act.by)
)
_ACTS = (
    select(Act.act, Act.at, Act.way, Act.device, AccountHolder.handle)
    .outerjoin(AccountHolder, _IS_ACTORS)
    .where(_OF_THE_SERVICE)
    .order_by(Act.number)
)


def record_act(
    uow: UnitOfWork, service: Service, act: str, actor: Actor, *, way: str = "", note: str = ""
) -> None:
    """Write a step down, with who did it on which session's device."""
    sealed = uow.people.seal(service.elder_id, "service_act.note", note) if note else None
    uow.connection.execute(
        _RECORD,
        {
            **_place(uow, service),
            "book": uow.book,
            "service_id": service.id,
            "act": act,
            "by": actor.member_id,
            "at": uow.business_clock.now(),
            "way": way,
            "device": actor.session_id,
            "note_sealed": sealed,
        },
    )


def acts_text(uow: UnitOfWork, service: Service) -> str:
    """Return the record of acts so far, as the next entry commits to it."""
    lines = [
        f"{row.act} {row.handle or '-'} {row.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        f" {row.way or '-'} {row.device or '-'}"
        for row in uow.connection.execute(_ACTS, _place(uow, service))
    ]
    photo = [f"photo {service.photo}"] if service.photo else []
    return "\n".join(["timebank/acts/v1", *lines, *photo, ""])


def _place(uow: UnitOfWork, service: Service) -> dict[str, str]:
    return {"in_book": uow.book, "service": service.id}
