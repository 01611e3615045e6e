"""Putting a person on the register: consent first, once a person, with an account and a household.

Who applies alone learns nothing of who is on it, and has no account before somebody approved.
"""

from dataclasses import dataclass

from sqlalchemy import insert

from timebank.accounts import MEMBER
from timebank.actors import SYSTEM, Actor, Role
from timebank.errors import NotAllowed
from timebank.members.commands import RegisterMember
from timebank.members.consents import ConsentKind, ConsentWay, check_consent, record_consent
from timebank.members.credentials import SecretKind, store_secret
from timebank.members.duplicates import Traits, refuse_duplicate, tell_site_of_alike
from timebank.members.finding import find_kept_member
from timebank.members.grants import KEEPERS, begin_role
from timebank.members.identity import Person, check_person
from timebank.members.lookups import write_lookups
from timebank.members.model import Household, Member, MemberKind, MemberStatus
from timebank.members.volunteering import begin_volunteer
from timebank.places.queries import open_region, open_site
from timebank.places.regions import RegionLevel, UnknownRegion
from timebank.work import UnitOfWork

ROLE_OF_KIND = {MemberKind.ELDER: Role.ELDER, MemberKind.KIN: Role.KIN}
"""Volunteers get their role when they are approved, staff when the county grants one."""

_NEW_HOUSEHOLD = insert(Household)


@dataclass(frozen=True, slots=True)
class RegisteredMember:
    """A new member's id, number, and ledger handle, "" for who applied alone and is not approved yet."""

    id: str
    number: str
    handle: str


def register_member(uow: UnitOfWork, command: RegisterMember, actor: Actor) -> RegisteredMember:
    """Register a person: by a keeper of the site's register, or, to volunteer, by the person alone."""
    check_may_register(command, actor)
    site = open_site(uow, command.site)
    region = _check_village(uow, command.region or site.region)
    today = uow.business_clock.today()
    check_consent(ConsentKind.BASIC, command.consent, today, field="consent")
    if _is_sensitive(command) or command.consent_sensitive:
        check_consent(ConsentKind.SENSITIVE, command.consent_sensitive, today, field="consent_sensitive")
    person = check_person(command, today, is_alone=not actor.is_known)
    traits = Traits(site.id, person.name, person.birth_date, person.phone, person.identity_number)
    if actor.is_known:
        refuse_duplicate(uow, actor, traits, command.force_reason)

    member = _add_member(uow, command, person, region)
    if not actor.is_known:
        tell_site_of_alike(uow, member, traits)
    _record_consents(uow, command, member)
    kind = MemberKind(command.kind)
    if role := ROLE_OF_KIND.get(kind):
        begin_role(uow, member, role)
    if kind is MemberKind.VOLUNTEER:
        begin_volunteer(uow, member, command.skills, command.times, command.guardian)
    if command.password_hash:
        store_secret(uow, member.id, SecretKind.PASSWORD, command.password_hash)
    uow.count(member.site, "members", 1)
    return RegisteredMember(member.id, member.number, member.handle)


def check_may_register(command: RegisterMember, actor: Actor) -> None:
    """Pass keepers within their scope, the system, and strangers who offer their own help.

    Raises:
        NotAllowed: anybody else; a coordinator registers no staff.
    """
    if actor.member_id == SYSTEM:
        return
    if not actor.is_known:
        if command.kind != MemberKind.VOLUNTEER or command.household_of or command.guardian:
            raise NotAllowed
        return
    keepers = KEEPERS if command.kind != MemberKind.STAFF else (Role.TOWNSHIP, Role.COUNTY)
    if not actor.may_act_at(command.site, keepers):
        raise NotAllowed


def _check_village(uow: UnitOfWork, code: str) -> str:
    region = open_region(uow, code, uow.business_clock.today())
    if region.level is not RegionLevel.VILLAGE:
        raise UnknownRegion(region=code, field="region")
    return region.code


def _is_sensitive(command: RegisterMember) -> bool:
    return bool(command.ability_level is not None or command.living or command.tags or command.health)


def _add_member(uow: UnitOfWork, command: RegisterMember, person: Person, region: str) -> Member:
    member_id = uow.new_id()
    uow.people.create(member_id)
    member = Member(
        book=uow.book,
        id=member_id,
        number=uow.next_number("member"),
        status=MemberStatus.ACTIVE,
        sex=person.sex,
        birth_date=person.birth_date,
        region=region,
        site=command.site,
        household_id=_household(uow, command),
        # A stranger's form writes nothing that stands for ever: the account is opened with the first role.
        handle=uow.ledger.open_account(MEMBER, member_id, "member") if uow.actor.is_known else "",
        ability_level=command.ability_level,
        living=command.living,
        tags=command.tags,
        languages=command.languages,
        registered_on=uow.business_clock.today(),
        registered_by=uow.actor.member_id,
    )
    member.seal(uow.people, "name", person.name)
    member.seal(uow.people, "phone", person.phone)
    member.seal(uow.people, "identity_number", person.identity_number)
    member.seal(uow.people, "address", command.address)
    member.seal(uow.people, "hamlet", command.hamlet)
    member.seal(uow.people, "health", command.health)
    member.seal(uow.people, "note", "\n".join(filter(None, (command.no_papers_reason, command.force_reason))))
    uow.session.add(member)
    uow.session.flush()  # the rows that follow refer to this one
    write_lookups(uow, member, person.name, person.phone, person.identity_number)
    return member


def _household(uow: UnitOfWork, command: RegisterMember) -> str:
    if command.household_of:
        return find_kept_member(uow, command.household_of, uow.actor, field="household_of").household_id
    return new_household(uow, command.site)


def new_household(uow: UnitOfWork, site: str) -> str:
    """Make a household nobody lives in yet and return its id."""
    household = {"id": uow.new_id(), "number": uow.next_number("household")}
    uow.connection.execute(_NEW_HOUSEHOLD, {"book": uow.book, "site": site, **household})
    return household["id"]


def _record_consents(uow: UnitOfWork, command: RegisterMember, member: Member) -> None:
    way = command.consent_way if uow.actor.is_known else ConsentWay.SCREEN
    record_consent(uow, member.id, ConsentKind.BASIC, command.consent, way)
    if command.consent_sensitive:
        record_consent(uow, member.id, ConsentKind.SENSITIVE, command.consent_sensitive, way)
