"""A need: states, rules and refusals."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKeyConstraint, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from timebank.clock import local_day
from timebank.db import Base
from timebank.errors import N_, Conflict, InvalidInput, Refused

FARTHEST_AHEAD = timedelta(days=90)
GRACE = timedelta(minutes=15)  # "now" may have passed while the form was filled in


class NeedState(StrEnum):
    """Where a need stands."""

    OPEN = "open"
    TAKEN = "taken"
    DONE = "done"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class Payer(StrEnum):
    """Whose minutes pay a service."""

    OWN = "own"
    GIFT = "gift"
    GRANT = "grant"
    POOL = "pool"
    PUBLIC = "public"


TO_BE_FOUND = ""


class Urgency(StrEnum):
    """How soon a need must be met."""

    NORMAL = "normal"
    URGENT = "urgent"


class PayerNotOpen(Refused):
    """Nobody promised to pay for this elder, or no programme grants the elder anything for that day."""

    code = "payer_not_open"
    message = N_("这位老人那一天不能用这种方式付时间，请选择别的方式。")


class PayerToBeFound(Conflict):
    """Nobody can take the need before it is settled who pays."""

    code = "payer_to_be_found"
    message = N_("这条需求还没有定下由谁付时间，协管员正在办理，请稍后再接。")


class NotYetRedeemed(Refused):
    """Stored time is redeemed from an age on, or by whose spouse is of it."""

    code = "not_yet_redeemed"
    message = N_("本人和配偶都未满 %(years)s 周岁，存的时间还不能兑换，请选择别的付时间办法。")


class NeedIsNotOpen(Conflict):
    """Somebody took the need, or it was cancelled."""

    code = "need_not_open"
    message = N_("这条需求已经有人接了或已取消，请看看别的需求。")


class NeedInThePast(InvalidInput):
    """A need cannot be for a time gone by."""

    code = "need_in_the_past"
    message = N_("这个时间已经过去了，请选择以后的时间。")


class NeedTooFarAhead(InvalidInput):
    """Nobody can promise so far ahead."""

    code = "need_too_far_ahead"
    message = N_("时间太远了，请选择 90 天以内的日子。")


class NotAtNight(InvalidInput):
    """This kind of service is not given at night."""

    code = "not_at_night"
    message = N_("这种服务晚上十点到早上六点不办，请改在白天。急事请打协管员电话或 120。")


class TooLong(InvalidInput):
    """One service has a longest length."""

    code = "too_long"
    message = N_("一次最多 %(most)s 分钟，请分成几次。")


class Need(Base):
    """A request for a service. `pay_from` is "" while the payer is to be found."""

    __tablename__ = "need"
    __table_args__ = (
        UniqueConstraint("book", "number"),
        ForeignKeyConstraint(["book", "elder_id"], ["member.book", "member.id"]),
        Index("ix_need_state_site", "book", "state", "site", "starts_at"),
        Index("ix_need_elder", "book", "elder_id", "id"),
        Index("ix_need_beside", "book", "beside"),
    )

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    number: Mapped[str] = mapped_column(String(16))
    elder_id: Mapped[str] = mapped_column(String(36))
    site: Mapped[str] = mapped_column(String(14))
    kind: Mapped[str] = mapped_column(String(24))
    starts_at: Mapped[datetime]
    minutes: Mapped[int] = mapped_column(Integer)
    urgency: Mapped[str] = mapped_column(String(8))
    pay_from: Mapped[str] = mapped_column(String(8))
    state: Mapped[str] = mapped_column(String(10))
    way: Mapped[str] = mapped_column(String(10))  # self, kin, visit or telephone
    posted_by: Mapped[str] = mapped_column(String(36))
    posted_at: Mapped[datetime]
    service_id: Mapped[str] = mapped_column(String(36), default="")
    beside: Mapped[str | None] = mapped_column(String(36))
    """The need of the first helper, where this asks for the second."""
    place_sealed: Mapped[bytes]
    note_sealed: Mapped[bytes]

    @property
    def day(self) -> date:
        """The day for which help is asked, in Asia/Shanghai."""
        return local_day(self.starts_at)

    @property
    def ends_at(self) -> datetime:
        """The planned end."""
        return self.starts_at + timedelta(minutes=self.minutes)

    def take(self, service_id: str) -> None:
        """Give the need to a volunteer's service. Takes an open need whose payer is found."""
        if self.state != NeedState.OPEN:
            raise NeedIsNotOpen
        if self.pay_from == TO_BE_FOUND:
            raise PayerToBeFound
        self.state = NeedState.TAKEN
        self.service_id = service_id

    def reopen(self) -> None:
        """Offer the need again, after its volunteer could not come."""
        assert self.state == NeedState.TAKEN
        self.state = NeedState.OPEN
        self.service_id = ""

    def finish(self) -> None:
        """Mark as met: the service was given."""
        assert self.state == NeedState.TAKEN
        self.state = NeedState.DONE

    def cancel(self) -> None:
        """Take an open need back."""
        if self.state != NeedState.OPEN:
            raise NeedIsNotOpen
        self.state = NeedState.CANCELLED

    def expire(self, now: datetime) -> None:
        """Close an open need whose time has passed."""
        if self.state != NeedState.OPEN or now <= self.ends_at:
            raise NeedIsNotOpen
        self.state = NeedState.EXPIRED

    def choose_payer(self, payer: Payer) -> None:
        """Settle who pays. Takes an open need."""
        if self.state != NeedState.OPEN:
            raise NeedIsNotOpen
        self.pay_from = payer


def check_when(starts_at: datetime, now: datetime) -> None:
    """Refuse a time that has passed or lies too far ahead."""
    if starts_at < now - GRACE:
        raise NeedInThePast(field="starts_at")
    if starts_at > now + FARTHEST_AHEAD:
        raise NeedTooFarAhead(field="starts_at")
