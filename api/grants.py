"""Programmes of grants, and what a member has of them this month."""

from api.blueprint import Blueprint
from api.context import bank, current_actor, request_key
from timebank.grants.commands import (
    Budget,
    BudgetSchema,
    EndProgramme,
    MakeProgramme,
    MakeProgrammeSchema,
    SetBudget,
)
from timebank.grants.programmes import ProgrammeStanding, end_programme, make_programme, set_budget
from timebank.grants.queries import GrantView, ProgrammeView, grants_held_by, programme_view, programmes
from timebank.members.queries import find_member

blueprint = Blueprint("grants", "Minutes granted every month to those who cannot earn them")


@blueprint.get("/programmes")
@blueprint.response(200, list[ProgrammeView])
def list_programmes() -> list[ProgrammeView]:
    """List the county's programmes with their budgets and months"""
    with bank().reading(current_actor()) as reading:
        return list(programmes(reading, current_actor()))


@blueprint.post("/programmes")
@blueprint.arguments(MakeProgrammeSchema)
@blueprint.response(201, ProgrammeStanding)
def make(command: MakeProgramme) -> ProgrammeStanding:
    """Make a programme; its first month is granted within minutes"""
    return bank().run(make_programme, command, current_actor(), request_key())


@blueprint.get("/programmes/<programme_id>")
@blueprint.response(200, ProgrammeView)
def show_programme(programme_id: str) -> ProgrammeView:
    """Show one programme, with how far each month's granting has come"""
    with bank().reading(current_actor()) as reading:
        return programme_view(reading, programme_id, current_actor())


@blueprint.post("/programmes/<programme_id>/budget")
@blueprint.arguments(BudgetSchema)
@blueprint.response(201, ProgrammeStanding)
def budget(given: Budget, programme_id: str) -> ProgrammeStanding:
    """Change a programme's budget"""
    command = SetBudget(programme_id, given.budget_minutes)
    return bank().run(set_budget, command, current_actor(), request_key())


@blueprint.post("/programmes/<programme_id>/ending")
@blueprint.response(201, ProgrammeStanding)
def end(programme_id: str) -> ProgrammeStanding:
    """End a programme"""
    return bank().run(end_programme, EndProgramme(programme_id), current_actor(), request_key())


@blueprint.get("/members/<member_id>/grants")
@blueprint.response(200, list[GrantView])
def show_grants(member_id: str) -> list[GrantView]:
    """Show what a member has of this month's grants"""
    with bank().reading(current_actor()) as reading:
        member = find_member(reading, member_id, current_actor())
        return list(grants_held_by(reading, member.id))
