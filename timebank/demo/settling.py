"""How the demo county begins: its sites and offices on the first day, its people in the days after."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from timebank.actors import system
from timebank.calendar.working_days import add_working_days
from timebank.clock import local_day, local_moment
from timebank.demo.cast import COUNTY
from timebank.demo.logins import CastSecrets
from timebank.demo.player import Step, Story
from timebank.demo.townsfolk import Town, Townsman
from timebank.members.access import issue_card, store_pin
from timebank.members.access_commands import IssueCard, StoreSecret
from timebank.members.commands import RegisterMember
from timebank.members.consents import ConsentKind, ConsentWay, consent_text
from timebank.members.credentials import SecretKind
from timebank.members.families import appoint_proxy, record_kin
from timebank.members.family_commands import AppointProxy, RecordKin
from timebank.members.model import MemberKind, Sex
from timebank.members.registration import register_member
from timebank.members.roles import grant_role
from timebank.members.volunteer_commands import (
    ApplyAsVolunteer,
    ApproveVolunteer,
    GrantRole,
    RecordInsurance,
    RecordTraining,
)
from timebank.members.volunteering import (
    apply_as_volunteer,
    approve_volunteer,
    record_insurance,
    record_training,
)
from timebank.places.commands import PairSites
from timebank.places.use_cases import pair_sites, register_site

REGISTRATION_DAYS = 8
OFFICE_MINUTES = 540
SYSTEM = system(COUNTY)
ONE_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Beginning:
    """The first days: offices on the first, registering on the working days after it."""

    first_day: date

    def office_hour(self, minute: int = 0) -> datetime:
        """Return a moment of the first day."""
        return local_moment(self.first_day, 9) + minute * ONE_MINUTE

    def registering(self, place: int, of: int) -> datetime:
        """Return when the `place`-th of so many people of a site is registered, between 8:30 and 17:30."""
        minute = place * REGISTRATION_DAYS * OFFICE_MINUTES // of
        day, minute = divmod(minute, OFFICE_MINUTES)
        return local_moment(self._working_day(1 + day), 8, 30) + minute * ONE_MINUTE

    def registering_kin(self, place: int, of: int) -> datetime:
        """Return the same for kin, who come the day after the last of the others is done."""
        minute = place * OFFICE_MINUTES // of
        return local_moment(self._working_day(REGISTRATION_DAYS + 3), 8, 30) + minute * ONE_MINUTE

    @property
    def last_day(self) -> date:
        """The day by whose end everybody is registered, approved, trained and equipped."""
        return self._working_day(REGISTRATION_DAYS + 3) + timedelta(days=1)

    def _working_day(self, number: int) -> date:
        return add_working_days(self.first_day, number, COUNTY)


def open_sites(town: Town, beginning: Beginning) -> Iterator[Story]:
    """Register the sites, then pair them."""
    for site in town.sites:
        yield _open_site(site.command, site.id, site.paired_site, beginning)


def _open_site(command: object, site: str, paired_site: str, beginning: Beginning) -> Story:
    yield Step(beginning.office_hour(), register_site, command, SYSTEM)
    yield Step(beginning.office_hour(1), pair_sites, PairSites(site, paired_site), SYSTEM)


def appoint_offices(town: Town, beginning: Beginning, secrets: CastSecrets) -> Iterator[Story]:
    """Register those who work for an office and grant them their roles."""
    for one in town.offices:
        yield _appoint(one, beginning, secrets)


def _appoint(one: Townsman, beginning: Beginning, secrets: CastSecrets) -> Story:
    command = _registration(one, MemberKind.STAFF, beginning.first_day, secrets)
    registered = yield Step(beginning.office_hour(2), register_member, command, SYSTEM)
    one.member_id = registered.id
    for grant in one.grants:
        granting = GrantRole(grant.role, grant.scope, one.member_id)
        yield Step(beginning.office_hour(3), grant_role, granting, SYSTEM)


def register_people(
    town: Town, beginning: Beginning, secrets: CastSecrets, random: Random
) -> Iterator[Story]:
    """Register elders and helpers, at each site one after the other."""
    for people in _by_site(one for one in town.people if not one.child_of):
        for place, one in enumerate(people):
            yield _join(town, one, beginning.registering(place, len(people)), secrets, random)


def register_kin(town: Town, beginning: Beginning, secrets: CastSecrets) -> Iterator[Story]:
    """Register the children of elders who are on the register now."""
    for people in _by_site(one for one in town.people if one.child_of):
        for place, one in enumerate(people):
            yield _join(town, one, beginning.registering_kin(place, len(people)), secrets)


def _by_site(people: Iterable[Townsman]) -> Iterable[list[Townsman]]:
    found: dict[str, list[Townsman]] = {}
    for one in people:
        found.setdefault(one.site, []).append(one)
    return found.values()


def _join(
    town: Town, one: Townsman, at: datetime, secrets: CastSecrets, random: Random | None = None
) -> Story:
    coordinator = town.coordinator(one.site).actor
    day = local_day(at)
    kind = MemberKind.ELDER if one.is_elder else MemberKind.VOLUNTEER if one.is_volunteer else MemberKind.KIN
    command = _registration(one, kind, day, secrets, random)
    registered = yield Step(at, register_member, command, coordinator)
    one.member_id = registered.id
    at += 5 * ONE_MINUTE
    if one.child_of:
        yield Step(at, record_kin, RecordKin(one.member_id, "child", one.child_of.member_id), coordinator)
    if one.is_volunteer:
        yield from _begin_to_help(town, one, at)
    if one.cast and one.child_of:
        year = day + timedelta(days=365)
        proxy = AppointProxy(one.member_id, day, year, member_id=one.child_of.member_id)
        yield Step(at, appoint_proxy, proxy, coordinator)
    if one.cast:
        yield from _equip(town, one, at + timedelta(days=1), secrets)


def _begin_to_help(town: Town, one: Townsman, at: datetime) -> Story:
    coordinator, township = town.coordinator(one.site).actor, town.reviewer(one.site[:9]).actor
    day = local_day(at)
    if one.is_elder:
        yield Step(at, apply_as_volunteer, ApplyAsVolunteer(member_id=one.member_id), coordinator)
    next_day = at + timedelta(days=1)
    yield Step(next_day, approve_volunteer, ApproveVolunteer("site", one.member_id), coordinator)
    yield Step(
        next_day + 2 * ONE_MINUTE, approve_volunteer, ApproveVolunteer("township", one.member_id), township
    )
    after = next_day + 4 * ONE_MINUTE
    for kind in one.trainings:
        yield Step(after, record_training, RecordTraining(kind, day, None, one.member_id), coordinator)
    if one.is_insured:
        until = day + timedelta(days=365)
        yield Step(after, record_insurance, RecordInsurance(until, until, one.member_id), coordinator)


def _equip(town: Town, one: Townsman, at: datetime, secrets: CastSecrets) -> Story:
    """Give one of the cast card and PIN, and the team lead the role."""
    assert one.cast
    coordinator = town.coordinator(one.site).actor
    at += 10 * ONE_MINUTE
    pin = StoreSecret(one.member_id, SecretKind.PIN, secrets.pin_hash(one.cast.key))
    yield Step(at, store_pin, pin, coordinator)
    card = yield Step(at, issue_card, IssueCard(one.member_id), coordinator)
    secrets.cards[one.cast.key] = card.number
    for grant in one.grants:
        yield Step(at, grant_role, GrantRole(grant.role, grant.scope, one.member_id), coordinator)


def _registration(
    one: Townsman, kind: MemberKind, day: date, secrets: CastSecrets, random: Random | None = None
) -> RegisterMember:
    person = one.person
    needs_care = kind is MemberKind.ELDER and not one.is_volunteer and random is not None
    return RegisterMember(
        kind=kind,
        name=person.name,
        sex=Sex.FEMALE if person.is_female else Sex.MALE,
        site=one.site,
        consent=consent_text(ConsentKind.BASIC, day).version,
        consent_way=ConsentWay.PAPER,
        consent_sensitive=consent_text(ConsentKind.SENSITIVE, day).version if needs_care else "",
        birth_date=person.birth_date,
        phone=person.phone,
        address=f"{person.hamlet}{len(person.name) * 7 + person.birth_date.day}号" if person.hamlet else "",
        hamlet=person.hamlet,
        languages=one.cast.languages if one.cast else ("zhuang", "guiliu"),
        ability_level=random.choices((0, 1, 2, 3), (55, 28, 12, 5))[0] if needs_care and random else None,
        living=random.choice(("alone", "empty_nest", "with_family", "left_behind"))
        if needs_care and random
        else "",
        no_papers_reason="" if person.phone else "没有手机，证件不在身边，村里都认识",
        household_of=one.lives_with.member_id if one.lives_with else "",
        skills=("listening", "cooking") if kind is MemberKind.VOLUNTEER else (),
        password_hash=secrets.password_hash(one.cast.key) if one.cast else "",
    )
