"""One service from need to settled minutes, by the API alone."""

from itertools import pairwise
from typing import Any

import pytest

from tests.api.caller import Caller
from tests.api.conftest import Call
from tests.town import SITE, TOMORROW_NINE, Town
from tests.walk import confirmed, pass_notice, settled, verified

NEED = {"kind": "medical", "starts_at": TOMORROW_NINE.isoformat(), "minutes": 60}


def done(answer: Any) -> Any:
    """Return the body of an answer that says something was done."""
    assert answer.status_code == 201, answer.json
    return answer.json


def serve(town: Town, li: Caller, service: str, worked: int) -> None:
    """Let Li come at nine tomorrow and stay so many minutes."""
    town.clock.moment = TOMORROW_NINE
    done(li.post(f"{service}/check-in"))
    town.clock.advance(minutes=worked)
    done(li.post(f"{service}/check-out"))


def test_an_elder_pays_with_her_own_time(town: Town, caller: Call) -> None:
    wang, li, nong = caller(town.wang), caller(town.li), caller(town.nong)

    asked = done(wang.post("/needs", NEED | {"elder": town.wang.member_id, "pay_from": "own"}))
    assert (asked["will_set_aside"], asked["spendable_after"]) == (60, 60)
    taken = done(li.post(f"/needs/{asked['id']}/acceptance"))
    assert taken["reserved_minutes"] == 60
    service = f"/services/{taken['service_id']}"

    town.clock.moment = TOMORROW_NINE
    wang, li, nong = caller(town.wang), caller(town.li), caller(town.nong)
    serve(town, li, service, worked=80)
    done(wang.post(f"{service}/confirmation", {"way": "own_device"}))
    verified = done(nong.post(f"{service}/verification", {"decision": "approve"}))
    assert (verified["state"], verified["credited_minutes"]) == ("verified", 80)

    assert pass_notice(town) == 1
    wang, li = caller(town.wang), caller(town.li)
    assert li.get(service).json["line"]["state"] == "settled"
    (earned,) = li.get(f"/accounts/{town.li.member_id}").json
    (left,) = wang.get(f"/accounts/{town.wang.member_id}").json
    assert (earned["available"], earned["lifetime"]) == (80, 80)
    assert (left["available"], left["reserved"]) == (40, 0)


def test_a_statement_runs_from_the_balance_before_to_the_balance_now(town: Town, caller: Call) -> None:
    test_an_elder_pays_with_her_own_time(town, caller)

    lines = caller(town.wang).get(f"/accounts/{town.wang.member_id}/statement").json["items"]

    assert lines[0]["balance"] == 40
    for newer, older in pairwise(lines):
        assert newer["balance"] - newer["change"] == older["balance"]
    assert sum(line["change"] for line in lines) == 40


def test_the_county_pays_for_an_elder_without_a_minute(town: Town, caller: Call) -> None:
    nong, li = caller(town.nong), caller(town.li)

    asked = done(nong.post("/needs", NEED | {"elder": town.meng.member_id}))
    assert (asked["state"], asked["pay_from"]) == ("open", "")
    assert li.post(f"/needs/{asked['id']}/acceptance").status_code == 404
    done(nong.post(f"/needs/{asked['id']}/payer", {"pay_from": "public"}))
    taken = done(li.post(f"/needs/{asked['id']}/acceptance"))

    assert taken["reserved_minutes"] == 60
    (meng,) = nong.get(f"/accounts/{town.meng.member_id}").json
    assert (meng["available"], meng["reserved"]) == (0, 0)


def test_a_service_on_notice_is_public_but_not_whose_it_was(town: Town, stranger: Caller) -> None:
    verified(town, kind="medical")

    (line,) = stranger.get("/notices", site=SITE).json["items"]

    assert (line["volunteer"], line["minutes"], line["kind"]) == ("李*兰", 60, "")
    assert "王秀英" not in stranger.get("/notices").text


@pytest.mark.parametrize(("decision", "state"), [("return", "returned"), ("decline", "declined")])
def test_a_reviewer_who_says_no_says_why(town: Town, caller: Call, decision: str, state: str) -> None:
    verification = f"/services/{confirmed(town)}/verification"
    nong = caller(town.nong)

    silent = nong.post(verification, {"decision": decision})
    said = done(nong.post(verification, {"decision": decision, "reason": "时间对不上"}))

    assert (silent.status_code, silent.json["code"], silent.json["field"]) == (422, "reason_wanted", "reason")
    assert said["state"] == state


def test_more_worked_than_the_payer_has_asks_the_reviewer(town: Town, caller: Call) -> None:
    verification = f"/services/{confirmed(town, worked=150)}/verification"
    nong = caller(town.nong)

    short = nong.post(verification, {"decision": "approve"})
    covered = done(nong.post(verification, {"decision": "approve", "shortfall": "public"}))

    assert (short.status_code, short.json["code"]) == (422, "payer_short")
    assert short.json["facts"] == {"missing": 30}
    assert covered["credited_minutes"] == 150


def test_a_settled_service_is_corrected_once_and_visibly(town: Town, caller: Call) -> None:
    service = f"/services/{settled(town)}"
    chen = caller(town.chen)

    corrected = done(chen.post(f"{service}/correction", {"minutes": 20, "reason": "多记了"}))
    again = chen.post(f"{service}/correction", {"minutes": 30, "reason": "再改"})

    assert (corrected["taken_back"], corrected["credited_minutes"]) == (60, 20)
    assert (again.status_code, again.json["code"]) == (409, "wrong_state")
    kinds = [
        line["kind"] for line in caller(town.li).get(f"/accounts/{town.li.member_id}/statement").json["items"]
    ]
    assert kinds[:3] == ["transfer", "reverse", "settle"]


def test_a_service_logged_afterwards_takes_two_reviewers(town: Town, caller: Call) -> None:
    li, wang = caller(town.li), caller(town.wang)
    town.clock.advance(hours=6)
    log = {"elder": town.wang.member_id, "kind": "company", "starts_at": "2026-11-16T09:00", "minutes": 60}

    logged = done(li.post("/services", log))
    done(wang.post(f"/services/{logged['id']}/confirmation", {"way": "own_device"}))
    first = done(caller(town.nong).post(f"/services/{logged['id']}/verification", {"decision": "approve"}))
    second = done(caller(town.qin).post(f"/services/{logged['id']}/verification", {"decision": "approve"}))

    assert (first["state"], first["reviews_done"]) == ("confirmed", 1)
    assert (second["state"], second["reviews_done"]) == ("verified", 2)
