"""Awards for village deeds and deductions: proposed by one, approved by another, on notice, then counted."""

from dataclasses import dataclass
from datetime import date, timedelta

from timebank.actors import SYSTEM, Actor
from timebank.bookkeeper import About
from timebank.calendar.working_days import notice_period
from timebank.errors import NotAllowed
from timebank.members.finding import find_by_number
from timebank.members.model import Member
from timebank.members.queries import find_member
from timebank.points.accounts import (
    available_points,
    move_points,
    note_entry,
    office_handle,
    opened_household,
)
from timebank.points.award_queries import PROPOSERS, find_award, may_approve
from timebank.points.commands import CountAward, DecideAward, ProposeAward, ProposeDeduction
from timebank.points.households import IDS_ARE_LONGER_THAN, adults_of, want_no_part
from timebank.points.model import Award, AwardKind, AwardState, EntryKind, VillageRule
from timebank.points.refusals import AwardTooLarge, DeedTooFarOff, RuleNeeded, RuleNotFound
from timebank.work import Reading, UnitOfWork

LONGEST_AGO = timedelta(days=92)
"""A quarter, in which villages usually settle their lists."""


@dataclass(frozen=True, slots=True)
class AwardStep:
    """An award or deduction after a step; `counted_points` is what has really moved."""

    id: str
    number: str
    state: str
    points: int
    counted_points: int
    notice_until: date | None


def propose_award(uow: UnitOfWork, command: ProposeAward, actor: Actor) -> AwardStep:
    """Propose points for a deed; nothing counts before somebody else approved it and the notice is over."""
    member = check_award(uow, command, actor)
    award = _propose(uow, member, AwardKind.AWARD, command.points, command.day, command.words, actor)
    award.head = command.head
    return _step(award)


def check_award(reading: Reading, command: ProposeAward, actor: Actor) -> Member:
    """Return the member whose deed it is, or raise what refuses the award."""
    member = _find_household_member(reading, command.member, actor)
    most = reading.policy.number("points.award_max", member.site)
    if command.points > most:
        raise AwardTooLarge(field="points", most=most)
    _check_day(reading, command.day)
    return member


def propose_deduction(uow: UnitOfWork, command: ProposeDeduction, actor: Actor) -> AwardStep:
    """Propose to take points by an adopted village rule on file; the household alone is told."""
    member = _find_household_member(uow, command.member, actor)
    rule = uow.session.get(VillageRule, (uow.book, command.rule)) if command.rule else None
    if rule is None:
        raise RuleNeeded(field="rule")
    if rule.village != member.site[:12] or rule.adopted_on > command.day:
        raise RuleNotFound(field="rule")
    _check_day(uow, command.day)
    award = _propose(uow, member, AwardKind.DEDUCTION, command.points, command.day, command.words, actor)
    award.rule_id = rule.id
    return _step(award)


def decide_award(uow: UnitOfWork, command: DecideAward, actor: Actor) -> AwardStep:
    """Approve, which begins the notice, or decline; by somebody else, who has no part in the household."""
    award = find_award(uow, command.award_id, actor)
    if not may_approve(uow, award, actor):
        raise NotAllowed
    want_no_part(uow, award.household_id, actor)

    award.decide(actor.member_id, uow.clock.now(), approved=command.approve)
    if command.approve:
        begin_notice(uow, award)
        if award.is_deduction:
            _tell_household(uow, award, "deduction_proposed", award.points)
    return _step(award)


def count_award(uow: UnitOfWork, command: CountAward, actor: Actor) -> AwardStep:
    """Post an award or deduction whose notice is over; the scheduler does."""
    if actor.member_id != SYSTEM:
        raise NotAllowed
    award = find_award(uow, command.award_id, actor)
    household = opened_household(uow, award.household_id)
    points = award.points
    if award.is_deduction:
        points = min(points, household.deed_points, available_points(uow, award.household_id))

    award.count(uow.business_clock.today(), points)
    about = About(service_day=award.day, site=award.site)
    if award.is_deduction:
        household.deed_points -= points
        if points:
            posted = move_points(uow, household.handle, office_handle(uow, "deducted"), points, about)
            kind = EntryKind.DEDUCTION
            note_entry(uow, posted, award.household_id, award.site, kind, -points, award.id)
        _tell_household(uow, award, "points_deducted", points)
    else:
        household.deed_points += points
        posted = move_points(uow, office_handle(uow, "issue"), household.handle, points, about)
        note_entry(uow, posted, award.household_id, award.site, EntryKind.AWARD, points, award.id)
        _tell_household(uow, award, "points_awarded", points)
    return _step(award)


def begin_notice(uow: UnitOfWork, award: Award) -> None:
    """Let the notice of an award run from the next working day on."""
    days = uow.policy.number("points.notice_days", award.site)
    period = notice_period(uow.business_clock.today(), days, award.site[:6])
    award.stand_on_notice(period.first_day, period.last_day)


def _find_household_member(reading: Reading, member: str, actor: Actor) -> Member:
    is_id = len(member) > IDS_ARE_LONGER_THAN
    found = find_member(reading, member, actor) if is_id else find_by_number(reading, actor, member)
    if not actor.may_act_at(found.site, PROPOSERS):
        raise NotAllowed
    want_no_part(reading, found.household_id, actor)
    return found


def _check_day(reading: Reading, day: date) -> None:
    today = reading.business_clock.today()
    if not today - LONGEST_AGO <= day <= today:
        raise DeedTooFarOff(field="day", days=LONGEST_AGO.days)


def _propose(
    uow: UnitOfWork, member: Member, kind: AwardKind, points: int, day: date, words: str, actor: Actor
) -> Award:
    award_id = uow.new_id()
    award = Award(
        book=uow.book,
        id=award_id,
        number=uow.next_number("award"),
        kind=kind,
        household_id=member.household_id,
        member_id=member.id,
        site=member.site,
        head="",
        rule_id=None,
        points=points,
        day=day,
        state=AwardState.PROPOSED,
        proposed_by=actor.member_id,
        proposed_at=uow.clock.now(),
        decided_by="",
        counted_points=0,
        words_sealed=uow.people.seal(member.id, "points_award.words", words),
    )
    uow.session.add(award)
    return award


def _tell_household(uow: UnitOfWork, award: Award, kind: str, points: int) -> None:
    for member_id in adults_of(uow, award.household_id):
        uow.outbox.tell(member_id, kind, number=award.number, points=points)


def _step(award: Award) -> AwardStep:
    return AwardStep(
        award.id, award.number, award.state, award.points, award.counted_points, award.notice_until
    )
