"""Kinds that take two helpers: the need of the second stands beside the first, and is paid by the public.

Each of the two needs is taken by itself; nobody begins before both are taken.
"""

from sqlalchemy import or_, select

from timebank.errors import N_, Conflict
from timebank.needs.model import Need, NeedState, Payer
from timebank.work import Reading, UnitOfWork


class SecondHelperWanted(Conflict):
    """The other of two helpers is not found yet."""

    code = "second_helper_wanted"
    message = N_("这种服务要两个人一起去，另一位还没有人接单。请等一等，或请协管员再找一位。")


def add_second_need(uow: UnitOfWork, need: Need, place: str, note: str) -> Need:
    """Ask for the second helper, at the same time and place."""
    second = Need(
        book=uow.book,
        id=uow.new_id(),
        number=uow.next_number("need"),
        elder_id=need.elder_id,
        site=need.site,
        kind=need.kind,
        starts_at=need.starts_at,
        minutes=need.minutes,
        urgency=need.urgency,
        pay_from=Payer.PUBLIC,
        state=NeedState.OPEN,
        way=need.way,
        posted_by=need.posted_by,
        posted_at=need.posted_at,
        beside=need.id,
        place_sealed=uow.people.seal(need.elder_id, "need.place", place),
        note_sealed=uow.people.seal(need.elder_id, "need.note", note),
    )
    uow.session.add(second)
    uow.count(need.site, "needs.open", 1)
    return second


def other_of(reading: Reading, need: Need) -> Need | None:
    """Return the need of the other helper, None where one is enough."""
    is_other = or_(Need.beside == need.id, Need.id == need.beside) if need.beside else Need.beside == need.id
    return reading.session.scalar(select(Need).where(Need.book == reading.book, is_other))


def check_other_is_taken(reading: Reading, need_id: str) -> None:
    """Refuse to begin alone what takes two."""
    other = other_of(reading, reading.session.get_one(Need, (reading.book, need_id)))
    if other is not None and other.state == NeedState.OPEN:
        raise SecondHelperWanted
