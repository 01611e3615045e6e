"""Points of a household, village deeds and deductions, their notice and objections, and the rules they rest on."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from timebank.members.queries import find_any_member, find_member
from timebank.notices.commands import NumberedObjection, NumberedObjectionSchema
from timebank.places.queries import STAFF
from timebank.points.answers import points_answers
from timebank.points.award_queries import (
    PROPOSERS,
    AwardView,
    award_notices,
    award_view,
    awards_page,
    find_award,
    may_approve,
)
from timebank.points.commands import (
    Approval,
    ApprovalSchema,
    DecideAward,
    DecidePointsObjection,
    ObjectToAward,
    PointsDecision,
    PointsDecisionSchema,
    ProposeAward,
    ProposeAwardSchema,
    ProposeDeduction,
    ProposeDeductionSchema,
)
from timebank.points.heads import HEADS
from timebank.points.model import AwardKind, AwardState
from timebank.points.objections import (
    DECIDERS,
    decide_points_objection,
    object_to_award,
    open_points_objection,
    points_objection_view,
)
from timebank.points.queries import PointsLine, points_entries, points_of, points_statement, rules_of
from timebank.points.use_cases import decide_award, propose_award, propose_deduction
from timebank.shop.red_list import own_red_list
from timebank.tallies import figures as region_figures
from web import times
from web.current import current_actor, reading, run, want_login, want_role
from web.forms import default_values, read_form, shown_again_by
from web.market_words import AWARD_KIND_WORDS, POINTS_WORDS
from web.paged import after, pager
from web.translate import _

pages = Blueprint("points_pages", __name__)

Shown = dict[str, Any]
VILLAGE_DIGITS = 12
DEDUCTIONS = "/points/deductions"
UNDER_WAY = (AwardState.PROPOSED, AwardState.ON_NOTICE, AwardState.OBJECTED)


@pages.get("/points")
def own_page() -> str:
    """Show the points of a household: the own, or one of the own site."""
    want_login()
    actor, wanted = current_actor(), request.args.get("household", "")
    view = points_of(reading(), wanted, actor)
    page = points_statement(reading(), view.household_id, actor, after=after())
    is_own = not wanted
    awards = awards_page(reading(), actor, states=UNDER_WAY).items
    return render_template(
        "points.html",
        points=view,
        is_own=is_own,
        lines=[_line(line) for line in page.items],
        awards=[_award(one) for one in awards if one.household_id == view.household_id],
        red_list=own_red_list(reading(), actor) if is_own else (),
        **pager(page),
    )


@pages.get("/points/awards")
def awards_list() -> str:
    """Show the awards and deductions of the own household and the own sites."""
    want_login()
    actor = current_actor()
    states = tuple(request.args.getlist("state"))
    page = awards_page(reading(), actor, states=states, after=after())
    return render_template(
        "awards.html",
        awards=[_award(one) for one in page.items],
        may_propose=actor.has(*PROPOSERS),
        **pager(page),
    )


@pages.get("/points/entries")
def entries() -> str:
    """Show the entries over points of a place, which add up to its figure."""
    actor = want_role(*STAFF)
    site, figure = request.args.get("site", "") or actor.book, request.args.get("figure", "")
    name = f"points.{figure}" if figure else ""
    page = points_entries(reading(), actor, site=site, figure=name, after=after())
    kept = region_figures(reading().connection, actor.book, site, len(site)).get(site, {})
    return render_template(
        "points_entries.html",
        total=kept.get(name) if figure else None,
        lines=[{"line": line, "words": _(POINTS_WORDS[line.kind])} for line in page.items],
        **pager(page),
    )


@pages.get("/points/awards/new")
def new_award() -> str:
    """Show the form by which points are proposed for a member, or, where a rule is on file, taken."""
    actor = want_role(*PROPOSERS)
    member = request.values.get("member", "")
    person = find_member(reading(), member, actor) if member else None
    today = times.today()
    default_values(day_year=today.year, day_month=today.month, day_day=today.day)
    line = points_of(reading(), person.household_id, actor) if person else None
    rules = rules_of(reading(), person.site[:VILLAGE_DIGITS]) if person else ()
    return render_template(
        "award_new.html",
        member=None if line is None else {"id": member, "names": "、".join(line.members)},
        heads=[{"code": head.code, "words": _(head.name), "hint": _(head.hint)} for head in HEADS],
        rules=[(rule.id, f"{rule.title} · {rule.adopted_on}") for rule in rules],
        deducts=request.path == DEDUCTIONS or request.args.get("kind") == AwardKind.DEDUCTION,
    )


@pages.post("/points/awards")
@shown_again_by(new_award)
def add_award() -> Response:
    """Propose points."""
    want_login()
    command: ProposeAward = read_form(ProposeAwardSchema())
    award = run(propose_award, command)
    flash(_("提好了，编号 %(number)s。要另一位工作人员审核，再公示，才算数。", number=award.number), "good")
    return redirect(f"/points/awards/{award.id}", 303)


@pages.post(DEDUCTIONS)
@shown_again_by(new_award)
def add_deduction() -> Response:
    """Propose to take points by a rule."""
    want_login()
    command: ProposeDeduction = read_form(ProposeDeductionSchema())
    award = run(propose_deduction, command)
    flash(_("提好了，编号 %(number)s。只有这一户看得到。", number=award.number), "good")
    return redirect(f"/points/awards/{award.id}", 303)


@pages.get("/points/awards/<award_id>")
def award_page(award_id: str) -> str:
    """Show one award or deduction, with what this actor may do."""
    want_login()
    actor = current_actor()
    view = award_view(reading(), award_id, actor)
    standing = open_points_objection(reading(), award_id)
    decides = standing is not None and actor.may_act_at(view.site, DECIDERS)
    objection = points_objection_view(reading(), standing.id, actor) if standing and decides else None
    return render_template(
        "award_show.html",
        award=_award(view) | {"words": view.words, "day": view.day, "rule": view.rule_title},
        steps=_steps(view) + _answers(view),
        objection=objection,
        actions=_actions(view),
    )


def award_again(award_id: str = "", objection_id: str = "") -> str:
    """Show the award again after a form that concerns it was refused."""
    if objection_id:
        award_id = points_objection_view(reading(), objection_id, current_actor()).award_id
    return award_page(award_id)


@pages.post("/points/awards/<award_id>/approval")
@shown_again_by(award_again)
def decide(award_id: str) -> Response:
    """Approve or decline."""
    want_login()
    given: Approval = read_form(ApprovalSchema())
    run(decide_award, DecideAward(award_id, given.approve))
    is_deduction = award_view(reading(), award_id, current_actor()).kind == AwardKind.DEDUCTION
    approved = _("审核通过，告诉这一户了。") if is_deduction else _("审核通过，公示以后算数。")
    flash(approved if given.approve else _("记为不通过。"), "good")
    return redirect(f"/points/awards/{award_id}", 303)


@pages.post("/points/awards/<award_id>/objection")
@shown_again_by(award_again)
def object_here(award_id: str) -> Response:
    """Object as somebody who sees the award."""
    want_login()
    given: NumberedObjection = read_form(NumberedObjectionSchema(), number="0")
    receipt = run(object_to_award, ObjectToAward(award_id, given.reason))
    flash(_("异议收到了，受理号 %(number)s，由县里答复。", number=receipt.number), "good")
    return redirect(f"/points/awards/{award_id}", 303)


@pages.post("/points/objections/<objection_id>/decision")
@shown_again_by(award_again)
def decide_objection(objection_id: str) -> Response:
    """Uphold or refuse an objection."""
    want_role(*DECIDERS)
    given: PointsDecision = read_form(PointsDecisionSchema())
    decided = run(decide_points_objection, DecidePointsObjection(objection_id, given.uphold, given.reason))
    flash(_("异议办结了。"), "good")
    return redirect(f"/points/awards/{decided.award_id}", 303)


@pages.get("/points/notices")
def notices() -> str:
    """Show the awards on public notice; anybody may object by number."""
    page = award_notices(reading(), site=request.args.get("site", ""), after=after())
    return render_template("award_notices.html", lines=page.items, **pager(page))


@pages.post("/points/objections")
@shown_again_by(notices)
def object_by_number() -> Response:
    """Object by number, logged in or not."""
    given: NumberedObjection = read_form(NumberedObjectionSchema())
    receipt = run(object_to_award, ObjectToAward(given.number, given.reason, given.contact))
    flash(_("异议收到了，受理号 %(number)s，由县里答复。", number=receipt.number), "good")
    return redirect("/points/notices", 303)


def _line(line: PointsLine) -> Shown:
    return {
        "at": line.recorded,
        "words": _(POINTS_WORDS[line.kind]),
        "change": line.change,
        "set_aside": line.set_aside,
        "balance": line.balance,
        "url": f"/shop/orders/{line.source_id}" if line.kind in ("reserved", "spent", "returned") else None,
    }


def _award(view: AwardView) -> Shown:
    return {
        "id": view.id,
        "number": view.number,
        "kind": _(AWARD_KIND_WORDS[view.kind]),
        "is_deduction": view.kind == AwardKind.DEDUCTION,
        "state": _state(view),
        "member": view.member_name,
        "head": _(view.head) if view.head else "",
        "points": view.points,
        "counted_points": view.counted_points,
        "site": view.site_name,
        "notice_until": view.notice_until,
    }


def _steps(view: AwardView) -> list[Shown]:
    steps = [{"words": _("提出"), "at": view.proposed_at, "who": view.proposed_by, "note": None}]
    decided = _("不通过") if view.state == AwardState.DECLINED else _("审核")
    steps.append({"words": decided, "at": view.decided_at, "who": view.decided_by or None, "note": None})
    return steps


def _state(view: AwardView) -> str:
    """Return the state as the pages call it: a deduction waits for a word of its household, and is never public."""
    is_told = view.kind == AwardKind.DEDUCTION and view.state == AwardState.ON_NOTICE
    return "may_object" if is_told else view.state


def _answers(view: AwardView) -> list[Shown]:
    """Return what the county answered to objections, as further steps."""
    return [
        {
            "words": _("异议成立") if answer.is_upheld else _("异议不成立"),
            "at": answer.decided_at,
            "who": None,
            "note": answer.words,
        }
        for answer in points_answers(reading(), view.id)
    ]


def _actions(view: AwardView) -> list[str]:
    actor = current_actor()
    award = find_award(reading(), view.id, actor)
    is_household = find_any_member(reading(), actor.member_id).household_id == view.household_id
    can_object = view.state in (AwardState.ON_NOTICE, AwardState.COUNTED)
    may = {
        "decide": view.state == AwardState.PROPOSED
        and may_approve(reading(), award, actor)
        and actor.member_id != award.proposed_by
        and not is_household,
        "object": can_object and (is_household or view.kind == "award"),
    }
    return [action for action, is_so in may.items() if is_so]
