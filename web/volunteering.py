"""Giving care: today's tasks with the next button on each, logging what was done, one's hours."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from timebank.actors import Role
from timebank.clock import local_day
from timebank.honours.stars import standing
from timebank.members.above_cap import cap_choice, choose_above_cap
from timebank.members.cards import card_holder
from timebank.members.finding import find_by_number
from timebank.members.queries import find_any_member, find_volunteer
from timebank.members.volunteer_commands import ChooseAboveCapSchema
from timebank.needs.offering import offered_page, own_township
from timebank.needs.payers import STAFF, may_redeem
from timebank.services.afterwards import log_service
from timebank.services.commands import LogService, LogServiceSchema
from timebank.services.model import ServiceState
from timebank.services.queries import ServiceLine, service_view, services_page
from web import times
from web.current import current_actor, reading, run, want_login, want_role
from web.forms import WrongInput, default_values, read_form, shown_again_by
from web.pairing import partners_shown
from web.shown import Shown, kind_choices, line_shown, minutes_choices
from web.statements import balance_of, statement_of
from web.translate import _
from web.words import CAP_WORDS

pages = Blueprint("volunteering_pages", __name__)
pages.before_request(want_login)

S = ServiceState
AT_WORK = (S.ACCEPTED, S.CHECKED_IN)
ON_THE_WAY = (S.CHECKED_OUT, S.CONFIRMED, S.RETURNED, S.VERIFIED, S.ON_NOTICE, S.OBJECTED)
NEXT = {S.ACCEPTED: "check_in", S.CHECKED_IN: "check_out"}
AN_HOUR = timedelta(hours=1)
MOST_KNOWN_ELDERS = MOST_COUNTED = 100


def home() -> str:
    """Show what is to be done today, and what is on its way."""
    actor = current_actor()
    tasks = _services(*AT_WORK)
    today = [task for task in tasks if local_day(task.begins_at) <= times.today()]
    later = [task for task in tasks if task not in today]
    return render_template(
        "volunteer_home.html",
        today=[_task(task) for task in sorted(today, key=lambda task: task.begins_at)],
        coming=[line_shown(line) for line in (*later, *_services(*ON_THE_WAY))],
        open_count=_open_count(),
        pairs=partners_shown(actor.member_id),
        balance=balance_of(actor.member_id),
    )


@pages.get("/hours")
def hours_page() -> str:
    """Show one's hours."""
    me = find_any_member(reading(), current_actor().member_id)
    return render_template(
        "volunteer_hours.html",
        may_redeem=may_redeem(reading(), me),
        star=_star(me.id),
        cap_minutes=reading().policy.number("account.cap_minutes", me.site),
        cap_choice=cap_choice(reading(), me.id) if find_volunteer(reading(), me.id) else None,
        cap_choices=[{"code": choice.value, "words": _(words)} for choice, words in CAP_WORDS.items()],
        redeem_age=reading().policy.number("redeem.age_years", me.site),
        **statement_of(me.id),
    )


@pages.post("/hours/above-cap")
@shown_again_by(hours_page)
def choose() -> Response:
    """Choose where the hours above the most one may keep go."""
    run(choose_above_cap, read_form(ChooseAboveCapSchema()))
    flash(_("记下了，从现在起入账的按您选的办。"), "good")
    return redirect("/hours", 303)


@pages.get("/services/new")
def log_page() -> str:
    """Show the form for a service that is already done."""
    actor = want_role(Role.VOLUNTEER, *STAFF)
    default_values(**_usual())
    return render_template(
        "service_log.html",
        is_desk=not actor.has(Role.VOLUNTEER),
        elders=_known_elders(),
        kinds=kind_choices(),
        days=times.days(-3, 0),
        times=times.clocks(5, 22, 15),
        lengths=minutes_choices(*times.LENGTHS),
    )


@pages.post("/services")
@shown_again_by(log_page)
def log() -> Response:
    """Log a service afterwards."""
    command: LogService = read_form(LogServiceSchema(), elder=_elder(), volunteer=_volunteer())
    step = run(log_service, command)
    flash(_("记下来了。请老人确认，再等两个人审核。"), "good")
    return redirect(f"/services/{step.id}", 303)


def _star(member_id: str) -> dict[str, int]:
    stands = standing(reading(), member_id)
    return {"stars": stands.stars, "minutes_to_next": stands.minutes_to_next}


def _services(*states: ServiceState) -> tuple[ServiceLine, ...]:
    actor = current_actor()
    return services_page(reading(), actor, states=states, volunteer=actor.member_id, limit=MOST_COUNTED).items


def _task(line: ServiceLine) -> Shown:
    view = service_view(reading(), line.id, current_actor())
    next_step = NEXT.get(ServiceState(line.state))
    return {
        **line_shown(line),
        "minutes": view.planned_minutes,
        "place": view.place,
        "phone": view.phone or None,
        "next": next_step,
    }


def _open_count() -> int:
    place = own_township(reading(), current_actor())
    return len(offered_page(reading(), current_actor(), place=place, limit=MOST_COUNTED).items)


def _usual() -> dict[str, str]:
    """Return what a service just ended most likely was: an hour, and as the last one where that is clear."""
    began = times.quarter_before(reading().business_clock.now() - AN_HOUR)
    usual = {
        "starts_day": times.today().isoformat(),
        "minutes": "60",
        "starts_time": f"{began:%H:%M}" if began.date() == times.today() else "",
    }
    actor = current_actor()
    known = _known_elders() if actor.has(Role.VOLUNTEER) else []
    last = services_page(reading(), actor, volunteer=actor.member_id, limit=1).items if known else ()
    if last:
        usual["kind"] = last[0].kind
    if len(known) == 1:
        usual["elder"] = known[0][0]
    return usual


def _known_elders() -> list[tuple[str, str]]:
    """Return the elders this volunteer has served: a volunteer knows no others by name."""
    actor = current_actor()
    lines = services_page(reading(), actor, volunteer=actor.member_id, limit=MOST_KNOWN_ELDERS).items
    return sorted({line.elder_id: line.elder_name for line in lines}.items(), key=lambda each: each[1])


def _elder() -> str:
    """Return the id of the elder chosen, or shown by card, or at a desk named by number."""
    chosen = request.form.get("elder", "")
    if chosen:
        return chosen
    if number := request.form.get("elder_number", "").strip():
        return find_by_number(reading(), current_actor(), number).id
    if card := request.form.get("card", "").strip():
        holder = card_holder(reading(), card)
        if holder is None:
            raise WrongInput({"card": [_("没有这张卡。请核对卡上的数字。")]})
        return holder
    return ""


def _volunteer() -> str:
    number = request.form.get("volunteer_number", "").strip()
    return find_by_number(reading(), current_actor(), number).id if number else ""
