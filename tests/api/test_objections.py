"""Anybody may object by the number on the wall, without a login; the county decides, and both ways out work."""

import pytest

from tests.api.caller import Caller
from tests.api.conftest import Call
from tests.town import Town
from tests.walk import confirmed, settled, verified


def number_on_the_wall(stranger: Caller) -> str:
    """Return the number of the one service on the public list."""
    (line,) = stranger.get("/notices").json["items"]
    number: str = line["number"]
    return number


def test_a_stranger_stops_a_service_by_its_number(town: Town, caller: Call, stranger: Caller) -> None:
    service = verified(town)

    receipt = stranger.post(f"/services/{number_on_the_wall(stranger)}/objections", {"reason": "那天没人来"})

    assert receipt.status_code == 201
    assert set(receipt.json) == {"id", "number", "answer_by", "is_settled"}
    assert caller(town.li).get(f"/services/{service}").json["line"]["state"] == "objected"
    assert stranger.get("/notices").json["items"] == []


@pytest.mark.parametrize(("uphold", "state"), [(True, "declined"), (False, "verified")])
def test_the_county_decides_either_way(
    town: Town, caller: Call, stranger: Caller, uphold: bool, state: str
) -> None:
    receipt = stranger.post(f"/services/{verified(town)}/objections", {"reason": "那天没人来"}).json

    decided = caller(town.chen).post(
        f"/objections/{receipt['id']}/decision", {"uphold": uphold, "reason": "已核实"}
    )

    assert (decided.status_code, decided.json["service_state"]) == (201, state)


def test_the_site_itself_neither_sees_nor_decides_it(town: Town, caller: Call, stranger: Caller) -> None:
    receipt = stranger.post(f"/services/{verified(town)}/objections", {"reason": "那天没人来"}).json
    nong = caller(town.nong)

    assert nong.get("/objections").json["items"] == []
    decided = nong.post(f"/objections/{receipt['id']}/decision", {"uphold": False, "reason": "没事"})
    assert (decided.status_code, decided.json["code"]) == (404, "objection_not_found")


def test_a_settled_service_is_reversed_by_an_upheld_objection(
    town: Town, caller: Call, stranger: Caller
) -> None:
    service = settled(town)
    receipt = stranger.post(f"/services/{service}/objections", {"reason": "那天没人来"}).json

    decided = caller(town.chen).post(
        f"/objections/{receipt['id']}/decision", {"uphold": True, "reason": "查实"}
    )

    assert decided.json["service_state"] == "reversed"
    assert town.account(town.li) == (0, 0, 0)
    assert town.account(town.wang) == (120, 0, 0)


def test_nobody_learns_of_a_service_that_is_not_public(town: Town, stranger: Caller) -> None:
    hidden = stranger.post(f"/services/{confirmed(town)}/objections", {"reason": "好奇"})
    absent = stranger.post("/services/99999999/objections", {"reason": "好奇"})

    assert (hidden.status_code, hidden.json["code"]) == (404, "service_not_found")
    assert hidden.json == absent.json


def test_strangers_object_ten_times_a_minute_at_most(town: Town, stranger: Caller) -> None:
    answers = [stranger.post("/services/1/objections", {"reason": "x"}).status_code for _ in range(11)]

    assert answers == [404] * 10 + [429]
