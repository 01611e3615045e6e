"""Founding a real book: the book itself, the county's own office, and the first person who runs the county.

Whoever comes first has nobody who could register them, so this is the one time the system does it: the first
county officer then opens the sites and appoints the others.
"""

from dataclasses import dataclass
from datetime import date, datetime

from timebank.actors import Actor, Role
from timebank.books import OpenBook, open_book
from timebank.members.access import create_account_by_code
from timebank.members.access_commands import CreateCode
from timebank.members.commands import RegisterMember
from timebank.members.consents import ConsentKind, ConsentWay, consent_text
from timebank.members.model import MemberKind
from timebank.members.registration import register_member
from timebank.members.roles import grant_role
from timebank.members.volunteer_commands import GrantRole
from timebank.places.commands import RegisterSite
from timebank.places.model import SiteKind
from timebank.places.use_cases import register_site
from timebank.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class FirstOfficer:
    """Who runs the county first; what is not known on the day is put right by the next officer."""

    name: str
    phone: str
    sex: str
    birth_date: date


@dataclass(frozen=True, slots=True)
class FoundCounty:
    """Open the book of a county with an office in a village (12 digits) and a first officer."""

    name: str
    origin: str
    vkey: str
    village: str
    officer: FirstOfficer


@dataclass(frozen=True, slots=True)
class FoundedCounty:
    """A new book: its office, its first officer, and the one-time code that sets the officer's password."""

    book: str
    site: str
    member_id: str
    number: str
    code: str
    code_expires_at: datetime


def found_county(uow: UnitOfWork, command: FoundCounty, actor: Actor) -> FoundedCounty:
    """Open the book, the office and the first account, all or nothing; the system acts."""
    open_book(uow, OpenBook(command.name, command.origin, command.vkey), actor)
    office = RegisterSite(command.village, f"{command.name}时间银行办公室", SiteKind.OTHER)
    site = register_site(uow, office, actor)
    today = uow.business_clock.today()
    registration = RegisterMember(
        kind=MemberKind.STAFF,
        name=command.officer.name,
        sex=command.officer.sex,
        site=site.id,
        consent=consent_text(ConsentKind.BASIC, today).version,
        consent_way=ConsentWay.PAPER,
        birth_date=command.officer.birth_date,
        phone=command.officer.phone,
    )
    member = register_member(uow, registration, actor)
    grant_role(uow, GrantRole(Role.COUNTY, uow.book, member.id), actor)
    issued = create_account_by_code(uow, CreateCode(member.id), actor)
    return FoundedCounty(uow.book, site.id, member.id, member.number, issued.code, issued.expires_at)
