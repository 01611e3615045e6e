"""How members come to their account, and what they may do: roles, one-time codes, cards, PINs."""

from dataclasses import replace

from api.blueprint import Blueprint
from api.context import bank, current_actor, request_key
from timebank.members.access import AccountHolder, IssuedCard, IssuedCode
from timebank.members.access_commands import (
    CreateCode,
    EndSessions,
    IssueCard,
    RevokeCard,
    SetPin,
    SetPinSchema,
)
from timebank.members.roles import GrantedRole
from timebank.members.second_factor import SecondFactorStanding
from timebank.members.second_factor_commands import DropSecondFactor
from timebank.members.use_cases import (
    create_account_by_code,
    drop_second_factor,
    end_member_sessions,
    grant_role,
    issue_card,
    revoke_card,
    revoke_role,
    set_pin,
)
from timebank.members.user_sessions import SessionsEnded
from timebank.members.volunteer_commands import GrantRole, GrantRoleSchema, RevokeRole, RevokeRoleSchema

blueprint = Blueprint("access", "Roles, codes, cards and PINs of members")


@blueprint.post("/members/<member_id>/roles")
@blueprint.arguments(GrantRoleSchema)
@blueprint.response(201, GrantedRole)
def grant(command: GrantRole, member_id: str) -> GrantedRole:
    """Grant a role within a scope"""
    return bank().run(grant_role, replace(command, member_id=member_id), current_actor(), request_key())


@blueprint.post("/members/<member_id>/role-revocations")
@blueprint.arguments(RevokeRoleSchema)
@blueprint.response(201, GrantedRole)
def revoke(command: RevokeRole, member_id: str) -> GrantedRole:
    """End a role; the member's next request is without it"""
    return bank().run(revoke_role, replace(command, member_id=member_id), current_actor(), request_key())


@blueprint.post("/members/<member_id>/codes")
@blueprint.response(201, IssuedCode)
def make_code(member_id: str) -> IssuedCode:
    """Make a one-time code with which a member without a password sets one"""
    return bank().run(create_account_by_code, CreateCode(member_id), current_actor(), request_key())


@blueprint.post("/members/<member_id>/cards")
@blueprint.response(201, IssuedCard)
def give_card(member_id: str) -> IssuedCard:
    """Give the member the first card; a lost one is given anew by two people"""
    return bank().run(issue_card, IssueCard(member_id), current_actor(), request_key())


@blueprint.post("/members/<member_id>/card-revocation")
@blueprint.response(201, AccountHolder)
def end_card(member_id: str) -> AccountHolder:
    """End the member's card, lost or taken"""
    return bank().run(revoke_card, RevokeCard(member_id), current_actor(), request_key())


@blueprint.post("/members/<member_id>/pin")
@blueprint.arguments(SetPinSchema)
@blueprint.response(201, AccountHolder)
def choose_pin(command: SetPin, member_id: str) -> AccountHolder:
    """Set the own PIN, or beside a keeper the first one"""
    return set_pin(bank(), replace(command, member_id=member_id), current_actor(), request_key())


@blueprint.post("/members/<member_id>/logout")
@blueprint.response(201, SessionsEnded)
def end_sessions(member_id: str) -> SessionsEnded:
    """End every login of the member"""
    return bank().run(end_member_sessions, EndSessions(member_id), current_actor(), request_key())


@blueprint.post("/members/<member_id>/second-factor-removal")
@blueprint.response(201, SecondFactorStanding)
def drop_factor(member_id: str) -> SecondFactorStanding:
    """Let the county drop the second factor of somebody whose phone is lost"""
    return bank().run(drop_second_factor, DropSecondFactor(member_id), current_actor(), request_key())
