"""What ledger entries were for that belong to no service, so that a statement can say it of each line."""

from collections.abc import Sequence
from enum import StrEnum

from sqlalchemy import String, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from timebank.db import Base
from timebank.work import Reading, UnitOfWork


class Purpose(StrEnum):
    """What moved, or was set aside."""

    GIFT = "gift"
    DONATION = "donation"
    ESTATE = "estate"
    CARRIED = "carried"


class EntryPurpose(Base):
    """The purpose of one ledger entry."""

    __tablename__ = "entry_purpose"

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    entry_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(12))


_NOTE = insert(EntryPurpose)


def note_purpose(uow: UnitOfWork, entry_id: str, purpose: Purpose) -> str:
    """Keep what an entry was for, and return its id."""
    uow.connection.execute(_NOTE, {"book": uow.book, "entry_id": entry_id, "purpose": purpose})
    return entry_id


def purposes_of(reading: Reading, entry_ids: Sequence[str]) -> dict[str, str]:
    """Return the purpose of each entry that has one, by the entry's id."""
    rows = reading.session.execute(
        select(EntryPurpose.entry_id, EntryPurpose.purpose).where(
            EntryPurpose.book == reading.book, EntryPurpose.entry_id.in_(entry_ids)
        )
    )
    return dict(rows.all())
