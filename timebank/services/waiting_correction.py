"""The correction of a service that waits for a second person, and what those who see the service see of it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Boolean, ForeignKeyConstraint, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from timebank.db import Base
from timebank.members.queries import name_of
from timebank.services.model import Service
from timebank.work import Reading


class CorrectionProposal(Base):
    """A correction that waits. Its row goes when it is carried out or refused; the record of acts keeps all steps."""

    __tablename__ = "service_correction"
    __table_args__ = (ForeignKeyConstraint(["book", "service_id"], ["service.book", "service.id"]),)

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    service_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    minutes: Mapped[int] = mapped_column(Integer)
    cover_from_loss: Mapped[bool] = mapped_column(Boolean)
    proposed_by: Mapped[str] = mapped_column(String(36))
    proposed_at: Mapped[datetime]
    reason_sealed: Mapped[bytes]


@dataclass(frozen=True, slots=True)
class WaitingCorrection:
    """A correction that waits: to how many minutes, why, and who proposed it."""

    minutes: int
    reason: str
    cover_from_loss: bool
    proposed_by: str
    proposed_by_name: str
    proposed_at: datetime


def waiting_correction(reading: Reading, service_id: str) -> CorrectionProposal | None:
    """Return the correction of a service that waits, or None."""
    return reading.session.get(CorrectionProposal, (reading.book, service_id))


def reason_of(reading: Reading, service: Service, proposal: CorrectionProposal) -> str:
    """Return why a correction was proposed."""
    return reading.people.open(service.elder_id, "service_correction.reason", proposal.reason_sealed)


def correction_view(reading: Reading, service: Service) -> WaitingCorrection | None:
    """Return the correction of a service that waits, or None."""
    proposal = waiting_correction(reading, service.id)
    if proposal is None:
        return None
    return WaitingCorrection(
        minutes=proposal.minutes,
        reason=reason_of(reading, service, proposal),
        cover_from_loss=proposal.cover_from_loss,
        proposed_by=proposal.proposed_by,
        proposed_by_name=name_of(reading, proposal.proposed_by),
        proposed_at=proposal.proposed_at,
    )
