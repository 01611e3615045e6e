"""A certificate: what it counts, its states, and the rules of each step.

    asked → on_notice → valid → withdrawn
    aside: declined, before it was valid

Without a notice (the region's rule says 0 days) it is valid at once. It counts settled service minutes and nothing
else. When one of the services it counts is corrected it is withdrawn in the same transaction, on notice or valid.
"""

from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import Boolean, Date, ForeignKeyConstraint, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from timebank.certificates.refusals import (
    NoWithdrawalProposed,
    SecondPersonNeeded,
    WithdrawalProposed,
    WrongCertificateState,
)
from timebank.db import Base


class CertificateState(StrEnum):
    """Where a certificate stands."""

    ASKED = "asked"
    ON_NOTICE = "on_notice"
    VALID = "valid"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class EndCause(StrEnum):
    """Why a certificate counts no more, or never came to count."""

    DECLINED = "declined"
    CORRECTION = "correction"
    REPLACED = "replaced"
    BY_HAND = "by_hand"


S = CertificateState
UNDER_WAY = (S.ASKED, S.ON_NOTICE)
COUNTING = (S.ON_NOTICE, S.VALID)
"""States that a correction of a counted service ends."""
ISSUED = (S.VALID, S.WITHDRAWN)


class Certificate(Base):
    """One certificate. What names people on it is sealed with the holder's key; number, state and digest are not."""

    __tablename__ = "certificate"
    __table_args__ = (
        UniqueConstraint("book", "number"),
        ForeignKeyConstraint(["book", "member_id"], ["member.book", "member.id"]),
        Index("ix_certificate_member", "book", "member_id", "id"),
        Index("ix_certificate_issuer", "book", "state", "issuer", "id"),
        Index("ix_certificate_notice", "book", "state", "notice_until"),
    )

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    number: Mapped[str] = mapped_column(String(20))
    check_code: Mapped[str] = mapped_column(String(8))
    member_id: Mapped[str] = mapped_column(String(36))
    issuer: Mapped[str] = mapped_column(String(14))
    """The body that recorded and issues: a site, a township (9 digits) or the county (6)."""
    state: Mapped[str] = mapped_column(String(10))
    lists_services: Mapped[bool] = mapped_column(Boolean)
    replaces: Mapped[str] = mapped_column(String(36))
    """The id of an earlier certificate that ends when this one becomes valid, or ""."""
    asked_by: Mapped[str] = mapped_column(String(36))
    asked_at: Mapped[datetime]
    minutes: Mapped[int] = mapped_column(Integer, default=0)
    services: Mapped[int] = mapped_column(Integer, default=0)
    first_day: Mapped[date | None] = mapped_column(Date)
    last_day: Mapped[date | None] = mapped_column(Date)
    counted_by: Mapped[str] = mapped_column(String(36), default="")
    """The clerk, who counted the services and put the certificate on notice."""
    notice_from: Mapped[date | None] = mapped_column(Date)
    notice_until: Mapped[date | None] = mapped_column(Date)
    issued_on: Mapped[date | None] = mapped_column(Date)
    digest: Mapped[str] = mapped_column(String(64), default="")
    """SHA-256 of the record behind it (`record.py`), to which its ledger entry commits."""
    entry_id: Mapped[str] = mapped_column(String(36), default="")
    withdrawal_by: Mapped[str] = mapped_column(String(36), default="")
    """Who proposed to withdraw it; "" when nobody has."""
    ended_on: Mapped[date | None] = mapped_column(Date)
    ended_by: Mapped[str] = mapped_column(String(36), default="")
    end_cause: Mapped[str] = mapped_column(String(12), default="")
    reason_sealed: Mapped[bytes | None]
    facts_sealed: Mapped[bytes | None]
    file: Mapped[str] = mapped_column(String(64), default="")
    """The name of the sealed PDF; "" until it is asked for the first time."""

    @property
    def place(self) -> str:
        """What binds a sealed text to this certificate."""
        return f"certificate/{self.id}"

    def put_on_notice(self, clerk_id: str, today: date, notice_days: int) -> None:
        """Take what was counted as what will be certified; the notice begins tomorrow."""
        self._want(S.ASKED)
        self.counted_by = clerk_id
        if notice_days:
            self.notice_from = today + timedelta(days=1)
            self.notice_until = today + timedelta(days=notice_days)
        self.state = S.ON_NOTICE

    def issue(self, today: date, digest: str) -> None:
        """Make it valid once the last day of its notice is over."""
        self._want(S.ON_NOTICE)
        if self.notice_until is not None and today <= self.notice_until:
            raise WrongCertificateState
        self.issued_on, self.digest = today, digest
        self.state = S.VALID

    def decline(self, by: str, today: date) -> None:
        """End it before it was valid: not to be certified, or objected to while on notice."""
        self._want(*UNDER_WAY)
        self._end(S.DECLINED, EndCause.DECLINED, by, today)

    def propose_withdrawal(self, by: str) -> None:
        """Ask a second person to withdraw it."""
        self._want(S.VALID)
        if self.withdrawal_by:
            raise WithdrawalProposed
        self.withdrawal_by = by

    def decide_withdrawal(self, by: str, today: date, *, agrees: bool) -> None:
        """Withdraw it as a second person, or leave it valid."""
        self._want(S.VALID)
        if not self.withdrawal_by:
            raise NoWithdrawalProposed
        if by == self.withdrawal_by:
            raise SecondPersonNeeded
        if agrees:
            self._end(S.WITHDRAWN, EndCause.BY_HAND, by, today)
        else:
            self.withdrawal_by = ""

    def withdraw(self, cause: EndCause, by: str, today: date) -> None:
        """End it for a cause that asks nobody: a counted service was corrected, or a new certificate replaces it."""
        self._want(*COUNTING)
        self._end(S.WITHDRAWN, cause, by, today)

    def _end(self, state: CertificateState, cause: EndCause, by: str, today: date) -> None:
        self.state, self.end_cause = state, cause
        self.ended_by, self.ended_on = by, today

    def _want(self, *states: CertificateState) -> None:
        if self.state not in states:
            raise WrongCertificateState


class CertificateLine(Base):
    """A service that a certificate counts, with its minutes at that time."""

    __tablename__ = "certificate_line"
    __table_args__ = (
        ForeignKeyConstraint(["book", "certificate_id"], ["certificate.book", "certificate.id"]),
        ForeignKeyConstraint(["book", "service_id"], ["service.book", "service.id"]),
        Index("ix_certificate_line_service", "book", "service_id"),
    )

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    certificate_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    service_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    minutes: Mapped[int] = mapped_column(Integer)
