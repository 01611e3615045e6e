"""The reads of awards and deductions: one, a list, the public notice; permission is part of finding."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, or_, select

from timebank.actors import SYSTEM, Actor, Role
from timebank.members.model import Member
from timebank.members.queries import find_any_member, masked, names_of
from timebank.paging import Page, page_of
from timebank.places.model import Site
from timebank.places.queries import site_names, site_row
from timebank.points.heads import HEAD_BY_CODE
from timebank.points.households import members_of
from timebank.points.model import Award, AwardKind, AwardState, VillageRule
from timebank.points.refusals import AwardNotFound
from timebank.scopes import within_any
from timebank.work import Reading

PROPOSERS = (Role.COORDINATOR, Role.TOWNSHIP, Role.COUNTY)
ONLOOKERS = (*PROPOSERS, Role.AUDITOR)


@dataclass(frozen=True, slots=True)
class AwardView:
    """An award or deduction as its household and the site's staff see it."""

    id: str
    number: str
    kind: AwardKind
    state: AwardState
    household_id: str
    member_number: str
    member_name: str
    site: str
    site_name: str
    head: str
    rule_id: str
    rule_title: str
    points: int
    counted_points: int
    day: date
    words: str
    proposed_by: str
    proposed_at: datetime
    decided_by: str
    decided_at: datetime | None
    notice_from: date | None
    notice_until: date | None
    counted_on: date | None


@dataclass(frozen=True, slots=True)
class AwardNotice:
    """An award on public notice: masked, and never a deduction."""

    number: str
    member: str
    site: str
    site_name: str
    head: str
    points: int
    notice_from: date
    notice_until: date


def find_award(reading: Reading, award_id: str, actor: Actor) -> Award:
    """Return an award or deduction this actor may see: the household, the site's staff, the paired site's.

    Raises:
        AwardNotFound: there is none, or not for this actor.
    """
    award = reading.row(Award, award_id)
    if award is None:
        raise AwardNotFound
    may_see = (
        actor.member_id == SYSTEM
        or actor.may_act_at(award.site, ONLOOKERS)
        or may_approve(reading, award, actor)
        or actor.member_id in members_of(reading, award.household_id)
    )
    if not may_see:
        raise AwardNotFound
    return award


def may_approve(reading: Reading, award: Award, actor: Actor) -> bool:
    """Tell whether the actor's office approves at the award's site; the paired site lends the second person."""
    paired = site_row(reading, award.site).paired_site or ""
    return actor.may_act_at(award.site, PROPOSERS) or actor.may_act_at(paired, (Role.COORDINATOR,))


def award_view(reading: Reading, award_id: str, actor: Actor) -> AwardView:
    """Return one award or deduction."""
    (view,) = _views(reading, [find_award(reading, award_id, actor)])
    return view


def award_views(reading: Reading, award_ids: Iterable[str], actor: Actor) -> dict[str, AwardView]:
    """Return some awards and deductions by their ids."""
    return {view.id: view for view in _views(reading, [find_award(reading, one, actor) for one in award_ids])}


def awards_page(
    reading: Reading,
    actor: Actor,
    *,
    states: Iterable[str] = (),
    site: str = "",
    to_decide: bool = False,
    after: str = "",
    limit: int = 20,
) -> Page[AwardView]:
    """Return the awards and deductions this actor may see, newest first.

    With `to_decide` those alone that somebody else proposed and the actor's office approves or not.
    """
    own = Award.household_id == find_any_member(reading, actor.member_id).household_id
    lent = Award.site.in_(_lent_by(reading, actor))
    wanted = [Award.book == reading.book]
    if to_decide:
        at_office = or_(lent, within_any(Award.site, actor.scopes(*PROPOSERS)))
        is_anothers = Award.proposed_by != actor.member_id
        wanted += [Award.state == AwardState.PROPOSED, at_office, is_anothers, ~own]
    else:
        wanted.append(or_(own, lent, within_any(Award.site, actor.scopes(*ONLOOKERS))))
    if states := tuple(states):
        wanted.append(Award.state.in_(states))
    if site:
        wanted.append(within_any(Award.site, (site,)))
    if after:
        wanted.append(Award.id < after)
    rows = reading.session.scalars(
        select(Award).where(*wanted).order_by(Award.id.desc()).limit(limit + 1)
    ).all()
    return page_of(_views(reading, rows), limit, [row.id for row in rows])


def award_notices(
    reading: Reading, *, site: str = "", number: str = "", after: str = "", limit: int = 20
) -> Page[AwardNotice]:
    """Return the awards on public notice, newest first; anybody may see it, and never a deduction."""
    wanted = [
        Award.book == reading.book,
        Award.state == AwardState.ON_NOTICE,
        Award.kind == AwardKind.AWARD,
    ]
    if site:
        wanted.append(within_any(Award.site, (site,)))
    if number:
        wanted.append(Award.number == number)
    if after:
        wanted.append(Award.id < after)
    rows = reading.session.scalars(
        select(Award).where(*wanted).order_by(Award.id.desc()).limit(limit + 1)
    ).all()
    names = names_of(reading, {row.member_id for row in rows})
    sites = site_names(reading, {row.site for row in rows})
    lines = [_notice(row, names, sites) for row in rows]
    return page_of(lines, limit, [row.id for row in rows])


def _lent_by(reading: Reading, actor: Actor) -> Select[str]:
    """Return the statement that finds the sites to which a coordinator's site lends the second person."""
    sites = actor.scopes(Role.COORDINATOR)
    return select(Site.id).where(Site.book == reading.book, Site.paired_site.in_(sites))


def _views(reading: Reading, awards: Iterable[Award]) -> list[AwardView]:
    awards = list(awards)
    people = {one.member_id for one in awards} | {one.proposed_by for one in awards}
    names = names_of(reading, people | {one.decided_by for one in awards if one.decided_by})
    sites = site_names(reading, {one.site for one in awards})
    rules = {one.rule_id for one in awards if one.rule_id}
    titles = {
        rule.id: rule.title
        for rule in reading.session.scalars(
            select(VillageRule).where(VillageRule.book == reading.book, VillageRule.id.in_(rules))
        )
    }
    numbers = _numbers(reading, {one.member_id for one in awards})
    return [_view(reading, one, names, sites, titles, numbers) for one in awards]


def _numbers(reading: Reading, member_ids: set[str]) -> dict[str, str]:
    of_ids = (Member.book == reading.book) & Member.id.in_(member_ids)
    return dict(reading.session.execute(select(Member.id, Member.number).where(of_ids)).all())


def _view(
    reading: Reading,
    award: Award,
    names: dict[str, str],
    sites: dict[str, str],
    titles: dict[str, str],
    numbers: dict[str, str],
) -> AwardView:
    return AwardView(
        id=award.id,
        number=award.number,
        kind=AwardKind(award.kind),
        state=AwardState(award.state),
        household_id=award.household_id,
        member_number=numbers.get(award.member_id, ""),
        member_name=names.get(award.member_id, ""),
        site=award.site,
        site_name=sites.get(award.site, award.site),
        head=HEAD_BY_CODE[award.head].name if award.head else "",
        rule_id=award.rule_id or "",
        rule_title=titles.get(award.rule_id or "", ""),
        points=award.points,
        counted_points=award.counted_points,
        day=award.day,
        words=reading.people.open(award.member_id, "points_award.words", award.words_sealed),
        proposed_by=names.get(award.proposed_by, ""),
        proposed_at=award.proposed_at,
        decided_by=names.get(award.decided_by, ""),
        decided_at=award.decided_at,
        notice_from=award.notice_from,
        notice_until=award.notice_until,
        counted_on=award.counted_on,
    )


def _notice(row: Award, names: dict[str, str], sites: dict[str, str]) -> AwardNotice:
    assert row.notice_from is not None and row.notice_until is not None, "an approved award has its notice"
    return AwardNotice(
        number=row.number,
        member=masked(names.get(row.member_id, "")),
        site=row.site,
        site_name=sites.get(row.site, row.site),
        head=HEAD_BY_CODE[row.head].name,
        points=row.points,
        notice_from=row.notice_from,
        notice_until=row.notice_until,
    )
