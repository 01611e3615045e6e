"""The own page: everything kept of oneself, the own messages, the own password, the own logins."""

from flask import request

from api.blueprint import Blueprint
from api.context import bank, current_actor, request_key
from api.schemas import PageQuery, PageQuerySchema
from timebank.members.above_cap import ChosenAboveCap, choose_above_cap
from timebank.members.access import AccountHolder
from timebank.members.access_commands import (
    ChangePassword,
    ChangePasswordSchema,
    RedeemCode,
    RedeemCodeSchema,
)
from timebank.members.my_page import MyPage
from timebank.members.my_page import me as my_page
from timebank.members.second_factor import BegunSecondFactor, SecondFactorStanding
from timebank.members.second_factor_commands import (
    BeginSecondFactor,
    ConfirmSecondFactor,
    ConfirmSecondFactorSchema,
)
from timebank.members.use_cases import (
    begin_second_factor,
    change_password,
    confirm_second_factor,
    redeem_code,
    revoke_session,
)
from timebank.members.user_sessions import RevokeSession
from timebank.members.volunteer_commands import ChooseAboveCap, ChooseAboveCapSchema
from timebank.messages import Inbox, MarkedRead, MarkRead, MarkReadSchema, inbox, mark_read

blueprint = Blueprint("me", "What belongs to whoever is logged in")


@blueprint.get("/me")
@blueprint.response(200, MyPage)
def show_me() -> MyPage:
    """Show all that is kept of oneself"""
    with bank().reading(current_actor()) as reading:
        return my_page(reading, current_actor())


@blueprint.get("/me/messages")
@blueprint.arguments(PageQuerySchema, location="query")
@blueprint.response(200, Inbox)
def list_messages(query: PageQuery) -> Inbox:
    """List the own messages, newest first, with the count of all unread ones"""
    with bank().reading(current_actor()) as reading:
        return inbox(reading, current_actor(), after=query.after, limit=query.limit)


@blueprint.post("/me/messages/readings")
@blueprint.arguments(MarkReadSchema)
@blueprint.response(201, MarkedRead)
def read_messages(command: MarkRead) -> MarkedRead:
    """Mark a message and all older ones as read"""
    return bank().run(mark_read, command, current_actor(), request_key())


@blueprint.post("/me/password")
@blueprint.arguments(ChangePasswordSchema)
@blueprint.response(201, AccountHolder)
def renew_password(command: ChangePassword) -> AccountHolder:
    """Change the own password, knowing the old one; other logins end"""
    return change_password(bank(), command, current_actor(), _device(), request_key())


@blueprint.post("/me/cap-choice")
@blueprint.arguments(ChooseAboveCapSchema)
@blueprint.response(201, ChosenAboveCap)
def choose(command: ChooseAboveCap) -> ChosenAboveCap:
    """Choose where one's minutes above the most one may keep go"""
    return bank().run(choose_above_cap, command, current_actor(), request_key())


@blueprint.post("/me/second-factor")
@blueprint.response(201, BegunSecondFactor)
def begin() -> BegunSecondFactor:
    """Make a secret for one's own authenticator app, shown once"""
    return bank().run(begin_second_factor, BeginSecondFactor(), current_actor(), request_key())


@blueprint.post("/me/second-factor/confirmation")
@blueprint.arguments(ConfirmSecondFactorSchema)
@blueprint.response(201, SecondFactorStanding)
def confirm(command: ConfirmSecondFactor) -> SecondFactorStanding:
    """Put the second factor into use with the app's first code"""
    return bank().run(confirm_second_factor, command, current_actor(), request_key())


@blueprint.delete("/me/sessions/<session_id>")
@blueprint.response(204)
def end_session(session_id: str) -> None:
    """End one of the own logins"""
    bank().run(revoke_session, RevokeSession(session_id), current_actor())


@blueprint.post("/passwords", is_public=True)
@blueprint.arguments(RedeemCodeSchema)
@blueprint.response(201, AccountHolder)
def use_code(command: RedeemCode) -> AccountHolder:
    """Set a password with a one-time code"""
    return redeem_code(bank(), current_actor().book, command, _device(), request_key())


def _device() -> str:
    return request.remote_addr or "unknown"
