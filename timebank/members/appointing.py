"""Appointing somebody new to an office in one act: on the register, with the role, and with a one-time code."""

from dataclasses import dataclass
from datetime import date, datetime

from timebank.actors import Actor, Role
from timebank.members.access import create_account_by_code
from timebank.members.access_commands import CreateCode
from timebank.members.commands import LONGEST_NAME, RegisterMember
from timebank.members.consents import ConsentWay
from timebank.members.grants import SCOPE_DIGITS, STAFF
from timebank.members.model import MemberKind, Sex
from timebank.members.registration import register_member
from timebank.members.roles import grant_role
from timebank.members.volunteer_commands import GrantRole
from timebank.schemas import Choice, CommandSchema, Day, Digits, Text
from timebank.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class AppointStaff:
    """Register a person at a site and grant an office there: at the site, its township, or the county."""

    name: str
    sex: str
    birth_date: date
    phone: str
    site: str
    role: str
    consent: str = ""


class AppointStaffSchema(CommandSchema):
    """How `AppointStaff` is read. A missing consent is refused by the rule, so that its words are shown."""

    command = AppointStaff
    name = Text(LONGEST_NAME, required=True)
    sex = Choice(Sex, required=True)
    birth_date = Day(required=True)
    phone = Text(30, required=True)
    site = Digits(14, required=True)
    role = Choice(STAFF, required=True)
    consent = Text(20)


@dataclass(frozen=True, slots=True)
class AppointedStaff:
    """Who was appointed, and the one-time code that sets the password, shown once."""

    member_id: str
    number: str
    code: str
    code_expires_at: datetime


def appoint_staff(uow: UnitOfWork, command: AppointStaff, actor: Actor) -> AppointedStaff:
    """Register somebody, grant the office and make the code, all or nothing; the county does."""
    person = RegisterMember(
        kind=MemberKind.STAFF,
        name=command.name,
        sex=command.sex,
        site=command.site,
        consent=command.consent,
        consent_way=ConsentWay.PAPER,
        birth_date=command.birth_date,
        phone=command.phone,
    )
    member = register_member(uow, person, actor)
    role = Role(command.role)
    (digits,) = SCOPE_DIGITS[role]
    grant_role(uow, GrantRole(role, command.site[:digits], member.id), actor)
    issued = create_account_by_code(uow, CreateCode(member.id), actor)
    return AppointedStaff(member.id, member.number, issued.code, issued.expires_at)
