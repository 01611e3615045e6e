"""The same request sent twice has one effect and one answer; a key used for something else is refused."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from tests.api.caller import Caller
from tests.api.conftest import Call
from tests.town import SITE, TOMORROW_NINE, Town
from tests.walk import need, verified
from timebank.notices.model import ObjectionState


def body(town: Town, minutes: int = 30) -> dict[str, object]:
    """Return what Wang asks for."""
    return {
        "elder": town.wang.member_id,
        "kind": "company",
        "starts_at": TOMORROW_NINE.isoformat(),
        "minutes": minutes,
    }


def test_the_same_request_gets_the_same_answer(town: Town, caller: Call) -> None:
    wang, key = caller(town.wang), str(uuid.uuid4())

    first = wang.post("/needs", body(town), key)
    second = wang.post("/needs", body(town), key)

    assert (second.status_code, second.json) == (201, first.json)
    assert len(wang.get("/needs").json["items"]) == 1


def test_a_refusal_of_the_rules_is_repeated_too(town: Town, caller: Call) -> None:
    wang, key = caller(town.wang), str(uuid.uuid4())

    first = wang.post("/needs", body(town, minutes=481), key)
    second = wang.post("/needs", body(town, minutes=481), key)

    assert first.json["code"] == "too_long"
    assert (second.status_code, second.json) == (first.status_code, first.json)


def test_input_that_cannot_be_read_uses_no_key_up(town: Town, caller: Call) -> None:
    wang, key = caller(town.wang), str(uuid.uuid4())

    assert wang.post("/needs", body(town, minutes=0), key).status_code == 422
    assert wang.post("/needs", body(town), key).status_code == 201


def test_another_content_under_the_same_key_names_the_field(town: Town, caller: Call) -> None:
    wang, key = caller(town.wang), str(uuid.uuid4())
    wang.post("/needs", body(town, minutes=30), key)

    other = wang.post("/needs", body(town, minutes=60), key)

    assert (other.status_code, other.json["code"]) == (409, "idempotency_conflict")
    assert other.json["field"] == "minutes"


def test_two_members_may_use_the_same_key(town: Town, caller: Call) -> None:
    key = str(uuid.uuid4())

    assert caller(town.wang).post("/needs", body(town), key).status_code == 201
    assert caller(town.nong).post("/needs", body(town), key).status_code == 201


def test_a_double_click_has_one_effect(town: Town, caller: Call) -> None:
    wang, key = caller(town.wang), str(uuid.uuid4())

    with ThreadPoolExecutor(8) as clicks:
        answers = list(clicks.map(lambda _: wang.post("/needs", body(town), key), range(8)))

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json["id"] for answer in answers}) == 1
    assert len(wang.get("/needs").json["items"]) == 1


def test_two_volunteers_at_once_get_one_need(town: Town, caller: Call) -> None:
    path = f"/needs/{need(town).id}/acceptance"
    hands = [caller(town.li), caller(town.zhao)]

    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(lambda hand: hand.post(path), hands))

    assert sorted(answer.status_code for answer in answers) == [201, 404]
    assert town.account(town.wang) == (60, 60, 0)


def test_a_post_without_a_key_is_told_so(app: Flask, town: Town, caller: Call) -> None:
    headers = {"Authorization": f"Bearer {caller(town.wang).token}"}

    answer = app.test_client().post("/api/v1/needs", json=body(town), headers=headers)

    assert (answer.status_code, answer.json["code"]) == (400, "idempotency_key_missing")


@pytest.mark.parametrize("key", ["", "k" * 121, "zwei Wörter", "schlüssel"])
def test_a_key_is_up_to_120_visible_ascii_characters(town: Town, caller: Call, key: str) -> None:
    wang = caller(town.wang)
    headers = {"Authorization": f"Bearer {wang.token}", "Idempotency-Key": key}

    answer = wang.app.test_client().post("/api/v1/needs", json=body(town), headers=headers)

    assert (answer.status_code, answer.json["code"]) == (400, "idempotency_key_malformed")


def test_an_objection_needs_a_key_too(town: Town, app: Flask) -> None:
    path = f"/api/v1/services/{verified(town)}/objections"

    answer = app.test_client().post(path, json={"reason": "没有来过"})

    assert (answer.status_code, answer.json["code"]) == (400, "idempotency_key_missing")


def test_an_objection_sent_twice_is_one(town: Town, caller: Call, stranger: Caller) -> None:
    path, key = f"/services/{verified(town)}/objections", str(uuid.uuid4())

    first = stranger.post(path, {"reason": "没有来过"}, key)
    second = stranger.post(path, {"reason": "没有来过"}, key)

    assert (second.status_code, second.json) == (201, first.json)
    assert len(caller(town.chen).get("/objections", state=ObjectionState.OPEN).json["items"]) == 1


def test_a_logout_may_be_repeated_without_a_key(town: Town, caller: Call) -> None:
    nong = caller(town.nong)
    assert nong.get("/members", site=SITE).status_code == 200

    assert nong.delete("/tokens/current").status_code == 204
    assert nong.delete("/tokens/current").status_code == 401
