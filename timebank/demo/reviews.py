"""What happens to a confirmed service in the demo county: it is reviewed, stands on notice, settles, is objected to."""

from datetime import date, datetime, timedelta

from timebank.actors import Actor, anonymous, system
from timebank.calendar.working_days import add_working_days
from timebank.clock import local_day, local_moment
from timebank.demo.cast import COUNTY
from timebank.demo.plan import Plan, Turn
from timebank.demo.player import Step, Story
from timebank.demo.townsfolk import Town
from timebank.notices.commands import DecideObjection, ObjectionWay, ObjectToService
from timebank.notices.use_cases import decide_objection, object_to_service
from timebank.services.commands import (
    AmendService,
    BeginNotice,
    ConfirmService,
    CorrectService,
    Decision,
    SettleService,
    Shortfall,
    VerifyService,
)
from timebank.services.correcting import correct_service
from timebank.services.model import ServiceState, Way
from timebank.services.reviewing import Verification, verify_service
from timebank.services.settlement import begin_notice, settle_service
from timebank.services.use_cases import ServiceStep, amend_service, confirm_service

SYSTEM = system(COUNTY)
NIGHT_WORK = timedelta(minutes=10)
"""So long after midnight the scheduler has begun the notices of a day and settled those that are over."""
OBJECTED_HOURS = timedelta(hours=9)
OPEN_FOR_NOW = timedelta(days=10)


class Reviews:
    """Tells how confirmed services go on."""

    def __init__(self, town: Town, now: datetime) -> None:
        self._town, self._now = town, now

    def story(self, plan: Plan, confirmed: ServiceStep, at: datetime) -> Story:
        """Tell a service from its confirmation, at a moment, to its end."""
        if plan.turn is Turn.LEFT:
            return
        at = self._desk_hour(at, plan.waits)
        if plan.turn is Turn.RETURNED:
            confirmed, at = yield from self._ask_back(plan, confirmed, at)
        verified = yield from self._decide(plan, confirmed, at)
        if verified is not None:
            yield from self._stand_on_notice(plan, verified)

    def _ask_back(self, plan: Plan, confirmed: ServiceStep, at: datetime) -> Story:
        """Tell how the reviewer asks back, the volunteer puts it right, and the elder confirms anew by telephone."""
        service_id = confirmed.id
        back = VerifyService(service_id, Decision.RETURN, reason="时间和登记表不一致，请核对")
        yield Step(at, verify_service, back, self._reviewer(confirmed.review_scope))
        right = AmendService(service_id, plan.starts_at, plan.worked_minutes - 5, "按登记表更正")
        by = plan.volunteer.actor if plan.turn is not Turn.LOGGED else self._keeper(plan)
        yield Step(at + timedelta(hours=3), amend_service, right, by)
        call = ConfirmService(service_id, Way.CALL_BACK)
        step = yield Step(at + timedelta(hours=4), confirm_service, call, self._keeper(plan))
        return step, self._desk_hour(at, timedelta(0))

    def _decide(self, plan: Plan, confirmed: ServiceStep, at: datetime) -> Story:
        """Tell how as many reviewers as are wanted decide, each at the own desk, a day apart."""
        if plan.turn is Turn.DECLINED:
            no = VerifyService(confirmed.id, Decision.DECLINE, reason="电话核实，这次服务没有进行")
            yield Step(at, verify_service, no, self._reviewer(confirmed.review_scope))
            return None
        yes = VerifyService(confirmed.id, Decision.APPROVE, shortfall=Shortfall.PUBLIC)
        scope = confirmed.review_scope
        while True:
            verified: Verification = yield Step(at, verify_service, yes, self._reviewer(scope))
            if verified.state != ServiceState.CONFIRMED:
                return verified
            scope, at = verified.review_scope, self._desk_hour(at, timedelta(0))

    def _stand_on_notice(self, plan: Plan, verified: Verification) -> Story:
        """Tell of the notice and how it ends."""
        assert verified.notice_from
        assert verified.notice_until
        begins = local_moment(verified.notice_from) + NIGHT_WORK
        until = verified.notice_until
        if local_moment(until) >= self._now:
            # A notice that is over by now leaves no trace of its own: only those that still run are begun.
            yield Step(begins, begin_notice, BeginNotice(verified.id), SYSTEM)
        if plan.turn in (Turn.OBJECTED, Turn.UPHELD):
            is_upheld = plan.turn is Turn.UPHELD
            decided_at = yield from self._object(verified, begins + OBJECTED_HOURS, is_upheld=is_upheld)
            if is_upheld:
                return
            until = max(until, add_working_days(local_day(decided_at), 1, COUNTY))
        over = local_moment(until + timedelta(days=1)) + NIGHT_WORK
        yield Step(over, settle_service, SettleService(verified.id), SYSTEM)
        if plan.turn in (Turn.CORRECTED, Turn.REVERSED):
            yield from self._correct(plan, verified.id, until)

    def _object(self, verified: Verification, at: datetime, *, is_upheld: bool) -> Story:
        """Tell how somebody in the village objects, and how the county decides two working days later."""
        command = ObjectToService(verified.number, "那天没有看到有人去", way=ObjectionWay.PAPER)
        objection = yield Step(at, object_to_service, command, anonymous(COUNTY))
        decided_at = local_moment(add_working_days(local_day(at), 2, COUNTY), 15)
        words = "两位邻居都说那天没有来，不计时间" if is_upheld else "走访了邻居，确实有人服务"
        decision = DecideObjection(objection.id, is_upheld, words)
        yield Step(decided_at, decide_objection, decision, self._town.member("chen").actor)
        return decided_at

    def _correct(self, plan: Plan, service_id: str, settled_on: date) -> Story:
        """Tell how the county puts a settled service right, or takes it back whole."""
        at = local_moment(add_working_days(settled_on, 2, COUNTY), 10, 15)
        minutes = 0 if plan.turn is Turn.REVERSED else plan.worked_minutes // 2
        reason = "重复登记，按规定冲正" if plan.turn is Turn.REVERSED else "核对登记表，更正时间"
        command = CorrectService(service_id, minutes, reason, cover_from_loss=True)
        yield Step(at, correct_service, command, self._town.member("chen").actor)

    def _desk_hour(self, after: datetime, waits: timedelta) -> datetime:
        """Return a quarter past four on the next working day after a moment and the wait."""
        return local_moment(add_working_days(local_day(after + waits), 1, COUNTY), 16, 15)

    def _reviewer(self, scope: str) -> Actor:
        return self._town.reviewer(scope).actor

    def _keeper(self, plan: Plan) -> Actor:
        return self._town.coordinator(plan.elder.site).actor
