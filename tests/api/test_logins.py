"""Logging in by phone and password or card and PIN: a token for the right one, the same words for every wrong one."""

from base64 import b32decode

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.api.caller import Caller
from tests.api.conftest import Call
from tests.town import Town
from timebank.members.totp import code_at, step_of

PASSWORD = "山歌好比春江水长"
WANG = "17900000001"


def let_in(town: Town, caller: Call, stranger: Caller) -> None:
    """Give Wang a password by a one-time code, and a PIN."""
    code = caller(town.nong).post(f"/members/{town.wang.member_id}/codes").json["code"]
    assert stranger.post("/passwords", {"code": code, "password": PASSWORD}).status_code == 201
    assert caller(town.nong).post(f"/members/{town.wang.member_id}/pin", {"pin": "2580"}).status_code == 201


def card_of_wang(town: Town, caller: Call) -> str:
    """Return the number of a new card of Wang's."""
    number: str = caller(town.nong).post(f"/members/{town.wang.member_id}/cards").json["number"]
    return number


def log_in(stranger: Caller, **secrets: str) -> TestResponse:
    """Ask for a token."""
    return stranger.post("/tokens", secrets)


def test_a_one_time_code_leads_to_a_token(town: Town, app: Flask, caller: Call, stranger: Caller) -> None:
    let_in(town, caller, stranger)

    answer = log_in(stranger, phone=WANG, password=PASSWORD)

    assert answer.status_code == 201
    assert answer.json["member"] == town.wang.member_id
    assert answer.json["expires_at"].endswith("+00:00")
    me = Caller(app, answer.json["token"]).get("/me")
    assert me.json["record"]["name"] == "王秀英"


def test_a_card_and_its_pin_lead_to_a_token(town: Town, app: Flask, caller: Call, stranger: Caller) -> None:
    let_in(town, caller, stranger)
    card = card_of_wang(town, caller)

    answer = log_in(stranger, card=f"{card[:4]} {card[4:]}", pin="2580")

    assert answer.status_code == 201
    assert answer.json["member"] == town.wang.member_id


def test_unknown_and_wrong_look_the_same(town: Town, caller: Call, stranger: Caller) -> None:
    let_in(town, caller, stranger)
    card = card_of_wang(town, caller)

    answers = [
        log_in(stranger, phone=WANG, password="山歌好比春江水2"),
        log_in(stranger, phone="17900000099", password=PASSWORD),
        log_in(stranger, card=card, pin="2581"),
        log_in(stranger, card="1234567890", pin="2580"),
    ]

    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.text for answer in answers}) == 1
    assert answers[0].json["code"] == "login_failed"
    assert answers[0].headers["WWW-Authenticate"].startswith("Bearer")


def test_five_wrong_ones_make_one_wait(town: Town, caller: Call, stranger: Caller) -> None:
    let_in(town, caller, stranger)

    answers = [log_in(stranger, phone=WANG, password=f"falsch{number}") for number in range(6)]

    assert [answer.status_code for answer in answers] == [401] * 5 + [429]
    assert answers[5].json["code"] == "too_many_tries"
    assert answers[5].headers["Retry-After"] in ("899", "900")


def test_an_office_of_a_real_book_is_entered_with_a_second_factor(
    town: Town, app: Flask, caller: Call, stranger: Caller
) -> None:
    code = caller(town.chen).post(f"/members/{town.nong.member_id}/codes").json["code"]
    stranger.post("/passwords", {"code": code, "password": PASSWORD})
    nong = caller(town.nong)
    secret = b32decode(nong.post("/me/second-factor").json["secret"])
    step = step_of(town.clock.now())
    assert nong.post("/me/second-factor/confirmation", {"code": code_at(secret, step)}).status_code == 201
    secrets = {"phone": "17900000003", "password": PASSWORD}

    without = log_in(stranger, **secrets)
    wrong = log_in(stranger, **secrets, code="000000")
    right = log_in(stranger, **secrets, code=code_at(secret, step + 1))

    assert (without.status_code, without.json["code"]) == (401, "second_factor_needed")
    assert (wrong.status_code, wrong.json["code"]) == (401, "second_factor_wrong")
    assert right.status_code == 201


@pytest.mark.parametrize(
    ("secrets", "fields"),
    [
        ({}, {"phone", "password"}),
        ({"phone": WANG}, {"password"}),
        ({"card": "1234567890"}, {"pin"}),
        ({"pin": "2580"}, {"card"}),
        ({"phone": WANG, "password": PASSWORD, "card": "1234567890", "pin": "1"}, {"phone", "password"}),
    ],
)
def test_a_login_is_one_pair_whole(stranger: Caller, secrets: dict[str, str], fields: set[str]) -> None:
    answer = log_in(stranger, **secrets)

    assert answer.status_code == 422
    assert set(answer.json["errors"]) == fields


@pytest.mark.parametrize(("path", "who"), [("/tokens", b"phone"), ("/passwords", b"code")])
def test_half_a_character_is_no_password(app: Flask, town: Town, path: str, who: bytes) -> None:
    body = rb'{"%s": "17900000001", "password": "\ud800"}' % who
    headers = {"Content-Type": "application/json", "Idempotency-Key": "k"}

    answer = app.test_client().post(f"/api/v1{path}", data=body, headers=headers)

    assert (answer.status_code, list(answer.json["errors"])) == (422, ["password"])


def test_a_role_ended_is_gone_with_the_next_request(town: Town, caller: Call) -> None:
    nong, chen = caller(town.nong), caller(town.chen)
    path = f"/members/{town.meng.member_id}"
    assert nong.get(path).status_code == 200

    chen.post(
        f"/members/{town.nong.member_id}/role-revocations", {"role": "coordinator", "scope": "45012510020201"}
    )

    assert nong.get(path).status_code == 404


def test_a_session_of_ones_own_can_be_ended_from_elsewhere(town: Town, caller: Call) -> None:
    here, lost = caller(town.wang), caller(town.wang)
    sessions = here.get("/me").json["sessions"]
    other = next(session["id"] for session in sessions if not session["is_this"])

    assert here.delete(f"/me/sessions/{other}").status_code == 204

    assert lost.get("/me").status_code == 401
    assert here.get("/me").status_code == 200


def test_nobody_ends_a_strangers_session(town: Town, caller: Call) -> None:
    li = caller(town.li)
    session = li.get("/me").json["sessions"][0]["id"]

    assert caller(town.wang).delete(f"/me/sessions/{session}").status_code == 404
    assert li.get("/me").status_code == 200
