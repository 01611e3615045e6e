"""Logging in and out: a phone and a password, or a card and its PIN, for a bearer token."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import request
from marshmallow import ValidationError, validates_schema

from api.blueprint import Blueprint
from api.context import bank, current_actor
from api.faults import LoginRefused
from timebank.errors import N_
from timebank.members.second_factor import SecondFactorNeeded, SecondFactorWrong
from timebank.members.sessions import Login, LoginFailed, login_by_card, login_by_phone, logout
from timebank.members.user_sessions import SessionKind
from timebank.schemas import REQUIRED, CommandSchema, Digits, Secret, Text

blueprint = Blueprint("tokens", "Logging in")


@dataclass(frozen=True, slots=True)
class TokenRequest:
    """Who logs in, by phone and password or by card and PIN; `code` is for a second factor, where one is asked."""

    phone: str = ""
    password: str = ""
    card: str = ""
    pin: str = ""
    code: str = ""


class TokenRequestSchema(CommandSchema):
    """How `TokenRequest` is read: one of the two pairs, whole."""

    command = TokenRequest
    phone = Text(30)
    password = Secret()
    card = Digits(20)
    pin = Digits(6, load_only=True)
    code = Digits(10)

    @validates_schema
    def _check_pair(self, data: dict[str, Any], **_: object) -> None:
        names = ("card", "pin") if "card" in data or "pin" in data else ("phone", "password")
        others = {"phone", "password"} if names[0] == "card" else set()
        missing = {name: [REQUIRED] for name in names if not data.get(name)}
        both = {name: [N_("电话和卡只用一种。")] for name in others & data.keys()}
        if missing or both:
            raise ValidationError({**missing, **both})


@dataclass(frozen=True, slots=True)
class Token:
    """A token for the Authorization header, shown once; `member` is the id of who logged in."""

    token: str
    expires_at: datetime
    member: str


@blueprint.post("/tokens", is_public=True, is_keyed=False)
@blueprint.arguments(TokenRequestSchema)
@blueprint.response(201, Token)
def log_in(wanted: TokenRequest) -> Token:
    """Log in"""
    try:
        login = _log_in(wanted)
    except (LoginFailed, SecondFactorNeeded, SecondFactorWrong) as refusal:
        raise LoginRefused(refusal) from refusal
    return Token(login.token, login.expires_at, login.actor.member_id)


@blueprint.delete("/tokens/current")
@blueprint.response(204)
def log_out() -> None:
    """End the session this token belongs to"""
    logout(bank(), current_actor())


def _log_in(wanted: TokenRequest) -> Login:
    device, program = request.remote_addr or "unknown", request.user_agent.string
    kind = SessionKind.BEARER
    if wanted.card:
        return login_by_card(bank(), wanted.card, wanted.pin, device, kind=kind, user_agent=program)
    return login_by_phone(
        bank(), wanted.phone, wanted.password, device, kind=kind, user_agent=program, code=wanted.code
    )
