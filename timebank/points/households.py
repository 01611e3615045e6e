"""Who belongs to a household, who of them may spend its points, and who has no part in it."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Row, bindparam, select

from timebank.actors import SYSTEM, Actor, Role
from timebank.ids import is_checked_number
from timebank.members.finding import LONGEST_NUMBER
from timebank.members.kinship import ProxyScope, wards_in
from timebank.members.model import Household, Member, MemberStatus, age
from timebank.members.queries import family_of
from timebank.points.refusals import HouseholdNotFound, PartOfHousehold
from timebank.schemas import plain_digits
from timebank.work import Reading

ADULT_YEARS = 18
ONLOOKERS = (Role.COORDINATOR, Role.SHOPKEEPER, Role.TOWNSHIP, Role.COUNTY, Role.AUDITOR)
"""Who sees the points of the households of their sites."""
IDS_ARE_LONGER_THAN = 20

# Made once: every order asks, and building a statement costs five times what running it does.
_MEMBERS = (
    select(Member.id, Member.birth_date)
    .where(
        Member.book == bindparam("book"),
        Member.household_id == bindparam("household"),
        Member.status == MemberStatus.ACTIVE,
    )
    .order_by(Member.id)
)


def find_household(reading: Reading, wanted: str, actor: Actor) -> Household:
    """Return a household by its id or by the number on its card.

    Raises:
        HouseholdNotFound: there is none, or the actor neither belongs to it nor works at its site.
    """
    household = household_row(reading, wanted)
    belongs = actor.member_id in members_of(reading, household.id)
    if not (belongs or actor.member_id == SYSTEM or actor.may_act_at(household.site, ONLOOKERS)):
        raise HouseholdNotFound(field="household")
    return household


def household_row(reading: Reading, wanted: str) -> Household:
    """Return a household by its id or number, whoever asks.

    Raises:
        HouseholdNotFound: there is none, or a digit of the number is wrong.
    """
    number = plain_digits(wanted)
    if len(wanted) > IDS_ARE_LONGER_THAN:
        household = reading.row(Household, wanted)
    elif is_checked_number(number) and len(number) <= LONGEST_NUMBER:
        of_number = (Household.book == reading.book) & (Household.number == number)
        household = reading.session.scalar(select(Household).where(of_number))
    else:
        household = None
    if household is None:
        raise HouseholdNotFound(field="household")
    return household


def members_of(reading: Reading, household_id: str) -> tuple[str, ...]:
    """Return the ids of the active members of a household, by id."""
    return tuple(member_id for member_id, _ in _members(reading, household_id))


def adults_of(reading: Reading, household_id: str) -> tuple[str, ...]:
    """Return the ids of those who may spend the household's points, by id."""
    today = reading.business_clock.today()
    members = _members(reading, household_id)
    return tuple(member_id for member_id, born in members if age(born, today) >= ADULT_YEARS)


def spends_as(reading: Reading, household_id: str, actor: Actor) -> str:
    """Return the adult of a household in whose name the actor spends its points, "" where in nobody's.

    That is the actor, or an elder whom the actor stands for at the shop.
    """
    adults = adults_of(reading, household_id)
    if actor.member_id in adults:
        return actor.member_id
    wards = wards_in(reading, actor.member_id, ProxyScope.SHOP)
    return next((one for one in adults if one in wards), "")


def find_spent_household(reading: Reading, wanted: str, actor: Actor) -> Household:
    """Return a household for whoever spends its points, lives in it, or works at its site.

    Raises:
        HouseholdNotFound: there is none, or not for this actor.
    """
    household = household_row(reading, wanted)
    if spends_as(reading, household.id, actor):
        return household
    return find_household(reading, wanted, actor)


def want_no_part(reading: Reading, household_id: str, actor: Actor) -> None:
    """Pass an actor who neither lives in the household nor is family of anybody there.

    Raises:
        PartOfHousehold: otherwise.
    """
    if {actor.member_id, *family_of(reading, actor.member_id)} & set(members_of(reading, household_id)):
        raise PartOfHousehold


def _members(reading: Reading, household_id: str) -> Sequence[Row[str, date]]:
    return reading.connection.execute(_MEMBERS, {"book": reading.book, "household": household_id}).all()
