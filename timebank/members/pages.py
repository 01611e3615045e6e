"""Lists of members: by number, as far as the actor may see, and who waits to be approved."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, func, or_, select, true

from timebank.actors import SYSTEM, Actor, Role
from timebank.errors import N_, InvalidInput
from timebank.members.finding import ONLOOKERS, find_member, is_keeper, search_members
from timebank.members.grants import KEEPERS, MemberRole
from timebank.members.kinship import elders_of_proxy
from timebank.members.model import Member, MemberStatus, Volunteer, VolunteerState
from timebank.members.names import masked
from timebank.members.naming import names_of
from timebank.paging import PAGE, Page, page_of
from timebank.places.site_ids import SITE_DIGITS, VILLAGE_DIGITS
from timebank.scopes import within, within_any
from timebank.work import Reading

LONGEST_CURSOR = 18


class BadCursor(InvalidInput):
    """The cursor was not made by a page of this list."""

    code = "bad_cursor"
    message = N_("翻页的位置不对，请从第一页看起。")


@dataclass(frozen=True, slots=True)
class MemberLine:
    """A member in a list: nothing sensitive. The name is masked for whoever does not keep the record."""

    id: str
    number: str
    name: str
    sex: str
    age: int
    site: str
    status: str
    roles: tuple[str, ...]
    volunteer_state: str


def members_page(
    reading: Reading,
    actor: Actor,
    after: str = "",
    limit: int = PAGE,
    site: str = "",
    q: str = "",
    role: str = "",
    state: str = "",
) -> Page[MemberLine]:
    """Return members by number after the cursor; `site` is a site or region, `q` a number, phone, card or name.

    With a `role` only those who have it now are returned, with a `state` only those in it.

    Raises:
        SiteWanted: a name is looked up over more than single sites.
        BadCursor: `after` is no cursor of this list.
    """
    if q:
        return Page(_lines(reading, actor, search_members(reading, actor, q, site)))
    members = reading.session.scalars(
        select(Member)
        .where(
            Member.book == reading.book,
            Member.status != MemberStatus.RESTRICTED,
            _is_seen(reading, actor),
            _belongs_to(site) if site else true(),
            _has_role(reading, role) if role else true(),
            Member.status == state if state else true(),
            Member.number > _cursor(after) if after else true(),
        )
        .order_by(Member.number)
        .limit(limit + 1)
    ).all()
    return page_of(_lines(reading, actor, members), limit, [member.number for member in members])


def applicants_page(reading: Reading, actor: Actor, after: str = "", limit: int = PAGE) -> Page[MemberLine]:
    """Return the volunteers who wait for a step of approval within the actor's scope, by number."""
    members = reading.session.scalars(
        select(Member)
        .join(Volunteer, (Volunteer.book == Member.book) & (Volunteer.member_id == Member.id))
        .where(
            Volunteer.book == reading.book,
            Volunteer.state == VolunteerState.APPLIED,
            Member.status == MemberStatus.ACTIVE,
            within_any(Member.site, actor.scopes(*KEEPERS)),
            Member.number > _cursor(after) if after else true(),
        )
        .order_by(Member.number)
        .limit(limit + 1)
    ).all()
    return page_of(_lines(reading, actor, members), limit, [member.number for member in members])


def member_line(reading: Reading, member_id: str, actor: Actor) -> MemberLine:
    """Return one member as in a list, without opening the record.

    Raises:
        MemberNotFound: there is none this actor may see.
    """
    (line,) = _lines(reading, actor, [find_member(reading, member_id, actor)])
    return line


def _is_seen(reading: Reading, actor: Actor) -> ColumnElement[bool]:
    """Return the condition that a member is in the actor's list, in a form that walks one index."""
    scopes = actor.scopes(*ONLOOKERS)
    if actor.member_id == SYSTEM or reading.book in scopes:
        return true()  # the whole book: the index of numbers
    if not scopes:
        return Member.id.in_((actor.member_id, *elders_of_proxy(reading, actor.member_id)))
    return or_(*(_belongs_to(scope) for scope in scopes))


def _belongs_to(place: str) -> ColumnElement[bool]:
    """Return the condition that a member belongs to a site or region."""
    if len(place) >= VILLAGE_DIGITS:
        return within(Member.site, place) if len(place) < SITE_DIGITS else Member.site == place
    # Through the index of sites, a township's thousands would be sorted for each page of twenty.
    return func.substr(Member.site, 1, len(place)) == place


def _has_role(reading: Reading, role: str) -> ColumnElement[bool]:
    return exists().where(
        MemberRole.book == reading.book,
        MemberRole.member_id == Member.id,
        MemberRole.role == role,
        MemberRole.until.is_(None),
    )


def _lines(reading: Reading, actor: Actor, members: Sequence[Member]) -> tuple[MemberLine, ...]:
    ids = [member.id for member in members]
    names = names_of(reading, ids)
    roles = _roles_of(reading, ids)
    states = _volunteer_states_of(reading, ids)
    today = reading.business_clock.today()
    return tuple(
        MemberLine(
            id=member.id,
            number=member.number,
            name=_shown_name(names[member.id], member, actor),
            sex=member.sex,
            age=member.age_on(today),
            site=member.site,
            status=member.status,
            roles=roles.get(member.id, ()),
            volunteer_state=states.get(member.id, ""),
        )
        for member in members
    )


def _shown_name(name: str, member: Member, actor: Actor) -> str:
    audits_only = actor.has(Role.AUDITOR) and not is_keeper(member, actor) and member.id != actor.member_id
    return masked(name) if audits_only else name


def _roles_of(reading: Reading, member_ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    rows = reading.session.execute(
        select(MemberRole.member_id, MemberRole.role)
        .where(
            MemberRole.book == reading.book, MemberRole.member_id.in_(member_ids), MemberRole.until.is_(None)
        )
        .order_by(MemberRole.role)
        .distinct()
    )
    found: dict[str, tuple[str, ...]] = {}
    for member_id, role in rows:
        found[member_id] = (*found.get(member_id, ()), role)
    return found


def _volunteer_states_of(reading: Reading, member_ids: Sequence[str]) -> dict[str, str]:
    rows = reading.session.execute(
        select(Volunteer.member_id, Volunteer.state).where(
            Volunteer.book == reading.book, Volunteer.member_id.in_(member_ids)
        )
    )
    return dict(rows.all())


def _cursor(after: str) -> str:
    if not (after.isascii() and after.isdigit() and len(after) <= LONGEST_CURSOR):
        raise BadCursor(field="after")
    return after
