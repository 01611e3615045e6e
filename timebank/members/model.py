"""The register: members, their households, and what is known of those who volunteer.

What names a person is sealed with the person's own key (`*_sealed`); age, sex and place are not secret.
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Literal

from sqlalchemy import Date, ForeignKeyConstraint, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from timebank.crypto import People
from timebank.db import Base
from timebank.errors import N_, Conflict, NotAllowed
from timebank.members.columns import Codes, SpokenNumber

SealedField = Literal["name", "phone", "identity_number", "address", "hamlet", "health", "note"]
SENSITIVE_FIELDS = ("ability_level", "living", "tags", "health")
"""What is kept only under the separate consent."""


class MemberStatus(StrEnum):
    """`restricted`: consent is withdrawn, nobody sees the person any more. `closed`: died or left."""

    ACTIVE = "active"
    RESTRICTED = "restricted"
    CLOSED = "closed"


class MemberKind(StrEnum):
    """As what a person is registered; further roles come later."""

    ELDER = "elder"
    VOLUNTEER = "volunteer"
    KIN = "kin"
    STAFF = "staff"


class Sex(StrEnum):
    """As on the identity card."""

    FEMALE = "female"
    MALE = "male"


class VolunteerState(StrEnum):
    """Who applied serves nobody yet; who is suspended serves nobody for now."""

    APPLIED = "applied"
    APPROVED = "approved"
    SUSPENDED = "suspended"


class ApprovalStep(StrEnum):
    """The two looks at a volunteer: by the site that knows the person, and from above."""

    SITE = "site"
    TOWNSHIP = "township"


class AlreadyApproved(Conflict):
    """This step was taken before."""

    code = "volunteer_already_approved"
    message = N_("这位志愿者的这一步审核已经通过，不用再办。")


class SiteApprovesFirst(Conflict):
    """The township looks at whom the site has approved."""

    code = "site_approves_first"
    message = N_("要先由互助点协管员审核，乡镇再审核。")


class SecondApproverNeeded(NotAllowed):
    """The two steps take two people, neither of them the volunteer."""

    code = "second_approver_needed"
    message = N_("两步审核要由两个人分别办理，本人也不能审核自己。")


class Household(Base):
    """The members who live together; a person alone is a household of one."""

    __tablename__ = "household"
    __table_args__ = (UniqueConstraint("book", "number"),)

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    number: Mapped[str] = mapped_column(SpokenNumber)
    site: Mapped[str] = mapped_column(String(14))


class Member(Base):
    """A person on the register. `handle` is the ledger account of the person's minutes, "" before there is one."""

    __tablename__ = "member"
    __table_args__ = (
        ForeignKeyConstraint(["book", "household_id"], ["household.book", "household.id"]),
        UniqueConstraint("book", "number"),
        Index("ix_member_site", "book", "site", "number"),
        Index("ix_member_household", "book", "household_id"),
    )

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    number: Mapped[str] = mapped_column(SpokenNumber)
    status: Mapped[str] = mapped_column(String(10))
    sex: Mapped[str] = mapped_column(String(6))
    birth_date: Mapped[date] = mapped_column(Date)
    region: Mapped[str] = mapped_column(String(12))
    """The village lived in."""
    site: Mapped[str] = mapped_column(String(14))
    """The site that cares for the person; it may lie in another village."""
    household_id: Mapped[str] = mapped_column(String(36))
    handle: Mapped[str] = mapped_column(String(20))
    ability_level: Mapped[int | None] = mapped_column(Integer)
    living: Mapped[str] = mapped_column(String(20))
    tags: Mapped[tuple[str, ...]] = mapped_column(Codes)
    languages: Mapped[tuple[str, ...]] = mapped_column(Codes)
    registered_on: Mapped[date] = mapped_column(Date)
    registered_by: Mapped[str] = mapped_column(String(36))
    """"" when the person registered alone."""
    name_sealed: Mapped[bytes]
    phone_sealed: Mapped[bytes | None]
    identity_number_sealed: Mapped[bytes | None]
    address_sealed: Mapped[bytes | None]
    hamlet_sealed: Mapped[bytes | None]
    health_sealed: Mapped[bytes | None]
    note_sealed: Mapped[bytes | None]
    """Why the person was registered without papers, or beside somebody much alike."""
    type_size: Mapped[str | None] = mapped_column(String(8))
    """The size of type asked for, see `type_size.py`; None before the first answer."""

    @property
    def is_active(self) -> bool:
        """Tell whether the person takes part."""
        return self.status == MemberStatus.ACTIVE

    def age_on(self, day: date) -> int:
        """Return the full years lived on a day; who was born on 29 February is a year older on 1 March."""
        return age(self.birth_date, day)

    def opened(self, people: People, field: SealedField) -> str:
        """Return a sealed field in clear, "" where nothing is kept.

        Raises:
            SealBroken: the person is erased.
        """
        return people.open(self.id, f"member.{field}", getattr(self, f"{field}_sealed"))

    def seal(self, people: People, field: SealedField, text: str) -> None:
        """Set a sealed field; an empty text stores nothing."""
        sealed = people.seal(self.id, f"member.{field}", text) if text else None
        setattr(self, f"{field}_sealed", sealed)

    def restrict(self) -> None:
        """Take the person out of every page and search; the record waits for the end of its legal term."""
        self.status = MemberStatus.RESTRICTED

    def forget_sensitive(self) -> None:
        """Drop what was kept under the separate consent."""
        self.ability_level, self.living, self.tags, self.health_sealed = None, "", (), None


class CapChoice(StrEnum):
    """Where minutes go that settle above the most a member may keep."""

    POOL = "pool"
    HONOUR = "honour"
    """Nobody can spend them; they count for certificates and stars as all settled service does."""


class Volunteer(Base):
    """What is known of a member who gives care; `guardian_id` is the adult who stands by a minor."""

    __tablename__ = "volunteer"
    __table_args__ = (
        ForeignKeyConstraint(["book", "member_id"], ["member.book", "member.id"]),
        ForeignKeyConstraint(["book", "guardian_id"], ["member.book", "member.id"]),
        Index("ix_volunteer_state", "book", "state"),
    )

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    member_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    state: Mapped[str] = mapped_column(String(10))
    applied_on: Mapped[date] = mapped_column(Date)
    guardian_id: Mapped[str | None] = mapped_column(String(36))
    insured_until: Mapped[date | None] = mapped_column(Date)
    fit_until: Mapped[date | None] = mapped_column(Date)
    skills: Mapped[tuple[str, ...]] = mapped_column(Codes)
    cap_choice: Mapped[str | None] = mapped_column(String(6))
    """A `CapChoice`; None is the pool, where nothing was chosen."""

    def approve(
        self, step: ApprovalStep, by: str, earlier: "Sequence[VolunteerApproval]", steps_needed: int
    ) -> None:
        """Take one step; the last one needed lets the person serve.

        Args:
            step: the step to take.
            by: the member who takes it.
            earlier: the steps taken so far.
            steps_needed: 2 by default, 1 where the policy leaves it to the site.
        """
        taken = {one.step for one in earlier}
        if step in taken:
            raise AlreadyApproved
        if step is ApprovalStep.TOWNSHIP and ApprovalStep.SITE not in taken:
            raise SiteApprovesFirst
        if by == self.member_id or by in {one.approved_by for one in earlier}:
            raise SecondApproverNeeded
        if len(taken) + 1 >= steps_needed:
            self.state = VolunteerState.APPROVED


class VolunteerApproval(Base):
    """One step of approving a volunteer, by whom and when."""

    __tablename__ = "volunteer_approval"
    __table_args__ = (ForeignKeyConstraint(["book", "member_id"], ["volunteer.book", "volunteer.member_id"]),)

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    member_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    step: Mapped[str] = mapped_column(String(10), primary_key=True)
    approved_by: Mapped[str] = mapped_column(String(36))
    approved_on: Mapped[date] = mapped_column(Date)


class VolunteerTime(Base):
    """A part of the week in which a volunteer can come; `weekday` is 1 (Monday) to 7."""

    __tablename__ = "volunteer_time"
    __table_args__ = (ForeignKeyConstraint(["book", "member_id"], ["volunteer.book", "volunteer.member_id"]),)

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    member_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    weekday: Mapped[int] = mapped_column(Integer, primary_key=True)
    part: Mapped[str] = mapped_column(String(10), primary_key=True)


class Training(Base):
    """A training passed for a kind of service; without `valid_until` it holds for good."""

    __tablename__ = "training"
    __table_args__ = (ForeignKeyConstraint(["book", "member_id"], ["volunteer.book", "volunteer.member_id"]),)

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    member_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    passed_on: Mapped[date] = mapped_column(Date, primary_key=True)
    valid_until: Mapped[date | None] = mapped_column(Date)
    recorded_by: Mapped[str] = mapped_column(String(36))


def age(birth_date: date, day: date) -> int:
    """Return the full years between a birth and a day."""
    had_birthday = (day.month, day.day) >= (birth_date.month, birth_date.day)
    return day.year - birth_date.year - (not had_birthday)
