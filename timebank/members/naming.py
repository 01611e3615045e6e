"""Names and hamlets of many members at once, for lists; permission is the list's business."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from timebank.crypto import SealBroken
from timebank.errors import N_
from timebank.members.model import Member, MemberStatus, SealedField
from timebank.work import Reading

ERASED = N_("已注销")
"""Stands for the name of a person whose key is destroyed."""
WITHDRAWN = N_("已退出")
"""Stands for the name of a person who took the consent back."""


def name_of(reading: Reading, member_id: str) -> str:
    """Return the name of a member, "" where there is no such member."""
    return names_of(reading, [member_id]).get(member_id, "")


def names_of(reading: Reading, member_ids: Iterable[str]) -> dict[str, str]:
    """Return the names of members by id, with two statements however many; unknown ids are absent."""
    return _opened(reading, member_ids, "name", Member.name_sealed, WITHDRAWN)


def hamlets_of(reading: Reading, member_ids: Iterable[str]) -> dict[str, str]:
    """Return the hamlets (屯) of members by id, "" where none is kept."""
    return _opened(reading, member_ids, "hamlet", Member.hamlet_sealed, "")


def _opened(
    reading: Reading,
    member_ids: Iterable[str],
    field: SealedField,
    column: InstrumentedAttribute[Any],
    withdrawn: str,
) -> dict[str, str]:
    """Return a field in clear by id; `withdrawn` stands for it where the consent was taken back."""
    ids = set(member_ids)
    if not ids:
        return {}
    rows = reading.session.execute(
        select(Member.id, Member.status, column).where(Member.book == reading.book, Member.id.in_(ids))
    ).all()
    reading.people.load(ids)
    found = {}
    for member_id, status, sealed in rows:
        if status == MemberStatus.RESTRICTED:
            found[member_id] = withdrawn
            continue
        try:
            found[member_id] = reading.people.open(member_id, f"member.{field}", sealed)
        except SealBroken:
            found[member_id] = ERASED
    return found
