"""The county's grants: the programmes with their budgets, and how far each month has come."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from timebank.actors import Role
from timebank.catalogue.elders import ELDER_TAGS, LIVING_SITUATIONS
from timebank.grants.commands import (
    OLDEST,
    Budget,
    BudgetSchema,
    EndProgramme,
    MakeProgrammeSchema,
    SetBudget,
)
from timebank.grants.programmes import end_programme, make_programme, set_budget
from timebank.grants.queries import ProgrammeView, programme_view, programmes
from timebank.places.regions import region
from web.amounts import is_whole
from web.current import current_actor, reading, run, want_login, want_role
from web.forms import default_values, read_form, shown_again_by
from web.translate import _
from web.words import LIVING_WORDS, TAG_WORDS

pages = Blueprint("programmes_pages", __name__)
pages.before_request(want_login)


@pages.get("/programmes")
def list_page() -> str:
    """Show every programme."""
    actor = current_actor()
    return render_template(
        "programmes.html",
        programmes=[_shown(view) for view in programmes(reading(), actor)],
        may_make=actor.has(Role.COUNTY),
    )


@pages.get("/programmes/new")
def new_page() -> str:
    """Show the form of a new programme."""
    want_role(Role.COUNTY)
    default_values(age_from="80", monthly_minutes="120")
    return render_template(
        "programme_new.html",
        living=[(each.code, _(each.name)) for each in LIVING_SITUATIONS],
        tags=[(each.code, _(each.name)) for each in ELDER_TAGS],
    )


@pages.post("/programmes")
@shown_again_by(new_page)
def make() -> Response:
    """Make a programme."""
    names = {"budget_minutes": "budget_hours"}
    made = run(make_programme, read_form(MakeProgrammeSchema(), names=names, **_budget()))
    flash(_("项目设好了，几分钟以内会发出这个月的时间。"), "good")
    return redirect(f"/programmes/{made.id}", 303)


@pages.get("/programmes/<programme_id>")
def programme_page(programme_id: str) -> str:
    """Show one programme with its months."""
    actor = current_actor()
    view = programme_view(reading(), programme_id, actor)
    may_change = actor.has(Role.COUNTY) and view.ended_on is None
    return render_template(
        "programme_show.html", programme=_shown(view), runs=view.runs, may_change=may_change
    )


@pages.post("/programmes/<programme_id>/budget")
@shown_again_by(programme_page)
def change_budget(programme_id: str) -> Response:
    """Change the budget."""
    given: Budget = read_form(BudgetSchema(), names={"budget_minutes": "budget_hours"}, **_budget())
    run(set_budget, SetBudget(programme_id, given.budget_minutes))
    flash(_("预算改好了。这个月没有轮到的人，几分钟以内补发。"), "good")
    return redirect(f"/programmes/{programme_id}", 303)


@pages.post("/programmes/<programme_id>/ending")
@shown_again_by(programme_page)
def end(programme_id: str) -> Response:
    """End the programme."""
    run(end_programme, EndProgramme(programme_id))
    flash(_("项目停止了。这个月已经发的，月底以前还可以用。"), "good")
    return redirect(f"/programmes/{programme_id}", 303)


def _budget() -> dict[str, str]:
    """Return the budget in minutes from the hours typed; what is no number is handed on to be refused."""
    hours = request.form.get("budget_hours", "").strip()
    if not hours:
        return {}
    return {"budget_minutes": str(int(hours) * 60) if is_whole(hours) else hours}


def _shown(view: ProgrammeView) -> dict[str, Any]:
    return {
        "id": view.id,
        "number": view.number,
        "name": view.name,
        "who": _who(view),
        "monthly": view.monthly_minutes,
        "budget": view.budget_minutes,
        "granted": view.granted_minutes,
        "left": view.left_minutes,
        "ended_on": view.ended_on,
    }


def _who(view: ProgrammeView) -> str:
    """Return for whom a programme is, in words."""
    ages = (
        _("%(least)s 岁以上", least=view.age_from)
        if view.age_until == OLDEST
        else _("%(least)s–%(most)s 岁", least=view.age_from, most=view.age_until)
    )
    parts = [region(view.region).spoken_name, ages]
    parts += ["、".join(_(LIVING_WORDS[code]) for code in view.living)] if view.living else []
    parts += ["、".join(_(TAG_WORDS[code]) for code in view.tags)] if view.tags else []
    return " · ".join(parts)
