"""Teams: the own ones and those of a site, one team with its people and hours, and who is asked to join."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from timebank.teams.commands import (
    AnswerTeam,
    AnswerTeamSchema,
    AskToJoin,
    AskToJoinSchema,
    EndTeam,
    FoundTeamSchema,
    JoiningAnswer,
    LeaveTeam,
    LeaveTeamSchema,
    NameLead,
    NameLeadSchema,
)
from timebank.teams.finding import KEEPERS
from timebank.teams.model import Membership, TeamKind
from timebank.teams.queries import TeamLine, people_page, team_view, teams_page
from timebank.teams.use_cases import answer_team, ask_to_join, end_team, found_team, leave_team, name_lead
from web.current import current_actor, reading, run, want_login, want_role
from web.forms import read_form, shown_again_by
from web.members import open_sites
from web.paged import after, pager
from web.translate import _
from web.words import TEAM_WORDS

pages = Blueprint("teams_pages", __name__)
pages.before_request(want_login)


@pages.get("/teams")
def list_page() -> str:
    """Show the teams one is in or was asked to; at a desk those of the own places."""
    actor = current_actor()
    page = teams_page(reading(), actor, site=request.args.get("site", ""), after=after())
    return render_template(
        "teams.html",
        teams=[line_shown(line) for line in page.items],
        may_found=actor.has(*KEEPERS),
        **pager(page),
    )


@pages.get("/teams/new")
def new_page() -> str:
    """Show the form that sets up a team."""
    actor = want_role(*KEEPERS)
    return render_template(
        "team_new.html",
        sites=[(site, words) for site, words in open_sites() if actor.may_act_at(site, KEEPERS)],
        team_kinds=[(kind.value, _(TEAM_WORDS[kind])) for kind in TeamKind],
    )


@pages.post("/teams")
@shown_again_by(new_page)
def found() -> Response:
    """Set up a team."""
    founded = run(found_team, read_form(FoundTeamSchema()))
    flash(_("队建好了。现在请志愿者入队，再定一位队长。"), "good")
    return redirect(f"/teams/{founded.id}", 303)


@pages.get("/teams/<team_id>")
def team_page(team_id: str) -> str:
    """Show a team, its people and its hours."""
    actor = current_actor()
    view = team_view(reading(), team_id, actor)
    page = people_page(reading(), team_id, actor, after=after())
    return render_template(
        "team_show.html",
        team=line_shown(view.line) | {"minutes": view.settled_minutes, "services": view.services},
        is_donate_only=view.is_donate_only,
        may_see_people=view.may_see_people,
        people=[
            {
                "id": one.member_id,
                "number": one.number,
                "name": one.name,
                "is_asked": one.state == Membership.ASKED,
                "is_lead": one.member_id == view.line.lead_id,
                "is_me": one.member_id == actor.member_id,
                "since": one.joined_on,
                "minutes": one.settled_minutes,
            }
            for one in page.items
        ],
        actions=_actions(view.line),
        **pager(page),
    )


@pages.post("/teams/<team_id>/people")
@shown_again_by(team_page)
def ask(team_id: str) -> Response:
    """Ask a volunteer to join."""
    given: AskToJoin = read_form(AskToJoinSchema())
    run(ask_to_join, AskToJoin(given.member, team_id))
    flash(_("请过了，等本人答复。"), "good")
    return redirect(f"/teams/{team_id}", 303)


@pages.post("/teams/<team_id>/answer")
@shown_again_by(team_page)
def answer(team_id: str) -> Response:
    """Say yes or no, or write down what somebody said on paper."""
    given: AnswerTeam = read_form(AnswerTeamSchema())
    run(answer_team, AnswerTeam(given.answer, given.member, team_id))
    is_yes = given.answer == JoiningAnswer.YES
    flash(_("入队了。") if is_yes else _("记下了，不入队。"), "good")
    return redirect(f"/teams/{team_id}" if is_yes or given.member else "/teams", 303)


@pages.post("/teams/<team_id>/leaving")
@shown_again_by(team_page)
def leave(team_id: str) -> Response:
    """Leave, or let somebody be in the team no more."""
    given: LeaveTeam = read_form(LeaveTeamSchema())
    run(leave_team, LeaveTeam(given.member, team_id))
    flash(_("记下了，已经不在队里。以前为队里做的照样算。"), "good")
    return redirect(f"/teams/{team_id}" if given.member else "/teams", 303)


@pages.post("/teams/<team_id>/lead")
@shown_again_by(team_page)
def lead(team_id: str) -> Response:
    """Name the lead."""
    given: NameLead = read_form(NameLeadSchema())
    run(name_lead, NameLead(given.member, team_id))
    flash(_("队长定好了。"), "good")
    return redirect(f"/teams/{team_id}", 303)


@pages.post("/teams/<team_id>/ending")
@shown_again_by(team_page)
def end(team_id: str) -> Response:
    """End a team."""
    run(end_team, EndTeam(team_id))
    flash(_("队解散了。做过的都留着。"), "good")
    return redirect(f"/teams/{team_id}", 303)


def line_shown(line: TeamLine) -> dict[str, Any]:
    """Return a team as a line of a list."""
    return {
        "id": line.id,
        "number": line.number,
        "name": line.name,
        "kind": _(TEAM_WORDS[line.kind]),
        "site": line.site_name,
        "lead": line.lead_name or None,
        "people": line.people,
        "founded_on": line.founded_on,
        "ended_on": line.ended_on,
        "my_state": line.my_state,
    }


def _actions(line: TeamLine) -> list[str]:
    """Return what the actor may do: "keep" of who answers for the site, "ask" of the lead too, "answer", "leave"."""
    actor = current_actor()
    if line.ended_on is not None:
        return []
    keeps = actor.may_act_at(line.site, KEEPERS)
    may = {
        "keep": keeps,
        "ask": keeps or line.lead_id == actor.member_id,
        "answer": line.my_state == Membership.ASKED,
        "leave": line.my_state == Membership.JOINED,
    }
    return [action for action, is_so in may.items() if is_so]
