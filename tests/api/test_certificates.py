"""Certificates over the API: asked for, issued after the notice, checked by a stranger, the PDF for those it is for."""

import pytest
from flask import Flask

from tests import walk
from tests.api.caller import Caller
from tests.api.conftest import Call
from tests.town import SITE, Town
from timebank import printing
from timebank.certificates.issuing import CERTIFICATES
from timebank.jobs import run_job


@pytest.fixture
def number(town: Town, caller: Call) -> str:
    """The number of Li's certificate, asked for by Li and put on notice by Nong."""
    walk.settled(town)
    asked = caller(town.li).post("/certificates", {"issuer": SITE, "lists_services": True})
    assert asked.status_code == 201
    decided = caller(town.nong).post(
        f"/certificates/{asked.json['number']}/decision", {"accept": True, "head": "韦主任"}
    )
    assert (decided.status_code, decided.json["state"]) == (201, "on_notice")
    return str(asked.json["number"])


@pytest.fixture
def valid(town: Town, number: str) -> str:
    """The same certificate after its notice."""
    town.clock.advance(days=8)
    run_job(town.bank, CERTIFICATES)
    return number


def test_a_stranger_checks_it_without_a_token(town: Town, caller: Call, stranger: Caller, valid: str) -> None:
    code = caller(town.li).get(f"/certificates/{valid}/record").json["check_code"]

    bare = stranger.get(f"/certificates/{valid}").json
    compared = stranger.get(f"/certificates/{valid}", code=code).json

    assert (bare["state"], bare["holder"], bare["minutes"]) == ("valid", "", 0)
    assert (compared["holder"], compared["minutes"], compared["services"]) == ("李*兰", 60, 1)


def test_a_withdrawn_one_says_so(town: Town, caller: Call, stranger: Caller, valid: str) -> None:
    (service,) = caller(town.li).get("/services", state="settled").json["items"]
    path = f"/services/{service['id']}/correction"
    assert caller(town.chen).post(path, {"minutes": 30, "reason": "多记"}).status_code == 201

    found = stranger.get(f"/certificates/{valid}").json

    assert (found["state"], found["end_cause"]) == ("withdrawn", "correction")


def test_it_stands_on_the_public_list_while_on_notice(stranger: Caller, number: str) -> None:
    (line,) = stranger.get("/certificate-notices").json["items"]

    assert (line["number"], line["volunteer"]) == (number, "李*兰")


def test_the_pdf_is_for_holder_and_office(town: Town, caller: Call, valid: str) -> None:
    answer = caller(town.li).get(f"/certificates/{valid}/pdf")

    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.data.startswith(b"%PDF")
    assert caller(town.nong).get(f"/certificates/{valid}/pdf").data == answer.data
    assert caller(town.wang).get(f"/certificates/{valid}/pdf").status_code == 404


def test_before_it_is_valid_there_is_no_pdf(town: Town, caller: Call, number: str) -> None:
    answer = caller(town.li).get(f"/certificates/{number}/pdf")

    assert (answer.status_code, answer.json["code"]) == (409, "wrong_certificate_state")


def test_without_the_libraries_the_answer_says_what_is_missing(
    town: Town, caller: Call, valid: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "missing_packages", lambda: (printing.PANGO,))

    answer = caller(town.li).get(f"/certificates/{valid}/pdf")

    assert (answer.status_code, answer.json["code"]) == (503, "cannot_print")
    assert "libpango-1.0-0" in answer.json["detail"]


def test_two_people_withdraw_it(town: Town, caller: Call, stranger: Caller, valid: str) -> None:
    path = f"/certificates/{valid}"
    assert caller(town.nong).post(f"{path}/withdrawal", {"reason": "名字写错"}).status_code == 201
    alone = caller(town.nong).post(f"{path}/withdrawal-decision", {"agree": True})

    together = caller(town.chen).post(f"{path}/withdrawal-decision", {"agree": True})

    assert (alone.status_code, alone.json["code"]) == (403, "withdrawal_needs_two")
    assert together.json["state"] == "withdrawn"
    assert stranger.get(path).json["end_cause"] == "by_hand"


def test_the_same_request_twice_asks_for_one(town: Town, caller: Call) -> None:
    walk.settled(town)
    li = caller(town.li)

    first, again = (li.post("/certificates", {"issuer": SITE}, key="once").json for _ in range(2))

    assert first == again
    assert len(li.get("/certificates").json["items"]) == 1


def test_guessing_numbers_is_slowed_down(app: Flask, stranger: Caller) -> None:
    answers = [stranger.get("/certificates/4501252026100017").status_code for _ in range(31)]

    assert answers == [404] * 30 + [429]


def test_guessing_on_the_page_is_slowed_down_too(app: Flask) -> None:
    client = app.test_client()

    answers = [client.get("/certificates/4501252026100017").status_code for _ in range(31)]

    assert answers == [404] * 30 + [429]


@pytest.mark.parametrize("number", ["0", "x", "9" * 200, "4501252026100017%00", "../../etc"])
def test_what_is_no_number_is_not_found(stranger: Caller, number: str) -> None:
    assert stranger.get(f"/certificates/{number}").status_code == 404
