"""A service: its states, who had a part in it, and the rules of each step.

    accepted → checked_in → checked_out → confirmed → verified → on_notice → settled
    aside: returned, declined, cancelled, no_show, objected, reversed

One logged afterwards begins at checked_out and takes two reviewers.
"""

from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import (
    Boolean,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from timebank.clock import local_day
from timebank.db import Base
from timebank.services.refusals import (
    AlreadyAppealed,
    EndsBeforeItBegins,
    HadAPart,
    ImpossiblyLong,
    InTheFuture,
    NotYetRegistered,
    ReasonWanted,
    UpheldIsFinal,
    WrongState,
)


class ServiceState(StrEnum):
    """Where a service stands."""

    ACCEPTED = "accepted"
    CHECKED_IN = "checked_in"
    CHECKED_OUT = "checked_out"
    CONFIRMED = "confirmed"
    VERIFIED = "verified"
    ON_NOTICE = "on_notice"
    SETTLED = "settled"
    OBJECTED = "objected"
    RETURNED = "returned"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"
    REVERSED = "reversed"


S = ServiceState
NOT_GIVEN = (S.CANCELLED, S.NO_SHOW, S.DECLINED, S.REVERSED)
"""States in which no time is taken up: another service may lie over it."""
PUBLIC_STATES = (S.VERIFIED, S.ON_NOTICE)
"""States that stand on the public list."""


class Way(StrEnum):
    """How the elder's side confirmed, strongest first."""

    OWN_DEVICE = "own_device"
    CARD_PIN = "card_pin"
    PROXY = "proxy"
    CALL_BACK = "call_back"
    SLIP_SIGNATURE = "slip_signature"
    SLIP_THUMB = "slip_thumb"
    SLIP_WITNESS = "slip_witness"


SLIPS = (Way.SLIP_SIGNATURE, Way.SLIP_THUMB, Way.SLIP_WITNESS)
ON_PAPER_OR_PHONE = (*SLIPS, Way.CALL_BACK)
"""Ways in which a coordinator records what the elder's side said, and so has a part."""
CARD_SHOWN = "card_shown"
"""How a check-in or check-out was made when the elder's card was there, in the place of a way to confirm."""


class Service(Base):
    """One volunteer's help to one elder. Times are planned ones until the real ones are recorded."""

    __tablename__ = "service"
    __table_args__ = (
        UniqueConstraint("book", "number"),
        ForeignKeyConstraint(["book", "elder_id"], ["member.book", "member.id"]),
        ForeignKeyConstraint(["book", "volunteer_id"], ["member.book", "member.id"]),
        Index("ix_service_volunteer", "book", "volunteer_id", "begins_at"),
        Index("ix_service_elder", "book", "elder_id", "id"),
        Index("ix_service_review", "book", "state", "review_scope", "id"),
        Index("ix_service_site", "book", "site", "id"),
        Index("ix_service_notice", "book", "state", "notice_until"),
        Index("ix_service_settled", "book", "state", "settled_on"),
        Index("ix_service_team", "book", "team_id", "volunteer_id"),
    )

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    number: Mapped[str] = mapped_column(String(16))
    need_id: Mapped[str] = mapped_column(String(36))  # "" when logged afterwards
    elder_id: Mapped[str] = mapped_column(String(36))
    volunteer_id: Mapped[str] = mapped_column(String(36))
    site: Mapped[str] = mapped_column(String(14))
    kind: Mapped[str] = mapped_column(String(24))
    state: Mapped[str] = mapped_column(String(12))
    planned_at: Mapped[datetime]
    planned_minutes: Mapped[int] = mapped_column(Integer)
    begins_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    is_time_typed: Mapped[bool] = mapped_column(Boolean, default=False)
    is_logged_afterwards: Mapped[bool] = mapped_column(Boolean, default=False)
    reviewers_wanted: Mapped[int] = mapped_column(Integer, default=1)
    review_scope: Mapped[str] = mapped_column(String(14))
    """Where it is reviewed: a site, a township (9 digits) or the county (6)."""
    pay_from: Mapped[str] = mapped_column(String(8))
    credited_minutes: Mapped[int] = mapped_column(Integer, default=0)
    confirmed_by: Mapped[str] = mapped_column(String(36), default="")
    confirmed_way: Mapped[str] = mapped_column(String(16), default="")
    recorded_by: Mapped[str] = mapped_column(String(36), default="")
    """Who logged it, entered the slip or the call-back, or lent the device for the elder's PIN."""
    photo: Mapped[str] = mapped_column(String(64), default="")
    verified_by: Mapped[str] = mapped_column(String(36), default="")
    second_verified_by: Mapped[str] = mapped_column(String(36), default="")
    has_appealed: Mapped[bool] = mapped_column(Boolean, default=False)
    notice_from: Mapped[date | None] = mapped_column(Date)
    notice_until: Mapped[date | None] = mapped_column(Date)
    state_before_objection: Mapped[str] = mapped_column(String(12), default="")
    settled_on: Mapped[date | None] = mapped_column(Date)
    to_pool_minutes: Mapped[int | None] = mapped_column(Integer)
    """Of the credited minutes those that went to a pool: above the cap, or given for a team; None where none did."""
    to_honour_minutes: Mapped[int | None] = mapped_column(Integer)
    """Of the credited minutes those above the cap that nobody can spend, as the volunteer chose; None for none."""
    team_id: Mapped[str | None] = mapped_column(String(36))
    """The team for which it was given, None where for none."""
    is_corrected: Mapped[bool] = mapped_column(Boolean, default=False)
    made_at: Mapped[datetime]
    """When it was accepted, or logged."""
    recorded_at: Mapped[datetime]
    """When its times were last written down."""
    place_sealed: Mapped[bytes]

    @property
    def worked_minutes(self) -> int:
        """The whole minutes between beginning and end, planned or real."""
        return (self.ends_at - self.begins_at) // timedelta(minutes=1)

    @property
    def day(self) -> date:
        """The day it happened: the day it began, in Asia/Shanghai."""
        return local_day(self.begins_at)

    @property
    def participants(self) -> frozenset[str]:
        """Who had a part in it themselves: served, was served, confirmed, recorded."""
        return frozenset({self.volunteer_id, self.elder_id, self.confirmed_by, self.recorded_by}) - {""}

    @property
    def reviewers(self) -> frozenset[str]:
        """Who verified it so far."""
        return frozenset({self.verified_by, self.second_verified_by}) - {""}

    def check_in(self, at: datetime, now: datetime, *, is_typed: bool) -> None:
        """Record the real beginning; the length stays the planned one for now."""
        self._want(S.ACCEPTED)
        if at > now:
            raise InTheFuture(field="at")
        self.begins_at = at
        self.ends_at = at + timedelta(minutes=self.planned_minutes)
        self.is_time_typed, self.recorded_at = is_typed, now
        self.state = S.CHECKED_IN

    def check_out(self, at: datetime, now: datetime, longest_minutes: int, *, is_typed: bool) -> None:
        """Record the real end."""
        self._want(S.CHECKED_IN)
        check_span(self.begins_at, at, now, longest_minutes, field="at")
        self.ends_at = at
        self.is_time_typed, self.recorded_at = self.is_time_typed or is_typed, now
        self.state = S.CHECKED_OUT

    def record_times(
        self, begins_at: datetime, ends_at: datetime, now: datetime, longest_minutes: int
    ) -> None:
        """Record both times from paper, a call-back, or a correction by the owner before it is verified."""
        self._want(S.ACCEPTED, S.CHECKED_IN, S.CHECKED_OUT, S.CONFIRMED, S.RETURNED)
        check_span(begins_at, ends_at, now, longest_minutes, field="starts_at")
        self.begins_at, self.ends_at = begins_at, ends_at
        self.is_time_typed, self.recorded_at = True, now
        self.confirmed_by = self.confirmed_way = ""
        self.verified_by, self.credited_minutes = "", 0  # whoever approved, approved something else
        self.state = S.CHECKED_OUT

    def confirm(self, confirmer_id: str, way: Way, recorder_id: str) -> None:
        """Mark as confirmed by the elder's side. `recorder_id` entered it or lent the device, "" if nobody."""
        self._want(S.CHECKED_OUT)
        self.confirmed_by, self.confirmed_way = confirmer_id, way
        self.recorded_by = recorder_id or self.recorded_by
        self.state = S.CONFIRMED

    def check_reviewer(self, reviewer_id: str, had_part: frozenset[str]) -> None:
        """Refuse a reviewer who had a part, or who already reviewed it."""
        self._want(S.CONFIRMED)
        if reviewer_id in had_part:
            raise HadAPart
        if reviewer_id in self.reviewers:
            raise HadAPart

    def approve(self, reviewer_id: str, credited_minutes: int, notice: tuple[date, date]) -> None:
        """Take one reviewer's approval; with the last one wanted the service is verified."""
        self._want(S.CONFIRMED)
        if len(self.reviewers) + 1 < self.reviewers_wanted:
            self.verified_by, self.credited_minutes = reviewer_id, credited_minutes
            return
        if self.verified_by:
            self.second_verified_by = reviewer_id
        else:
            self.verified_by = reviewer_id
        self.credited_minutes = credited_minutes
        self.notice_from, self.notice_until = notice
        self.state = S.VERIFIED

    def send_back(self, reason: str) -> None:
        """Ask back: the volunteer or the recorder corrects it, the elder's side confirms anew."""
        self._want(S.CONFIRMED)
        _want_reason(reason)
        self.verified_by, self.credited_minutes = "", 0
        self.state = S.RETURNED

    def decline(self, reason: str) -> None:
        """Refuse credit; the record of what happened stays."""
        self._want(S.CONFIRMED)
        _want_reason(reason)
        self.credited_minutes = 0
        self.state = S.DECLINED

    def appeal(self, township: str) -> None:
        """Send a declined service to the township, once."""
        self._want(S.DECLINED)
        if self.state_before_objection:
            raise UpheldIsFinal
        if self.has_appealed:
            raise AlreadyAppealed
        self.has_appealed = True
        self.verified_by = ""
        self.review_scope = township
        self.state = S.CONFIRMED

    def begin_notice(self, today: date) -> None:
        """Mark as standing on notice, from the notice's first day on."""
        self._want(S.VERIFIED)
        assert self.notice_from is not None
        if today < self.notice_from:
            raise WrongState(state=self.state)
        self.state = S.ON_NOTICE

    def settle(self, today: date) -> None:
        """Mark as settled. Takes a service whose notice has ended without objection."""
        self._want(S.VERIFIED, S.ON_NOTICE)
        assert self.notice_until is not None
        if today <= self.notice_until:
            raise WrongState(state=self.state)
        self.settled_on = today
        self.state = S.SETTLED

    def object(self) -> None:
        """Stop on its way to settlement; a settled one stays settled until the objection is decided."""
        self._want(S.VERIFIED, S.ON_NOTICE, S.SETTLED, S.OBJECTED)
        if self.state in PUBLIC_STATES:
            self.state_before_objection = self.state
            self.state = S.OBJECTED

    def resume(self) -> None:
        """Go on after an objection was refused; the notice begins anew."""
        self._want(S.OBJECTED)
        self.state = S.VERIFIED
        self.state_before_objection = ""

    def give_up(self, state: ServiceState) -> None:
        """End without anything given: cancelled, or the volunteer did not come, whatever was checked out.

        One that was logged afterwards by mistake is taken back until it is verified, confirmed or not.
        """
        self._want(
            S.ACCEPTED, S.CHECKED_IN, S.CHECKED_OUT, S.RETURNED, *([S.CONFIRMED] * self.is_logged_afterwards)
        )
        self.credited_minutes = 0  # of a first reviewer; the day has room again
        self.state = state

    def uphold(self) -> None:
        """Take the credit away after an upheld objection, before settlement."""
        self._want(S.OBJECTED)
        self.credited_minutes = 0
        self.state = S.DECLINED

    def correct(self, minutes: int) -> None:
        """Set the right minutes of a settled service, once; with 0 it is reversed."""
        self.check_correctable()
        self.is_corrected = True
        self.credited_minutes = minutes
        if minutes == 0:
            self.state = S.REVERSED

    def check_correctable(self) -> None:
        """Pass a settled service that was never corrected."""
        self._want(S.SETTLED)
        if self.is_corrected:
            raise WrongState(state=self.state)

    def take_back(self) -> None:
        """Mark as reversed whatever was corrected before: an objection was upheld."""
        self._want(S.SETTLED, S.REVERSED)
        self.credited_minutes = 0
        self.state = S.REVERSED

    # What entries say that came back from files, whatever the rows know of the steps between.

    def stand_settled(self, minutes: int, on: date) -> None:
        """Take over that so many minutes were settled."""
        self.credited_minutes, self.settled_on = minutes, on
        self.state_before_objection = ""
        self.state = S.SETTLED

    def stand_ended(self, state: ServiceState, *, is_final: bool) -> None:
        """Take over that all minutes were freed; `is_final` where an objection was upheld."""
        self.credited_minutes = 0
        self.state_before_objection = S.ON_NOTICE if is_final else ""
        self.state = state

    def stand_corrected(self, minutes: int) -> None:
        """Take over that the settled minutes were put right."""
        self.is_corrected = True
        self.credited_minutes = minutes
        self.state = S.SETTLED if minutes else S.REVERSED

    def is_back_entry(self, late_hours: int) -> bool:
        """Tell whether the times were written down for a day before it was accepted, or long after it was over."""
        is_late = self.recorded_at - self.ends_at > timedelta(hours=late_hours)
        return self.is_time_typed and (self.day < local_day(self.made_at) or is_late)

    def _want(self, *states: ServiceState) -> None:
        if self.state not in states:
            raise WrongState(state=self.state)


def check_span(
    begins_at: datetime, ends_at: datetime, now: datetime, longest_minutes: int, *, field: str
) -> None:
    """Refuse what cannot have happened: an end before the beginning, the future, more than the longest day's work."""
    if ends_at > now:
        raise InTheFuture(field=field)
    if ends_at - begins_at < timedelta(minutes=1):
        raise EndsBeforeItBegins(field=field)
    if ends_at - begins_at > timedelta(minutes=longest_minutes):
        raise ImpossiblyLong(field=field, most=longest_minutes // 60)


def check_registered(day: date, registered_on: date, *, field: str) -> None:
    """Refuse a service on a day before the member was on the register."""
    if day < registered_on:
        raise NotYetRegistered(field=field)


def _want_reason(reason: str) -> None:
    if not reason:
        raise ReasonWanted(field="reason")
