"""Every refusal is a problem document: a stable code, words a person can act on, the field at fault."""

import json
import uuid
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.api.caller import Caller
from tests.api.conftest import Call
from tests.town import BOOK, SITE, TOMORROW_NINE, Town
from tests.walk import need
from timebank.errors import ReadOnly

MEDIA_TYPE = "application/problem+json"


def problem(answer: TestResponse, status: int, code: str) -> dict[str, Any]:
    """Return the document of a refusal of this status and code."""
    assert (answer.status_code, answer.json and answer.json["code"]) == (status, code)
    assert answer.content_type == MEDIA_TYPE
    document: dict[str, Any] = answer.json
    assert document["type"] == f"urn:timebank:problem:{code}"
    assert document["status"] == status
    assert document["title"] and document["detail"]
    return document


def test_a_missing_login_says_how_to_log_in(stranger: Caller) -> None:
    answer = stranger.get("/me")

    problem(answer, 401, "authentication_needed")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("path", ["/me", "/sites"])
def test_a_token_nobody_has_is_refused_on_public_paths_too(app: Flask, path: str) -> None:
    answer = Caller(app, token="450125.invented").get(path)

    problem(answer, 401, "token_refused")
    assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]


def test_another_scheme_is_no_token(app: Flask, town: Town) -> None:
    answer = app.test_client().get("/api/v1/me", auth=("wang", "secret"))

    problem(answer, 401, "token_refused")


def test_what_one_sees_but_may_not_do_is_403(town: Town, caller: Call) -> None:
    path = f"/needs/{need(town).id}/payer"

    answer = caller(town.wang).post(path, {"pay_from": "public"})

    problem(answer, 403, "not_allowed")


def test_what_one_may_not_see_looks_like_what_is_not_there(town: Town, caller: Call) -> None:
    zhao = caller(town.far)
    hidden = zhao.get(f"/needs/{need(town).id}")
    absent = zhao.get(f"/needs/{uuid.uuid4()}")

    problem(hidden, 404, "need_not_found")
    assert hidden.json == absent.json


def test_a_path_that_does_not_exist(stranger: Caller) -> None:
    problem(stranger.get("/wishes"), 404, "no_such_path")


def test_a_method_the_path_does_not_know_names_those_it_does(stranger: Caller) -> None:
    answer = stranger.delete("/needs")

    problem(answer, 405, "method_not_allowed")
    assert {"GET", "POST"} <= {method.strip() for method in answer.headers["Allow"].split(",")}


def test_a_need_taken_by_another_is_a_conflict(town: Town, caller: Call) -> None:
    path = f"/needs/{need(town).id}/acceptance"
    li = caller(town.li)

    assert li.post(path).status_code == 201
    # The second request finds no open need any more: to a volunteer, one that is not open is not there.
    problem(caller(town.nong).post(path), 403, "not_a_volunteer")


def test_a_rule_that_says_no_names_the_field_and_its_facts(town: Town, caller: Call) -> None:
    wanted = {
        "elder": town.wang.member_id,
        "kind": "company",
        "starts_at": TOMORROW_NINE.isoformat(),
        "minutes": 481,
    }

    document = problem(caller(town.wang).post("/needs", wanted), 422, "too_long")

    assert document["field"] == "minutes"
    assert document["facts"] == {"most": 480}
    assert "480" in document["detail"]


def test_input_that_cannot_be_read_names_every_field_at_fault(town: Town, caller: Call) -> None:
    wanted = {"elder": 7, "kind": "dancing", "starts_at": "morning", "minutes": 0, "colour": "red"}

    document = problem(caller(town.wang).post("/needs", wanted), 422, "invalid_input")

    assert set(document["errors"]) == {"elder", "kind", "starts_at", "minutes", "colour"}
    assert document["field"] in document["errors"]
    assert document["errors"]["minutes"] == ["请填写大于 0 的分钟数。"]


@pytest.mark.parametrize(
    ("query", "field"),
    [({"limit": 0}, "limit"), ({"limit": 101}, "limit"), ({"limit": "x"}, "limit"), ({"page": 2}, "page")],
)
def test_a_query_is_read_as_strictly(town: Town, caller: Call, query: dict[str, Any], field: str) -> None:
    document = problem(caller(town.wang).get("/needs", **query), 422, "invalid_input")

    assert list(document["errors"]) == [field]


def raw(app: Flask, town: Town, caller: Call, body: bytes, content_type: str) -> TestResponse:
    """Post bytes as they are to /needs."""
    headers = {
        "Authorization": f"Bearer {caller(town.wang).token}",
        "Idempotency-Key": "k1",
        "Content-Type": content_type,
    }
    return app.test_client().post("/api/v1/needs", data=body, headers=headers)


@pytest.mark.parametrize(
    "body",
    [b"{", b"[1,", b"\xff\xfe\xfa", b"[" * 60_000, b"9" * 5_000, b'{"minutes": NaN'],
    ids=["open", "cut", "bytes", "deep", "digits", "nan"],
)
def test_what_is_no_json_is_400(app: Flask, town: Town, caller: Call, body: bytes) -> None:
    problem(raw(app, town, caller, body, "application/json"), 400, "malformed_json")


@pytest.mark.parametrize("body", [b"[]", b'"x"', b"null", b"7"])
def test_json_that_is_no_object_is_422(app: Flask, town: Town, caller: Call, body: bytes) -> None:
    problem(raw(app, town, caller, body, "application/json"), 422, "invalid_input")


def test_half_a_character_is_refused_like_any_other(app: Flask, town: Town, caller: Call) -> None:
    body = rb'{"elder": "\ud800", "\ud83d": 1}'

    document = problem(raw(app, town, caller, body, "application/json"), 422, "invalid_input")

    assert {"elder", "?"} <= set(document["errors"])


def test_a_form_is_not_json(app: Flask, town: Town, caller: Call) -> None:
    problem(raw(app, town, caller, b"elder=7", "application/x-www-form-urlencoded"), 415, "json_wanted")


def test_a_body_of_more_than_64_kilobytes_is_too_large(app: Flask, town: Town, caller: Call) -> None:
    body = json.dumps({"note": "长" * 70_000}).encode()

    problem(raw(app, town, caller, body, "application/json"), 413, "too_large")


def test_logging_in_too_often_says_when_to_come_again(stranger: Caller) -> None:
    answers = [stranger.post("/tokens", {}) for _ in range(61)]

    assert [answer.status_code for answer in answers[:60]] == [422] * 60
    problem(answers[60], 429, "too_many_requests")
    assert 0 < int(answers[60].headers["Retry-After"]) <= 60


def test_a_bank_that_only_reads_says_why_and_when_to_ask_again(town: Town, caller: Call) -> None:
    nong = caller(town.nong)
    town.bank.read_only[BOOK] = ReadOnly(reason="磁盘已满")

    answer = nong.post("/site-pairings", {"site": SITE, "paired_site": SITE})

    assert "磁盘已满" in problem(answer, 503, "read_only")["detail"]
    assert answer.headers["Retry-After"] == "2"
    assert nong.get("/needs").status_code == 200


def test_a_fault_of_ours_shows_its_number_and_nothing_else(app: Flask, stranger: Caller) -> None:
    app.add_url_rule("/api/v1/broken", view_func=lambda: {}["王秀英"])

    answer = stranger.get("/broken")

    document = problem(answer, 500, "internal_error")
    assert document["request_id"] == answer.headers["X-Request-Id"]
    assert "王秀英" not in answer.text and "KeyError" not in answer.text


def test_chinese_is_spoken_unless_english_is_asked_for(app: Flask) -> None:
    for language in ("", "fr", "zh-CN", "zh-Hans", "zh;q=0.9, en;q=0.1"):
        assert Caller(app, language=language).get("/me").json["detail"] == "请先登录。"
