"""How help comes about in the demo county: the need, the volunteer, the hour itself, the elder's confirmation."""

from collections.abc import Callable
from datetime import datetime, timedelta

from timebank.actors import Actor, system
from timebank.calendar.working_days import add_working_days
from timebank.clock import local_day, local_moment
from timebank.demo.cast import COUNTY
from timebank.demo.plan import Plan, Turn
from timebank.demo.player import Step, Story
from timebank.demo.townsfolk import Town
from timebank.needs.commands import AcceptNeed, ChoosePayer, ExpireNeed, PostNeed
from timebank.needs.model import Payer
from timebank.needs.use_cases import accept_need, choose_payer, expire_need, post_need
from timebank.services.afterwards import log_service
from timebank.services.commands import (
    CancelService,
    CheckIn,
    CheckOut,
    ConfirmService,
    LogService,
    MarkNoShow,
)
from timebank.services.model import ON_PAPER_OR_PHONE, SLIPS, Way
from timebank.services.slips import NO_SLIP, StoredSlip
from timebank.services.use_cases import (
    cancel_service,
    check_in,
    check_out,
    confirm_service,
    mark_no_show,
)

SYSTEM = system(COUNTY)
LogSlip = Callable[[str, Actor], StoredSlip]
"""Puts the photographed slip of a service away for a coordinator."""


class Care:
    """Tells of help in a town."""

    def __init__(self, town: Town, store_slip: LogSlip) -> None:
        self._town, self._store_slip = town, store_slip

    def service(self, plan: Plan) -> Story:
        """Tell a service from the need, or from the sheet it was written on, until it is confirmed.

        Gives back the confirmed service and when that was, or None where it did not come so far.
        """
        if plan.turn is Turn.LOGGED:
            service_id = yield from self._log(plan)
            return (yield from self._confirm(plan, service_id))
        need = yield from self.need(plan)
        service = yield Step(
            plan.asked_at + timedelta(minutes=95), accept_need, AcceptNeed(need.id), plan.volunteer.actor
        )
        if plan.turn in (Turn.GIVEN_BACK, Turn.NO_SHOW):
            return (yield from self._fail(plan, need.id, service.service_id))
        if plan.way not in ON_PAPER_OR_PHONE:  # those bring the times with them
            yield Step(plan.starts_at, check_in, CheckIn(service.service_id), plan.volunteer.actor)
            yield Step(plan.ended_at, check_out, CheckOut(service.service_id), plan.volunteer.actor)
        if plan.turn is Turn.UNCONFIRMED:
            return None
        return (yield from self._confirm(plan, service.service_id))

    def need(self, plan: Plan, *, finds_payer: bool = True) -> Story:
        """Tell how help is asked for: by the elder, or by telephone for one without a phone.

        Where the elder cannot pay the site chooses the public, unless it has not come to it yet.
        """
        coordinator = self._town.coordinator(plan.elder.site).actor
        calls = not plan.elder.person.phone or not plan.pays_own
        command = PostNeed(
            elder=plan.elder.member_id,
            kind=plan.kind,
            starts_at=plan.starts_at,
            minutes=plan.minutes,
            pay_from=Payer.PUBLIC if calls and finds_payer else "",
            by_telephone=calls,
        )
        need = yield Step(plan.asked_at, post_need, command, coordinator if calls else plan.elder.actor)
        if not need.pay_from and finds_payer:
            public = ChoosePayer(need.id, Payer.PUBLIC)
            yield Step(plan.asked_at + timedelta(minutes=40), choose_payer, public, coordinator)
        return need

    def _fail(self, plan: Plan, need_id: str, service_id: str) -> Story:
        """Tell how nobody came, or the volunteer gave the need back and nobody else took it."""
        if plan.turn is Turn.NO_SHOW:
            coordinator = self._town.coordinator(plan.elder.site).actor
            no_show = MarkNoShow(service_id, "约好的时间过了半小时，没有人来")
            yield Step(plan.starts_at + timedelta(minutes=30), mark_no_show, no_show, coordinator)
        else:
            cancel = CancelService(service_id, "家里临时有事，去不了")
            yield Step(plan.starts_at - timedelta(hours=3), cancel_service, cancel, plan.volunteer.actor)
        over = plan.starts_at + timedelta(minutes=plan.minutes + 1)
        yield Step(over, expire_need, ExpireNeed(need_id), SYSTEM)

    def _log(self, plan: Plan) -> Story:
        """Tell how a coordinator enters a service from a sheet, on the next working day."""
        coordinator = self._town.coordinator(plan.elder.site).actor
        command = LogService(
            elder=plan.elder.member_id,
            kind=plan.kind,
            starts_at=plan.starts_at,
            minutes=plan.worked_minutes,
            pay_from=Payer.PUBLIC,
            volunteer=plan.volunteer.member_id,
        )
        step = yield Step(_office_day_after(plan.ended_at), log_service, command, coordinator)
        return step.id

    def _confirm(self, plan: Plan, service_id: str) -> Story:
        """Tell how the elder's side confirms: at the door, or on paper or by telephone on the next working day."""
        way = plan.way
        if way not in ON_PAPER_OR_PHONE and plan.turn is not Turn.LOGGED:
            at = plan.ended_at + timedelta(minutes=4)
            actor = plan.elder.actor if way is Way.OWN_DEVICE else plan.volunteer.actor
        else:
            way = way if way in ON_PAPER_OR_PHONE else Way.CALL_BACK
            at = _office_day_after(plan.ended_at) + timedelta(minutes=20)
            actor = self._town.coordinator(plan.elder.site).actor
        slip = self._store_slip(service_id, actor) if way in SLIPS else NO_SLIP
        command = ConfirmService(
            service_id=service_id,
            way=way,
            confirmer=plan.elder.member_id if way is Way.CARD_PIN else "",
            starts_at=plan.starts_at if way in ON_PAPER_OR_PHONE else None,
            minutes=plan.worked_minutes if way in ON_PAPER_OR_PHONE else None,
            witness="村民小组长" if way is Way.SLIP_WITNESS else "",
            photo=slip.name,
            photo_digest=slip.digest,
        )
        confirmed = yield Step(at, confirm_service, command, actor)
        return confirmed, at


def _office_day_after(moment: datetime) -> datetime:
    """Return half past nine on the next working day."""
    return local_moment(add_working_days(local_day(moment), 1, COUNTY), 9, 30)
