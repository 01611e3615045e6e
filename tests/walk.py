"""Steps of a service that many tests take before they come to their own point."""

from datetime import datetime, timedelta

from tests.town import BOOK, TOMORROW_NINE, GiveMinutes, Town, give_minutes
from timebank.actors import Actor, system
from timebank.jobs import run_job
from timebank.needs.commands import AcceptNeed, PostNeed
from timebank.needs.use_cases import AcceptedNeed, PostedNeed, accept_need, post_need
from timebank.services.afterwards import log_service
from timebank.services.commands import (
    CheckIn,
    CheckOut,
    ConfirmService,
    CorrectService,
    DecideCorrection,
    LogService,
    VerifyService,
)
from timebank.services.correcting import Correction, correct_service, decide_correction
from timebank.services.reviewing import Verification, verify_service
from timebank.services.settlement import SETTLEMENT
from timebank.services.use_cases import ServiceStep, check_in, check_out, confirm_service


def need(
    town: Town, *, by: Actor | None = None, elder: Actor | None = None, minutes: int = 60, **more: object
) -> PostedNeed:
    """Post a need for company tomorrow at nine."""
    elder = elder or town.wang
    wanted = {"kind": "company", "starts_at": TOMORROW_NINE, **more}
    command = PostNeed(elder=elder.member_id, minutes=minutes, **wanted)  # type: ignore[arg-type]  # keywords of the command
    return town.bank.run(post_need, command, by or elder)


def accepted(town: Town, **more: object) -> AcceptedNeed:
    """Post a need and let Li take it."""
    posted = need(town, **more)  # type: ignore[arg-type]  # keywords of `need`
    return town.bank.run(accept_need, AcceptNeed(posted.id), town.li)


def checked_out(town: Town, worked: int = 60, **more: object) -> str:
    """Let Li serve from nine o'clock tomorrow; return the service's id."""
    service = accepted(town, **more)
    return serve(town, service.service_id, TOMORROW_NINE, worked)


def serve(
    town: Town, service_id: str, begins_at: datetime, worked: int, volunteer: Actor | None = None
) -> str:
    """Check Li, or another volunteer, in and out."""
    town.clock.moment = begins_at
    town.bank.run(check_in, CheckIn(service_id), volunteer or town.li)
    town.clock.moment = begins_at + timedelta(minutes=worked)
    town.bank.run(check_out, CheckOut(service_id), volunteer or town.li)
    return service_id


def confirmed(town: Town, worked: int = 60, **more: object) -> str:
    """Let Wang confirm on her own device."""
    service_id = checked_out(town, worked, **more)
    town.bank.run(confirm_service, ConfirmService(service_id, "own_device"), town.wang)
    return service_id


def confirm_by_call(town: Town, service_id: str) -> None:
    """Let Nong note that the elder confirmed by telephone; somebody else has to verify then."""
    town.bank.run(confirm_service, ConfirmService(service_id, "call_back"), town.nong)


def verify(town: Town, service_id: str, by: Actor, decision: str = "approve", **more: object) -> Verification:
    """Let a reviewer decide."""
    command = VerifyService(service_id, decision, **more)  # type: ignore[arg-type]  # keywords of the command
    return town.bank.run(verify_service, command, by)


def verified(town: Town, worked: int = 60, **more: object) -> str:
    """Let Nong approve."""
    service_id = confirmed(town, worked, **more)
    verify(town, service_id, town.nong)
    return service_id


def settled(town: Town, worked: int = 60, **more: object) -> str:
    """Let the notice pass and the scheduler's job run."""
    service_id = verified(town, worked, **more)
    pass_notice(town)
    return service_id


def settled_tomorrow(town: Town, minutes: int) -> str:
    """Have Li give Wang a service tomorrow at this time, paid by the county and settled; return its id."""
    starts_at = town.clock.now() + timedelta(days=1)
    taken = accepted(town, starts_at=starts_at, minutes=minutes, pay_from="public", by=town.nong)
    serve(town, taken.service_id, starts_at, minutes)
    town.bank.run(confirm_service, ConfirmService(taken.service_id, "own_device"), town.wang)
    verify(town, taken.service_id, town.nong)
    pass_notice(town)
    return taken.service_id


def pass_notice(town: Town) -> int:
    """Move on by ten days and run the settlement; return how many settled."""
    town.clock.advance(days=10)
    return run_job(town.bank, SETTLEMENT)


def logged(
    town: Town, *, by: Actor | None = None, hours_ago: float = 3, minutes: int = 60, **more: object
) -> ServiceStep:
    """Log a service that Li gave to Wang some hours ago."""
    wanted = {"elder": town.wang.member_id, "kind": "company", **more}
    starts_at = town.clock.now() - timedelta(hours=hours_ago)
    command = LogService(starts_at=starts_at, minutes=minutes, **wanted)  # type: ignore[arg-type]  # keywords of the command
    return town.bank.run(log_service, command, by or town.li)


def correct(town: Town, service_id: str, minutes: int) -> Correction:
    """Let Chen propose a correction that takes two, and Pan carry it out."""
    assert town.bank.run(correct_service, CorrectService(service_id, minutes, "漏记"), town.chen).waits
    return town.bank.run(decide_correction, DecideCorrection(service_id, approve=True), town.pan)


def spend(town: Town, member: Actor, minutes: int) -> None:
    """Let a member spend minutes, as if on care long ago."""
    town.bank.run(give_minutes, GiveMinutes(member.member_id, -minutes), system(BOOK))
